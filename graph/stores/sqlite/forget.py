"""Forgetting a person in the file."""

from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from graph.errors import RecordMissing
from graph.records.people import Person
from graph.records.registry import RECORD_TYPES, Record, type_of
from graph.store import Forgotten, LogAction
from graph.stores.checks import checked
from graph.stores.codec import codec
from graph.stores.forgetting import Forgetting, Mention, Row, who_goes, without
from graph.stores.loglines import note_of_unit
from graph.stores.sqlite import log
from graph.stores.sqlite import queries as q
from graph.stores.sqlite.connection import Connection
from graph.stores.sqlite.index import drop_from_indexes
from graph.stores.sqlite.reader import cursor_of
from graph.stores.sqlite.rows import as_ids
from graph.stores.sqlite.unit import SqliteUnit


class FileMentions:
    """See ``forgetting.Mentions``."""

    def __init__(self, db: Connection) -> None:
        """Look through a connection."""
        self._db = db

    def mentions(self, ids: Collection[str]) -> list[Mention]:
        """Every field that, in any version of any record, held one of the ids."""
        rows = self._db.execute(q.MENTIONS, {"ids": as_ids(ids)}).fetchall()
        return [Mention(RECORD_TYPES[kind], record_id, field) for kind, record_id, field in rows]

    def newest(self, record_id: str) -> Row:
        """The column values of a record's newest version, also of a removed one."""
        kind: Any = type_of(record_id)
        (body,) = self._db.execute(q.NEWEST_BODY, {"type": kind.__name__, "id": record_id}).fetchone()
        row: Row = codec(kind).decode_json(body)
        return row

    def households(self, person: str) -> set[str]:
        """Households that the person was in, in any version."""
        return {i for (i,) in self._db.execute(q.HOUSEHOLDS, {"id": person})}

    def members(self, household: str) -> set[str]:
        """People who are in a household at present."""
        return {i for (i,) in self._db.execute(q.MEMBERS, {"id": household})}


def forget(db: Connection, person: str, *, now: Callable[[], datetime], by: str, why: str) -> Forgotten:
    """Remove a person and what belongs to them, within a transaction.

    Raises:
        RecordMissing: nobody has that id.
    """
    known = {"type": Person.__name__, "id": person}
    if type_of(person) is not Person or db.execute(q.NEWEST_BODY, known).fetchone() is None:
        raise RecordMissing(id=person)
    plan = who_goes(person, FileMentions(db))
    at, number = now(), cursor_of(db).forgets + 1
    unit = SqliteUnit(db, at, by, why, forgets=number)
    kinds = [kind for i in plan.gone if (kind := type_of(i)) is not None]
    _drop(db, plan.gone, set(kinds))
    cleared = [i for i in sorted(plan.touched) if _scrub(db, unit, i, plan)]
    db.execute(q.DROP_REFS_TO, {"ids": as_ids(plan.gone)})
    db.executemany(q.ADD_FORGOTTEN, [(i, number) for i in sorted(plan.gone)])
    # Merging rewrites the index, so that no term of a dropped text stays behind.
    db.execute(q.MERGE_TERMS)
    note = note_of_unit(LogAction.FORGET, by=by, why=why, subjects=[person], unit=unit.id, touched=kinds)
    log.append(db, note, at)
    return Forgotten(dict(sorted(Counter(kind.__name__ for kind in kinds).items())), len(cleared))


def _drop(db: Connection, gone: Collection[str], kinds: Collection[type[Record]]) -> None:
    drop_from_indexes(db, gone)
    db.execute(q.DROP_REFS, {"ids": as_ids(gone)})
    for kind in kinds:
        given = {"type": kind.__name__, "ids": as_ids({i for i in gone if type_of(i) is kind})}
        db.execute(q.of_kind(kind).drop, given)
        db.execute(q.DROP_VERSIONS, given)


def _scrub(db: Connection, unit: SqliteUnit, record_id: str, plan: Forgetting) -> bool:
    """Clear what went from all versions of a record that stays; tell whether its present changed."""
    kind: Any = type_of(record_id)
    of_kind = codec(kind)
    newest_changed = False
    newest: Row | None = None
    for sequence, body in db.execute(q.VERSIONS_OF, {"type": kind.__name__, "id": record_id}).fetchall():
        row = of_kind.decode_json(body)
        newest = without(kind, row, plan.gone)
        newest_changed = newest != row
        if newest is None:
            db.execute(q.DROP_VERSION, {"sequence": sequence})
        elif newest_changed:
            db.execute(q.REWRITE, {"sequence": sequence, "body": of_kind.encode_json(newest)})
    present = unit.find(kind, [record_id])
    if not (newest_changed and newest is not None and present):
        return False
    unit.rewrite(checked(of_kind.decode(newest)))
    return True
