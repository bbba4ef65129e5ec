"""A client's network over the months at the desk, and who could step in."""

from datetime import date

import pytest

from casework.errors import OtherDong, ResponsibleOnly
from casework.overview.over_time import network_over_time, stepping_in, trend_of
from graph.testing import builders as a
from graph.words.kinds import LinkageState
from tests.casework.overview.street import HELPS, Street, agreed
from tests.casework.team import CLIENT, HELPER, an_actor

CHOI = a.a_person(id="p-choi", name="최다솜")


def told(street, **more):
    return network_over_time(street.desk, street.worker, CLIENT, **more)


def test_each_month_end_and_today_are_told():
    days = told(Street(), months=2).days
    assert [(one.day, one.what) for one in days] == [
        ("2026. 9. 30.", "월말"),
        ("2026. 10. 31.", "월말"),
        ("2026. 11. 23.", "오늘"),
    ]


def test_a_day_of_review_is_told_between_them():
    waiting = a.a_linkage(state=LinkageState.WAITING, review_on=date(2026, 11, 9))
    days = told(Street(waiting), months=1).days
    assert [(one.day, one.what) for one in days[1:]] == [
        ("2026. 11. 9.", "다시 본 날"),
        ("2026. 11. 23.", "오늘"),
    ]


def test_a_tie_counts_from_its_first_day():
    days = told(Street(a.a_tie(valid_from=date(2026, 10, 31))), months=2).days
    assert [one.degree for one in days] == [0, 1, 1]


def test_the_figures_are_for_the_worker_who_answers_for_the_client():
    street = Street()
    for actor in (street.colleague, street.leader):
        with pytest.raises(ResponsibleOnly):
            network_over_time(street.desk, actor, CLIENT)
    with pytest.raises(OtherDong):
        network_over_time(street.desk, an_actor(staff="s-ha", dong=a.OTHER_DONG), CLIENT)


def test_a_look_at_it_is_logged_once_with_the_client():
    street = Street()
    with street.new_entries() as entries:
        told(street)
    [entry] = entries
    assert entry.subjects == (CLIENT,)


def test_the_next_best_is_told_for_each_helper():
    running = a.a_linkage(state=LinkageState.ACTIVE, started_on=date(2026, 11, 2))
    street = Street(
        running, CHOI, *agreed("p-choi"), a.a_resource(id="r-choi", giver="p-choi", name="최 동행")
    )
    [one] = told(street).stepping_in
    assert (one.helper, one.helper_id) == ("박○○", HELPER)
    assert one.others == ("박○○ 님이 못 오게 되면 최○○ 님에게 최 동행을 요청해 볼 수 있습니다.",)


def test_who_could_step_in_is_told_by_itself_to_who_answers_for_the_client():
    street = Street(a.a_linkage(state=LinkageState.ACTIVE), CHOI, *agreed("p-choi"))
    assert stepping_in(street.desk, street.worker, CLIENT) == told(street).stepping_in
    assert stepping_in(street.desk, street.colleague, CLIENT) == ()


def test_who_has_not_agreed_is_named_neither_as_helper_nor_as_stand_in():
    helping = [a.a_tie(id=f"t-{one}", source=one, target=CLIENT, **HELPS) for one in ("p-choi", "p-han")]
    people = [a.a_person(id="p-han", name="한가람"), CHOI]
    for one in told(Street(*people, *helping)).stepping_in:
        assert (one.helper_id, one.others) == ("", ())
        assert one.helper.startswith("이웃")


def test_who_must_not_meet_the_client_steps_in_for_nobody():
    running = a.a_linkage(state=LinkageState.ACTIVE)
    other = [CHOI, *agreed("p-choi"), a.a_resource(id="r-choi", giver="p-choi")]
    apart = a.a_keep_apart(other="p-choi", covers_households=False)
    [one] = told(Street(running, *other, apart)).stepping_in
    assert one.others == ()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_line_says_in_words_what_it_shows_and_names_nobody(language):
    svg = trend_of(told(Street(a.a_tie(valid_from=date(2026, 10, 31)))), language)
    label = {"ko": "직접 이어진 곳 0 → 1", "en": "Tied directly 0 → 1"}[language]
    assert label in svg
    assert "김" not in svg
