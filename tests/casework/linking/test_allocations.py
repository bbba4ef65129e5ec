"""Plans of visits as rounds: who has nobody, who comes next, run again, mended, and told in parts."""

from dataclasses import replace
from datetime import date

import pytest

from casework.errors import NothingToRepair
from casework.linking import legs, rounds
from casework.linking.allocating import AllocationTask
from casework.linking.decide import No
from casework.linking.rounds_cut import Part
from casework.linking.rounds_told import open_round
from graph.records.consents import Consent
from graph.records.linkages import Linkage
from graph.records.resources import Resource
from graph.words.kinds import Answer, RefusalScope, Side
from tests.casework.linking.neighbourhood import Neighbourhood


@pytest.fixture
def team():
    return Neighbourhood()


def allocated(team, **more):
    made = rounds.propose_allocation(team.desk, team.worker, **more)
    return open_round(team.desk, team.worker, made)


def planned(told):
    return {
        (leg.giver, leg.client) for one in told.proposals for leg in one.legs if leg.form_code == "visits"
    }


def test_an_allocation_plans_a_giver_for_each_ask_and_says_so(team):
    told = allocated(team)
    assert {client for _, client in planned(told)} == {"p-a", "p-b", "p-c"}
    assert told.says
    assert all(leg.reasons for one in told.proposals for leg in one.legs if leg.form_code == "visits")


def test_an_ask_that_nobody_can_serve_is_told_with_its_reason(team):
    team.store.forget("p-b", by="s-lee", why="test")
    told = allocated(team)
    (unserved,) = [one for one in told.proposals if one.form_code == "unserved"]
    assert unserved.legs[0].client == "p-a"
    assert unserved.legs[0].says
    assert unserved.legs[0].giver_name == ""


def test_who_would_come_next_can_be_asked_as_well(team):
    told = allocated(team)
    (following,) = [leg for one in told.proposals for leg in one.legs if leg.form_code == "runner_up"]
    assert following.client == "p-c"
    linkage = legs.ask_for_leg(team.desk, team.worker, following.id, expected=following.version)
    assert team.get(Linkage, linkage).record.giver == following.giver


def test_what_was_locked_stays_and_what_was_set_aside_does_not_come_again(team):
    first = allocated(team)
    cooked = next(leg for one in first.proposals for leg in one.legs if leg.client == "p-c")
    legs.set_leg_aside(team.desk, team.worker, cooked.id, aside=True, expected=cooked.version)
    again = allocated(team, after=first.id)
    assert (cooked.giver, "p-c") not in planned(again)
    assert {client for _, client in planned(again)} == {"p-a", "p-b", "p-c"}


def the_visit(told, client, *, number=None):
    return next(
        leg
        for one in told.proposals
        for leg in one.legs
        if leg.form_code == "visits" and leg.client == client and number in (None, one.number)
    )


def test_a_plan_run_again_is_looked_for_from_the_last_one_and_is_as_good(team, monkeypatch):
    first = allocated(team)
    begun = []
    solve = AllocationTask.solve
    monkeypatch.setattr(
        AllocationTask, "solve", lambda task, tell: begun.append(task.last) or solve(task, tell)
    )
    again = allocated(team, after=first.id)
    assert set(begun[0]) == {
        (leg.ask, leg.resource) for one in first.proposals for leg in one.legs if leg.form_code == "visits"
    }
    assert planned(again) == planned(first)
    assert again.proven


def test_after_a_no_to_a_visit_somebody_else_is_offered_and_the_others_stay(team):
    first = allocated(team)
    cooked = the_visit(first, "p-c")
    number = next(one.number for one in first.proposals if cooked in one.legs)
    legs.answer_leg(
        team.desk, team.worker, cooked.id, Side.HELPER, Answer.NO,
        expected=cooked.version, no=No(scope=RefusalScope.THIS_ONE),
    )  # fmt: skip
    assert next(one for one in allocated_again(team, first.id) if one.number == number).repairable
    assert legs.repair_proposal(team.desk, team.worker, first.id, number) == 1
    (offered,) = [one for one in allocated_again(team, first.id) if one.repairs == number]
    givers = {leg.giver for leg in offered.legs if leg.form_code == "visits"}
    assert givers == {"p-a", "p-d"} - {cooked.giver}


def allocated_again(team, round_id):
    return open_round(team.desk, team.worker, round_id).proposals


def test_a_repair_of_a_plan_never_brings_together_who_was_set_aside(team):
    first = allocated(team)
    cooked = the_visit(first, "p-c")
    number = next(one.number for one in first.proposals if cooked in one.legs)
    legs.set_leg_aside(team.desk, team.worker, cooked.id, aside=True, expected=cooked.version)
    assert legs.repair_proposal(team.desk, team.worker, first.id, number) == 1
    (offered,) = [one for one in allocated_again(team, first.id) if one.repairs == number]
    other = the_visit(open_round(team.desk, team.worker, first.id), "p-c", number=offered.number)
    assert other.giver != cooked.giver
    legs.set_leg_aside(team.desk, team.worker, other.id, aside=True, expected=other.version)
    assert legs.repair_proposal(team.desk, team.worker, first.id, number) == 0


def test_a_plan_in_which_every_visit_stands_is_not_repaired(team):
    first = allocated(team)
    with pytest.raises(NothingToRepair):
        legs.repair_proposal(team.desk, team.worker, first.id, first.proposals[0].number)


def part_of(team, round_id, **part):
    return open_round(team.desk, team.worker, round_id, Part(**part))


def test_a_plan_is_told_in_parts_that_together_are_the_whole(team):
    made = allocated(team)
    whole, after, parts = made.proposals, None, []
    while True:
        told = part_of(team, made.id, limit=1, after=after)
        assert (len(told.proposals), told.first, told.found) == (1, len(parts) + 1, len(whole))
        parts += told.proposals
        if (after := told.next) is None:
            break
    assert tuple(parts) == whole
    assert (made.proposed, made.unserved, made.people) == (told.proposed, told.unserved, told.people)


def test_who_has_nobody_comes_first(team):
    team.store.forget("p-b", by="s-lee", why="test")
    made = allocated(team)
    assert [one.form_code for one in made.proposals] == ["unserved", "visits"]
    assert (made.proposed, made.unserved) == (1, 1)


@pytest.mark.parametrize(
    ("code", "clients"), [("P-C", {"p-c"}), ("a-a", {"p-a"}), ("p-d", {"p-c"}), ("p-nobody", set())]
)
def test_a_plan_is_searched_by_the_code_of_a_client_a_giver_or_an_ask(team, code, clients):
    team.store.forget("p-a", by="s-lee", why="test") if code == "p-d" else None
    made = allocated(team)
    assert {
        leg.client for one in part_of(team, made.id, search=code).proposals for leg in one.legs
    } >= clients
    found = part_of(team, made.id, search=code)
    assert (
        found.found
        == len(found.proposals)
        == sum(
            any(code.lower() in (leg.client, leg.giver, leg.ask) for leg in one.legs)
            for one in made.proposals
        )
    )


def test_whoever_may_not_be_found_is_not_found_by_their_code(team):
    made = allocated(team)
    with team.store.write(by="s-lee", why="test") as unit:
        for consent in ("c-d", "c-d2"):
            unit.remove(Consent, consent)
        offer = unit.get(Resource, "r-d")
        unit.put(replace(offer.record, valid_to=date(2026, 1, 31)), expected=offer.version)
    assert not part_of(team, made.id, search="p-d").proposals


def test_a_part_is_found_by_one_of_its_legs(team):
    made = allocated(team)
    leg = made.proposals[-1].legs[0]
    told = part_of(team, made.id, limit=1, leg=leg.id)
    assert leg.id in [one.id for one in told.proposals[0].legs]


def test_what_mends_a_visit_is_told_beside_it(team):
    made = allocated(team)
    cooked = the_visit(made, "p-c")
    number = next(one.number for one in made.proposals if cooked in one.legs)
    legs.set_leg_aside(team.desk, team.worker, cooked.id, aside=True, expected=cooked.version)
    legs.repair_proposal(team.desk, team.worker, made.id, number)
    told = part_of(team, made.id, limit=1, search="a-c")
    assert [(one.number == number, one.repairs == number) for one in told.proposals] == [
        (True, False),
        (False, True),
    ]
