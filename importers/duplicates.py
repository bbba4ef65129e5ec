"""Records that may be one: compared within a district, at one address, telephone number or birth date."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations

import numpy as np

from graph.records.people import Organisation, Person
from graph.records.registry import Record, type_of
from graph.text.hangul import jamo, name_similarity
from graph.text.normalise import fold, organisation_key, phone_digits
from importers.compact import Texts
from importers.plan import PossibleDuplicate

SIMILAR_NAMES = 0.85
LONGEST_NAME = 100
LARGEST_BLOCK = 30
"""A number or address that more records share is a switchboard or a tower, and tells nothing."""

_ADDRESSES = 5_000
_KNOWN = 0
"""The line of a record that the file does not hold."""
_NO_DAY = 0
_REASONS = (
    ("전화번호와 이름이 비슷합니다", "Same telephone number and similar names"),
    ("주소가 같고 이름이 비슷합니다", "Same address and similar names"),
    ("이름과 생년월일이 같습니다", "Same name and birth date"),
)
_PHONE, _ADDRESS, _BIRTH = range(3)

Subject = Person | Organisation


@dataclass(frozen=True, slots=True)
class _Name:
    """A name with its jamo, how many there are, and one bit for each that occurs."""

    text: str
    letters: int
    marks: int

    @classmethod
    def of(cls, text: str) -> _Name:
        letters = jamo(text).replace(" ", "")
        marks = 0
        for letter in letters:
            marks |= 1 << (ord(letter) & 127)
        return cls(text, len(letters), marks)

    def may_resemble(self, other: _Name) -> bool:
        """Whether two names can reach the limit: a letter that the other one lacks is common to neither."""
        common = min(
            self.letters - (self.marks & ~other.marks).bit_count(),
            other.letters - (other.marks & ~self.marks).bit_count(),
        )
        return 2 * common >= SIMILAR_NAMES * (self.letters + other.letters)


class Duplicates:
    """Gathers people and organisations, of each no more than its name, birth day and what it may share.

    A sheet has hundreds of thousands of them, so that they are numbers in columns.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._ids = Texts()
        self._names: list[_Name] = []
        self._known_names: dict[str, _Name] = {}
        self._lines, self._born = array("I"), array("I")
        self._blocks, self._owners, self._sorts = array("Q"), array("I"), array("B")

    def file(self, record: Record, line: int) -> None:
        """Take note of a record that a line of the file would put."""
        if not isinstance(record, Person | Organisation):
            return
        for sort, value in _shared(record):
            self._blocks.append(value)
            self._owners.append(len(self._ids))
            self._sorts.append(sort)
        name = record.name or ""
        if name not in self._known_names:
            self._known_names[name] = _Name.of(name)
        self._ids.append(record.id)
        self._names.append(self._known_names[name])
        self._lines.append(line)
        day = record.birth_date if isinstance(record, Person) else None
        self._born.append(_NO_DAY if day is None else day.toordinal())

    def pairs(
        self, known: Iterable[Record], lines: Mapping[str, int | None], left_out: Collection[int]
    ) -> tuple[PossibleDuplicate, ...]:
        """Pairs of a record to put and another one, new or known, that may be the same.

        ``lines`` are those of the known records that the file holds; ``left_out`` were refused after all.
        """
        if not self._blocks:
            return ()
        not_filed = {record.id: record for record in known}
        for filed in self._ids if not_filed else ():
            not_filed.pop(filed, None)
        for record in not_filed.values():
            self.file(record, _KNOWN)
        found: dict[tuple[str, str], tuple[int, int, int]] = {}
        for sort, inside in self._groups(left_out):
            days = [self._born[i] for i in inside]
            if _NO_DAY not in days and len(set(days)) == len(days):
                continue
            for (one, day), (other, other_day) in combinations(zip(inside, days, strict=True), 2):
                if day != other_day and day != _NO_DAY and other_day != _NO_DAY:
                    continue
                if not (self._lines[one] == self._lines[other] == _KNOWN) and self._alike(one, other):
                    first, second = sorted((one, other), key=self._ids.__getitem__)
                    new, old = (first, second) if self._lines[first] != _KNOWN else (second, first)
                    told = (self._lines[new], sort, self._lines[old])
                    pair = (self._ids[new], self._ids[old])
                    found[pair] = min(found.get(pair, told), told)
        return tuple(
            PossibleDuplicate(line, new, old, other or lines.get(old), *_REASONS[sort])
            for (new, old), (line, sort, other) in sorted(found.items(), key=lambda item: (item[1], item[0]))
        )

    def _groups(self, left_out: Collection[int]) -> Iterator[tuple[int, list[int]]]:
        """Records that share something, with the sort of thing; too many that do are none."""
        blocks = np.frombuffer(self._blocks, dtype=np.uint64)
        lines = np.frombuffer(self._lines, dtype=np.uintc)[np.frombuffer(self._owners, dtype=np.uintc)]
        stand = np.flatnonzero(~np.isin(lines, np.fromiter(left_out, dtype=np.int64)))
        order = stand[np.argsort(blocks[stand], kind="stable")]
        ordered = blocks[order]
        starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
        sizes = np.diff(np.r_[starts, len(ordered)])
        some = (sizes > 1) & (sizes <= LARGEST_BLOCK)
        for start, size in zip(starts[some].tolist(), sizes[some].tolist(), strict=True):
            at = order[start : start + size].tolist()
            yield self._sorts[at[0]], [self._owners[i] for i in at]

    def _alike(self, one: int, other: int) -> bool:
        left, right = self._names[one], self._names[other]
        if not left.text or not right.text:
            return False
        if max(len(left.text), len(right.text)) > LONGEST_NAME:
            return left.text == right.text
        if type_of(self._ids[one]) is Organisation:
            keys = organisation_key(left.text), organisation_key(right.text)
            return keys[0] in keys[1] or keys[1] in keys[0]
        return left.may_resemble(right) and name_similarity(left.text, right.text) >= SIMILAR_NAMES


def _shared(record: Subject) -> Iterator[tuple[int, int]]:
    """What a record may share with another: the sort of thing, and a digest of it in its district."""
    where = f"{type(record).__name__} {record.dong[:5]}"
    if record.phone and (digits := phone_digits(record.phone)):
        yield _PHONE, _digest(f"phone {where} {digits}")
    if record.place and record.place.address:
        yield _ADDRESS, _address(where, record.place.address)
    if isinstance(record, Person) and record.birth_date and record.name:
        yield _BIRTH, _digest(f"birth {where} {record.birth_date.isoformat()} {fold(record.name)}")


@lru_cache(maxsize=_ADDRESSES)
def _address(where: str, address: str) -> int:
    """A digest of an address, which the members of a household share."""
    return _digest(f"address {where} {''.join(fold(address).split())}")


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
