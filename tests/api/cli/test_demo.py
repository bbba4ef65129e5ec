"""The demo as a process of its own: it answers, shows who may come in, and ends when told."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest

PATIENCE_SECONDS = 60
COMMAND = ("--lang", "en", "demo")


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def started(tmp_path, port, repo_root):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PUMASI_")}
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from api.cli.app import main; main()",
            *COMMAND,
            "--port",
            str(port),
            "--data",
            str(tmp_path),
        ],
        cwd=repo_root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.wait()
    process.stdout.close()
    process.stderr.close()


def answer(process, address):
    """The answer of a health check, as soon as there is one."""
    until = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            with urlopen(address, timeout=5) as found:
                return found.status, found.read().decode()
        except (URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"the demo did not answer: {process.poll()}")


def test_the_demo_answers_tells_how_to_come_in_and_ends_when_told(started, port, tmp_path):
    status, body = answer(started, f"http://127.0.0.1:{port}/api/v1/health")
    assert (status, '"ok"' in body) == (200, True)
    started.send_signal(signal.SIGTERM)
    said, _ = started.communicate(timeout=PATIENCE_SECONDS)
    assert started.returncode == 0
    assert said.splitlines()[:2] == [f"http://127.0.0.1:{port}", "User name: team"]
    assert re.fullmatch(r"Password: (\w{5}-){3}\w{5}", said.splitlines()[2])
    left = {file.name for file in (tmp_path / "demo").iterdir() if file.suffix != ".lock"}
    assert left == {"accounts.db", "graph.db"}
