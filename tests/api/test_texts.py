"""Every text of the pages has its English."""

from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import api.pages
from api.pages.texts import LOCALE, text

PAGES = Path(api.pages.__file__).parent
METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"templates/**.html": {"trimmed": "false", "newstyle_gettext": "true", "silent": "false"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "text": (2,), "mark": None, "say": None}


def said():
    found = extract_from_dir(PAGES, METHODS, OPTIONS, keywords=KEYWORDS, directory_filter=lambda _: True)
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


def catalogue():
    with (LOCALE / "en" / "messages.po").open("rb") as file:
        return {message.id: message for message in read_po(file, locale="en") if message.id}


def test_every_text_has_an_english_translation():
    kept = catalogue()
    assert sorted(m for m in said() if m not in kept or not kept[m].string) == []


def test_no_translation_is_left_behind_without_its_text():
    assert sorted(set(catalogue()) - said()) == []


def test_a_translation_fills_the_same_gaps():
    for message in catalogue().values():
        assert list(message.check()) == [], message.id


def test_no_translation_is_korean():
    assert [m.string for m in catalogue().values() if any("가" <= c <= "힣" for c in m.string)] == []


def test_a_text_reads_in_the_language_that_is_asked_for():
    assert (text("ko", "로그인"), text("en", "로그인")) == ("로그인", "Sign in")
