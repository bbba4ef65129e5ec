"""A large file shows how far it is, in a real browser, with a script and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import invented_sites
from tests.browser.conftest import sign_in
from tests.browser.test_every_page import overflow, violations

pytestmark = pytest.mark.browser
ROWS = 20_000


@pytest.fixture(scope="module")
def large_file(tmp_path_factory):
    """A file of free-meal sites that takes some seconds to look at."""
    file = tmp_path_factory.mktemp("large") / "무료급식소.csv"
    file.write_bytes(invented_sites.many(ROWS))
    return file


def look_at(page, demo, file):
    page.goto(f"{demo.address}/imports")
    page.locator("#f-file").set_input_files(file)
    page.get_by_role("button", name="살펴보기").click()
    page.wait_for_url("**/imports/jobs/*")


def test_a_large_file_is_watched_from_the_look_to_the_import(page, own_demo, axe_script, large_file):
    page.set_viewport_size({"width": 320, "height": 900})
    sign_in(page, own_demo)
    look_at(page, own_demo, large_file)
    expect(page.get_by_role("progressbar", name="파일을 살펴보고 있습니다")).to_be_visible()
    assert (violations(page, axe_script), overflow(page)) == ([], 0)
    expect(page.get_by_role("status").filter(has_text="행")).to_contain_text(
        re.compile(r"[\d,]+ / 약 [\d,]+행|거쳤습니다")
    )
    page.wait_for_url("**/imports/previews/*", timeout=120_000)
    page.get_by_role("button", name="반영하기").click()
    page.wait_for_url("**/imports/jobs/*")
    expect(page.get_by_text("이전 그대로 남습니다")).to_be_visible()
    page.wait_for_url("**/imports?done=imported", timeout=120_000)


def test_a_large_file_comes_to_its_preview_without_a_script(browser, browser_context_args, demo, large_file):
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    sign_in(page, demo)
    look_at(page, demo, large_file)
    page.wait_for_url("**/imports/previews/*", timeout=120_000)
    context.close()
