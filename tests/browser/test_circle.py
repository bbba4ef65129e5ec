"""The lunchbox of the manual in a browser (B57 to B62): found around the client, agreed in part, a no, its repair."""

import pytest
from playwright.sync_api import expect

from importers.sample import scenes as s
from tests.browser.conftest import sign_in
from tests.browser.test_every_page import overflow, violations

pytestmark = pytest.mark.browser


def look_for_the_circle(page, office):
    sign_in(page, office)
    page.goto(f"{office.address}/people/{s.MEALS_CLIENT}")
    page.get_by_role("link", name="이웃들이 나누어 맡을 수 있는지 찾기").click()
    expect(page.get_by_text("받기만 하셔도 됩니다.")).to_be_visible()
    page.get_by_role("button", name="이웃 모임 찾기").click()
    page.wait_for_url("**/rounds/g-*", timeout=60_000)


def card(page, name):
    return page.locator(".suggestion").filter(has=page.get_by_role("heading", name=name, exact=True))


def week(page):
    """Who takes which part, as the table says."""
    rows = page.locator("section[aria-labelledby=week-title] tbody tr")
    return {row.locator("th").inner_text(): row.locator("td").first.inner_text() for row in rows.all()}


def refuse(page, one):
    """The helper says no to this part alone."""
    one.get_by_role("link", name="아니요 — 제공자").click()
    expect(page.locator("#decision")).to_contain_text("아무 영향이 없습니다")
    page.get_by_label("이런 종류의 도움").check()
    page.get_by_role("button", name="기록하기").click()
    expect(page.get_by_text("이 도움 하나만 끝나고 나머지는 그대로입니다.")).to_be_visible()


def agree(one):
    one.get_by_role("button", name="연계 요청").click()
    expect(one).to_contain_text("자리 확보")
    one.get_by_role("button", name="예 — 당사자").click()
    one.get_by_role("button", name="예 — 제공자").click()
    expect(one).to_contain_text("수락")


def test_the_lunchbox_is_agreed_in_part_refused_by_the_cook_and_mended(page, own_demo, axe_script):
    look_for_the_circle(page, own_demo)
    before = week(page)
    assert before == {"만들기": "한○○", "안부 살피기": "한○○", "배달": "오○○", "식단 고르기": "윤○○"}
    assert violations(page, axe_script) == []

    expect(card(page, "최○○ 소개")).to_contain_text("한○○ 님을 소개해 달라고 먼저 부탁하십시오.")
    card(page, "최○○ 소개").get_by_role("button", name="예 — 제공자").click()
    agree(card(page, "오○○ 배달"))
    refuse(page, card(page, "한○○ 만들기"))
    page.get_by_role("button", name="보완 찾기").click()
    expect(page.get_by_text("대신할 방법을 아래에 더했습니다.")).to_be_visible()

    assert week(page) == before | {"만들기": "임○○"}
    expect(card(page, "오○○ 배달")).to_contain_text("수락")
    expect(page.locator("section[aria-labelledby=earlier-title]")).to_contain_text("한○○")

    page.set_viewport_size({"width": 320, "height": 900})
    assert (overflow(page), violations(page, axe_script)) == (0, [])
    agree(card(page, "임○○ 만들기"))
    page.get_by_role("button", name="이 제안 마치기").click()
    expect(page.get_by_role("cell", name="마침")).to_be_visible()


def test_what_if_and_what_the_neighbour_reads_are_reached_by_keyboard_alone(page, own_demo, axe_script):
    look_for_the_circle(page, own_demo)
    page.get_by_role("link", name="한 분이 빠지면").focus()
    page.keyboard.press("Enter")
    cook = page.locator("section").filter(has=page.get_by_role("heading", name="한○○"))
    expect(cook).to_contain_text("임○○ 님이 맡습니다.")
    expect(cook).to_contain_text("모두 채워짐")
    assert violations(page, axe_script) == []
    page.get_by_role("link", name="모임으로 돌아가기").focus()
    page.keyboard.press("Enter")
    card(page, "오○○ 배달").get_by_role("link", name="이웃이 읽는 글").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("하지 않으셔도 괜찮습니다.")).to_be_visible()
    assert "박말례" not in page.content()
    page.set_viewport_size({"width": 320, "height": 900})
    assert (overflow(page), violations(page, axe_script)) == (0, [])


def test_a_circle_prints_without_what_is_for_the_screen(page, own_demo):
    look_for_the_circle(page, own_demo)
    page.emulate_media(media="print")
    expect(page.locator("section[aria-labelledby=week-title] table")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


def test_what_to_develop_leads_to_an_ask_that_it_would_serve(page, own_demo, axe_script):
    sign_in(page, own_demo)
    page.goto(f"{own_demo.address}/rounds")
    page.get_by_role("button", name="개발할 자원 찾기").click()
    page.wait_for_url("**/rounds/g-*", timeout=60_000)
    expect(page.get_by_role("heading", name="무엇을 찾아 나설까")).to_be_visible()
    assert violations(page, axe_script) == []
    page.set_viewport_size({"width": 320, "height": 900})
    assert overflow(page) == 0
    page.locator("#proposal-1 a").last.click()
    page.wait_for_url("**/people/p-*?ask=a-*")
