"""Comparable forms of text, organisation names, dong names and telephone numbers."""

import re
import unicodedata

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_INVISIBLE = dict.fromkeys([0x00AD, *range(0x200B, 0x2010), 0x2060, 0xFEFF])

_ODD = re.compile("[\uff01-\uff5e\u3000\u00ad\u200b-\u200f\u2060\ufeff]")

_LEGAL_FORM = (
    r"\((?:사|재|복|주|유|의|학|사복|사단|재단)\)|㈜|사단법인|재단법인|사회복지법인|의료법인|학교법인|"
    r"주식회사|유한회사|사회적협동조합"
)
_AT_THE_EDGE = re.compile(rf"^(?:(?:{_LEGAL_FORM})\s*)+|(?:\s*(?:{_LEGAL_FORM}))+$")
_NOT_A_LETTER = re.compile(r"[^\w]|_")

_DONG_ORDINAL = re.compile(r"제+(?=\d)")
_DONG_JOINT = re.compile(r"[.,·ㆍ‧・∙･]")

_AREA_CODE = r"02|0[3-6][1-5]|01[016789]|070|080|060|050\d|0[34]0|013\d"
# Mobile numbers of the 010 range always have eleven digits.
_PHONE = re.compile(rf"(?!010\d{{7}}$)(?P<area>{_AREA_CODE})(?P<middle>\d{{3,4}})(?P<last>\d{{4}})")
_NATIONAL = re.compile(r"(?P<first>1[5-8]\d\d)(?P<last>\d{4})")


_NOT_DIGITS = re.compile(r"\D+")


def fold(text: str) -> str:
    """Return text composed (NFC), half-width, lower-case, without invisible characters, blanks squeezed."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        if _ODD.search(text) is not None:
            text = text.translate(_WIDTH).translate(_INVISIBLE)
    return " ".join(text.lower().split())


def organisation_key(name: str) -> str:
    """Return a name without its legal form, blanks and punctuation, to compare organisations.

    (사)함께이웃, 사단법인 함께 이웃 and 함께이웃 share one key. A name that is nothing but a legal form
    keeps it.
    """
    folded = fold(name)
    stripped = _AT_THE_EDGE.sub("", folded).strip()
    return _NOT_A_LETTER.sub("", stripped or folded)


def dong_name_key(name: str) -> str:
    """Return a 행정동 name without the ordinal 제 and with one joint, to compare spellings.

    자양4동 and 자양제4동 share one key, as do 홍제1동 and 홍제제1동, 면목3.8동 and 면목제3·8동. The key is
    for comparing within one 시군구, never for showing.
    """
    together = fold(name).replace(" ", "")
    return _DONG_ORDINAL.sub("", _DONG_JOINT.sub("·", together))


def phone_digits(text: str) -> str | None:
    """Return a Korean telephone number as digits with its leading 0, or None when it is none.

    Reads +82 10-1234-5678, 02)450-1234, 010.1234.5678 and national numbers such as 1577-1389.
    """
    digits = _NOT_DIGITS.sub("", text if text.isascii() else fold(text))
    if digits.startswith("82") and len(digits) >= 10:
        digits = "0" + digits[2:].removeprefix("0")
    return digits if _PHONE.fullmatch(digits) or _NATIONAL.fullmatch(digits) else None


def phone_display(text: str) -> str | None:
    """Return a Korean telephone number with hyphens as people write it, or None when it is none."""
    digits = phone_digits(text)
    if digits is None:
        return None
    parts = _PHONE.fullmatch(digits) or _NATIONAL.fullmatch(digits)
    return "-".join(parts.groups()) if parts else None
