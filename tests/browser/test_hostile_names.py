"""Names and words that try to become code stay words, on every page that shows them."""

import socket
import threading
import time
from dataclasses import replace

import pytest
import uvicorn
from playwright.sync_api import expect

from api.http.app import create_app
from api.settings import Settings
from api.wiring import build
from casework.register.sample import fill_with_sample, guide_of
from graph.records.needs import Need
from graph.records.people import Organisation, Person
from graph.records.resources import Resource
from importers.sample import scenes as s
from tests.browser.conftest import Demo, sign_in

pytestmark = pytest.mark.browser
CODE = "</script><img src=x onerror=\"window.pwned='href'\"><script>window.pwned=1</script>"
TURNED = "\u202ejavascript:window.pwned=1\u202c"
WATCH = """
window.ran = [];
Object.defineProperty(window, "pwned", {set: value => window.ran.push(value), get: () => undefined});
window.alert = text => window.ran.push(text);
"""
CLIENT = f"/people/{s.MEALS_CLIENT}"


@pytest.fixture(scope="module")
def hostile_demo(tmp_path_factory):
    """A demo in this process whose names and words are all hostile."""
    settings = Settings(data=tmp_path_factory.mktemp("hostile"), store="memory:")

    def first_worker(desk):
        fill_with_sample(desk, "dong", seed=1)
        return guide_of(desk)

    parts = build(settings, first_worker=first_worker)
    with parts.desk.store.write(by="test", why=f"<b>{TURNED}</b>") as unit:
        for kind, record, field, text in (
            (Person, s.MEALS_CLIENT, "name", CODE),
            (Person, s.MEALS_INTRODUCER, "name", f"href {CODE}"),
            (Person, s.MEALS_SON, "known_as", CODE),
            (Need, s.MEALS_NEED, "own_words", f"{CODE} {TURNED}"),
            (Organisation, s.MEALS_GOOD_KITCHEN, "name", CODE),
            (Resource, s.MEALS_GOOD_SITE, "name", TURNED),
            (Resource, s.BREAD, "name", CODE),
        ):
            unit.put(replace(unit.get(kind, record).record, **{field: text}))
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(parts), log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield Demo(f"http://127.0.0.1:{listener.getsockname()[1]}", parts.first_password)
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.mark.parametrize(
    "path",
    [
        "/people",
        CLIENT,
        f"{CLIENT}?ask={s.MEALS_ASK}&why={s.MEALS_GOOD_SITE}",
        f"{CLIENT}/picture?named=1",
        f"{CLIENT}/picture?named=1&view=interactive",
        f"{CLIENT}/history",
        f"/resources/{s.MEALS_GOOD_SITE}",
        f"/resources/{s.BREAD}/offer",
        f"{CLIENT}/needs/{s.MEALS_NEED}/ask",
        f"/people/{CODE.replace('/', '%2F')}",
    ],
)
def test_nothing_in_a_name_or_in_words_runs(page, hostile_demo, path):
    page.add_init_script(WATCH)
    sign_in(page, hostile_demo)
    page.goto(hostile_demo.address + path)
    page.wait_for_load_state("networkidle")
    assert [frame.evaluate("window.ran") for frame in page.frames] == [[]] * len(page.frames)


def test_a_hostile_name_is_shown_as_the_text_it_is(page, hostile_demo):
    page.add_init_script(WATCH)
    sign_in(page, hostile_demo)
    page.goto(hostile_demo.address + CLIENT)
    page.get_by_role("button", name="이름 보기").click()
    expect(page.locator("h1 bdi")).to_have_text(CODE)
    assert page.evaluate("window.ran") == []
