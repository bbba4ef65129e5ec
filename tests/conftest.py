"""What every test may ask for: the shared files, a frozen day, a browser that stays on this machine."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Generator, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import pytest
from hypothesis import settings
from playwright.sync_api import Page, Request

from tests.proofs import Claim, taken

pytest_plugins = ["tests.servers.fixtures"]

ROOT = Path(__file__).resolve().parents[1]
LOOPBACK = {"127.0.0.1", "localhost", "::1"}

# Root in a container needs no-sandbox; the rest keeps the browser from calling home and its pixels alike.
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-device-scale-factor=1",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
]

# The same examples on every machine, so a red test is red for everyone; HYPOTHESIS_PROFILE=thorough looks further.
settings.register_profile("default", deadline=None, derandomize=True, max_examples=40)
settings.register_profile("ci", settings.get_profile("default"))
settings.register_profile("thorough", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


PROVEN = "proven"
CONTRACT = "graph/stores/test_contract.py::Test"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Count the clauses of the contract that each store kept; here, where one process hears of all."""
    kept: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", ()):
        _, found, rest = report.nodeid.partition(CONTRACT)
        if found:
            kept[rest.partition("::")[0]] += 1
    if kept:
        counts = ", ".join(f"{store} {count} clauses" for store, count in sorted(kept.items()))
        terminalreporter.write_line(f"contract kept: {counts}")
    proven: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", ()):
        for name, value in report.user_properties:
            proven.update(value if name == PROVEN else {})
    for claim in Claim:
        if proven[claim.name]:
            terminalreporter.write_line(f"proven {proven[claim.name]:>6,} times: {claim.value}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Send what a test compared along with its report, from whichever process it ran in."""
    taken()
    result = yield
    item.user_properties.append((PROVEN, taken()))
    return result


def skip_or_fail(reason: str) -> NoReturn:
    """Skip with the reason, or fail where everything is demanded (PUMASI_DEMAND_ALL=1)."""
    if os.environ.get("PUMASI_DEMAND_ALL"):
        pytest.fail(f"{reason} (PUMASI_DEMAND_ALL is set)", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def repo_root() -> Path:
    """The top folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real public files beside the project."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        skip_or_fail("../shared/data is not here: the real public files are not tested")
    return folder


@pytest.fixture(scope="session")
def frozen_day() -> date:
    """The day on which tests happen."""
    return date(2026, 11, 22)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser of this machine; none is downloaded."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        skip_or_fail("no Chromium here: install the package chromium, or set CHROMIUM to one")
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium_path: str) -> dict[str, Any]:
    """Start the machine's own Chromium, without a window."""
    return {"executable_path": chromium_path, "args": CHROMIUM_ARGS, "headless": True}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Korean office screen; a test that wants another sets its own viewport."""
    return {
        **browser_context_args,
        "viewport": {"width": 1600, "height": 1000},
        "locale": "ko-KR",
        "timezone_id": "Asia/Seoul",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page that may load from this machine alone: any other request fails the test."""
    strayed: list[str] = []

    def note(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.hostname not in LOOPBACK:
            strayed.append(request.url)

    page.on("request", note)
    yield page
    assert not strayed, f"the page asked another host: {strayed}"


@pytest.fixture(scope="session")
def axe_script() -> str:
    """The source of axe-core, to be evaluated in a page."""
    script = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        skip_or_fail("axe-core is not here: run `make setup`")
    return script.read_text(encoding="utf-8")
