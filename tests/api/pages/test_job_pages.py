"""A large file is watched on a page of its own until it is looked at or taken in."""

import threading

import pytest

from api.pages import jobs as job_pages
from api.pages import previews
from casework.errors import PreviewOutdated
from graph.words.kinds import StaffRole
from tests.browser import invented_sites


class Slow:
    """An act that tells once how far it is, then stands still until it is let go."""

    def __init__(self, act):
        self._act, self.told, self.go = act, threading.Event(), threading.Event()

    def __call__(self, *args, progress, **given):
        progress(12_000, 350_000)
        self.told.set()
        assert self.go.wait(30)
        return self._act(*args, **given)


@pytest.fixture
def slowly(monkeypatch):
    """Makes an act of the previews slow, and lets go of it at the end at the latest."""
    made = []

    def make(name, act=None):
        slow = Slow(act or getattr(previews, name))
        monkeypatch.setattr(previews, name, slow)
        monkeypatch.setattr(job_pages, "PATIENCE_SECONDS", 0)
        made.append(slow)
        return slow

    yield make
    for slow in made:
        slow.go.set()


@pytest.fixture
def finish(dong_office):
    """Let a slow act go, and wait until its job has ended."""

    def end(slow, address):
        slow.go.set()
        dong_office.parts.jobs.wait(dong_office.guide.staff, address.rpartition("/")[2])

    return end


def refuse(*_, **__):
    raise PreviewOutdated()


def take_in(*_, **__):
    """Takes nothing in, since other tests share the office; that a file is taken in is theirs to say."""
    return "i-0000000000000000"


def look(worker):
    return worker.upload(
        "/imports/previews", "급식.csv", invented_sites.content(), keep_undecided="true"
    ).headers["location"]


def look_slowly(worker, slow):
    address = look(worker)
    assert slow.told.wait(30)
    return address


def poll(worker, address):
    return worker.client.get(address, headers={"hx-request": "true"})


def test_a_slow_look_is_shown_as_a_bar_with_its_rows(worker, slowly):
    page = worker.get(look_slowly(worker, slowly("look_at_file"))).text
    assert ('max="350000" value="12000"' in page, "12,000 / 약 350,000행" in page) == (True, True)


def test_the_bar_is_said_in_english_to_whom_reads_english(dong_office, slowly):
    worker = dong_office.worker(language="en")
    page = worker.get(look_slowly(worker, slowly("look_at_file"))).text
    assert "12,000 of about 350,000 rows" in page


def test_the_page_of_a_job_goes_on_without_a_script(worker, slowly):
    page = worker.get(look_slowly(worker, slowly("look_at_file"))).text
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page


def test_a_look_that_is_done_leads_to_its_preview(worker, slowly, finish):
    slow = slowly("look_at_file")
    address = look_slowly(worker, slow)
    finish(slow, address)
    preview = worker.get(address)
    assert (preview.status_code, "신규" in worker.get(preview.headers["location"]).text) == (303, True)


def test_the_script_is_led_to_the_preview_too(worker, slowly, finish):
    slow = slowly("look_at_file")
    address = look_slowly(worker, slow)
    finish(slow, address)
    assert poll(worker, address).headers["hx-redirect"].startswith("/imports/previews/")


def test_a_look_that_fails_says_why_and_the_way_back(worker, slowly, finish):
    slow = slowly("look_at_file", refuse)
    address = look_slowly(worker, slow)
    finish(slow, address)
    page = worker.get(address).text
    assert (PreviewOutdated().ko in page, 'href="/imports">돌아가기' in page) == (True, True)


def test_the_page_of_a_failed_job_asks_no_further(worker, slowly, finish):
    slow = slowly("look_at_file", refuse)
    address = look_slowly(worker, slow)
    finish(slow, address)
    assert (poll(worker, address).headers["hx-redirect"], "every 1s" in worker.get(address).text) == (
        address,
        False,
    )


def take_in_slowly(worker, slowly):
    preview, slow = look(worker), slowly("apply_import", take_in)
    return slow, worker.post(f"{preview}/apply").headers["location"]


def test_a_slow_import_says_that_it_is_all_or_nothing(worker, slowly):
    slow, address = take_in_slowly(worker, slowly)
    assert slow.told.wait(30)
    assert "아무것도 반영되지 않고 이전 그대로" in worker.get(address).text


def test_the_rows_of_an_import_are_counted_and_not_estimated(worker, slowly):
    slow, address = take_in_slowly(worker, slowly)
    assert slow.told.wait(30)
    assert "12,000 / 350,000행" in worker.get(address).text


def test_an_import_pressed_twice_is_one_job(worker, slowly):
    preview = look(worker)
    slowly("apply_import", take_in)
    first = worker.post(f"{preview}/apply").headers["location"]
    assert worker.post(f"{preview}/apply").headers["location"] == first


def test_an_import_that_fails_leads_back_to_its_preview(worker, slowly, finish):
    preview = look(worker)
    slow = slowly("apply_import", refuse)
    address = worker.post(f"{preview}/apply").headers["location"]
    finish(slow, address)
    assert f'href="{preview}">돌아가기' in worker.get(address).text


def test_an_import_that_is_done_leads_to_the_list(worker, slowly, finish):
    slow, address = take_in_slowly(worker, slowly)
    finish(slow, address)
    assert worker.get(address).headers["location"] == "/imports?done=imported"


def test_a_job_is_not_shown_to_somebody_else(dong_office, worker, slowly):
    address = look_slowly(worker, slowly("look_at_file"))
    other = dong_office.worker(StaffRole.RESOURCE_KEEPER).get(address)
    assert (other.status_code, "12,000" in other.text) == (410, False)


def test_a_job_asks_who_it_is(dong_office, worker, slowly):
    address = look_slowly(worker, slowly("look_at_file"))
    worker.client.cookies.clear()
    assert worker.get(address).headers["location"].startswith("/sign-in")


def test_a_script_that_asks_for_a_forgotten_job_is_led_to_the_page_that_says_so(worker):
    address = "/imports/jobs/nothing"
    assert (poll(worker, address).headers["hx-redirect"], worker.get(address).status_code) == (address, 410)


def test_a_failure_that_nobody_foresaw_is_told_with_the_number_of_its_request(worker, monkeypatch):
    def broken(*_, **__):
        raise ValueError("unforeseen")

    monkeypatch.setattr(previews, "look_at_file", broken)
    made = worker.upload("/imports/previews", "급식.csv", invented_sites.content())
    assert made.headers["request-id"] in worker.get(made.headers["location"]).text


def test_a_small_file_shows_no_bar(worker):
    assert look(worker).startswith("/imports/previews/")
