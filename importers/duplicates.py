"""Records that may be one: compared within a district, at one address, telephone number or birth date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from graph.records.people import Organisation, Person
from graph.records.registry import Record
from graph.text.hangul import name_similarity
from graph.text.normalise import fold, organisation_key, phone_digits
from importers.plan import PossibleDuplicate, RowPlan

SIMILAR_NAMES = 0.85
LONGEST_NAME = 100
LARGEST_BLOCK = 30
"""A number or address that more records share is a switchboard or a tower, and tells nothing."""


Subject = Person | Organisation


def possible_duplicates(rows: Iterable[RowPlan], known: Iterable[Record]) -> tuple[PossibleDuplicate, ...]:
    """Pairs of a record to put and another one, new or known, that may be the same."""
    blocks = _Blocks()
    lines: dict[str, int] = {}
    for row in rows:
        for made in row.made:
            if isinstance(made.record, Person | Organisation):
                lines[made.record.id] = row.line
                blocks.file(made.record)
    if not lines:
        return ()
    for record in known:
        if isinstance(record, Person | Organisation) and record.id not in lines:
            blocks.join(record)
    return tuple(_pairs(blocks.shared, lines))


class _Blocks:
    """Records by what they have in common; most have nothing, so that only the first is kept of each."""

    def __init__(self) -> None:
        self._first: dict[str, Subject] = {}
        self.shared: dict[str, dict[str, Subject]] = {}

    def file(self, record: Subject) -> None:
        """Add a record to its blocks, opening them."""
        for block in _blocks(record):
            first = self._first.setdefault(block, record)
            if first is not record:
                self._share(block, first, record)

    def join(self, record: Subject) -> None:
        """Add a record to those of its blocks that are open."""
        for block in _blocks(record):
            if block in self._first:
                self._share(block, self._first[block], record)

    def _share(self, block: str, first: Subject, record: Subject) -> None:
        self.shared.setdefault(block, {first.id: first})[record.id] = record


def _blocks(record: Subject) -> Iterator[str]:
    """What a record may share with another: the sort of thing, record type, district, value."""
    where = f"{type(record).__name__} {record.dong[:5]}"
    if record.phone and (digits := phone_digits(record.phone)):
        yield f"phone {where} {digits}"
    if record.place and record.place.address:
        yield f"address {where} {''.join(fold(record.place.address).split())}"
    if isinstance(record, Person) and record.birth_date and record.name:
        yield f"birth {where} {record.birth_date.isoformat()} {fold(record.name)}"


_REASONS = {
    "phone": ("전화번호와 이름이 비슷합니다", "Same telephone number and similar names"),
    "address": ("주소가 같고 이름이 비슷합니다", "Same address and similar names"),
    "birth": ("이름과 생년월일이 같습니다", "Same name and birth date"),
}


def _pairs(blocks: dict[str, dict[str, Subject]], lines: dict[str, int]) -> Iterator[PossibleDuplicate]:
    seen: set[tuple[str, str]] = set()
    for block, inside in blocks.items():
        if not 1 < len(inside) <= LARGEST_BLOCK:
            continue
        for one, other in combinations(sorted(inside), 2):
            if (one, other) in seen or (one not in lines and other not in lines):
                continue
            if _alike(inside[one], inside[other]):
                seen.add((one, other))
                new, old = (one, other) if one in lines else (other, one)
                yield PossibleDuplicate(lines[new], new, old, *_REASONS[block.partition(" ")[0]])


def _alike(one: Subject, other: Subject) -> bool:
    if not one.name or not other.name:
        return False
    if max(len(one.name), len(other.name)) > LONGEST_NAME:
        return one.name == other.name
    if isinstance(one, Organisation):
        left, right = organisation_key(one.name), organisation_key(other.name)
        return left == right or left in right or right in left
    if (
        isinstance(other, Person)
        and one.birth_date
        and other.birth_date
        and one.birth_date != other.birth_date
    ):
        return False
    return name_similarity(one.name, other.name) >= SIMILAR_NAMES
