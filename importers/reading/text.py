"""Clean text of a cell: entities resolved, composed, without control characters."""

from __future__ import annotations

import html
import re
import unicodedata

from importers.reading.limits import is_stacked

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff]")
_UNCLEAN = re.compile(r"[&\x00-\x1f\x7f-\xa0\u2000-\u206f\u3000\ufeff]|  |^ | $")
_BLANKS = re.compile(r"[^\S\n]+")
_NO_VALUE = frozenset({"-", "--", "null", "NULL", "None", "nan", "NaN", "N/A", "#N/A", "해당없음"})


def lines(cell: str) -> str:
    """The text of a cell, its line breaks kept.

    Public services escape entities twice (``&amp;#9312;`` is ①), so they are resolved twice.
    Heaped marks are left as they are: their row is refused.
    """
    if _UNCLEAN.search(cell) is None and unicodedata.is_normalized("NFC", cell):
        return cell
    text = cell
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if not text.isascii() and not is_stacked(text):
        text = unicodedata.normalize("NFC", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", text)
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in text.strip().split("\n"))


def one_line(cell: str) -> str:
    """The text of a cell on one line, blanks squeezed."""
    if not cell:
        return cell
    text = lines(cell)
    return " ".join(text.split()) if "\n" in text else text


def is_blank(cell: str) -> bool:
    """Whether a cell says nothing: empty, a dash, or a program's word for no value."""
    bare = cell.strip()
    return not bare or bare in _NO_VALUE
