"""Browser files come from the application itself, complete."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tools import assets

HANGUL_SYLLABLES = range(0xAC00, 0xD7A4)
ARAEA = ord("ㆍ")


@pytest.fixture(scope="module")
def vendor() -> Path:
    assert (assets.VENDOR / ".stamp").is_file(), "run `make setup` first"
    return assets.VENDOR


def code_points(style: str) -> set[int]:
    covered: set[int] = set()
    for ranges in re.findall(r"unicode-range:\s*([^;]+);", style):
        for part in ranges.split(","):
            first, _, last = part.strip().removeprefix("U+").partition("-")
            covered.update(range(int(first, 16), int(last or first, 16) + 1))
    return covered


def test_nothing_served_loads_from_another_host_or_is_missing(vendor: Path) -> None:
    assert list(assets.faults(vendor)) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.css", "body { background: url(https:" + "//elsewhere.example/a.png) }"),
        ("a.css", "body { background: url(//elsewhere.example/a.png) }"),
        ("a.css", '@import "//elsewhere.example/a.css";'),
        ("a.css", "body { background: url(missing.svg) }"),
        ("a.js", 'fetch("https:' + '//elsewhere.example/a")'),
        ("a.svg", '<svg><image href="https:' + '//elsewhere.example/a.png"/></svg>'),
    ],
)
def test_a_file_that_would_load_from_elsewhere_is_found(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert len(list(assets.faults(tmp_path))) >= 1


def test_a_comment_that_names_a_host_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("/* see https:" + "//elsewhere.example */ b {}", encoding="utf-8")
    assert list(assets.faults(tmp_path)) == []


def test_the_font_holds_every_hangul_syllable_and_the_middle_dot_of_official_texts(vendor: Path) -> None:
    covered = code_points((vendor / "pretendard-gov" / "pretendard-gov.css").read_text(encoding="utf-8"))
    assert covered.issuperset(HANGUL_SYLLABLES)
    assert ARAEA in covered


def test_the_font_has_the_name_that_the_style_sheets_ask_for(vendor: Path) -> None:
    tokens = (vendor / "krds-uiux/css/token/krds_tokens.css").read_text(encoding="utf-8")
    asked = re.search(r"--krds-typo-font-type:\s*([^;]+);", tokens)
    font = (vendor / "pretendard-gov/pretendard-gov.css").read_text(encoding="utf-8")
    assert set(re.findall(r"font-family:\s*'([^']+)'", font)) == {asked.group(1).strip()}


def test_versions_served_are_the_versions_locked(vendor: Path, repo_root: Path) -> None:
    locked = json.loads((repo_root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    served = json.loads((vendor / "versions.json").read_text(encoding="utf-8"))
    assert {entry["name"] for entry in served} == {package.name for package in assets.PACKAGES}
    assert all(locked[f"node_modules/{entry['name']}"]["version"] == entry["version"] for entry in served)


def test_every_package_with_a_licence_text_is_served_with_it(vendor: Path) -> None:
    folders = [next(iter(p.files.values())).partition("/")[0] for p in assets.PACKAGES if p.licence]
    assert all((vendor / folder / "LICENSE.txt").read_text(encoding="utf-8") for folder in folders)
