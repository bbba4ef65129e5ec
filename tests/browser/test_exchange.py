"""An exchange of three and a chain, played through in a browser: asked, a no, its repair, and what stays."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from api.settings import Settings
from api.wiring import build
from graph.testing import builders as a
from graph.view import Viewer
from graph.words.kinds import StaffRole
from tests.browser.conftest import START, Demo, free_port, sign_in, wait_until_it_answers
from tests.browser.test_every_page import overflow, violations
from tests.casework.linking.neighbourhood import CHAIN, COOKS, THREE, neighbours
from tests.conftest import ROOT

pytestmark = pytest.mark.browser


def fill(folder, wishes):
    """An installation with these people, and the password of its account."""

    def keep(desk):
        leader = a.a_staff(id="s-lee", role=StaffRole.TEAM_LEADER)
        with desk.store.write(by="s-lee", why="준비") as unit:
            unit.put_all((a.an_area(), leader, *neighbours(wishes)))
        return Viewer(staff="s-lee", role=leader.role, dong=a.FICTITIOUS_DONG)

    parts = build(Settings(data=folder, dong=a.FICTITIOUS_DONG), first_worker=keep)
    password = parts.first_password
    parts.close()
    return password


@pytest.fixture
def open_office(tmp_path):
    """Starts the application over a neighbourhood of its own."""
    running = []

    def open_with(wishes):
        password, port = fill(tmp_path, wishes), free_port()
        command = [sys.executable, "-c", START, "serve", "--data", tmp_path, "--port", str(port)]
        with (tmp_path / "server.log").open("wb") as log:
            process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        running.append(process)
        wait_until_it_answers(f"http://127.0.0.1:{port}", process)
        return Demo(f"http://127.0.0.1:{port}", password)

    yield open_with
    for process in running:
        process.terminate()
        process.wait()


def look_for_exchanges(page, office):
    sign_in(page, office)
    page.get_by_role("link", name="품앗이 찾기").click()
    expect(page.get_by_text("아직 찾은 제안이 없습니다.")).to_be_visible()
    page.get_by_role("button", name="품앗이 찾기").click()
    page.wait_for_url("**/rounds/g-*", timeout=60_000)


def leg(page, proposal, names):
    return page.locator(f"#proposal-{proposal} .suggestion").filter(
        has=page.get_by_role("heading", name=names)
    )


def names(page, proposal):
    found = page.locator(f"#proposal-{proposal} .suggestion-name").all_inner_texts()
    return [re.match(r"(\S+) → (\S+)", text).groups() for text in found]


def refuse(page, card):
    """The helper says no to one help, which says that it ends this one alone."""
    card.get_by_role("link", name="아니요 — 제공자").click()
    expect(page.locator("#decision")).to_contain_text("아무 영향이 없습니다")
    page.get_by_role("button", name="기록하기").click()
    expect(page.get_by_text("이 도움 하나만 끝나고 나머지는 그대로입니다.")).to_be_visible()


def test_an_exchange_of_three_is_agreed_in_part_refused_and_repaired(page, open_office, axe_script):
    office = open_office(THREE | {"d": (COOKS, None)})
    look_for_exchanges(page, office)
    expect(page.locator("#proposal-1")).to_contain_text("3명이 차례로 서로 돕는 품앗이입니다.")
    assert sorted(names(page, 1)) == [("김○○", "박○○"), ("박○○", "이○○"), ("이○○", "김○○")]
    assert violations(page, axe_script) == []

    kept = leg(page, 1, "이○○ → 김○○")
    expect(kept.locator(".reasons li")).not_to_have_count(0)
    kept.get_by_role("button", name="연계 요청").click()
    expect(kept).to_contain_text("자리 확보")
    kept.get_by_role("button", name="예 — 당사자").click()
    kept.get_by_role("button", name="예 — 제공자").click()
    expect(kept).to_contain_text("수락")

    refuse(page, leg(page, 1, "김○○ → 박○○"))
    expect(kept).to_contain_text("수락")
    page.get_by_role("button", name="보완 찾기").click()
    expect(page.get_by_text("대신할 방법을 아래에 더했습니다.")).to_be_visible()
    assert names(page, 2)[0] == ("최○○", "박○○")
    expect(leg(page, 2, "이○○ → 김○○")).to_contain_text("수락")

    page.set_viewport_size({"width": 320, "height": 900})
    assert (overflow(page), violations(page, axe_script)) == (0, [])

    leg(page, 2, "최○○ → 박○○").get_by_role("button", name="연계 요청").click()
    expect(leg(page, 2, "최○○ → 박○○")).to_contain_text("요청 중")
    page.get_by_role("button", name="이 제안 마치기").click()
    expect(page.get_by_role("cell", name="마침")).to_be_visible()


def test_a_chain_ends_at_one_leg_alone_and_another_stands_in(page, open_office):
    office = open_office(CHAIN | {"e": (CHAIN["d"][0], None)})
    look_for_exchanges(page, office)
    (first, second), last = names(page, 1)[0], names(page, 1)[1]
    assert last == ("박○○", "이○○")
    refuse(page, leg(page, 1, f"{first} → {second}"))
    page.get_by_role("button", name="보완 찾기").click()
    (other,) = {"최○○", "정○○"} - {first}
    assert names(page, 2)[0] == (other, second)
    assert ("박○○", "이○○") in names(page, 2)


def test_not_reached_and_these_two_not_are_recorded_by_keyboard_alone(page, open_office):
    office = open_office(THREE)
    look_for_exchanges(page, office)
    card = leg(page, 1, "김○○ → 박○○")
    card.get_by_role("button", name="연락 안 됨 — 제공자").focus()
    page.keyboard.press("Enter")
    expect(card).to_contain_text("끝남")
    page.get_by_role("button", name="보완 찾기").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("대신할 방법을 아직 찾지 못했습니다.")).to_be_visible()
    other = leg(page, 1, "박○○ → 이○○")
    other.get_by_role("button", name="이 두 분은 제외").focus()
    page.keyboard.press("Enter")
    expect(other).to_contain_text("제외함")


def test_an_allocation_is_run_taken_up_and_run_again_with_what_was_set_aside(page, open_office, axe_script):
    office = open_office(THREE | {"d": (COOKS, None)})
    sign_in(page, office)
    page.goto(f"{office.address}/rounds")
    page.get_by_role("button", name="배정 찾기").click()
    page.wait_for_url("**/rounds/g-*", timeout=60_000)
    expect(page.get_by_role("heading", name="한눈에 보기")).to_be_visible()
    cooked = page.locator(".proposal").filter(has=page.get_by_role("heading", name=re.compile("^박○○")))
    first = cooked.locator(".suggestion-name").first.inner_text()
    cooked.get_by_role("button", name="이 두 분은 제외").first.click()
    page.get_by_role("button", name="고정·제외를 지켜 다시 배정").click()
    expect(page.get_by_text("찾은 제안을 보관했습니다.")).to_be_visible(timeout=60_000)
    assert cooked.locator(".suggestion-name").first.inner_text() != first
    page.set_viewport_size({"width": 320, "height": 900})
    assert (overflow(page), violations(page, axe_script)) == (0, [])
