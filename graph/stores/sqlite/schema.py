"""The tables: one per record type, derived from its fields, and those that all types share."""

import hashlib
from functools import cache

from graph.records.registry import RECORD_TYPES, Record
from graph.stores.codec import codec
from graph.stores.columns import Column
from graph.stores.terms import found_by_fingerprint

APPLICATION_ID = 0x50756D61
"""Marks a file as a store of this application ("Puma")."""

SCHEMA_VERSION = 1

_SHARED = (
    """CREATE TABLE meta (
      key TEXT PRIMARY KEY, value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE unit (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
      at TEXT NOT NULL, by TEXT NOT NULL, why TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX unit_at ON unit (at)",
    """CREATE TABLE version (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      type TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
      unit INTEGER NOT NULL REFERENCES unit, dong TEXT NOT NULL, removed INTEGER NOT NULL,
      body TEXT NOT NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX version_of ON version (type, id, version)",
    "CREATE INDEX version_in ON version (unit)",
    # Also what older versions referred to (present = 0): forgetting must find those.
    """CREATE TABLE ref (
      to_id TEXT NOT NULL, type TEXT NOT NULL, field TEXT NOT NULL, id TEXT NOT NULL,
      present INTEGER NOT NULL,
      PRIMARY KEY (to_id, type, field, id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX ref_of ON ref (id)",
    """CREATE TABLE cell (
      type TEXT NOT NULL, north INTEGER NOT NULL, east INTEGER NOT NULL, id TEXT NOT NULL,
      latitude REAL NOT NULL, longitude REAL NOT NULL,
      PRIMARY KEY (type, north, east, id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX cell_of ON cell (id)",
    """CREATE TABLE searched (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
      type TEXT NOT NULL, dong TEXT NOT NULL, lines TEXT NOT NULL, names TEXT NOT NULL
    ) STRICT""",
    # The terms are made by the application; "ascii" leaves every Korean character in its term.
    """CREATE VIRTUAL TABLE search USING fts5 (
      terms, content = '', contentless_delete = 1, tokenize = 'ascii', detail = none
    )""",
    """CREATE TABLE log (
      number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, action TEXT NOT NULL,
      by TEXT NOT NULL, purpose TEXT NOT NULL, recipient TEXT NOT NULL, subjects TEXT NOT NULL,
      what TEXT NOT NULL, place TEXT NOT NULL, digest TEXT NOT NULL
    ) STRICT""",
    """CREATE TRIGGER log_stays BEFORE UPDATE ON log
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    """CREATE TRIGGER log_remains BEFORE DELETE ON log
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    """CREATE TABLE log_subject (
      subject TEXT NOT NULL, number INTEGER NOT NULL REFERENCES log,
      PRIMARY KEY (subject, number)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE forgotten (
      id TEXT PRIMARY KEY, number INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
)


def quoted(name: str) -> str:
    """A name as SQL writes it; names come from the records' own fields."""
    return f'"{name}"'


def _column_sql(column: Column) -> str:
    return f"{quoted(column.name)} {column.coding.storage}{'' if column.nullable else ' NOT NULL'}"


@cache
def table_statements(kind: type[Record]) -> tuple[str, ...]:
    """The table of a record type: its columns by id, and which version in which unit wrote them."""
    name = quoted(kind.__name__)
    columns = [_column_sql(column) for column in codec(kind).columns]
    columns += [
        "_version INTEGER NOT NULL",
        "_unit INTEGER NOT NULL REFERENCES unit",
        "PRIMARY KEY (id)",
    ]
    return (
        f"CREATE TABLE {name} ({', '.join(columns)}) STRICT, WITHOUT ROWID",
        f"CREATE INDEX {quoted(kind.__name__ + '_in')} ON {name} (dong, id)",
    )


def statements() -> tuple[str, ...]:
    """Everything that makes an empty store."""
    tables = tuple(s for kind in RECORD_TYPES.values() for s in table_statements(kind))
    return _SHARED + tables


def fingerprint() -> str:
    """A digest of the tables of all record types, and of how they are found: it changes when a field or that does."""
    text = "\n".join(s for kind in RECORD_TYPES.values() for s in table_statements(kind))
    text += "\n" + found_by_fingerprint()
    return hashlib.sha256(text.encode()).hexdigest()
