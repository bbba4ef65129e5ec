"""Deciding on a linkage: holds, answers of both sides, refusals, waiting, and the gates once more."""

from datetime import date, timedelta

import pytest

from casework.errors import ConsentMissing, GateClosed, HoldPast, LinkageMoveRefused, OtherDong, RightMissing
from casework.linking import decide
from casework.linking.decide import No
from casework.linking.suggest import suggest, why_not
from casework.register.needs import withdraw_ask
from graph.errors import VersionConflict
from graph.records.linkages import Linkage, Refusal
from graph.records.needs import Ask
from graph.testing import builders as a
from graph.words.kinds import (
    Answer,
    AskState,
    LinkageOutcome,
    LinkageState,
    RefusalScope,
    Side,
    StaffRole,
)
from tests.casework.team import ASK, CLIENT, HELPER, RESOURCE, Team, an_actor, consents

OTHER = "p-cho"


def with_another_client(team):
    """A second client who asks the same helper."""
    team.keep(
        a.a_person(id=OTHER, name="조다른", case_manager="s-lee", place=a.a_place(50)),
        a.a_need(id="n-cho", person=OTHER),
        a.an_ask(id="a-cho", need="n-cho", person=OTHER),
        *(c for c in (a.a_consent(id="c-cho", person=OTHER),)),
        a.a_consent(id="c-cho-2", person=OTHER, purpose=consents()[1].purpose),
    )


def asked(team, ask=ASK):
    return decide.ask_helper(team.desk, team.worker, ask, RESOURCE)


def said(team, linkage, side, answer, **more):
    kept = team.get(Linkage, linkage)
    return decide.answer(team.desk, team.worker, linkage, side, answer, expected=kept.version, **more)


def suggested(team, ask=ASK, actor=None):
    return [s.resource for s in suggest(team.desk, actor or team.worker, ask).suggestions]


def test_the_neighbour_is_suggested_before_anybody_is_asked(team):
    assert suggested(team) == [RESOURCE]


def test_an_ask_to_a_helper_is_held_until_an_hour(team):
    linkage = team.get(Linkage, asked(team)).record
    hours = team.desk.policy(team.desk.today()).hold_hours
    assert (linkage.state, linkage.hold_until) == (
        LinkageState.ASKED,
        team.clock.now + timedelta(hours=hours),
    )


def test_a_hold_is_seen_where_the_resource_is_suggested_to_its_own_client(team):
    linkage = asked(team)
    shown = [s for s in suggest(team.desk, team.worker, ASK).suggestions if s.resource == RESOURCE]
    assert [(s.linkage, s.standing_code) for s in shown] == [(linkage, "asked")]


def test_held_capacity_is_not_suggested_to_anybody_else(team):
    with_another_client(team)
    assert RESOURCE in suggested(team, "a-cho")
    asked(team)
    assert RESOURCE not in suggested(team, "a-cho")


def test_a_hold_that_is_over_frees_the_capacity(team):
    with_another_client(team)
    asked(team)
    team.clock.pass_time(hours=24 * 8)
    assert RESOURCE in suggested(team, "a-cho")


def test_a_hold_in_the_past_is_refused(team):
    with pytest.raises(HoldPast):
        decide.ask_helper(team.desk, team.worker, ASK, RESOURCE, hold_until=team.clock.now)


def test_both_yes_accepts_the_linkage(team):
    linkage = asked(team)
    said(team, linkage, Side.CLIENT, Answer.YES)
    assert said(team, linkage, Side.HELPER, Answer.YES) is LinkageState.ACCEPTED


def test_one_yes_alone_accepts_nothing(team):
    assert said(team, asked(team), Side.HELPER, Answer.YES) is LinkageState.ASKED


def test_an_accepted_linkage_serves_its_ask(team):
    linkage = asked(team)
    said(team, linkage, Side.CLIENT, Answer.YES)
    said(team, linkage, Side.HELPER, Answer.YES)
    assert team.get(Ask, ASK).record.state is AskState.SERVED


def test_an_accepted_linkage_keeps_the_reasons_and_versions_it_was_made_on(team):
    linkage = team.get(Linkage, asked(team)).record
    assert linkage.reasons
    assert linkage.policy_version == team.desk.policy(team.desk.today()).version
    assert linkage.data_version


def test_kept_reasons_hold_no_name(team):
    linkage = team.get(Linkage, asked(team)).record
    assert not any(name in reason.values for reason in linkage.reasons for name in ("김하늘", "박나래"))


def test_a_no_of_the_client_is_kept_and_the_resource_never_comes_back(team):
    assert said(team, asked(team), Side.CLIENT, Answer.NO) is LinkageState.DECLINED
    assert [(r.person, r.other) for r in team.all(Refusal)] == [(CLIENT, HELPER)]
    assert suggested(team) == []
    team.clock.pass_time(days=400)
    assert suggested(team) == []


def test_a_no_of_the_helper_is_theirs(team):
    said(team, asked(team), Side.HELPER, Answer.NO)
    assert [(r.person, r.other, r.side) for r in team.all(Refusal)] == [(HELPER, CLIENT, Side.HELPER)]


def test_a_no_until_a_day_ends_on_that_day(team):
    until = team.desk.today() + timedelta(days=30)
    said(team, asked(team), Side.CLIENT, Answer.NO, no=No(scope=RefusalScope.NOT_BEFORE, until=until))
    assert suggested(team) == []
    team.clock.pass_time(days=31)
    assert suggested(team) == [RESOURCE]


def test_a_no_to_a_kind_of_help_names_the_kind(team):
    said(team, asked(team), Side.CLIENT, Answer.NO, no=No(scope=RefusalScope.THIS_KIND))
    assert [r.service_type for r in team.all(Refusal)] == ["hospital_escort"]


def test_a_no_that_was_taken_back_no_longer_stands(team):
    refusal = decide.decline(team.desk, team.worker, ASK, RESOURCE, Side.CLIENT)
    assert suggested(team) == []
    decide.withdraw_refusal(team.desk, team.worker, refusal)
    assert suggested(team) == [RESOURCE]


def test_a_helper_who_is_full_is_waited_for_and_is_no_refusal(team):
    review = team.desk.today() + timedelta(days=14)
    state = said(team, asked(team), Side.HELPER, Answer.FULL, review_on=review)
    assert (state, team.all(Refusal)) == (LinkageState.WAITING, [])


def test_a_helper_who_was_not_reached_stays_asked(team):
    assert said(team, asked(team), Side.HELPER, Answer.NOT_REACHED) is LinkageState.ASKED


def test_an_ask_whose_hold_has_lapsed_may_be_asked_anew(team):
    linkage = asked(team)
    said(team, linkage, Side.CLIENT, Answer.YES)
    team.clock.pass_time(hours=24 * 8)
    assert asked(team) == linkage
    again = team.get(Linkage, linkage).record
    assert again.hold_until > team.clock.now
    assert again.client_answer is None


def test_one_may_wait_for_a_resource_that_is_full(team):
    with_another_client(team)
    asked(team)
    waiting = decide.put_on_waiting_list(
        team.desk, team.worker, "a-cho", RESOURCE, review_on=date(2026, 12, 7)
    )
    assert team.get(Linkage, waiting).record.state is LinkageState.WAITING


def test_without_consent_to_be_introduced_nobody_is_asked():
    team = Team(*(c for c in consents() if c.id != "c-kim-2"))
    with pytest.raises(ConsentMissing):
        asked(team)
    assert team.all(Linkage) == []


def test_without_consent_to_be_matched_the_ask_is_refused_inside_the_write():
    team = Team(*(c for c in consents() if c.id != "c-kim"))
    with pytest.raises(GateClosed):
        asked(team)
    assert team.all(Linkage) == []


def test_gates_run_again_when_both_have_said_yes(team):
    linkage = asked(team)
    said(team, linkage, Side.CLIENT, Answer.YES)
    team.keep(a.a_keep_apart())
    with pytest.raises(GateClosed):
        said(team, linkage, Side.HELPER, Answer.YES)
    assert team.get(Linkage, linkage).record.state is LinkageState.ASKED


def test_the_error_of_a_closed_gate_names_nobody(team):
    team.keep(a.a_keep_apart())
    with pytest.raises(GateClosed) as closed:
        asked(team)
    assert not any(name in str(closed.value) for name in ("김하늘", "박나래", "p-park"))


def test_somebody_to_be_kept_apart_is_never_named_to_another_worker(team):
    team.keep(a.a_keep_apart())
    told = why_not(team.desk, team.leader, ASK, RESOURCE)
    assert told.failed == ()
    assert told.withheld is not None
    assert "나래" not in repr(told)


def test_a_refusal_and_a_keep_apart_read_alike_to_another_worker():
    apart, refused = Team(), Team()
    apart.keep(a.a_keep_apart())
    refused.keep(a.a_refusal())
    told = [why_not(team.desk, team.leader, ASK, RESOURCE) for team in (apart, refused)]
    assert told[0].withheld == told[1].withheld is not None


def test_two_who_ask_for_the_last_place_do_not_both_get_it(team):
    with_another_client(team)
    asked(team)
    with pytest.raises(GateClosed):
        asked(team, "a-cho")


def test_an_answer_to_an_older_version_is_refused(team):
    linkage = asked(team)
    said(team, linkage, Side.CLIENT, Answer.YES)
    with pytest.raises(VersionConflict):
        decide.answer(team.desk, team.worker, linkage, Side.HELPER, Answer.YES, expected=1)


def test_a_declined_linkage_takes_no_more_answers(team):
    linkage = asked(team)
    said(team, linkage, Side.CLIENT, Answer.NO)
    with pytest.raises(LinkageMoveRefused):
        said(team, linkage, Side.CLIENT, Answer.NO)


def test_help_starts_goes_on_and_ends(team):
    linkage = asked(team)
    said(team, linkage, Side.CLIENT, Answer.YES)
    said(team, linkage, Side.HELPER, Answer.YES)
    decide.start(team.desk, team.worker, linkage, expected=3)
    decide.keep_on(team.desk, team.worker, linkage, expected=4)
    decide.end(team.desk, team.worker, linkage, LinkageOutcome.WENT_WELL, expected=5)
    kept = team.get(Linkage, linkage).record
    assert (kept.state, kept.outcome, kept.ended_on) == (
        LinkageState.ENDED,
        LinkageOutcome.WENT_WELL,
        team.desk.today(),
    )


def test_help_that_was_not_delivered_opens_the_ask_again(team):
    linkage = asked(team)
    said(team, linkage, Side.CLIENT, Answer.YES)
    said(team, linkage, Side.HELPER, Answer.YES)
    decide.end(team.desk, team.worker, linkage, LinkageOutcome.NOT_DELIVERED, expected=3)
    assert team.get(Ask, ASK).record.state is AskState.OPEN


def test_a_keeper_of_resources_decides_nothing(team):
    with pytest.raises(RightMissing):
        decide.ask_helper(team.desk, an_actor(StaffRole.RESOURCE_KEEPER), ASK, RESOURCE)


def test_another_dong_decides_nothing(team):
    with pytest.raises(OtherDong):
        decide.ask_helper(team.desk, an_actor(dong=a.OTHER_DONG), ASK, RESOURCE)


def test_every_decision_is_in_the_log_with_who_made_it(team):
    with team.new_entries() as entries:
        asked(team)
    assert [(e.action.value, e.by) for e in entries] == [("write", "s-lee")]
    assert {CLIENT, HELPER} <= set(entries[0].subjects)


def test_withdrawing_an_ask_ends_what_was_asked_and_frees_the_helper(team):
    with_another_client(team)
    linkage = asked(team)
    assert suggested(team, "a-cho") == []
    withdraw_ask(team.desk, team.worker, ASK, expected=team.get(Ask, ASK).version)
    ended = team.get(Linkage, linkage).record
    assert (ended.state, ended.outcome) == (LinkageState.ENDED, LinkageOutcome.NO_LONGER_NEEDED)
    assert suggested(team, "a-cho") == [RESOURCE]
