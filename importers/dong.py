"""Which dong a row belongs to: by its code, its name, its point, or the words of its address."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from graph.records.areas import Area
from graph.text.normalise import dong_name_key, fold
from importers.boundaries import Boundaries

_SIDO = {
    "서울특별시": ("서울", "서울시"),
    "부산광역시": ("부산", "부산시"),
    "대구광역시": ("대구", "대구시"),
    "인천광역시": ("인천", "인천시"),
    "광주광역시": ("광주", "광주시"),
    "대전광역시": ("대전", "대전시"),
    "울산광역시": ("울산", "울산시"),
    "세종특별자치시": ("세종", "세종시"),
    "경기도": ("경기",),
    "강원특별자치도": ("강원", "강원도"),
    "충청북도": ("충북",),
    "충청남도": ("충남",),
    "전북특별자치도": ("전북", "전라북도"),
    "전라남도": ("전남",),
    "경상북도": ("경북",),
    "경상남도": ("경남",),
    "제주특별자치도": ("제주", "제주도"),
}
_SIDO_OF = {alias: name for name, aliases in _SIDO.items() for alias in (name, *aliases)}
_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]?")
_BRACKETED = 8
_WORDS = re.compile(r"[\s,]+")
_PLACE_NAME = re.compile(r"^([가-힣][가-힣\d.·ㆍ]*?(?:읍|면|동|가|리|로\d가))(?:산?\d[\d-]*(?:번지)?)?$")
_STUCK = re.compile(r"^([가-힣]+?[시군구])([가-힣].*)$")


class How(Enum):
    """What told the dong."""

    CODE = "code"
    NAME = "name"
    POINT = "point"
    ADDRESS = "address"
    TEAM = "team"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Located:
    """The dong of a row, if known, its district, and the dongs it could be where that is not decided."""

    dong: str | None
    how: How
    sigungus: frozenset[str] = frozenset()
    candidates: tuple[str, ...] = ()

    def nearest_to(self, code: str) -> Located:
        """The only candidate that shares its district with a code, where there is one."""
        near = [dong for dong in self.candidates if code and dong.startswith(code[:5])]
        return Located(near[0], self.how, frozenset({near[0][:5]})) if len(near) == 1 else self

    def within(self, prefix: str) -> bool | None:
        """Whether the row lies under a code prefix (시도 2 digits, 시군구 5, dong 10); None if unknown."""
        if self.dong is not None:
            return self.dong.startswith(prefix)
        if not self.sigungus or (self.candidates and not any(c.startswith(prefix) for c in self.candidates)):
            return False if self.candidates else None
        fits = [code.startswith(prefix[:5]) for code in self.sigungus]
        return None if any(fits) and (not all(fits) or len(prefix) > 5) else any(fits)


@dataclass(slots=True)
class _District:
    by_name: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_legal_name: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


class AreaIndex:
    """Areas that hold on a day, to be asked by name, address and point."""

    def __init__(self, areas: Iterable[Area], *, today: date) -> None:
        """Index the areas; those abolished before the day are left out."""
        valid = [a for a in areas if a.valid_to is None or a.valid_to >= today]
        self.names = {area.dong: f"{area.sigungu} {area.name}".strip() for area in valid}
        self.boundaries = Boundaries(valid)
        self._districts: dict[str, _District] = defaultdict(_District)
        self._sigungus: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._sidos: dict[str, set[str]] = defaultdict(set)
        for area in valid:
            self._add(area)

    def _add(self, area: Area) -> None:
        code = area.dong[:5]
        district = self._districts[code]
        district.by_name[dong_name_key(area.name)].add(area.dong)
        for name in area.legal_names:
            district.by_legal_name[fold(name)].add(area.dong)
        sido = _SIDO_OF.get(area.sido, area.sido)
        parts = area.sigungu.split()
        self._sidos[sido].add(code)
        for name in {"".join(parts), parts[0] if parts else "", parts[-1] if parts else ""}:
            self._sigungus[sido, name].add(code)
            self._sigungus["", name].add(code)

    def __bool__(self) -> bool:
        return bool(self.names)

    def by_code(self, code: str) -> str | None:
        """The dong of a ten-digit code that is known, or of its eight digits without the final zeros."""
        full = code + "00" if len(code) == 8 else code
        return full if full in self.names else None

    def by_address(self, address: str, *, sido: str = "", sigungu: str = "") -> Located:
        """What an address in words tells; ``sido`` and ``sigungu`` complete one that leaves them out."""
        bracketed = [word for inside in _BRACKETS.findall(address) for word in _WORDS.split(fold(inside))]
        words = [word for word in _WORDS.split(fold(_BRACKETS.sub(" ", address))) if word]
        if words and words[0] in _SIDO_OF:
            sido = _SIDO_OF[words.pop(0)]
        sigungus, words = self._sigungu(sido, words, sigungu)
        if not sigungus:
            return Located(None, How.UNKNOWN)
        return self._dong(sigungus, [*words[:3], *bracketed[:_BRACKETED]])

    def by_name(self, name: str, *, sido: str = "", sigungu: str = "") -> Located:
        """The dong of a name alone, 자양4동 and 자양제4동 alike, or of a whole address."""
        if sigungu or " " in name.strip():
            return self.by_address(f"{sigungu} {name}", sido=sido)
        key = dong_name_key(name)
        found = sorted({dong for d in self._districts.values() for dong in d.by_name.get(key, ())})
        sigungus = frozenset(code[:5] for code in found)
        if len(found) == 1:
            return Located(found[0], How.NAME, sigungus)
        return Located(None, How.UNKNOWN, sigungus, tuple(found))

    def _sigungu(self, sido: str, words: Sequence[str], given: str) -> tuple[frozenset[str], list[str]]:
        """District codes that the first words name, all of the province where none, and the words after."""
        if len(words) > 1:
            both = self._sigungus.get((sido, words[0] + words[1]))
            if both:
                return frozenset(both), list(words[2:])
        one = self._sigungus.get((sido, words[0])) if words else None
        if one:
            return frozenset(one), list(words[1:])
        stuck = _STUCK.match(words[0]) if words else None
        if stuck and (sido, stuck[1]) in self._sigungus:
            return frozenset(self._sigungus[sido, stuck[1]]), [stuck[2], *words[1:]]
        if given:
            return self._sigungu(sido, [*fold(given).split(), *words], "")
        return frozenset(self._sidos.get(sido, ())), list(words)

    def _dong(self, sigungus: frozenset[str], words: Sequence[str]) -> Located:
        """The first word that names an official dong alone; else the only dong of a legal name."""
        undecided: set[str] = set()
        for word in words:
            place = _PLACE_NAME.match(word)
            if place is None:
                continue
            word = place[1]
            key = dong_name_key(word)
            named = {dong for code in sigungus for dong in self._districts[code].by_name.get(key, ())}
            legal = {dong for code in sigungus for dong in self._districts[code].by_legal_name.get(word, ())}
            found = named | legal
            if len(found) == 1:
                (dong,) = found
                return Located(dong, How.ADDRESS, frozenset({dong[:5]}))
            undecided |= found
        return Located(None, How.UNKNOWN, sigungus, tuple(sorted(undecided)))
