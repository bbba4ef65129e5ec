"""The application as offices run it: `pumasi serve` in a process of its own, asked over HTTP by programs."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx2

from tests.faults.place import PATIENCE_SECONDS

ROOT = Path(__file__).resolve().parents[2]
PUMASI = [sys.executable, "-c", "from api.cli.app import main; main()"]
DONG = "9911000001"


def run_pumasi(data: Path, *words: str, given: Mapping[str, str] | None = None) -> str:
    """Run a command over a data folder; returns what it wrote to stdout."""
    done = subprocess.run(
        [*PUMASI, *words],
        cwd=ROOT,
        env=_environment(data, given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def a_token(data: Path, given: Mapping[str, str] | None = None) -> str:
    """A token of the team's first account, as `pumasi token issue` shows it."""
    return run_pumasi(
        data, "token", "issue", "--as", "team", "--purpose", "case_work", "--label", "test", given=given
    )


class Application:
    """`pumasi serve` over a data folder, on a free port."""

    def __init__(self, data: Path, given: Mapping[str, str] | None = None) -> None:
        self.port = _free_port()
        self._said = (data.parent / f"serve-{self.port}.said").open("w+b")
        self.process = subprocess.Popen(
            [*PUMASI, "serve", "--port", str(self.port)],
            cwd=ROOT,
            env=_environment(data, given),
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=self._said,
        )
        self._client = httpx2.Client(
            base_url=f"http://127.0.0.1:{self.port}/api/v1", timeout=PATIENCE_SECONDS
        )

    def __enter__(self) -> Application:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        self._client.close()
        self._said.close()

    def sign_in(self, token: str) -> None:
        """Ask with a token from now on."""
        self._client.headers["authorization"] = f"Bearer {token}"

    def ask(self, method: str, path: str, **given: Any) -> httpx2.Response:
        """One request."""
        return self._client.request(method, path, **given)

    def health(self) -> int:
        """The status that its health has; 0 while nothing answers."""
        with suppress(httpx2.HTTPError):
            return int(self._client.get("/health").status_code)
        return 0

    def wait_until(self, status: int, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until its health has a status."""
        until = time.monotonic() + seconds
        while (found := self.health()) != status:
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < until, f"health is {found}, not {status}: {self.said()}"
            time.sleep(0.05)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def said(self) -> str:
        """What it wrote for the operator."""
        return Path(self._said.name).read_text("utf-8", "replace")


def _environment(data: Path, given: Mapping[str, str] | None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PUMASI_")}
    return {**kept, "PUMASI_DATA": str(data), "PUMASI_DONG": DONG, "LANG": "ko_KR.UTF-8", **(given or {})}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
