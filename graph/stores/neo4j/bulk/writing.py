"""Writing versions into the files of an import: their nodes, their ids, and what they refer to."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from graph.stores.checks import Checked
from graph.stores.codec import codec
from graph.stores.neo4j.bulk.nodes import Rows, value_text
from graph.stores.neo4j.rows import found_by

_FLUSH_ROWS = 20_000
PRESENT, PAST = "present", "past"
ENTITY, OF, REFERENCE = "entity", "of", "ref"


class VersionFiles:
    """One part of the files of versions; several processes may each write their own."""

    def __init__(self, folder: Path, part: str) -> None:
        """Begin the part in a folder that is there."""
        self._folder, self._part = folder, part
        self._rows: dict[str, Rows] = {}
        self._files: dict[str, TextIO] = {}
        self._waiting = 0
        self.counts: Counter[str] = Counter()
        """Rows by file, without the part."""

    def add(
        self,
        item: Checked,
        *,
        version: int,
        sequence: int,
        unit: str,
        first: bool = True,
        until: int | None = None,
        removed: bool = False,
    ) -> None:
        """A version, the ``first`` of its record that is kept; ``until`` another took its place."""
        of_kind = codec(item.kind)
        found = {} if removed else found_by(item)
        present = until is None and not removed
        row: list[Any] = [
            sequence,
            *item.row,
            item.kind.__name__,
            version,
            sequence,
            unit,
            until,
            "true" if removed else None,
            *(value_text(found.get(name)) for name in ("_point", "_lines", "_names", "_terms")),
        ]
        self._add(f"{PRESENT if present else PAST}-{item.kind.__name__}", row)
        if first:
            self._add(ENTITY, (item.id,))
        self._add(OF, (sequence, item.id))
        for field in of_kind.references:
            to = item.row[of_kind.at[field]]
            if to is not None:
                self._add(reference_file(field), (sequence, to))
        self._waiting += 1
        if self._waiting == _FLUSH_ROWS:
            self._flush()

    def _add(self, name: str, row: Sequence[Any]) -> None:
        rows = self._rows.get(name)
        if rows is None:
            rows = self._rows[name] = Rows()
        rows.add(row)
        self.counts[name] += 1

    def _flush(self) -> None:
        for name, rows in self._rows.items():
            file = self._files.get(name)
            if file is None:
                path = self._folder / f"{name}.{self._part}.csv"
                file = self._files[name] = path.open("w", encoding="utf-8", newline="")
            file.write(rows.take())
        self._waiting = 0

    def close(self) -> None:
        """Write what waits; the part is whole."""
        self._flush()
        for file in self._files.values():
            file.close()


def reference_file(field: str) -> str:
    """The name of the file of the relationships of a reference field."""
    return f"{REFERENCE}-{field}"
