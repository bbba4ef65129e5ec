"""The pages in a real browser: narrow screens, keyboards, contrast, targets."""

import socket
import threading
import time
from urllib.parse import quote

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from api.http.identity import find_session, identify
from api.pages.frame import frame_of
from api.pages.render import environment
from graph.errors import RecordMissing
from tests.api.styleguide import PAGE, SOURCE

pytestmark = pytest.mark.browser
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def styleguide(request: Request):
    request.state.session = await find_session(request)
    page = environment(request.state.language).from_string(SOURCE)
    return HTMLResponse(page.render(page=PAGE, frame=frame_of(request)))


async def poke(request: Request):
    await identify(request)
    return HTMLResponse('<p id="part">새 내용</p>', headers={"Pumasi-Status": quote("기록했습니다.")})


async def refuse(request: Request):
    raise RecordMissing(id="n-1")


@pytest.fixture
def address(office):
    for path, page in (("/styleguide", styleguide), ("/poke", poke), ("/refuse", refuse)):
        office.app.router.routes.insert(0, Route(path, page, methods=["GET", "POST"]))
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(office.app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture
def styleguide_page(page, address, office):
    sign_in(page, address, office)
    page.goto(f"{address}/styleguide")
    return page


def sign_in(page, address, office):
    page.goto(f"{address}/sign-in")
    page.get_by_label("아이디").fill("team")
    page.get_by_label("비밀번호").fill(office.password)
    page.get_by_role("button", name="로그인").click()
    page.wait_for_url(f"{address}/")


def overflow(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def violations(page, axe_script):
    page.evaluate(axe_script)
    found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
    return [(v["id"], [n["html"][:160] for n in v["nodes"]]) for v in found["violations"]]


@pytest.mark.parametrize("width", [320, 640, 1024, 1366])
def test_the_sign_in_page_never_scrolls_sideways(page, address, width):
    page.goto(f"{address}/sign-in")
    assert overflow(page, width) == 0


@pytest.mark.parametrize("width", [320, 640, 820, 1024, 1280, 1366, 1600])
def test_no_part_scrolls_sideways(styleguide_page, width):
    assert overflow(styleguide_page, width) == 0


def test_the_sign_in_page_has_no_accessibility_violation(page, address, axe_script):
    page.goto(f"{address}/sign-in")
    assert violations(page, axe_script) == []


@pytest.mark.parametrize("width", [320, 1600])
def test_no_part_has_an_accessibility_violation(styleguide_page, axe_script, width):
    overflow(styleguide_page, width)
    assert violations(styleguide_page, axe_script) == []


@pytest.mark.parametrize("width", [320, 1366])
def test_every_target_is_at_least_24_pixels_high_and_wide(styleguide_page, width):
    overflow(styleguide_page, width)
    small = styleguide_page.evaluate(
        """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
        .filter(e => !e.closest('.choice') && !e.matches('.skip'))
        .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
        .filter(([, r]) => r.width && (r.width < 24 || r.height < 24)).map(([html]) => html)"""
    )
    assert small == []


def test_the_first_tab_leads_past_the_menu(styleguide_page):
    styleguide_page.keyboard.press("Tab")
    styleguide_page.keyboard.press("Enter")
    assert styleguide_page.evaluate("document.activeElement.id") == "main"


def test_signing_in_works_without_script(browser, address, office):
    context = browser.new_context(java_script_enabled=False, locale="ko-KR")
    page = context.new_page()
    sign_in(page, address, office)
    assert page.get_by_role("heading", level=1).inner_text() == "오늘"
    page.get_by_role("button", name="로그아웃").click()
    assert page.url == f"{address}/sign-in"
    context.close()


def test_nothing_on_a_page_breaks_the_content_security_policy(page, address, office):
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    sign_in(page, address, office)
    page.goto(f"{address}/styleguide")
    page.evaluate("document.fonts.ready")
    assert said == []


def press(page, path):
    """Add a button that sends a part of the page, as the macros make it, and press it."""
    page.evaluate(
        """path => {
            const form = document.createElement("form");
            form.innerHTML = `<p id="part"></p><button hx-post="${path}" hx-target="#part" hx-swap="outerHTML">보내기</button>`;
            document.querySelector("main").prepend(form);
            htmx.process(form);
        }""",
        path,
    )
    page.get_by_role("button", name="보내기").click()


def test_a_part_of_a_page_is_sent_with_the_form_token_and_says_what_was_done(styleguide_page):
    press(styleguide_page, "/poke")
    styleguide_page.get_by_text("새 내용").wait_for()
    assert styleguide_page.locator("#status").inner_text() == "기록했습니다."


def test_a_refused_part_says_what_to_do_next_and_changes_nothing(styleguide_page):
    press(styleguide_page, "/refuse")
    styleguide_page.locator("#alert").get_by_text("목록에서 다시 찾으십시오").wait_for()
    assert styleguide_page.locator("#part").inner_text() == ""


def test_a_form_that_was_sent_cannot_be_sent_again(page, address):
    page.goto(f"{address}/sign-in")
    page.route("**/sign-in", lambda route: route.fulfill(status=204))
    page.get_by_label("아이디").fill("team")
    page.get_by_label("비밀번호").fill("x")
    page.get_by_role("button", name="로그인").click()
    page.locator("button[type=submit]:disabled").wait_for()


def test_in_english_no_korean_is_left_in_the_frame(page, address, office):
    page.goto(f"{address}/sign-in?lang=en")
    page.get_by_label("User name").fill("team")
    page.get_by_label("Password").fill(office.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/")
    page.goto(f"{address}/nowhere")
    text = page.locator("body").inner_text().replace("한국어", "")
    assert not any("가" <= letter <= "힣" for letter in text), text
