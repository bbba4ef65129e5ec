"""Words of the longer vocabularies by code or Korean label: service types, need items, qualifications."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache

from graph.records.values import Qualification
from graph.words.giving import Requirement
from graph.words.kinds import ResourceKind
from graph.words.need_areas import need_words
from graph.words.service_types import service_types
from importers.errors import CellRefused
from importers.reading.dates import read_day
from importers.reading.words import read_word

_UNTIL = re.compile(r"(?P<code>[^()]+)\((?:~\s?)?(?P<until>[^()]+)\)")


@cache
def _service_codes() -> dict[str, str]:
    return _spellings((one.code, one.ko, one.en) for one in service_types().values())


@cache
def _need_codes() -> dict[str, str]:
    return _spellings((one.code, one.ko, one.en) for one in need_words().values())


def _spellings(words: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Codes by folded spelling; a label that several words share finds none of them."""
    found: dict[str, set[str]] = {}
    for code, ko, en in words:
        for spelling in (code, ko, en):
            found.setdefault(_folded(spelling), set()).add(code)
    return {spelling: min(codes) for spelling, codes in found.items() if len(codes) == 1}


def _folded(text: str) -> str:
    return "".join(text.split()).lower()


def _code(text: str, codes: dict[str, str], ko: str, en: str) -> str:
    found = codes.get(_folded(text))
    if found is None:
        near = ", ".join(get_close_matches(_folded(text), codes, n=5, cutoff=0.4))
        raise CellRefused(
            f"{ko} 목록에 하나로 정해지는 말이 아닙니다."
            + (f" 비슷한 말: {near}." if near else "")
            + " 목록의 코드를 적으십시오.",
            f"It names no single entry of the {en}."
            + (f" Near: {near}." if near else "")
            + " Give its code.",
        )
    return found


def read_service_type(text: str) -> str:
    """The code of a service type given by code or label. Raises CellRefused."""
    return _code(text, _service_codes(), "서비스 종류", "service types")


def read_need(text: str) -> str:
    """The code of a need item, sub-area or area given by code or label. Raises CellRefused."""
    return _code(text, _need_codes(), "욕구", "needs")


def write_service_type(code: str) -> str:
    """The label of a service type where it alone has it, else its code."""
    found = service_types().get(code)
    return found.ko if found and _service_codes().get(_folded(found.ko)) == code else code


def write_need(code: str) -> str:
    """The label of a need where it alone has it, else its code."""
    found = need_words().get(code)
    return found.ko if found and _need_codes().get(_folded(found.ko)) == code else code


def read_benefit(text: str) -> str:
    """The service type of a public benefit whose label stands in the benefit's name: 의료급여(요양비).

    Raises:
        CellRefused: no label does, or two do.
    """
    name = _folded(text)
    found = {
        part: one.code
        for one in service_types().values()
        if one.kind is ResourceKind.PUBLIC_BENEFIT
        for part in _folded(one.ko).split("·")
        if len(part) > 2 and part in name
    }
    longest = [code for part, code in found.items() if len(part) == max(map(len, found))]
    if len(longest) == 1:
        return longest[0]
    return _code(text, _service_codes(), "서비스 종류", "service types")


def read_qualification(text: str) -> Qualification:
    """A qualification such as 운전면허 or 범죄경력 조회(2027-05-01). Raises CellRefused."""
    found = _UNTIL.fullmatch(text.strip())
    if found is None:
        return Qualification(code=read_word(text, Requirement).value)
    until = read_day(found["until"])
    if until is None:
        raise CellRefused("자격의 유효일은 2027-05-01처럼 적으십시오.", "Write the day as 2027-05-01.")
    return Qualification(code=read_word(found["code"], Requirement).value, valid_until=until)
