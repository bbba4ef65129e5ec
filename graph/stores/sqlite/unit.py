"""A unit of work on the file: records, versions, references, places and words in one transaction."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from graph.errors import RecordMissing, ReferenceMissing, VersionConflict
from graph.records.registry import Record, type_of
from graph.store import AsOf, LogAction, LogNote
from graph.stores.checks import Checked, checked, people_in
from graph.stores.codec import codec
from graph.stores.columns import encode_moment
from graph.stores.loglines import note_of_unit
from graph.stores.moments import new_unit_id
from graph.stores.sqlite import queries as q
from graph.stores.sqlite.connection import Connection
from graph.stores.sqlite.index import Rows, drop_from_indexes, index_places, index_references, index_words
from graph.stores.sqlite.reader import PresentReader
from graph.stores.sqlite.rows import as_ids

# The more at once, the fewer pages of the indexes are fetched and written again and again: ids are random.
_BATCH = 10_000


class SqliteUnit(PresentReader):
    """See ``Unit``; it reads through the connection that it writes with."""

    def __init__(self, db: Connection, at: datetime, by: str, why: str, *, forgets: int) -> None:
        """Begin, within a transaction that somebody else ends."""
        super().__init__(db, AsOf())
        self._id = new_unit_id()
        self._at, self._by, self._why = at, by, why
        self._forgets = forgets
        self._number: int | None = None
        self._removed: set[str] = set()
        self._open: set[str] = set()
        self._people: set[str] = set()
        self._written: Counter[type[Record]] = Counter()

    @property
    def id(self) -> str:
        """See ``Unit.id``."""
        return self._id

    def put(self, record: Record, *, expected: int | None = None) -> int:
        """See ``Unit.put``."""
        item = checked(record)
        self._check_remembered([item])
        last, present = self._before([item])
        found = present[item.id][0] if item.id in present else 0
        _expect(item.id, expected, found)
        if found and present[item.id][1:] == item.row:
            return found
        return self._write([item], last, present)[item.id]

    def put_all(self, records: Iterable[Record]) -> int:
        """See ``Unit.put_all``."""
        written = 0
        batch: dict[str, Checked] = {}
        for record in records:
            if record.id in batch or len(batch) == _BATCH:
                written += self._put_batch(batch.values())
                batch = {}
            batch[record.id] = checked(record)
        return written + self._put_batch(batch.values())

    def _put_batch(self, batch: Collection[Checked]) -> int:
        self._check_remembered(batch)
        last, present = self._before(batch)
        changed = [item for item in batch if item.id not in present or present[item.id][1:] != item.row]
        if changed:
            self._write(changed, last, present)
        return len(changed)

    def remove(self, kind: type[Record], record_id: str, *, expected: int | None = None) -> None:
        """See ``Unit.remove``."""
        kept = self.get(kind, record_id)
        _expect(record_id, expected, kept.version)
        item = checked(kept.record)
        self._add_versions([item], {record_id: kept.version + 1}, removed=True)
        self._db.execute(q.of_kind(kind).drop, {"ids": as_ids({record_id})})
        drop_from_indexes(self._db, {record_id})
        self._removed.add(record_id)

    def _check_remembered(self, items: Collection[Checked]) -> None:
        """Refuse an id that was forgotten: what was erased does not come back by an old file."""
        if self._forgets and items:
            ids = as_ids([item.id for item in items])
            forgotten = {i for (i,) in self._db.execute(q.FORGOTTEN_AMONG, {"ids": ids})}
            for item in items:
                if item.id in forgotten:
                    raise RecordMissing(id=item.id)

    def _before(self, items: Iterable[Checked]) -> tuple[dict[str, int], dict[str, tuple[Any, ...]]]:
        """The last versions of those that ever were; version and column values of those that are present."""
        last: dict[str, int] = {}
        present: dict[str, tuple[Any, ...]] = {}
        for of_kind in _by_kind(items):
            kind = of_kind[0].kind
            given = {"type": kind.__name__, "ids": as_ids([item.id for item in of_kind])}
            known: dict[str, int] = dict(self._db.execute(q.LAST_VERSIONS, given).fetchall())
            if known:
                rows = self._db.execute(q.of_kind(kind).rows, {"ids": as_ids(known)}).fetchall()
                present.update((row[1], row) for row in rows)
                last |= known
        return last, present

    def rewrite(self, item: Checked) -> None:
        """Write a version even of the same record."""
        self._write([item], *self._before([item]))

    def _write(self, items: Sequence[Checked], last: Mapping[str, int], present: Rows) -> dict[str, int]:
        """Write versions in the order given, then what is kept by type one type after the other."""
        groups = _by_kind(items)
        numbers = {item.id: last.get(item.id, 0) + 1 for item in items}
        unit = self._add_versions(items, numbers, removed=False)
        referred: set[str] = set()
        for of_kind in groups:
            put = q.of_kind(of_kind[0].kind).put
            self._db.executemany(put, [(*item.row, numbers[item.id], unit) for item in of_kind])
            again = [item.id for item in of_kind if item.id in last]
            referred |= index_references(self._db, of_kind, again)
            before = {item.id: present[item.id][1:] for item in of_kind if item.id in present}
            index_places(self._db, of_kind, before)
            index_words(self._db, of_kind, before)
        self._removed.difference_update(numbers)
        self._open |= self._not_present(referred - numbers.keys())
        return numbers

    def _add_versions(self, items: Sequence[Checked], numbers: dict[str, int], *, removed: bool) -> int:
        unit = self._unit_number()
        self._db.executemany(
            q.ADD_VERSION,
            [
                (
                    item.kind.__name__,
                    item.id,
                    numbers[item.id],
                    unit,
                    item.dong,
                    int(removed),
                    codec(item.kind).encode_json(item.row),
                )
                for item in items
            ],
        )
        self._written.update(item.kind for item in items)
        for item in items:
            self._people.update(people_in(item.kind, item.row))
        return unit

    def _unit_number(self) -> int:
        if self._number is None:
            moment = encode_moment(self._at)
            added = self._db.execute(q.ADD_UNIT, (self._id, moment, self._by, self._why))
            self._number = int(added.lastrowid)
        return self._number

    def note(self) -> LogNote | None:
        """What the log says about the unit, or None when it wrote nothing."""
        if not self._written:
            return None
        return note_of_unit(
            LogAction.WRITE,
            by=self._by,
            why=self._why,
            subjects=self._people,
            unit=self._id,
            touched=self._written.elements(),
        )

    def check_references(self) -> None:
        """Refuse the unit when a present reference points nowhere. Raises ReferenceMissing.

        What was referred to was looked for at each write; only what was not there, or went, is asked again.
        """
        absent = self._removed | self._not_present(self._open)
        if not absent:
            return
        row = self._db.execute(q.DANGLING, {"ids": as_ids(absent)}).fetchone()
        if row is not None:
            raise ReferenceMissing(record=row[0], field=row[2], id=row[3])

    def _not_present(self, ids: set[str]) -> set[str]:
        missing = ids
        for kind in {type_of(i) for i in ids}:
            if kind is not None:
                given = {"ids": as_ids({i for i in ids if type_of(i) is kind}), "day": None}
                missing = missing.difference(i for (i,) in self._db.execute(q.of_kind(kind).present, given))
        return missing


def _by_kind(items: Iterable[Checked]) -> list[list[Checked]]:
    """Records type by type, each by id: one statement a type, walking its table once."""
    found: dict[type[Record], list[Checked]] = {}
    for item in sorted(items, key=lambda item: item.id):
        found.setdefault(item.kind, []).append(item)
    return list(found.values())


def _expect(record_id: str, expected: int | None, found: int) -> None:
    if expected is not None and expected != found:
        raise VersionConflict(id=record_id, expected=expected, found=found)
