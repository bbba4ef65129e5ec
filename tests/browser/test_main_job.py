"""The main job by hand, line by line: a file in, a suggestion asked and accepted, bread handed out, undone."""

import re

import pytest
from playwright.sync_api import expect

from importers.sample import scenes as s
from tests.browser import invented_sites
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser
CLIENT = f"/people/{s.MEALS_CLIENT}"


class Worker:
    """Somebody of the team at a browser."""

    def __init__(self, page, demo):
        self.page, self.at = page, demo.address
        sign_in(page, demo)

    def open(self, path):
        self.page.goto(self.at + path)

    def names(self):
        return self.page.locator(".suggestion-name").all_inner_texts()

    def suggestion(self, name):
        return self.page.locator(".suggestion").filter(
            has=self.page.get_by_role("heading", name=name, exact=True)
        )

    def look_at(self, file, within=""):
        self.open("/imports")
        self.page.get_by_label("파일(").set_input_files(file)
        self.page.get_by_label("지역 코드").fill(within)
        self.page.get_by_role("button", name="살펴보기").click()
        self.page.wait_for_url("**/imports/previews/*")

    def take_in(self):
        self.page.get_by_role("button", name="반영하기").click()
        self.page.wait_for_url("**/imports?done=imported")

    def count(self, label):
        box = self.page.locator(".count").filter(
            has=self.page.locator("dt", has_text=re.compile(f"^{label}$"))
        )
        return int(box.locator("dd").inner_text().replace(",", ""))

    def resources_like(self, words):
        self.open("/resources")
        self.page.get_by_label("자원 이름").fill(words)
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.page.get_by_role("button", name="찾기").click()
        self.page.locator("#search-text[data-focus]:focus").wait_for()
        return set(self.page.locator("tbody th").all_inner_texts())

    def ask_why_not(self, words, name):
        self.page.get_by_label("자원 이름·종류").fill(words)
        self.page.locator("#why").get_by_role("button", name="찾기").click()
        self.page.locator(".found").get_by_role("link", name=name).first.click()
        return self.page.locator(".why-not").inner_text()

    def undo(self, file_name):
        self.open("/imports")
        self.page.get_by_role("row").filter(has_text=file_name).get_by_role("link", name="되돌리기").click()
        self.page.get_by_role("button", name="되돌리기").click()
        return self.page.get_by_role("status").filter(has_text="되돌렸습니다").inner_text()


def accept_linkage(worker, name):
    """Ask, see the hold, take both answers."""
    page = worker.page
    worker.suggestion(name).get_by_role("button", name="연계 요청").click()
    expect(worker.suggestion(name).locator(".outcome")).to_contain_text("자리 확보")
    linkage = page.locator(".linkage").filter(has_text=name)
    expect(linkage).to_contain_text("요청 중")
    linkage.get_by_role("button", name="예 — 당사자").click()
    expect(page.get_by_text("답을 기록했습니다.")).to_be_visible()
    page.locator(".linkage").filter(has_text=name).get_by_role("button", name="예 — 제공자").click()
    expect(page.locator(".linkage").filter(has_text=name)).to_contain_text("수락")


def decline_first(worker, ask):
    """Say no to the first suggestion of an ask, and return the resource's id."""
    page = worker.page
    worker.open(f"{CLIENT}?ask={ask}")
    first = page.locator(".suggestion").first
    resource = first.get_attribute("id").removeprefix("suggestion-")
    first.get_by_role("link", name="거절·사유").click()
    expect(page.locator("#decision")).to_contain_text("아무 영향이 없습니다")
    first.get_by_role("button", name="거절 기록").click()
    expect(page.get_by_text("다시 말씀하시기 전에는 추천하지 않습니다.")).to_be_visible()
    return resource


def hand_out_bread(worker):
    """Tick two households for the ten loaves, and return how many are left as the page says."""
    page = worker.page
    worker.open(f"/resources/{s.BREAD}/offer")
    expect(page.get_by_text("남은 수량 10")).to_be_visible()
    for person in s.BREAD_CLIENTS[:2]:
        page.locator(f"input[value='{person}']").check()
    page.get_by_role("button", name="고른 가구가 받음").click()
    page.wait_for_url("**/offer?done=given")
    return int(re.search(r"남은 수량 (\d+)", page.locator(".head").inner_text())[1])


def test_the_main_job_runs_from_an_invented_file_to_its_undoing(page, own_demo, tmp_path):
    file = tmp_path / "무료급식소.csv"
    file.write_bytes(invented_sites.content())
    worker = Worker(page, own_demo)

    worker.look_at(file)
    assert (worker.count("신규"), worker.count("거부"), worker.count("운영 기간이 지난 행")) == (4, 1, 1)
    assert "행정동" in page.get_by_role("region", name="거부된 행").inner_text()
    worker.take_in()
    worker.resources_like(invented_sites.EXPIRED)
    expect(page.get_by_role("row").filter(has_text=invented_sites.EXPIRED)).to_contain_text("기간 지남")

    worker.open(CLIENT)
    fitting, closer = f"{invented_sites.FITTING} 무료급식", f"{invented_sites.CLOSER} 무료급식"
    assert fitting in worker.names()
    assert closer not in worker.names()
    assert "걸어서" in worker.suggestion(worker.names()[0]).locator(".reasons").inner_text()
    assert "원하는 시간과 제공 시간이 겹치지 않습니다" in worker.ask_why_not(invented_sites.CLOSER, closer)

    accept_linkage(worker, fitting)
    worker.open(f"{CLIENT}/picture")
    expect(page.locator("svg.ecomap")).to_contain_text(invented_sites.FITTING)
    worker.open(f"{CLIENT}/history")
    expect(page.locator(".history")).to_contain_text("연계 요청")

    refused = decline_first(worker, s.MEALS_LOOK_IN_ASK)
    worker.open(f"{CLIENT}?ask={s.MEALS_LOOK_IN_ASK}")
    expect(page.locator(f"#suggestion-{refused}")).to_have_count(0)
    assert hand_out_bread(worker) == 8
    worker.open(f"/resources/{s.BREAD}/receipts")
    expect(page.locator("tbody tr")).to_have_count(2)

    assert "그대로 둔 것" in worker.undo(file.name)
    assert worker.resources_like(invented_sites.CLOSER) == set()


def test_the_real_file_of_free_meals_gives_sites_near_the_client_that_are_told_about(
    page, own_demo, shared_data
):
    worker, file = Worker(page, own_demo), "전국무료급식소표준데이터.csv"
    before = worker.resources_like("무료급식")

    worker.look_at(shared_data / file)
    assert worker.count("신규") > 0
    assert worker.count("거부") > 1000
    worker.take_in()
    came_in = sorted(worker.resources_like("무료급식") - before)

    worker.open(CLIENT)
    told = worker.ask_why_not(came_in[0], came_in[0])
    assert "다음 조건에 맞지 않아" in told or "번째" in told
    assert "삭제" in worker.undo(file)
    assert worker.resources_like("무료급식") == before


def test_the_real_file_beside_the_table_of_dongs_shows_expired_and_distant_sites(page, own_demo, shared_data):
    worker = Worker(page, own_demo)
    worker.look_at(shared_data / "KIKmix.20260301.xlsx", within="11")
    worker.take_in()
    worker.look_at(shared_data / "전국무료급식소표준데이터.csv", within="11")
    assert worker.count("신규") > 0
    assert worker.count("거부") > 0
    assert worker.count("운영 기간이 지난 행") > 0
    assert worker.count("다른 지역") > 1000
