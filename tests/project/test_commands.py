"""What README.md tells a newcomer to type is there, and the runner of those commands tells the truth."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools import check_docs, readme_commands


@pytest.fixture(scope="module")
def readme(repo_root: Path) -> str:
    return (repo_root / "README.md").read_text(encoding="utf-8")


def make_targets(repo_root: Path) -> set[str]:
    lines = (repo_root / "Makefile").read_text(encoding="utf-8").splitlines()
    return {found.group(1) for line in lines if (found := re.match(r"([a-z]+):(?!=)", line))}


def is_command(words: list[str], targets: set[str]) -> bool:
    if words[0] == "make":
        return all(word in targets for word in words[1:] if "=" not in word)
    if Path(words[0]).name != "pumasi":
        return False
    named = [word for word in words[1:] if not word.startswith("-")][:2]
    command = [str(Path(sys.executable).with_name("pumasi")), *named, "--help"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_the_readme_shows_how_to_start_and_how_to_test(readme: str) -> None:
    assert {"make demo", "make test"} <= set(readme_commands.commands(readme))


def test_every_command_of_the_readme_exists(readme: str, repo_root: Path) -> None:
    targets = make_targets(repo_root)
    assert not [c for c in readme_commands.commands(readme) if not is_command(c.split(), targets)]


def test_a_command_is_read_once_without_its_comment() -> None:
    text = (
        "```sh\n# first\nmake demo   # serves\nmake demo\nmake test \\\n  A=1\n```\n```text\nnot this\n```\n"
    )
    assert [" ".join(c.split()) for c in readme_commands.commands(text)] == ["make demo", "make test A=1"]


def test_a_server_that_ends_before_it_is_healthy_is_a_fault(unused_address: str) -> None:
    fault = readme_commands.serve("exit 3", unused_address)
    assert fault is not None
    assert "3" in fault


def test_a_server_that_is_never_healthy_is_a_fault(unused_address: str) -> None:
    fault = readme_commands.serve("sleep 60", unused_address, start_seconds=1)
    assert fault is not None
    assert "not healthy" in fault


def test_a_healthy_server_is_stopped_and_is_no_fault(unused_address: str, tmp_path: Path) -> None:
    port = unused_address.rsplit(":", 1)[1].strip("/")
    serve = f"{sys.executable} -m http.server --bind 127.0.0.1 -d {tmp_path} {port}"
    assert readme_commands.serve(serve, unused_address, start_seconds=30) is None
    assert readme_commands.serve("exit 0", unused_address) == "ended with 0 before it was healthy"


def test_a_link_to_a_file_or_heading_that_is_not_there_is_found(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(
        "# 쓰는 법\n[a](#쓰는-법) [b](missing.md) [c](#none) `[d](code.md)` [e](https:"
        + "//elsewhere.example)\n",
        encoding="utf-8",
    )
    assert list(check_docs.faults(tmp_path)) == [
        "README.md: missing.md is not there",
        "README.md: #none names no heading there",
    ]
