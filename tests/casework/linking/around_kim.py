"""A client who eats alone and neighbours who each take one part of a lunchbox, at the desk of a team."""

from dataclasses import replace

from casework.linking import legs
from casework.linking.circle_round import propose_circle
from casework.linking.rounds_told import open_round
from graph.records.consents import Consent
from graph.records.people import Person
from graph.testing import builders as a
from graph.words.kinds import ConsentPurpose, StaffRole
from tests.casework.team import Team
from tests.matching.circle.builders import a_helper, a_lunchbox, know

CLIENT = "p-kim"
SPARE_COOK = (*a_helper("spare", "meal_cooking", near=900), know("spare"))


class Around(Team):
    """A desk over a lunchbox, and more records."""

    def __init__(self, *more, **client):
        self.more, self.client = more, client
        super().__init__()

    def keep(self, *records):
        """The team and these people in the place of its client."""
        found = [*a_lunchbox(), *self.more]
        kept = [
            replace(one, case_manager="s-lee", **self.client)
            if isinstance(one, Person) and one.id == CLIENT
            else one
            for one in found
        ]
        contact = [
            a.a_consent(id=f"{one.id}-2", person=one.person, purpose=ConsentPurpose.CONTACT)
            for one in kept
            if isinstance(one, Consent)
        ]
        leader = a.a_staff(id="s-lead", name="정팀장", role=StaffRole.TEAM_LEADER)
        super().keep(a.an_area(), a.a_staff(), leader, *kept, *contact)

    def keep_more(self, *records):
        """Records that come later."""
        super().keep(*records)


class Played:
    """A circle that is played through."""

    def __init__(self, team, **given):
        self.team = team
        self.id = propose_circle(team.desk, team.worker, CLIENT, **given)

    def told(self, actor=None):
        return open_round(self.team.desk, actor or self.team.worker, self.id)

    def proposal(self, number=None):
        found = self.told().proposals
        return found[-1] if number is None else next(one for one in found if one.number == number)

    def leg(self, giver, *, role=None, number=None, form="circle"):
        return next(
            one
            for one in self.proposal(number).legs
            if one.giver == f"p-{giver}" and one.form_code == form and role in (None, one.role_code)
        )

    def helps(self, number=None):
        return {
            (one.giver.removeprefix("p-"), one.role_code)
            for one in self.proposal(number).legs
            if one.form_code == "circle"
        }

    def ask(self, giver, **which):
        leg = self.leg(giver, **which)
        return legs.ask_for_leg(self.team.desk, self.team.worker, leg.id, expected=leg.version)

    def answer(self, giver, side, said, *, no=None, **which):
        leg = self.leg(giver, **which)
        expected = leg.version if leg.linkage_version is None else leg.linkage_version
        legs.answer_leg(self.team.desk, self.team.worker, leg.id, side, said, expected=expected, no=no)

    def repair(self, number=1):
        return legs.repair_proposal(self.team.desk, self.team.worker, self.id, number)
