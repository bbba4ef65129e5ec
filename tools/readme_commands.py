"""Runs each command that README.md tells a newcomer to type, once, as it stands there.

Commands are the lines of fenced `sh` blocks. `make demo` serves until it is stopped: it is started, asked for its
health, and stopped.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEALTH = "http://127.0.0.1:8350/api/v1/health"
SERVERS = ("make demo", "pumasi demo", ".venv/bin/pumasi demo")
FENCE = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
START_SECONDS = 300


def commands(readme: str) -> list[str]:
    """Each command of the `sh` blocks, in order, once; comments and line ends with a backslash are joined."""
    lines: list[str] = []
    for block in FENCE.findall(readme):
        for line in block.replace("\\\n", " ").splitlines():
            command = re.sub(r"\s+#\s.*$", "", line.strip())
            if command and not command.startswith("#") and command not in lines:
                lines.append(command)
    return lines


def serve(command: str, health: str = HEALTH, start_seconds: float = START_SECONDS) -> str | None:
    """Start a server, wait until it is healthy, stop it; what went wrong, or None."""
    if _healthy(health):
        return f"{health} answers before the server was started: something else uses its port"
    server = subprocess.Popen(["bash", "-c", command], cwd=ROOT, start_new_session=True)
    try:
        until = time.monotonic() + start_seconds
        while time.monotonic() < until:
            if server.poll() is not None:
                return f"ended with {server.returncode} before it was healthy"
            if _healthy(health):
                return None
            time.sleep(0.5)
        return f"not healthy within {start_seconds:.0f} s"
    finally:
        _stop(server)


def _healthy(health: str) -> bool:
    try:
        with urllib.request.urlopen(health, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End the whole group: make, and the server that it started."""
    for sign, wait_seconds in ((signal.SIGTERM, 20), (signal.SIGKILL, 5)):
        try:
            os.killpg(server.pid, sign)
        except ProcessLookupError:
            return
        try:
            server.wait(wait_seconds)
        except subprocess.TimeoutExpired:
            continue


def run(command: str) -> str | None:
    """Run a command to its end; what went wrong, or None."""
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    return None if done.returncode == 0 else f"ended with {done.returncode}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the commands of README.md; 1 if one of them fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--except", nargs="*", default=[], dest="left_out", help="commands that are run elsewhere"
    )
    left_out = parser.parse_args(arguments).left_out
    found = commands((ROOT / "README.md").read_text(encoding="utf-8"))
    if not found:
        print("README.md holds no sh block")
        return 1
    for command in found:
        if command in left_out:
            continue
        print(f"$ {command}", flush=True)
        fault = serve(command) if command in SERVERS else run(command)
        if fault:
            print(f"{command}: {fault}", flush=True)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
