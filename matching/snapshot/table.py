"""A table: columns of one record type, one row a record, never changed once made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.snapshot.encoders import Column
from matching.snapshot.index import Index, Keys, key_of

Rows = NDArray[np.int32]
_SPARE = 0.02

# A text and its place in a list take so many bytes besides its characters.
_ID_BYTES = 57


@dataclass(slots=True)
class _Tail:
    """How far the shared spare room behind the columns is written; one owner may go on from there."""

    used: int


class Table:
    """Columns by name, with rows in order of arrival; a later version shares what did not change.

    Columns have spare room behind them, so that new rows need no copy: a table only ever shows its own
    first ``n`` rows. A removed row stays and its ``alive`` is False.
    """

    __slots__ = ("_buffers", "_index", "_more", "_tail", "_views", "ids", "n")

    def __init__(
        self,
        ids: list[str],
        buffers: dict[str, Column],
        n: int,
        index: Index,
        more: dict[bytes, int],
        tail: _Tail,
    ) -> None:
        self.ids, self.n = ids, n
        self._buffers, self._index, self._more, self._tail = buffers, index, more, tail
        self._views: dict[str, Column] = {}
        for name, buffer in buffers.items():
            view = buffer[:n]
            view.flags.writeable = False
            self._views[name] = view

    @classmethod
    def of(cls, ids: list[str], columns: Mapping[str, Column]) -> Table:
        """A table of whole columns; all rows are alive."""
        n = len(ids)
        alive = np.ones(n, bool)
        buffers = {name: _with_room(column, n) for name, column in {"alive": alive, **columns}.items()}
        return cls(ids, buffers, n, Index(ids), {}, _Tail(n))

    def __getitem__(self, column: str) -> Column:
        return self._views[column]

    def __len__(self) -> int:
        return self.n

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(self._views)

    def bytes_held(self) -> int:
        """About how much memory it takes: its columns, ids and index."""
        ids = self.n * (_ID_BYTES + len(self.ids[0])) if self.n else 0
        return ids + self._index.bytes_held() + sum(buffer.nbytes for buffer in self._buffers.values())

    def row(self, record_id: str) -> int:
        """The row of a record, -1 where there is none."""
        key = key_of(record_id)
        found = self._index.row(key)
        return self._more.get(key, -1) if found < 0 else found

    def rows(self, keys: Keys) -> Rows:
        """The rows behind the keys of records, -1 where there is none."""
        found = self._index.rows(keys)
        if self._more:
            for at in np.flatnonzero(found < 0):
                found[at] = self._more.get(keys[at].tobytes().rstrip(b"\0"), -1)
        return found

    def changed(self, rows: Rows, values: Mapping[str, Column]) -> Table:
        """The table with other values in some rows; only columns that differ are copied."""
        buffers = dict(self._buffers)
        for name, column in values.items():
            old = self._views[name][rows]
            same = np.array_equal(old, column, equal_nan=column.dtype.kind == "f")
            if not same:
                buffers[name] = buffers[name].copy()
                buffers[name][rows] = column
        return Table(self.ids, buffers, self.n, self._index, self._more, self._tail)

    def extended(self, ids: Sequence[str], values: Mapping[str, Column]) -> Table:
        """The table with more rows behind it."""
        more, n = dict(self._more), self.n + len(ids)
        more.update((key_of(one), self.n + i) for i, one in enumerate(ids))
        values = {"alive": np.ones(len(ids), bool), **values}
        ids_list, buffers, tail = self.ids, dict(self._buffers), self._tail
        fits = all(len(buffer) >= n for buffer in buffers.values())
        if tail.used != self.n or not fits:
            ids_list, tail = self.ids[: self.n], _Tail(self.n)
            buffers = {name: _with_room(view, n) for name, view in self._views.items()}
        ids_list.extend(ids)
        tail.used = n
        for name, column in values.items():
            buffers[name][self.n : n] = column
        return Table(ids_list, buffers, n, self._index, more, tail)


def _with_room(column: Column, n: int) -> Column:
    size = n + int(n * _SPARE) + 64
    buffer: Column = np.zeros((size, *column.shape[1:]), column.dtype)
    buffer[: len(column)] = column
    return buffer
