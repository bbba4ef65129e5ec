"""The network of the dong in a browser: from its figures to a question, asked by keyboard alone, and on paper."""

import pytest
from playwright.sync_api import expect

from importers.sample import scenes as s
from tests.browser.test_every_page import overflow, violations

pytestmark = pytest.mark.browser


def test_a_question_is_found_and_asked_by_keyboard_alone(office_page, axe_script):
    office_page.goto("/network")
    expect(office_page.get_by_role("img", name="관계망의 변화")).to_be_visible()
    office_page.get_by_role("link", name="열 가지 물음").focus()
    office_page.keyboard.press("Enter")
    office_page.get_by_role("link", name="전에 누가 도왔고 왜 끝났습니까?").focus()
    office_page.keyboard.press("Enter")
    office_page.get_by_label("당사자", exact=True).focus()
    office_page.keyboard.type("박")
    office_page.keyboard.press("Enter")
    expect(office_page.get_by_text("여러 분을 찾았습니다. 한 분을 고르십시오.").first).to_be_visible()
    assert violations(office_page, axe_script) == []
    office_page.get_by_label("당사자 고르기").focus()
    office_page.keyboard.press("ArrowDown")
    office_page.get_by_role("button", name="묻기").focus()
    office_page.keyboard.press("Enter")
    expect(office_page.locator("#answer-title, .notice[role=alert]").first).to_be_visible()


def test_an_answer_leads_along_its_path(office_page):
    office_page.goto(f"/people/{s.MEALS_CLIENT}/network")
    office_page.get_by_role("link", name="전에 누가 도왔고 왜 끝났습니까?").click()
    way = office_page.locator(".way").first
    expect(way.locator("li")).to_have_count(3)
    way.get_by_role("link").first.click()
    office_page.wait_for_url(f"**/people/{s.MEALS_CLIENT}")


def test_the_network_prints_without_what_is_for_the_screen(office_page):
    office_page.goto("/network")
    office_page.emulate_media(media="print")
    expect(office_page.get_by_role("link", name="열 가지 물음")).to_be_hidden()
    expect(office_page.locator(".trend")).to_be_visible()
    expect(office_page.get_by_role("heading", name="이어진 관계가 없는 분")).to_be_visible()


def test_the_line_of_a_client_can_be_read_on_a_telephone(office_page):
    office_page.set_viewport_size({"width": 320, "height": 900})
    office_page.goto(f"/people/{s.MEALS_CLIENT}/network")
    assert overflow(office_page) == 0
    size = office_page.locator(".trend text").first.evaluate("e => e.getBoundingClientRect().height")
    assert size >= 12
