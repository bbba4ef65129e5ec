"""The demo as a process of its own, and a browser signed in to it."""

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

import pytest

from tests.conftest import LOOPBACK, ROOT

START = "from api.cli.app import main; main()"


@dataclass(frozen=True)
class Demo:
    """A running demo: where it is, and the password of its account."""

    address: str
    password: str


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def password_said(process):
    for line in process.stdout:
        if found := re.search(r"비밀번호: (\S+)", line):
            return found[1]
    raise AssertionError("the demo ended before it said its password")


def wait_until_it_answers(address, process):
    while process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/api/v1/health", timeout=5):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError("the demo ended before it answered")


def run_demo(folder):
    port = free_port()
    command = [
        sys.executable,
        "-u",
        "-c",
        START,
        "--lang",
        "ko",
        "demo",
        "--data",
        folder,
        "--port",
        str(port),
    ]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            password = password_said(process)
            address = f"http://127.0.0.1:{port}"
            wait_until_it_answers(address, process)
            yield Demo(address, password)
        finally:
            process.terminate()
            process.wait()
            process.stdout.close()


@pytest.fixture
def own_demo(tmp_path):
    """A demo that one test may change as it likes."""
    yield from run_demo(tmp_path)


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """A demo that tests look at and leave as it is."""
    yield from run_demo(tmp_path_factory.mktemp("demo"))


def sign_in(page, demo):
    page.goto(f"{demo.address}/sign-in?lang=ko")
    page.get_by_label("아이디").fill("team")
    page.get_by_label("비밀번호").fill(demo.password)
    page.get_by_role("button", name="로그인").click()
    page.wait_for_url(f"{demo.address}/")


@pytest.fixture(scope="session")
def signed_in_state(browser, browser_context_args, demo):
    """The cookies of a session, so that not every test signs in anew."""
    context = browser.new_context(**browser_context_args)
    sign_in(context.new_page(), demo)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def office_page(browser, browser_context_args, demo, signed_in_state):
    """A page signed in to the shared demo, which may load from this machine alone."""
    context = browser.new_context(
        **browser_context_args, base_url=demo.address, storage_state=signed_in_state
    )
    page, strayed = context.new_page(), []
    page.on("request", lambda request: strayed.append(request.url) if not is_here(request.url) else None)
    yield page
    context.close()
    assert strayed == []


def is_here(address):
    return address.startswith(("data:", "blob:", "about:")) or address.split("/")[2].split(":")[0] in LOOPBACK
