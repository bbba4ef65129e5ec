"""Labels made safe to draw: no control or direction marks, known width, at most a few lines."""

import unicodedata
from collections.abc import Sequence

_NARROW = frozenset("iljtfr.,:;'|!()[] ·")
_WIDE = frozenset("mwMW@%&—…")
_MARKS_PER_LETTER = 2


def clean(text: str) -> str:
    """Return one line of text without control, direction, private or lone surrogate characters.

    A stack of combining marks is cut to two per letter, so that no name can paint over its neighbour's box.
    An empty result becomes "(?)": a figure without a name is still a figure.
    """
    kept: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", text):
        category = unicodedata.category(letter)
        if category in ("Zl", "Zp", "Zs") or letter in "\t\n\r":
            kept.append(" ")
        elif category in ("Mn", "Me", "Mc"):
            marks += 1
            if kept and marks <= _MARKS_PER_LETTER:
                kept.append(letter)
            continue
        elif not category.startswith("C"):
            kept.append(letter)
        marks = 0
    return " ".join("".join(kept).split()) or "(?)"


def em(text: str) -> float:
    """Return the width of `text` in em, estimated high so that a box never proves too small."""
    return sum(_letter_em(letter) for letter in text)


def _letter_em(letter: str) -> float:
    if unicodedata.category(letter) in ("Mn", "Me"):
        return 0.0
    if ord(letter) >= 0x1F000 or 0xFB50 <= ord(letter) <= 0xFDFF:
        return 1.4
    if unicodedata.east_asian_width(letter) in ("W", "F", "A"):
        return 1.0
    if letter in _NARROW:
        return 0.42
    if letter in _WIDE:
        return 0.98
    if letter.isascii():
        return 0.7 if letter.isupper() else 0.58
    return 0.85


def wrap(text: str, *, limits: Sequence[float], lines: int) -> tuple[str, ...]:
    """Break `text` into at most `lines` lines, on the narrowest of `limits` (em) that holds it whole.

    Lines break at blanks; a word is cut only when it is wider than the widest limit, and then into even parts.
    What the widest limit cannot hold ends in "…".
    """
    longest = max(em(item) for item in text.split(" "))
    *narrower, widest = limits
    limit = widest
    for limit in [*(limit for limit in narrower if longest <= limit or longest > widest), widest]:
        broken = _fill(text, limit)
        if len(broken) <= lines:
            return _even(text, limit, broken) if longest > widest else tuple(broken)
    kept = _fill(text, limit)[:lines]
    last = _clusters(kept[-1])
    while last and em("".join(last)) + 1.0 > limit:
        last.pop()
    return (*kept[:-1], "".join(last).rstrip() + "…")


def _even(text: str, limit: float, broken: list[str]) -> tuple[str, ...]:
    """Narrow the limit for as long as the number of lines stays, so that no letter is left alone on a line."""
    while limit > 2 and len(closer := _fill(text, limit - 0.5)) == len(broken):
        broken, limit = closer, limit - 0.5
    return tuple(broken)


def _fill(text: str, limit: float) -> list[str]:
    rows = [""]
    for word in text.split(" "):
        joined = f"{rows[-1]} {word}" if rows[-1] else word
        if em(joined) <= limit:
            rows[-1] = joined
            continue
        if em(word) <= limit:
            rows.append(word)
            continue
        # A word longer than a line continues on the present line, letter by letter.
        if rows[-1] and em(rows[-1]) + 2.0 <= limit:
            rows[-1] += " "
        elif rows[-1]:
            rows.append("")
        for cluster in _clusters(word):
            if rows[-1] and em(rows[-1] + cluster) > limit:
                rows.append("")
            rows[-1] += cluster
    return [row.strip() for row in rows if row.strip()]


def _clusters(text: str) -> list[str]:
    """Split into letters with the marks and skin tones that belong to them."""
    clusters: list[str] = []
    for letter in text:
        belongs = unicodedata.category(letter) in ("Mn", "Me", "Mc") or 0x1F3FB <= ord(letter) <= 0x1F3FF
        if clusters and belongs:
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return clusters
