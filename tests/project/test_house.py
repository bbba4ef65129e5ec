"""The house rules that a reader of the repository relies on."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGES = ("graph", "matching", "importers", "casework", "viz", "api")
LONGEST_FILE = 400
LARGEST_BYTES = 1_500_000
LARGEST_SCRIPT_BYTES = 40_000

# Written so that this file does not match itself.
MACHINE_PATH = re.compile(r"(?<![\w.~}])/(?:work|root|tmp|farm)/")
REGISTRY = re.compile(
    r"//[\w.-]*(?:pypi|pythonhosted|npmjs|unpkg|jsdelivr|cdnjs|cloudflare|googleapis|gstatic|krds\.go|debian\.org)"
)
INDEX_OPTION = re.compile(r"--(?:extra-)?(?:index-url|find-links)|registry\s*=")


@pytest.fixture(scope="module")
def tracked(repo_root: Path) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=repo_root, capture_output=True, check=True).stdout
    files = [repo_root / name for name in listed.decode("utf-8").split("\0") if name]
    return [file for file in files if file.is_file()]


def texts(files: list[Path]) -> Iterator[tuple[Path, str]]:
    for file in files:
        raw = file.read_bytes()
        if b"\0" not in raw:
            yield file, raw.decode("utf-8", errors="replace")


def places(files: list[Path], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{file}:{number}: {line.strip()[:120]}"
        for file, text in texts(files)
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def test_the_six_packages_are_there(repo_root: Path) -> None:
    missing = [package for package in PACKAGES if not (repo_root / package / "__init__.py").is_file()]
    assert not missing


def test_no_python_file_is_longer_than_400_lines(tracked: list[Path]) -> None:
    lengths = {
        file: len(file.read_text(encoding="utf-8").splitlines()) for file in tracked if file.suffix == ".py"
    }
    assert not {file: lines for file, lines in lengths.items() if lines > LONGEST_FILE}


def test_no_committed_file_is_large(tracked: list[Path]) -> None:
    assert not [file for file in tracked if file.stat().st_size > LARGEST_BYTES]


def test_no_committed_file_names_a_path_of_one_machine(tracked: list[Path]) -> None:
    assert not places(tracked, MACHINE_PATH)


def test_no_committed_file_names_a_registry_or_a_content_network(tracked: list[Path]) -> None:
    assert not places(tracked, REGISTRY)


def test_no_committed_file_chooses_the_package_index_for_the_machine(tracked: list[Path]) -> None:
    assert not places(tracked, INDEX_OPTION)


@pytest.mark.parametrize(
    "line", ["see /" + "work/x", "https:/" + "/registry.npmjs.org/a", "--index" + "-url x"]
)
def test_the_patterns_of_this_file_do_find_what_they_look_for(line: str) -> None:
    assert any(pattern.search(line) for pattern in (MACHINE_PATH, REGISTRY, INDEX_OPTION))


def test_no_third_party_browser_file_is_committed(tracked: list[Path]) -> None:
    foreign = [
        file
        for file in tracked
        if file.suffix in {".woff", ".woff2", ".ttf", ".otf", ".map"}
        or ".min." in file.name
        or "vendor" in file.parts
        or (file.suffix in {".js", ".css"} and file.stat().st_size > LARGEST_SCRIPT_BYTES)
    ]
    assert not foreign


def test_every_folder_of_code_is_a_package_so_that_the_import_rules_see_it(
    tracked: list[Path], repo_root: Path
) -> None:
    top = {file: file.relative_to(repo_root).parts[0] for file in tracked if file.suffix == ".py"}
    folders = {file.parent for file, package in top.items() if package in PACKAGES}
    assert not [folder for folder in sorted(folders) if not (folder / "__init__.py").is_file()]


def test_tests_are_no_package(tracked: list[Path], repo_root: Path) -> None:
    assert not [
        file for file in tracked if file.name == "__init__.py" and (repo_root / "tests") in file.parents
    ]


def test_nothing_is_left_to_be_done_later(tracked: list[Path]) -> None:
    later = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|# type: ig" + r"nore")
    assert not places([file for file in tracked if file.suffix in {".py", ".html", ".js", ".css"}], later)
