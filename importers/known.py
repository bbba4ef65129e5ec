"""What the store holds already, and what part of a nationwide file is wanted; both given by the caller."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from graph.records.areas import Area
from graph.records.imports import SourceRow
from graph.records.registry import Record
from graph.text.normalise import fold

AtVersion = Callable[[str, int], Record | None]


@dataclass(frozen=True)
class KnownRecords:
    """Records by id, source rows of the mapping by key, and all areas.

    ``at_version`` gives a record as it stood at a version: the base of a sheet that was exported. ``records``
    should hold those behind the rows, those that the sheet may refer to, and those it may duplicate.
    """

    records: Mapping[str, Record] = field(default_factory=dict)
    rows: Mapping[str, SourceRow] = field(default_factory=dict)
    areas: tuple[Area, ...] = ()
    at_version: AtVersion | None = None

    @classmethod
    def of(
        cls,
        *,
        records: Iterable[Record] = (),
        rows: Iterable[SourceRow] = (),
        areas: Iterable[Area] = (),
        at_version: AtVersion | None = None,
    ) -> Self:
        """From records in any order."""
        return cls(
            {record.id: record for record in records},
            {row.key: row for row in rows},
            tuple(areas),
            at_version,
        )

    @cached_property
    def row_of(self) -> Mapping[str, SourceRow]:
        """The source row behind each record, by the record's id."""
        return {row.record: row for row in self.rows.values()}

    @cached_property
    def ids_by_name(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Ids by record type and folded name, to find whom a sheet means."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for record in self.records.values():
            for name in {getattr(record, "name", None), getattr(record, "known_as", None)}:
                if name:
                    found[type(record).__name__, fold(name)].append(record.id)
        return {key: tuple(sorted(ids)) for key, ids in found.items()}


@dataclass(frozen=True, slots=True)
class Scope:
    """What the caller wants of a file.

    ``within`` is a code prefix: 시도 (2 digits), 시군구 (5) or dong (10); rows elsewhere are counted as other
    areas. ``team_dong`` keeps rows that need no place of their own, such as needs. ``keep_undecided`` puts
    rows of the team's own 시군구 whose dong their address leaves open under ``team_dong`` instead of refusing
    them, and rows with a point near the team's dong whose district no table tells; the plan marks them
    (``RowPlan.dong_undecided``).
    """

    within: str = ""
    team_dong: str | None = None
    keep_undecided: bool = False
