"""Keeps text that looks like a formula from running in a spreadsheet, and gives it back as it was."""

from __future__ import annotations

import re

_RUNS = re.compile(r"^'*(?:\s*[=+\-@＝＋－＠]|[\t\n\r])")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def neutralised(cell: str) -> str:
    """The cell so that a spreadsheet takes it for text: an apostrophe goes before ``= + - @``; numbers stay.

    Blanks before the sign, its full-width form, and a tab or line end in front are held off too.
    Source: OWASP, CSV Injection.
    """
    text = writable(cell)
    return f"'{text}" if _RUNS.match(text) and not _NUMBER.fullmatch(text) else text


def restored(cell: str) -> str:
    """The cell without the apostrophe that ``neutralised`` put there."""
    return cell[1:] if cell[:1] == "'" and _RUNS.match(cell) else cell


def same_text(written: str, found: str) -> bool:
    """Whether a cell still holds a text, but for line ends and signs that a sheet cannot hold."""
    return written == found or writable(written).strip() == writable(found).strip()


def writable(text: str) -> str:
    """A text without what neither CSV nor XLSX can hold, its line ends all alike."""
    return _ILLEGAL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
