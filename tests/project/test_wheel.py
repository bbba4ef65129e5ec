"""The wheel holds the application whole, browser files included."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory, repo_root: Path) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=repo_root, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    (wheel,) = folder.glob("pumasi-*.whl")
    with ZipFile(wheel) as packed:
        return set(packed.namelist())


def test_the_wheel_holds_the_six_packages_and_no_other(names: set[str]) -> None:
    tops = {name.partition("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"graph", "matching", "importers", "casework", "viz", "api"}


def test_the_wheel_holds_the_browser_files(names: set[str]) -> None:
    vendor = "api/pages/static/vendor"
    assert {f"{vendor}/htmx/htmx.min.js", f"{vendor}/pretendard-gov/pretendard-gov.css"} <= names


def test_the_wheel_holds_the_licence(names: set[str]) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in names)
