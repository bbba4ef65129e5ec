"""Pages of circles and of what to develop: from a client's page to a no and its repair; empty and refused states."""

import re
from dataclasses import replace

import pytest

from api.pages import jobs as job_pages
from graph.records.people import Person
from graph.words.kinds import GivingWish, StaffRole
from importers.sample.scenes import MEALS_CLIENT


def run(worker, address, **sent):
    """A search from a form, waited for to its end."""
    before = job_pages.PATIENCE_SECONDS
    job_pages.PATIENCE_SECONDS = 120
    try:
        answer = worker.post(address, **sent)
    finally:
        job_pages.PATIENCE_SECONDS = before
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


@pytest.fixture(scope="module")
def circle(dong_office):
    return run(dong_office.worker(), f"/people/{MEALS_CLIENT}/circle", template="lunchbox")


@pytest.fixture(scope="module")
def developed(dong_office):
    return run(dong_office.worker(), "/rounds/develop", visits="2")


def a_leg(page, name):
    """The id of the help on whose card a name stands first."""
    return re.search(rf'id="leg-(gl-\w+)" aria[^>]*>(?:(?!</article>).)*?<bdi>{name}', page, re.DOTALL)[1]


def test_a_clients_page_leads_to_the_search_where_a_need_can_be_shared(worker):
    page = worker.get(f"/people/{MEALS_CLIENT}").text
    assert page.count(f'href="/people/{MEALS_CLIENT}/circle"') == 2


def test_the_form_names_the_parts_and_asks_a_client_who_only_receives_for_none(worker):
    page = worker.get(f"/people/{MEALS_CLIENT}/circle").text
    assert all(word in page for word in ("도시락 품앗이", "만들기", "식단 고르기", "받기만 하셔도 됩니다"))
    assert 'name="part"' not in page


def test_a_part_that_is_sent_all_the_same_is_refused_and_told(dong_office, monkeypatch):
    monkeypatch.setattr(job_pages, "PATIENCE_SECONDS", 120)
    answer = dong_office.worker().post(f"/people/{MEALS_CLIENT}/circle", template="lunchbox", part="taste")
    assert answer.status_code == 422
    assert "나눔 의사를 여쭙고" in answer.text


@pytest.fixture
def wants_to_give(dong_office):
    """The client said that they want to give, for as long as a test takes."""

    def say(wish):
        with dong_office.desk.store.write(by="s-test", why="test") as unit:
            kept = unit.get(Person, MEALS_CLIENT)
            unit.put(replace(kept.record, giving_wish=wish), expected=kept.version)

    say(GivingWish.WANTS_TO_GIVE)
    yield
    say(None)


def test_who_wants_to_give_chooses_a_part_which_is_told_with_the_circle(worker, wants_to_give):
    form = worker.get(f"/people/{MEALS_CLIENT}/circle").text
    assert 'name="part" value="choose_menu"' in form
    page = worker.get(
        run(worker, f"/people/{MEALS_CLIENT}/circle", template="lunchbox", part="choose_menu")
    ).text
    assert "님의 몫: 먹고 싶은 식단을 고르십니다." in page
    assert "식단 고르기</th>" not in page


def test_a_circle_shows_the_week_whom_to_ask_first_and_who_could_step_in(worker, circle):
    page = worker.get(circle).text
    assert all(
        word in page
        for word in ("누가 무엇을 언제", "먼저 소개를 부탁할 분", "함께할 이웃", "대신할 수 있는 분")
    )
    assert "월·수·금 11:30" in page


def test_no_points_and_nobody_ranked(worker, circle):
    page = worker.get(circle).text
    assert not any(word in page for word in ("순위", "부담 점수", "등수"))


def test_what_if_each_drops_out_is_a_page_of_its_own(worker, circle):
    page = worker.get(f"{circle}/drop-outs").text
    assert page.count('id="without-') >= 4
    assert "아무것도 바뀌지 않았고" in page


def test_a_neighbour_reads_what_is_asked_of_them_without_the_workers_words(worker, circle):
    leg = re.search(r'href="(/rounds/g-\w+/legs/gl-\w+)/invitation"', worker.get(circle).text)[1]
    page = worker.get(f"{leg}/invitation").text
    assert "하지 않으셔도 괜찮습니다." in page
    assert "한도" not in page


def test_whoever_introduces_is_asked_how_far_a_no_reaches_without_kinds_of_help(worker, circle):
    page = worker.get(circle).text
    introduce = page[page.index('id="introduce-title"') :]
    address = re.search(r'href="(/rounds/g-\w+/legs/gl-\w+/no\?side=helper)"', introduce)[1]
    form = worker.get(address).text
    assert 'value="this_one"' in form
    assert 'value="this_kind"' not in form


def test_a_round_of_a_circle_is_listed_and_read_by_its_own_dong_alone(dong_office, worker, circle):
    assert f'href="{circle}"' in worker.get("/rounds").text
    assert dong_office.worker(dong="9911000200").get(circle).status_code == 403
    for address in (circle, f"{circle}/drop-outs", f"/people/{MEALS_CLIENT}/circle"):
        assert dong_office.worker(StaffRole.RESOURCE_KEEPER).get(address).status_code == 403


def test_everything_reads_in_english(worker, circle, developed):
    for address, words in ((circle, "Who does what, and when"), (developed, "What to look for")):
        assert words in worker.get(f"{address}?lang=en").text
    worker.get("/rounds?lang=ko")


def test_what_to_develop_is_a_table_that_leads_to_the_asks(worker, developed):
    page = worker.get(developed).text
    assert "무엇을 찾아 나설까" in page
    assert re.search(r'href="/people/p-\w+\?ask=a-\w+"', page)
