"""The rows of a plan, packed: a sheet of a district has hundreds of thousands, each some kilobytes of objects."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import SupportsIndex, overload

from importers.packing import packed, unpacked
from importers.plan import RowPlan, RowState

_TOGETHER = 500
_STATES = tuple(RowState)
_NUMBERS = {state: number for number, state in enumerate(_STATES)}
_EXPIRED, _UNDECIDED, _PUTS, _CHANGES, _EDITED, _SAYS = (1 << bit for bit in range(6))


class PackedRows(Sequence[RowPlan]):
    """Rows by their place in the file; what a preview counts is known without unpacking them.

    They stay in this process's memory: nothing of a file reaches the disk before somebody says yes.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._packs: list[bytes] = []
        self._loose: list[RowPlan] = []
        self._amended: dict[int, RowPlan] = {}
        self._open: tuple[int, list[RowPlan]] = (-1, [])
        self._lines, self._states, self._marks = array("Q"), array("B"), array("B")

    def append(self, row: RowPlan) -> None:
        """Add the next row."""
        self._lines.append(row.line)
        self._states.append(_NUMBERS[row.state])
        self._marks.append(_marks_of(row))
        self._loose.append(row)
        if len(self._loose) == _TOGETHER:
            self._packs.append(packed(self._loose))
            self._loose.clear()

    def amend(self, at: int, row: RowPlan) -> None:
        """Put another row in a row's place."""
        self._amended[at] = row
        self._states[at], self._marks[at] = _NUMBERS[row.state], _marks_of(row)

    def replaced(self) -> Iterator[RowPlan]:
        """What stood in the places of rows that were amended."""
        for pack, places in groupby(sorted(self._amended), key=lambda at: at // _TOGETHER):
            rows = self._pack(pack)
            yield from (rows[at % _TOGETHER] for at in places)

    def places(self, state: RowState) -> Iterator[int]:
        """Where the rows in one state are."""
        wanted = _NUMBERS[state]
        return (at for at, number in enumerate(self._states) if number == wanted)

    def line(self, at: int) -> int:
        """The line of a row."""
        return self._lines[at]

    def state(self, at: int) -> RowState:
        """The state of a row."""
        return _STATES[self._states[at]]

    def counts(self) -> Mapping[RowState, int]:
        """Rows by state; every state occurs."""
        found = Counter(self._states)
        return {state: found[number] for number, state in enumerate(_STATES)}

    def in_state(self, state: RowState) -> Iterator[RowPlan]:
        """The rows in one state, in the order of the file."""
        wanted = _NUMBERS[state]
        return self._those(lambda at: self._states[at] == wanted)

    def told(self) -> Iterator[RowPlan]:
        """Rows with a problem, a change or an edit by hand."""
        return self._those(lambda at: bool(self._marks[at] & (_CHANGES | _EDITED | _SAYS)))

    def expired_lines(self) -> Iterator[int]:
        """Lines of rows that hold something whose span has passed."""
        return (line for line, marks in zip(self._lines, self._marks, strict=True) if marks & _EXPIRED)

    @property
    def undecided(self) -> int:
        """How many rows to put name no dong."""
        both = _UNDECIDED | _PUTS
        return sum(marks & both == both for marks in self._marks)

    @property
    def puts_nothing(self) -> bool:
        """Whether no row holds a record to put."""
        return not any(marks & _PUTS for marks in self._marks)

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[RowPlan]:
        return self._those(lambda at: True)

    @overload
    def __getitem__(self, at: SupportsIndex) -> RowPlan: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[RowPlan]: ...
    def __getitem__(self, at: SupportsIndex | slice) -> RowPlan | Sequence[RowPlan]:
        if isinstance(at, slice):
            return [self[i] for i in range(len(self))[at]]
        place = range(len(self))[at]
        pack, inside = divmod(place, _TOGETHER)
        return self._amended.get(place) or self._pack(pack)[inside]

    def _those(self, wanted: Callable[[int], bool]) -> Iterator[RowPlan]:
        """The wanted rows; packs that have none stay packed."""
        for pack, start in enumerate(range(0, len(self), _TOGETHER)):
            here = [at for at in range(start, min(start + _TOGETHER, len(self))) if wanted(at)]
            rows = self._pack(pack) if any(at not in self._amended for at in here) else []
            for at in here:
                yield self._amended[at] if at in self._amended else rows[at - start]

    def _pack(self, pack: int) -> list[RowPlan]:
        if pack == len(self._packs):
            return self._loose
        number, rows = self._open
        if number != pack:
            rows = unpacked(self._packs[pack])
            self._open = (pack, rows)
        return rows


def _marks_of(row: RowPlan) -> int:
    return (
        (_EXPIRED if row.expired else 0)
        | (_UNDECIDED if row.dong_undecided else 0)
        | (_PUTS if row.made else 0)
        | (_CHANGES if row.changes else 0)
        | (_EDITED if row.edited else 0)
        | (_SAYS if row.problem else 0)
    )
