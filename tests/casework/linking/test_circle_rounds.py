"""Circles as rounds: kept with roles and backups, agreed help by help, a no repaired around what stands."""

from dataclasses import replace
from datetime import date

import pytest

from casework.errors import (
    CircleOutdated,
    ConsentMissing,
    GateClosed,
    LegNotAsked,
    NothingToRepair,
    OnlyReceives,
    OtherDong,
    PartUnknown,
    ResponsibleOnly,
    RightMissing,
)
from casework.linking import legs, rounds
from casework.linking.circle_round import circle_form, propose_circle
from casework.linking.circle_seen import as_told_to, drop_outs
from casework.linking.decide import No, answer
from casework.register.clients import open_client
from casework.sharing.forget import forget_person
from graph.records.linkages import Linkage, Refusal
from graph.records.rounds import Round, RoundLeg
from graph.testing import builders as a
from graph.words.kinds import Answer, GivingWish, LinkageState, RefusalScope, Side, StaffRole
from matching.circle.templates import TemplateMissing
from tests.casework.linking.around_kim import CLIENT, SPARE_COOK, Around, Played
from tests.casework.team import an_actor
from tests.matching.circle.builders import a_helper, know

WHOLE = {("cook", "cook"), ("deliver", "deliver"), ("menu", "choose_menu"), ("look", "look_in")}
A_FRIEND = (a.a_person(id="p-kind", name="정다운"), a.a_consent(id="c-kind", person="p-kind"), know("kind"))
INTRODUCED = (*a_helper("spare", "look_in"), know("spare", "kind"), *A_FRIEND)


@pytest.fixture
def team():
    return Around(*SPARE_COOK)


@pytest.fixture
def played(team):
    return Played(team)


def yes(played, giver):
    played.ask(giver)
    for side in Side:
        played.answer(giver, side, Answer.YES)


def test_a_circle_is_kept_with_who_does_what_and_when(played):
    assert played.helps() == WHOLE
    assert all(one.times and one.reasons for one in played.proposal().legs if one.form_code == "circle")
    assert played.told().says[0].startswith("김○○ 님의 '도시락 품앗이' 모임을 이웃 4명으로")


def test_a_backup_is_named_for_a_role_and_roles_without_one_are_told(played):
    assert played.leg("spare", form="backup").role_code == "cook"
    assert any("'배달' 일을 대신할 이웃은 아직 없습니다." in one for one in played.proposal().says)


def test_a_circle_holds_nothing_until_a_person_asks(team, played):
    assert team.all(Linkage) == []
    linkage = team.get(Linkage, played.ask("cook")).record
    assert (linkage.state, linkage.giver, linkage.ask) == (LinkageState.ASKED, "p-cook", None)
    assert linkage.amount.count == 3.0
    assert played.told().state == "일부 진행"


def test_both_yes_agrees_one_help_and_leaves_the_others(played):
    yes(played, "cook")
    assert played.leg("cook").accepted
    assert not any(one.agreed for one in played.proposal().legs if one.giver != "p-cook")


def test_a_helpers_no_is_a_refusal_and_somebody_else_cooks_at_once(team, played):
    yes(played, "deliver")
    played.answer("cook", Side.HELPER, Answer.NO, no=No(scope=RefusalScope.THIS_ONE))
    (refusal,) = team.all(Refusal)
    assert (refusal.person, refusal.other, refusal.side) == ("p-cook", CLIENT, Side.HELPER)
    assert played.proposal().repairable
    assert played.repair() == 1
    assert played.helps() == WHOLE - {("cook", "cook")} | {("spare", "cook")}
    assert played.leg("deliver").accepted


def test_a_no_to_one_kind_names_the_kind_that_was_asked_for(team, played):
    played.ask("cook")
    played.answer("cook", Side.HELPER, Answer.NO, no=No(scope=RefusalScope.THIS_KIND))
    (refusal,) = team.all(Refusal)
    assert refusal.service_type == "meal_cooking"


@pytest.mark.parametrize("said", [Answer.NOT_REACHED, Answer.FULL])
def test_not_reached_and_full_are_no_refusal_and_are_repaired_too(team, played, said):
    played.answer("cook", Side.HELPER, said)
    assert team.all(Refusal) == []
    assert played.leg("cook").ended
    assert played.repair() == 1
    assert ("spare", "cook") in played.helps()


def test_the_clients_no_to_a_helper_is_the_clients(team, played):
    played.answer("cook", Side.CLIENT, Answer.NO)
    (refusal,) = team.all(Refusal)
    assert (refusal.person, refusal.other, refusal.side) == (CLIENT, "p-cook", Side.CLIENT)


def test_a_repair_keeps_every_visit_that_was_agreed_or_locked(team, played):
    yes(played, "look")
    menu = played.leg("menu")
    legs.lock_leg(team.desk, team.worker, menu.id, locked=True, expected=menu.version)
    before = {one: played.leg(one).times for one in ("look", "menu")}
    played.answer("cook", Side.HELPER, Answer.NO)
    played.repair()
    assert {one: played.leg(one).times for one in before} == before
    assert played.leg("menu").locked
    assert played.leg("look").accepted


def test_what_was_agreed_goes_on_in_a_repair_when_its_gates_have_closed(team, played):
    yes(played, "look")
    with team.store.write(by="s-lee", why="test") as unit:
        kept = unit.get(type(a.a_resource()), "r-look-look_in")
        unit.put(replace(kept.record, paused_until=date(2027, 3, 1)), expected=kept.version)
    played.answer("cook", Side.HELPER, Answer.NO)
    played.repair()
    assert played.leg("look").accepted


def test_where_nobody_else_is_there_a_repair_offers_nothing():
    played = Played(Around())
    played.answer("cook", Side.HELPER, Answer.NO)
    assert played.repair() == 0
    assert played.leg("cook").ended


def test_where_everybody_stands_there_is_nothing_to_repair(played):
    with pytest.raises(NothingToRepair):
        played.repair()


def test_repair_again_does_not_heap_up(played):
    played.answer("cook", Side.HELPER, Answer.NO)
    played.repair()
    played.repair()
    assert len(played.told().proposals) == 2


def test_who_said_no_in_a_repair_is_not_offered_in_the_next():
    played = Played(Around(*SPARE_COOK, *a_helper("third", "meal_cooking", near=950), know("third")))
    for number, name in enumerate(("cook", "spare"), start=1):
        played.answer(name, Side.HELPER, Answer.NOT_REACHED)
        assert played.repair(number) == 1
    assert ("third", "cook") in played.helps()


def test_a_circle_that_was_taken_up_anew_is_not_mended_from_before(team, played):
    played.answer("cook", Side.HELPER, Answer.NO)
    played.repair(1)
    played.ask("spare")
    with pytest.raises(CircleOutdated):
        played.repair(1)


def test_a_helper_agrees_on_the_clients_page_too(team, played):
    linkage = played.ask("cook")
    for side in Side:
        kept = team.get(Linkage, linkage)
        answer(team.desk, team.worker, linkage, side, Answer.YES, expected=kept.version)
    assert played.leg("cook").accepted


def test_at_the_second_yes_the_gates_are_run_again(team, played):
    linkage = played.ask("cook")
    played.answer("cook", Side.CLIENT, Answer.YES)
    team.keep_more(a.a_keep_apart(one="p-cook", other="p-look"))
    kept = team.get(Linkage, linkage)
    with pytest.raises(GateClosed):
        answer(team.desk, team.worker, linkage, Side.HELPER, Answer.YES, expected=kept.version)


def test_somebody_who_introduces_may_say_no_which_is_kept_without_a_linkage():
    team = Around(*INTRODUCED)
    with team.store.write(by="s-lee", why="test") as unit:
        unit.remove(type(a.a_resource()), "r-look-look_in", expected=1)
    played = Played(team)
    assert ("spare", "look_in") in played.helps()
    assert "정○○ 님에게" in played.leg("kind", form="introduce").says
    played.answer("kind", Side.HELPER, Answer.NO, form="introduce")
    (refusal,) = team.all(Refusal)
    assert (refusal.person, refusal.other, refusal.linkage) == ("p-kind", CLIENT, None)
    assert team.all(Linkage) == []


def test_whoever_introduces_agrees_by_a_yes_that_holds_nothing():
    team = Around(*INTRODUCED)
    with team.store.write(by="s-lee", why="test") as unit:
        unit.remove(type(a.a_resource()), "r-look-look_in", expected=1)
    played = Played(team)
    played.answer("kind", Side.HELPER, Answer.YES, form="introduce")
    assert played.leg("kind", form="introduce").agreed
    assert team.all(Linkage) == []
    with pytest.raises(LegNotAsked):
        played.ask("kind", form="introduce")


def test_a_yes_before_anybody_was_asked_is_refused(played):
    with pytest.raises(LegNotAsked):
        played.answer("cook", Side.HELPER, Answer.YES)


def test_without_the_clients_consent_nobody_is_asked(team, played):
    with team.store.write(by="s-lee", why="test") as unit:
        unit.remove(type(a.a_consent()), "c-kim-2", expected=1)
    with pytest.raises(ConsentMissing):
        played.ask("cook")


def test_gates_are_run_again_on_live_records_when_somebody_is_asked(team, played):
    team.keep_more(a.a_refusal(person="p-cook", side=Side.HELPER, other=CLIENT))
    with pytest.raises(GateClosed):
        played.ask("cook")


def test_whoever_must_not_meet_somebody_of_the_circle_is_not_asked_and_the_reason_is_withheld(team, played):
    team.keep_more(a.a_keep_apart(one="p-cook", other="p-look"))
    with pytest.raises(GateClosed) as stopped:
        played.ask("cook")
    assert "비공개" in stopped.value.ko


def test_a_circle_of_people_to_be_kept_apart_is_not_told_to_who_may_not_know(team, played):
    team.keep_more(a.a_keep_apart(one="p-cook", other="p-look"), a.a_staff(id="s-other"))
    with team.store.write(by="s-lee", why="test") as unit:
        for person in ("p-cook", "p-look"):
            kept = unit.get(type(a.a_person()), person)
            unit.put(replace(kept.record, case_manager="s-other"), expected=kept.version)
    assert played.told().proposals == ()
    assert drop_outs(team.desk, team.worker, played.id).each == ()


def test_what_if_each_drops_out_is_told_before_it_happens(team, played):
    told = {one.person: one for one in drop_outs(team.desk, team.worker, played.id).each}
    assert set(told) == {"p-cook", "p-deliver", "p-menu", "p-look"}
    assert (told["p-cook"].open, told["p-deliver"].open) == (0, 3)
    assert any("맡습니다" in one for one in told["p-cook"].says)
    assert any("맡을 사람이 없습니다" in one for one in told["p-deliver"].says)


def test_what_if_leaves_out_who_dropped_out_already(team, played):
    played.answer("cook", Side.HELPER, Answer.NO)
    played.repair()
    told = {one.person for one in drop_outs(team.desk, team.worker, played.id).each}
    assert told == {"p-spare", "p-deliver", "p-menu", "p-look"}


def test_a_neighbour_reads_what_is_asked_of_them_and_nothing_of_the_others(team, played):
    told = as_told_to(team.desk, team.worker, played.id, played.leg("cook").id)
    assert any("'만들기'" in one for one in told.says)
    assert any("하지 않으셔도 괜찮습니다." in one for one in told.says)
    assert not any(name in said for said in told.says for name in ("deliver", "menu", "look", "김하늘"))


def test_reading_it_as_a_neighbour_is_logged_as_told_to_them(team, played):
    with team.new_entries() as entries:
        as_told_to(team.desk, team.worker, played.id, played.leg("cook").id)
    assert entries[-1].recipient == "p-cook"


def test_a_help_that_is_over_is_read_by_nobody(team, played):
    leg = played.leg("cook")
    played.answer("cook", Side.HELPER, Answer.NO)
    with pytest.raises(CircleOutdated):
        as_told_to(team.desk, team.worker, played.id, leg.id)


def test_a_part_of_the_client_needs_their_wish_to_give(team):
    with pytest.raises(OnlyReceives):
        propose_circle(team.desk, team.worker, CLIENT, client_parts=["choose_menu"])
    assert not circle_form(team.desk, team.worker, CLIENT).wants_to_give


def test_a_client_who_wants_to_give_takes_a_part_and_nobody_else_is_asked_for_it():
    team = Around(giving_wish=GivingWish.WANTS_TO_GIVE)
    played = Played(team, client_parts=["choose_menu", "taste"])
    assert played.helps() == WHOLE - {("menu", "choose_menu")}
    assert sum("님의 몫" in one for one in played.told().says) == 2
    assert team.get(Round, played.id).record.client_parts == {"choose_menu", "taste"}
    told = as_told_to(team.desk, team.worker, played.id, played.leg("cook").id)
    assert any("몫" in one for one in told.says)


def test_parts_and_templates_that_do_not_exist_are_told(team):
    with pytest.raises(PartUnknown):
        propose_circle(team.desk, team.worker, CLIENT, client_parts=["sing"])
    with pytest.raises(TemplateMissing):
        propose_circle(team.desk, team.worker, CLIENT, template="picnic")


def test_what_nobody_does_is_kept_with_its_reason():
    team = Around()
    with team.store.write(by="s-lee", why="test") as unit:
        unit.remove(type(a.a_resource()), "r-look-look_in", expected=1)
    open_visits = [one for one in Played(team).proposal().legs if one.form_code == "unserved"]
    assert [one.role_code for one in open_visits] == ["look_in", "look_in"]
    assert all(one.giver == "" and one.says and one.times for one in open_visits)


def test_another_dong_and_who_lacks_the_right_propose_and_open_none(team, played):
    with pytest.raises(OtherDong):
        propose_circle(team.desk, an_actor(dong=a.OTHER_DONG), CLIENT)
    with pytest.raises(OtherDong):
        played.told(an_actor(dong=a.OTHER_DONG))
    for act in (propose_circle, circle_form):
        with pytest.raises(RightMissing):
            act(team.desk, an_actor(StaffRole.RESOURCE_KEEPER), CLIENT)


def test_whoever_does_not_answer_for_the_client_neither_sees_nor_changes_the_circle(team, played):
    colleague = an_actor(staff="s-other")
    leg = played.leg("cook")
    for act in (
        lambda: played.told(colleague),
        lambda: propose_circle(team.desk, colleague, CLIENT),
        lambda: circle_form(team.desk, colleague, CLIENT),
        lambda: drop_outs(team.desk, colleague, played.id),
        lambda: as_told_to(team.desk, colleague, played.id, leg.id),
        lambda: legs.ask_for_leg(team.desk, colleague, leg.id, expected=leg.version),
        lambda: legs.repair_proposal(team.desk, colleague, played.id, 1),
        lambda: rounds.close_round(team.desk, colleague, played.id, expected=1),
    ):
        with pytest.raises(ResponsibleOnly):
            act()
    assert rounds.list_rounds(team.desk, colleague) == ()


def test_who_is_forgotten_leaves_the_circle(team, played):
    forget_person(team.desk, team.leader, "p-cook", why="본인 요청")
    assert ("cook", "cook") not in played.helps()
    assert not any(leg.giver == "p-cook" for leg in team.all(RoundLeg))


def test_a_circle_is_listed_and_closed_like_every_round(team, played):
    (line,) = rounds.list_rounds(team.desk, team.worker)
    assert (line.id, line.kind, line.proposals, line.people) == (played.id, "이웃 모임", 1, 5)
    rounds.close_round(team.desk, team.worker, played.id, expected=played.told().version)
    assert played.told().closed


def test_a_help_of_a_circle_stands_among_the_clients_linkages_with_its_circle(team, played):
    played.ask("cook")
    (linkage,) = open_client(team.desk, team.worker, CLIENT).linkages
    assert (linkage.ask, linkage.circle) == (None, played.id)


def test_the_circles_of_a_client_so_far_are_told_before_another_is_looked_for(team, played):
    later = propose_circle(team.desk, team.worker, CLIENT)
    assert {one.id for one in circle_form(team.desk, team.worker, CLIENT).kept} == {played.id, later}


def test_with_the_client_everything_of_their_circles_is_forgotten(team, played):
    played.ask("cook")
    forget_person(team.desk, team.leader, CLIENT, why="본인 요청")
    assert (team.all(Round), team.all(RoundLeg), team.all(Linkage)) == ([], [], [])
