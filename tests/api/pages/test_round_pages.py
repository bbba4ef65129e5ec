"""Pages of exchanges: who may see them, what an empty list says, a search that is stopped, a step that is refused."""

import re
import threading

import pytest

from api.pages import jobs as job_pages
from api.pages import legs, rounds
from graph.words.kinds import StaffRole


@pytest.fixture(scope="module")
def made(dong_office):
    """A round that was run from the form."""
    worker = dong_office.worker()
    before = job_pages.PATIENCE_SECONDS
    job_pages.PATIENCE_SECONDS = 120
    try:
        answer = worker.post("/rounds/exchange", cycle="3", chain="4")
    finally:
        job_pages.PATIENCE_SECONDS = before
    assert answer.status_code == 303
    return answer.headers["location"].partition("?")[0]


def test_a_search_from_the_form_leads_to_its_proposals(worker, made):
    page = worker.get(made).text
    assert "제안 1" in page
    assert "받기만 해도 됩니다" in page


def test_the_list_leads_to_a_round(worker, made):
    assert f'href="{made}"' in worker.get("/rounds").text


def test_in_another_dong_nothing_was_proposed_and_the_page_says_what_to_do(dong_office):
    page = dong_office.worker(dong="9911000200").get("/rounds").text
    assert "아직 찾은 제안이 없습니다." in page


def test_another_dong_does_not_open_a_round(dong_office, made):
    assert dong_office.worker(dong="9911000200").get(made).status_code == 403


def test_a_keeper_of_resources_has_no_right_to_see_them(dong_office, made):
    assert dong_office.worker(StaffRole.RESOURCE_KEEPER).get(made).status_code == 403


def test_a_step_on_an_outdated_page_is_refused_and_told(worker, made):
    page = worker.get(made).text
    leg = re.search(r'action="(/rounds/g-\w+/legs/gl-\w+)/lock"', page)[1]
    answer = worker.post(f"{leg}/lock", expected="99")
    assert answer.status_code == 412
    assert 'role="alert"' in answer.text


def test_a_no_before_a_date_needs_the_date(worker, made):
    leg = re.search(r'href="(/rounds/g-\w+/legs/gl-\w+)/no\?side=helper"', worker.get(made).text)[1]
    answer = worker.post(f"{leg}/no", side="helper", scope="not_before", expected="1")
    assert "날짜를 적으십시오." in answer.text


def test_nobody_is_ranked_or_counted_against_another(worker, made):
    page = worker.get(made).text
    assert not any(word in page for word in ("순위", "등수", "잔액", "빚"))


def test_a_search_can_be_stopped_and_says_that_nothing_was_kept(dong_office, worker, monkeypatch):
    told = threading.Event()

    def endless(desk, actor, *, progress, **given):
        while True:
            progress(2, 4)
            told.set()

    monkeypatch.setattr(rounds, "propose_exchange", endless)
    monkeypatch.setattr(job_pages, "PATIENCE_SECONDS", 0)
    address = worker.post("/rounds/exchange").headers["location"]
    assert told.wait(30)
    page = worker.get(address).text
    assert "서로 도울 수 있는 분들을 찾고 있습니다." in page
    assert "멈추기" in page
    stopped = worker.post(f"{address}/stop")
    assert "아무것도 저장하지 않았습니다" in worker.get(stopped.headers["location"]).text


def test_an_allocation_is_shown_ask_by_ask_with_who_comes_next_and_who_has_nobody(worker, monkeypatch):
    monkeypatch.setattr(job_pages, "PATIENCE_SECONDS", 120)
    answer = worker.post("/rounds/allocate", givers="2")
    assert answer.status_code == 303
    address = answer.headers["location"].partition("?")[0]
    page = worker.get(address).text
    assert all(said in page for said in ("한눈에 보기", "다음 후보", "배정하지 못한 요청"))
    again = worker.post("/rounds/allocate", after=address.rpartition("/")[2], givers="2")
    assert again.headers["location"].partition("?")[0] != address


def test_a_round_longer_than_a_page_is_turned_page_by_page(worker, made, monkeypatch):
    whole = re.findall(r'id="(proposal-\d+)"', worker.get(made).text)
    monkeypatch.setattr(rounds, "PER_PAGE", 1)
    address, seen = made, []
    while address:
        page = worker.get(address).text
        seen += re.findall(r'id="(proposal-\d+)"', page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        address = following and following[1].replace("&amp;", "&")
    assert seen == whole
    assert len(seen) > 1


def test_after_a_step_the_page_with_that_help_is_shown(worker, made, monkeypatch):
    monkeypatch.setattr(rounds, "PER_PAGE", 1)
    monkeypatch.setattr(legs, "PER_PAGE", 1)
    following = re.search(r'href="([^"]+)" rel="next"', worker.get(made).text)[1].replace("&amp;", "&")
    form = re.search(
        r'action="(/rounds/g-\w+/legs/(gl-\w+)/lock)".*?name="expected" value="(\d+)"',
        worker.get(following).text,
        re.DOTALL,
    )
    answer = worker.post(form[1], expected=form[3])
    assert answer.status_code == 303
    assert f'id="leg-{form[2]}"' in worker.get(answer.headers["location"]).text


def test_a_round_is_searched_by_a_code(worker, made):
    found = worker.get(f"{made}?search=no-such-code").text
    assert "이 번호가 들어 있는 제안이 없습니다." in found
