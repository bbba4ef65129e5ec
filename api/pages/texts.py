"""The pages' texts: Korean as written in the templates, English from locale/en/messages.po, read at start."""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from graph.words.word import Language

LOCALE = Path(__file__).with_name("locale")


@cache
def translations(language: Language) -> NullTranslations:
    """The texts of a language; Korean is what the templates say."""
    if language == "ko":
        return NullTranslations()
    with (LOCALE / language / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def text(language: Language, message: str) -> str:
    """A Korean text of a page's context in the language of the answer."""
    return translations(language).gettext(message)


def mark(message: str) -> str:
    """Mark a Korean text that is said later, so that its translation is demanded."""
    return message
