"""The locks hold names, versions and hashes, and agree with what the project asks for."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ("run", "dev", "build", "node")


def entries(lock: Path) -> list[str]:
    """One logical line for each locked package."""
    return [
        line for line in lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines() if line.strip()
    ]


def pins(lock: Path) -> dict[str, set[str]]:
    """The versions of each package; a universal lock may hold one for each range of Python."""
    found: dict[str, set[str]] = {}
    for entry in entries(lock):
        name, version = re.match(r"([\w.-]+)==([^\s;]+)", entry).groups()
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


@pytest.fixture(scope="module")
def locks(repo_root: Path) -> dict[str, Path]:
    return {name: repo_root / "requirements" / f"{name}.txt" for name in LOCKS}


@pytest.fixture(scope="module")
def asked(repo_root: Path) -> dict[str, Any]:
    return tomllib.loads((repo_root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_version_and_hashes(locks: dict[str, Path], name: str) -> None:
    bare = [e for e in entries(locks[name]) if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", e)]
    assert not bare


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_holds_an_address(locks: dict[str, Path], name: str) -> None:
    assert "://" not in locks[name].read_text(encoding="utf-8")


def test_what_runs_is_what_was_tested(locks: dict[str, Path]) -> None:
    tested = pins(locks["dev"])
    assert not {name: found for name, found in pins(locks["run"]).items() if tested.get(name) != found}


def test_what_builds_is_what_was_tested(locks: dict[str, Path]) -> None:
    tested = pins(locks["dev"])
    assert not {name: found for name, found in pins(locks["build"]).items() if tested.get(name) != found}


def test_the_lock_holds_every_dependency_in_the_range_asked_for(
    locks: dict[str, Path], asked: dict[str, Any]
) -> None:
    locked = pins(locks["run"])
    wanted = [Requirement(line) for line in asked["project"]["dependencies"]]
    stale = [
        str(want)
        for want in wanted
        if not (found := locked.get(canonicalize_name(want.name)))
        or not all(want.specifier.contains(version) for version in found)
    ]
    assert not stale


def test_browser_files_are_locked_by_digest_without_an_address(repo_root: Path) -> None:
    packages = json.loads((repo_root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    locked = {place: entry for place, entry in packages.items() if place}
    assert locked
    assert all("integrity" in entry and "resolved" not in entry for entry in locked.values())


def test_browser_files_are_locked_at_the_versions_asked_for(repo_root: Path) -> None:
    asked = json.loads((repo_root / "package.json").read_text(encoding="utf-8"))
    locked = json.loads((repo_root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = {**asked["dependencies"], **asked["devDependencies"]}
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
