"""Numbers as people write them: 1,200 · 1200명 · 12.0."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?:명|원|개|회|층|세|건|m|미터)?")
_BEYOND = 1e15
_YES = frozenset({"y", "yes", "true", "1", "예", "네", "o", "○", "있음", "유", "공식", "가능"})
_NO = frozenset({"n", "no", "false", "0", "아니요", "아니오", "x", "×", "없음", "무", "비공식", "불가"})


def read_number(text: str) -> float | None:
    """The number a text is, or None; one that no count, price or place can be is none."""
    found = _NUMBER.fullmatch(text.strip())
    number = float(found[1].replace(",", "")) if found else None
    return number if number is not None and abs(number) < _BEYOND else None


def read_whole(text: str) -> int | None:
    """The whole number a text is, or None; 12.0 is 12, 12.5 is none."""
    number = read_number(text)
    return int(number) if number is not None and number.is_integer() else None


def read_yes_no(text: str) -> bool | None:
    """Whether a text says yes or no, or None."""
    bare = text.strip().lower()
    return True if bare in _YES else False if bare in _NO else None
