"""Rounds of exchange: kept as proposed, taken up leg by leg, ended by a no alone, repaired at once."""

from dataclasses import replace
from datetime import date

import pytest

from casework.errors import (
    LegNotAsked,
    LegUnderWay,
    NothingToRepair,
    OtherDong,
    RightMissing,
    RoundClosed,
)
from casework.linking import legs, rounds
from casework.linking.decide import No
from casework.linking.rounds_told import open_round
from casework.sharing.forget import forget_person
from graph.errors import VersionConflict
from graph.records.linkages import Linkage, Refusal
from graph.records.needs import Ask
from graph.records.rounds import Round, RoundLeg
from graph.testing import builders as a
from graph.words.kinds import Answer, AskState, LinkageState, RefusalScope, Side, StaffRole
from tests.casework.linking.neighbourhood import CHAIN, THREE, Neighbourhood
from tests.casework.team import an_actor

ALONE = {"longest_cycle": 3, "longest_chain": 0}


class Played:
    """A round that is played through."""

    def __init__(self, team, **limits):
        self.team = team
        self.id = rounds.propose_exchange(team.desk, team.worker, **(limits or ALONE))

    def told(self, actor=None):
        return open_round(self.team.desk, actor or self.team.worker, self.id)

    def leg(self, client, *, number=None):
        return next(
            leg
            for proposal in self.told().proposals
            if number is None or proposal.number == number
            for leg in proposal.legs
            if leg.client == f"p-{client}"
        )

    def ends(self, number=1):
        proposal = next(one for one in self.told().proposals if one.number == number)
        return [(leg.giver, leg.client) for leg in proposal.legs]

    def ask(self, client):
        leg = self.leg(client)
        return legs.ask_for_leg(self.team.desk, self.team.worker, leg.id, expected=leg.version)

    def answer(self, client, side, said, **more):
        leg = self.leg(client)
        expected = leg.version if leg.linkage_version is None else leg.linkage_version
        legs.answer_leg(self.team.desk, self.team.worker, leg.id, side, said, expected=expected, **more)

    def repair(self, number=1):
        return legs.repair_proposal(self.team.desk, self.team.worker, self.id, number)


@pytest.fixture
def team():
    return Neighbourhood()


@pytest.fixture
def played(team):
    return Played(team)


def test_an_exchange_of_three_is_kept_leg_by_leg_with_its_reasons(played):
    assert sorted(played.ends()) == [("p-a", "p-c"), ("p-b", "p-a"), ("p-c", "p-b")]
    assert all(leg.reasons for leg in played.told().proposals[0].legs)


def test_a_round_holds_nothing_until_a_person_asks(team, played):
    assert team.all(Linkage) == []


def test_a_round_keeps_the_versions_it_was_made_on(team, played):
    kept = team.get(Round, played.id).record
    assert kept.policy_version == team.desk.policy(team.desk.today()).version
    assert kept.data_version
    assert kept.proven


def test_kept_reasons_of_a_leg_hold_no_name(team, played):
    assert not any(
        "가람" in one.values for leg in team.all(RoundLeg) for one in (*leg.reasons, *leg.questions)
    )


def test_a_chain_begins_with_who_asks_for_nothing_and_ends_with_who_only_receives():
    played = Played(Neighbourhood(CHAIN), longest_cycle=0, longest_chain=4)
    assert played.ends() == [("p-d", "p-c"), ("p-c", "p-b")]
    assert any("받기만 해도 됩니다" in said for said in played.told().proposals[0].says)


def test_progress_is_told_to_the_end_and_what_it_raises_keeps_nothing(team):
    told = []
    rounds.propose_exchange(team.desk, team.worker, progress=lambda done, total: told.append((done, total)))
    assert told == [(done, 4) for done in range(4)]

    def stop(done, total):
        if done:
            raise LegNotAsked()

    before = len(team.all(Round))
    with pytest.raises(LegNotAsked):
        rounds.propose_exchange(team.desk, team.worker, progress=stop)
    assert len(team.all(Round)) == before


def test_nobody_to_exchange_with_is_a_clear_result():
    team = Neighbourhood({"a": ("meal_cooking", None)})
    assert Played(team).told().proposals == ()


def test_asking_makes_a_linkage_that_holds_the_place(team, played):
    linkage = team.get(Linkage, played.ask("a")).record
    assert (linkage.state, linkage.giver) == (LinkageState.ASKED, "p-b")
    assert played.told().state == "일부 진행"


def test_both_yes_accepts_a_leg(team, played):
    played.ask("a")
    played.answer("a", Side.CLIENT, Answer.YES)
    played.answer("a", Side.HELPER, Answer.YES)
    assert played.leg("a").accepted
    assert team.get(Ask, "a-a").record.state is AskState.SERVED


def test_a_yes_before_anybody_was_asked_is_refused(played):
    with pytest.raises(LegNotAsked):
        played.answer("a", Side.HELPER, Answer.YES)


@pytest.mark.parametrize("asked", [True, False])
def test_a_no_ends_one_leg_and_is_kept_with_its_scope(team, played, asked):
    if asked:
        played.ask("c")
    played.answer("c", Side.HELPER, Answer.NO, no=No(scope=RefusalScope.THIS_ONE))
    (refusal,) = team.all(Refusal)
    assert (refusal.person, refusal.other, refusal.side) == ("p-a", "p-c", Side.HELPER)
    assert {leg.client: leg.ended for leg in played.told().proposals[0].legs} == {
        "p-a": False,
        "p-b": False,
        "p-c": True,
    }


@pytest.mark.parametrize("said", [Answer.NOT_REACHED, Answer.FULL])
def test_not_reached_and_full_are_no_refusal(team, played, said):
    played.answer("c", Side.HELPER, said)
    assert team.all(Refusal) == []
    assert played.leg("c").ended


def test_the_clients_no_is_the_clients(team, played):
    played.answer("c", Side.CLIENT, Answer.NO)
    (refusal,) = team.all(Refusal)
    assert (refusal.person, refusal.side) == ("p-c", Side.CLIENT)


def test_somebody_who_was_not_reached_can_be_asked_the_next_day(played):
    played.answer("c", Side.HELPER, Answer.NOT_REACHED)
    played.ask("c")
    assert not played.leg("c").ended


def test_after_a_no_the_others_stay_and_somebody_stands_in_within_the_same_round(team, played):
    played.ask("a")
    played.answer("c", Side.HELPER, Answer.NO)
    assert played.repair() == 2
    ways = [one for one in played.told().proposals if one.repairs == 1]
    assert [one.form_code for one in ways] == ["chain", "stand_in"]
    assert played.ends(2) == [("p-d", "p-c"), ("p-c", "p-b"), ("p-b", "p-a")]
    assert played.ends(3) == [("p-d", "p-c")]
    assert played.leg("a", number=2).agreed


def test_repair_again_does_not_heap_up_offers(played):
    played.answer("c", Side.HELPER, Answer.NO)
    played.repair()
    played.repair()
    assert len(played.told().proposals) == 3


def test_what_was_offered_in_place_can_be_asked_for(team, played):
    played.answer("c", Side.HELPER, Answer.NO)
    played.repair()
    leg = played.leg("c", number=2)
    linkage = legs.ask_for_leg(team.desk, team.worker, leg.id, expected=leg.version)
    assert team.get(Linkage, linkage).record.giver == "p-d"
    assert played.leg("c", number=3).linkage == linkage


def test_where_nobody_else_is_there_a_repair_offers_nothing():
    played = Played(Neighbourhood(THREE))
    played.answer("c", Side.HELPER, Answer.NO)
    assert played.repair() == 0


def test_where_every_leg_stands_there_is_nothing_to_repair(played):
    with pytest.raises(NothingToRepair):
        played.repair()


def test_these_two_not_ends_their_leg_without_a_refusal_and_they_are_not_offered_again(team, played):
    leg = played.leg("c")
    legs.set_leg_aside(team.desk, team.worker, leg.id, aside=True, expected=leg.version)
    assert team.all(Refusal) == []
    played.repair()
    offered = [(one.giver, one.client) for p in played.told().proposals if p.repairs for one in p.legs]
    assert ("p-d", "p-c") in offered
    assert ("p-a", "p-c") not in offered


def test_what_people_were_asked_is_not_set_aside(team, played):
    played.ask("c")
    leg = played.leg("c")
    with pytest.raises(LegUnderWay):
        legs.set_leg_aside(team.desk, team.worker, leg.id, aside=True, expected=leg.version)


def test_a_locked_leg_stays_when_its_gates_close(team, played):
    leg = played.leg("a")
    legs.lock_leg(team.desk, team.worker, leg.id, locked=True, expected=leg.version)
    resource = team.get(type(a.a_resource()), "r-b")
    with team.store.write(by="s-lee", why="test") as unit:
        unit.put(replace(resource.record, paused_until=date(2027, 3, 1)), expected=resource.version)
    played.answer("c", Side.HELPER, Answer.NO)
    played.repair()
    assert ("p-b", "p-a") in played.ends(2)


def test_two_workers_at_one_leg_do_not_overwrite_each_other(team, played):
    leg = played.leg("c")
    legs.lock_leg(team.desk, team.worker, leg.id, locked=True, expected=leg.version)
    with pytest.raises(VersionConflict):
        legs.ask_for_leg(team.desk, team.worker, leg.id, expected=leg.version)


def test_in_a_closed_round_nothing_more_is_done(team, played):
    rounds.close_round(team.desk, team.worker, played.id, expected=played.told().version)
    with pytest.raises(RoundClosed):
        played.ask("a")


def test_the_list_counts_proposals_and_people_and_ranks_nobody(team, played):
    (line,) = rounds.list_rounds(team.desk, team.worker)
    assert (line.id, line.proposals, line.people) == (played.id, 1, 3)


def test_a_round_is_opened_by_its_own_dong_and_by_those_with_the_right(played):
    with pytest.raises(OtherDong):
        played.told(an_actor(dong=a.OTHER_DONG))
    with pytest.raises(RightMissing):
        played.told(an_actor(StaffRole.RESOURCE_KEEPER))


def test_who_is_forgotten_leaves_the_round(team, played):
    forget_person(team.desk, team.leader, "p-a", why="본인 요청")
    told = played.told()
    assert all("p-a" not in (leg.giver, leg.client) for one in told.proposals for leg in one.legs)
    assert told.id == played.id


def test_whom_a_round_shows_is_logged(team, played):
    with team.new_entries() as entries:
        played.told()
    assert {"p-a", "p-b", "p-c"} <= set(entries[-1].subjects)


def test_a_worker_who_does_not_answer_for_them_reads_no_hidden_reason(team, played):
    stranger = an_actor(staff="s-other")
    own = {said for leg in played.told().proposals[0].legs for said in leg.reasons}
    others = {said for leg in played.told(stranger).proposals[0].legs for said in leg.reasons}
    assert others < own


def test_how_often_two_helped_each_other_is_told_to_who_answers_for_them_alone(team, played):
    earlier = a.a_linkage(
        id="l-earlier",
        person="p-c",
        giver="p-a",
        resource="r-a",
        ask=None,
        state=LinkageState.ACTIVE,
        started_on=date(2026, 11, 2),
    )
    with team.store.write(by="s-lee", why="test") as unit:
        unit.put(earlier, expected=0)
    told = {leg.client: leg.balance for leg in played.told().proposals[0].legs}
    assert "1회" in told["p-c"]
    assert told["p-a"] == ""
    stranger = played.told(an_actor(staff="s-other")).proposals[0].legs
    assert all(leg.balance == "" for leg in stranger)


@pytest.mark.parametrize("propose", [rounds.propose_exchange, rounds.propose_allocation])
def test_another_dong_plans_nothing_for_the_asks_of_this_one(team, propose):
    neighbour = an_actor(dong=a.OTHER_DONG)
    made = propose(team.desk, neighbour)
    assert open_round(team.desk, neighbour, made).proposals == ()
