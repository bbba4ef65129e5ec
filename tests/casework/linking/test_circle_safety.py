"""Whoever is in a circle, or offered in a repair or a what-if, may meet everybody else in it (D17)."""

from dataclasses import replace
from itertools import combinations
from random import Random

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from casework.linking.circle_seen import drop_outs
from graph.errors import PumasiError
from graph.known import kept_apart_from
from graph.records.consents import Consent
from graph.records.linkages import Refusal
from graph.records.people import Person
from graph.records.rounds import RoundLeg
from graph.testing import builders as a
from graph.words.kinds import Answer, ConsentPurpose, Side, StaffRole
from tests.casework.linking.around_kim import CLIENT, Played
from tests.casework.team import Team
from tests.matching.circle.builders import a_neighbourhood

a_few = settings(max_examples=25, phases=[Phase.explicit, Phase.reuse, Phase.generate], deadline=None)


class Strangers(Team):
    """A desk over a random neighbourhood in which everybody agreed to be asked."""

    def __init__(self, seed):
        self.seed = seed
        super().__init__()

    def keep(self, *records):
        """The neighbourhood in the place of the team's client."""
        found = [
            replace(one, case_manager="s-lee") if isinstance(one, Person) else one
            for one in a_neighbourhood(Random(self.seed))
        ]
        contact = [
            a.a_consent(id=f"{one.id}-2", person=one.person, purpose=ConsentPurpose.CONTACT)
            for one in found
            if isinstance(one, Consent)
        ]
        leader = a.a_staff(id="s-lead", name="정팀장", role=StaffRole.TEAM_LEADER)
        super().keep(a.an_area(), a.a_staff(), leader, *found, *contact)

    def may_meet(self, people):
        """Whether none of these is to be kept apart from another, and none said no to another."""
        with self.store.read() as reader:
            apart = {one: kept_apart_from(reader, one, self.desk.today()) for one in people}
        nos = {(one.person, one.other) for one in self.all(Refusal)}
        return not any(
            other in apart[one] or (one, other) in nos or (other, one) in nos
            for one, other in combinations(sorted(people), 2)
        )


def circles(team):
    """By proposal, everybody whom it brings together who has not ended their part."""
    found = {}
    for leg in team.all(RoundLeg):
        if leg.giver is not None and leg.form in ("circle", "introduce"):
            found.setdefault(leg.number, set()).add(leg.giver)
    return found


@a_few
@given(seed=st.integers(0, 1 << 32))
def test_whoever_is_brought_together_may_meet_through_a_no_and_its_repair(seed):
    team, chance = Strangers(seed), Random(seed)
    played = Played(team)
    assert team.may_meet({CLIENT, *circles(team).get(1, ())})
    legs = [one for one in played.proposal().legs if one.form_code == "circle"]
    if not legs:
        return
    one = chance.choice(legs)
    name = one.giver.removeprefix("p-")
    played.answer(name, Side.HELPER, Answer.NOT_REACHED, role=one.role_code)
    assert all(other.says for other in drop_outs(team.desk, team.worker, played.id).each)
    if played.repair():
        assert team.may_meet({CLIENT, *circles(team)[2]})
        assert (name, one.role_code) not in played.helps()


@a_few
@given(seed=st.integers(0, 1 << 32))
def test_what_everybody_agreed_in_turn_is_a_circle_that_holds(seed):
    team = Strangers(seed)
    played = Played(team)
    for one in [leg for leg in played.proposal().legs if leg.form_code == "circle"]:
        name = one.giver.removeprefix("p-")
        try:
            played.ask(name, role=one.role_code)
        except PumasiError as stopped:
            raise AssertionError(f"{name} {one.role_code}: {stopped.en}") from stopped
        for side in Side:
            played.answer(name, side, Answer.YES, role=one.role_code)
    assert all(leg.accepted for leg in played.proposal().legs if leg.form_code == "circle")
