"""Every page: no accessibility fault, no sideways scrolling, no Korean in English, nothing inline."""

import re

import pytest
from playwright.sync_api import expect

from importers.sample import scenes as s
from tests.browser import invented_sites

pytestmark = pytest.mark.browser
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CLIENT = f"/people/{s.MEALS_CLIENT}"
RESOURCES = f"{CLIENT}/asks/{s.MEALS_ASK}/resources/{s.MEALS_GOOD_SITE}"
PAGES = (
    "/",
    "/people",
    CLIENT,
    f"{CLIENT}?ask={s.MEALS_ASK}&why={s.MEALS_CLOSED_SITE}",
    f"{CLIENT}?ask={s.MEALS_ASK}&why={s.MEALS_LUNCHBOX}",
    f"{CLIENT}/history",
    f"{CLIENT}/picture",
    f"{CLIENT}/picture?since=2026-01-01",
    f"{CLIENT}/picture?view=interactive",
    f"{CLIENT}/needs/new",
    f"{CLIENT}/needs/new?crisis=1",
    f"{CLIENT}/needs/{s.MEALS_NEED}/ask",
    f"{CLIENT}/consents/sharing",
    f"{RESOURCES}/no",
    f"{RESOURCES}/wait",
    "/resources",
    f"/resources/{s.MEALS_GOOD_SITE}",
    "/resources/offer",
    f"/resources/{s.BREAD}/offer",
    f"/resources/{s.BREAD}/receipts",
    "/rounds",
    "/network",
    "/network/fairness",
    "/network/questions",
    "/network/questions/should_meet",
    f"/network/questions/helped_before?person={s.MEALS_CLIENT}",
    "/network/questions/could_help",
    f"{CLIENT}/network",
    f"{CLIENT}/circle",
    "/imports",
    "/log",
    "/people/p-nobody0000000000",
)
# Names and sentences about records; that sentences exist in both languages is tested where they are made.
DATA = (
    "bdi, select option, .reasons, .notes, .strip, .suggestion td, .why-not, .need-words, .ecomap, .ways, .reading, "
    ".history-what, .history-why, .changes, .table-frame, .brand-team, .user, iframe, textarea, [lang=ko]"
)


def violations(page, axe_script):
    page.evaluate(axe_script)
    found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
    return [(v["id"], [n["html"][:160] for n in v["nodes"]]) for v in found["violations"]]


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 1600])
def test_a_page_has_no_accessibility_violation_and_never_scrolls_sideways(
    office_page, axe_script, path, width
):
    office_page.set_viewport_size({"width": width, "height": 900})
    office_page.goto(path)
    assert (violations(office_page, axe_script), overflow(office_page)) == ([], 0)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_the_widths_in_between(office_page, path):
    office_page.goto(path)
    for width in (600, 800, 1024, 1280, 1366):
        office_page.set_viewport_size({"width": width, "height": 900})
        assert (width, overflow(office_page)) == (width, 0)


@pytest.mark.parametrize("width", [320, 1600])
def test_a_preview_has_no_accessibility_violation_and_never_scrolls_sideways(
    office_page, axe_script, tmp_path, width
):
    file = tmp_path / "무료급식소.csv"
    file.write_bytes(invented_sites.content())
    office_page.set_viewport_size({"width": width, "height": 900})
    office_page.goto("/imports")
    office_page.locator("#f-file").set_input_files(file)
    office_page.locator("form[action='/imports/previews'] button[type=submit]").click()
    office_page.wait_for_url("**/imports/previews/*")
    listed = [
        office_page.get_by_role("region", name=name).count() for name in ("거부된 행", "운영 기간이 지난 행")
    ]
    assert listed == [1, 1]
    assert (violations(office_page, axe_script), overflow(office_page)) == ([], 0)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_in_english_says_nothing_of_its_own_in_korean(
    browser, browser_context_args, demo, signed_in_state, path
):
    context = browser.new_context(
        **browser_context_args, base_url=demo.address, storage_state=signed_in_state
    )
    page = context.new_page()
    page.goto(f"{path}{'&' if '?' in path else '?'}lang=en")
    said = page.evaluate(
        """data => {
          for (const part of document.querySelectorAll(data)) part.remove();
          return document.body.innerText;
        }""",
        DATA,
    )
    context.close()
    assert re.findall(r"[가-힣]+", said) == []


@pytest.mark.parametrize("path", [CLIENT, "/people", f"/resources/{s.BREAD}/offer", "/imports"])
def test_every_target_is_at_least_24_pixels_high_and_wide(office_page, path):
    office_page.goto(path)
    small = office_page.evaluate(
        """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
        .filter(e => !e.closest('label') && !e.matches('.skip'))
        .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
        .filter(([, r]) => r.width && (r.width < 24 || r.height < 24)).map(([html]) => html)"""
    )
    assert small == []


def test_nothing_on_the_client_page_breaks_the_content_security_policy(office_page):
    said = []
    office_page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    office_page.on("pageerror", lambda error: said.append(str(error)))
    office_page.goto(CLIENT)
    office_page.get_by_role("link", name="안부 확인").click()
    expect(office_page.locator("#suggestions-title + .sub")).to_contain_text("안부 확인")
    assert said == []


def test_the_picture_is_read_out_as_the_arrow_keys_walk_it(office_page):
    office_page.goto(CLIENT)
    office_page.locator("svg.ecomap .client").focus()
    office_page.keyboard.press("ArrowRight")
    label = office_page.evaluate("document.activeElement.getAttribute('aria-label')")
    expect(office_page.locator("[data-reading]")).to_have_text(label)


def test_why_a_resource_is_not_suggested_is_found_by_keyboard_alone(office_page):
    office_page.goto(CLIENT)
    office_page.get_by_label("자원 이름·종류").focus()
    office_page.keyboard.type("화목국수방")
    office_page.keyboard.press("Enter")
    expect(office_page.locator(".found")).to_be_focused()
    office_page.keyboard.press("Tab")
    office_page.keyboard.press("Enter")
    expect(office_page.locator(".why-not")).to_contain_text("겹치지 않습니다")


def test_a_no_can_be_begun_and_left_by_keyboard_alone(office_page):
    office_page.goto(CLIENT)
    office_page.locator(".suggestion").first.get_by_role("link", name="거절·사유").focus()
    office_page.keyboard.press("Enter")
    expect(office_page.locator("#decision")).to_be_focused()
    for _ in range(3):
        office_page.keyboard.press("Tab")
    assert office_page.evaluate("document.activeElement.closest('#decision') !== null")


def test_crisis_words_show_whom_to_call_and_no_suggestion(office_page):
    office_page.goto(f"{CLIENT}/needs/new")
    office_page.get_by_label("무엇이 힘들거나").fill("어제 남편한테 맞아서 죽고 싶어요")
    office_page.get_by_role("button", name="다음").click()
    expect(office_page.locator(".crisis")).to_contain_text("112")
    expect(office_page.get_by_text("말씀에 맞는 도움")).to_have_count(0)


def test_own_words_lead_to_service_types_and_hours_are_picked_by_keyboard(office_page):
    office_page.goto(f"{CLIENT}/needs/new")
    office_page.get_by_label("무엇이 힘들거나").fill("병원에 혼자 가기 힘들어요")
    office_page.get_by_role("button", name="다음").click()
    expect(office_page.get_by_label("병원 동행")).to_be_visible()
    monday = office_page.get_by_label("월", exact=True)
    monday.focus()
    office_page.keyboard.press("Space")
    expect(monday).to_be_checked()
