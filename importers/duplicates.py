"""Records that may be one: compared within a district, at one address, telephone number or birth date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from graph.records.people import Organisation, Person
from graph.records.registry import Record
from graph.text.hangul import name_similarity
from graph.text.normalise import fold, organisation_key, phone_digits
from importers.plan import PossibleDuplicate, RowPlan

SIMILAR_NAMES = 0.85
LARGEST_BLOCK = 30
"""A number or address that more records share is a switchboard or a tower, and tells nothing."""


def possible_duplicates(
    rows: Iterable[RowPlan], known: Iterable[Record]
) -> tuple[PossibleDuplicate, ...]:
    """Pairs of a record to put and another one, new or known, that may be the same."""
    lines: dict[str, int] = {}
    blocks: dict[tuple[str, ...], dict[str, Person | Organisation]] = defaultdict(dict)
    for row in rows:
        for made in row.made:
            if isinstance(made.record, Person | Organisation):
                lines[made.record.id] = row.line
                _file(made.record, blocks)
    if not lines:
        return ()
    for record in known:
        if isinstance(record, Person | Organisation) and record.id not in lines:
            _file(record, blocks, only=blocks.keys())
    return tuple(_pairs(blocks, lines))


def _file(
    record: Person | Organisation,
    blocks: dict[tuple[str, ...], dict[str, Person | Organisation]],
    only: Iterable[tuple[str, ...]] | None = None,
) -> None:
    for block in _blocks(record):
        if only is None or block in blocks:
            blocks[block][record.id] = record


def _blocks(record: Person | Organisation) -> Iterator[tuple[str, ...]]:
    kind = type(record).__name__
    district = record.dong[:5]
    if record.phone and (digits := phone_digits(record.phone)):
        yield kind, district, "phone", digits
    if record.place and record.place.address:
        yield kind, district, "address", "".join(fold(record.place.address).split())
    if isinstance(record, Person) and record.birth_date and record.name:
        yield kind, district, "birth", f"{record.birth_date.isoformat()} {fold(record.name)}"


_REASONS = {
    "phone": ("전화번호와 이름이 비슷합니다", "Same telephone number and similar names"),
    "address": ("주소가 같고 이름이 비슷합니다", "Same address and similar names"),
    "birth": ("이름과 생년월일이 같습니다", "Same name and birth date"),
}


def _pairs(
    blocks: dict[tuple[str, ...], dict[str, Person | Organisation]], lines: dict[str, int]
) -> Iterator[PossibleDuplicate]:
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
                yield PossibleDuplicate(lines[new], new, old, *_REASONS[block[2]])


def _alike(one: Person | Organisation, other: Person | Organisation) -> bool:
    if not one.name or not other.name:
        return False
    if isinstance(one, Organisation):
        left, right = organisation_key(one.name), organisation_key(other.name)
        return left == right or left in right or right in left
    if isinstance(other, Person) and one.birth_date and other.birth_date and one.birth_date != other.birth_date:
        return False
    return name_similarity(one.name, other.name) >= SIMILAR_NAMES
