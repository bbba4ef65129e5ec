"""Refusal of resident registration numbers (주민등록번호) and foreigner registration numbers.

They are never stored (개인정보 보호법 제24조의2), so every text field is searched, whatever dress the
number wears. The check digit is no help: numbers issued since October 2020 carry none. What tells one from
an account or a telephone number is a valid birth date in front. Coordinates and other numeric fields are
exempt by the caller.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import islice

BLANKED = "******-*******"

_HYPHENS = r"\-－‐‑‒–—―−~_ㅡ"
_BETWEEN = rf"[\s.．·ㆍ‧・∙/／{_HYPHENS}\u00ad\u200b-\u200f\u2060\ufeff]"

# Four dresses: six and seven digits; a dotted birth date; every digit apart; a birth year of four digits.
_SHAPES = (
    re.compile(rf"(?<!\d)(\d{{6}}){_BETWEEN}{{0,5}}([1-8]){_BETWEEN}{{0,2}}(\d{{6}})(?!\d)"),
    re.compile(
        rf"(?<!\d)(?<!\d[.\-/])(?:19|20)?(\d\d({_BETWEEN})\d\d\2\d\d)(?:\2|\s?[{_HYPHENS}]\s?)([1-8])(\d{{6}})(?!\d)"
    ),
    re.compile(
        rf"(?<!\d)(?<!\d{_BETWEEN})"
        rf"(\d(?:{_BETWEEN}{{1,2}}\d){{5}}){_BETWEEN}{{1,5}}([1-8])((?:{_BETWEEN}{{1,2}}\d){{6}})"
        rf"(?!{_BETWEEN}?\d)"
    ),
    re.compile(
        rf"(?<!\d)(?:19(?=\d{{6}}\D*[1256])|20(?=[01]\d{{5}}\D*[3478]))"
        rf"(\d{{6}}){_BETWEEN}{{0,5}}([1-8])(\d{{6}})(?!\d)"
    ),
)
_DIGIT = re.compile(
    r"[\d\u00b2\u00b3\u00b9\u1369-\u1371\u19da\u2070-\u2089\u2460-\u24ff\u2776-\u2793"
    r"\U00010a40-\U00010e7e\U00011052-\U0001105a\U0001f100-\U0001f10a]"
)
"""Every character that counts as a digit, and some more; found by the engine, since cells may be long."""
_PRICE = re.compile(r"\s?원(?=$|[\s.,)/]|[을이은의정씩도과]|입니|지[급원출])")


def _ascii_digits(text: str) -> str:
    """Write every digit character of any script as 0 to 9, one for one, so that positions stay."""
    return _DIGIT.sub(lambda found: str(unicodedata.digit(found[0], found[0])), text)


def _is_birth_date(six: str, sex: str) -> bool:
    century = 1900 if sex in "1256" else 2000
    try:
        date(century + int(six[:2]), int(six[2:4]), int(six[4:]))
    except ValueError:
        return False
    return True


def _spans(text: str) -> Iterator[tuple[int, int]]:
    if next(islice(_DIGIT.finditer(text), 12, None), None) is None:
        return
    plain = text if text.isascii() else _ascii_digits(text)
    for shape in _SHAPES:
        for found in shape.finditer(plain):
            digits = re.sub(r"\D", "", found[0])[-13:]
            if not _is_birth_date(digits[:6], digits[6]):
                continue
            # "260105 1500000원" is a date and a price; with a hyphen it would be neither.
            apart = re.search(r"^\d{6}\s+\d{7}$", found[0])
            if apart and _PRICE.match(plain, found.end()):
                continue
            yield found.span()


def find_resident_number(text: str) -> tuple[int, int] | None:
    """Return start and end of the first resident or foreigner registration number, or None."""
    return min(_spans(text), default=None)


def blank_resident_numbers(text: str) -> str:
    """Return the text with every resident or foreigner registration number blanked."""
    blanked, at = "", 0
    for start, end in sorted(_spans(text)):
        if start >= at:
            blanked += text[at:start] + BLANKED
        at = max(at, end)
    return blanked + text[at:]
