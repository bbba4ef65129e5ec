"""Every query of the embedded store, by name; ids in sets come as one JSON array."""

from collections.abc import Sequence
from functools import cache

from graph.records.registry import PREFIXES, Record
from graph.store import Columns
from graph.stores.codec import codec
from graph.stores.sqlite.schema import quoted

IDS = "(SELECT value FROM json_each(:ids))"

STORE_ID = "SELECT value FROM meta WHERE key = 'store'"
FINGERPRINT = "SELECT value FROM meta WHERE key = 'fingerprint'"
SET_META = "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)"
SEQUENCE = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'version'), 0)"
FORGETS = "SELECT coalesce(max(number), 0) FROM forgotten"
LOG_LENGTH = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'log'), 0)"

_KEPT = "v.id, v.version, u.at, u.by, u.why, u.id, v.removed, v.body"
HISTORY = f"""SELECT {_KEPT} FROM version v JOIN unit u ON u.number = v.unit
  WHERE v.type = :type AND v.id = :id AND u.at <= :moment ORDER BY v.version"""
PAST_VERSION = f"""SELECT {_KEPT} FROM version v JOIN unit u ON u.number = v.unit
  WHERE v.type = :type AND v.id = :id AND u.at <= :moment ORDER BY v.version DESC LIMIT 1"""
PAST_VERSIONS = f"""SELECT {_KEPT} FROM version v CROSS JOIN unit u ON u.number = v.unit
  WHERE v.type = :type AND u.at <= :moment ORDER BY v.id, v.version"""
PAST_SEQUENCE = """SELECT coalesce(max(v.sequence), 0) FROM version v
  WHERE v.unit <= (SELECT max(number) FROM unit WHERE at <= :moment)"""
NEWEST_BODY = "SELECT body FROM version WHERE type = :type AND id = :id ORDER BY version DESC LIMIT 1"

_CHANGE = "v.type, v.id, v.dong, v.version, v.removed"
WRITTEN_IN = f"""SELECT {_CHANGE} FROM unit u CROSS JOIN version v ON v.unit = u.number
  WHERE u.id = :unit AND u.at <= :moment ORDER BY v.sequence"""
_NEWEST = (
    "NOT EXISTS (SELECT 1 FROM version w WHERE w.type = v.type AND w.id = v.id AND w.version > v.version)"
)
CHANGES = f"""SELECT {_CHANGE}, v.sequence FROM version v
  WHERE v.sequence > :after AND {_NEWEST} ORDER BY v.sequence LIMIT :limit"""
CHANGES_IN = f"""SELECT {_CHANGE}, v.sequence FROM version v
  WHERE v.sequence > :after AND {_NEWEST}
    AND EXISTS (SELECT 1 FROM version w WHERE w.type = v.type AND w.id = v.id AND w.dong = :dong)
  ORDER BY v.sequence LIMIT :limit"""

NEIGHBOURS = """SELECT j.value, t.source, t.target
  FROM json_each(:ids) j
  CROSS JOIN ref r ON r.to_id = j.value AND r.type = 'Tie' AND r.field IN ('source', 'target')
  CROSS JOIN "Tie" t ON t.id = r.id
  WHERE r.present AND (:day IS NULL OR (
    (t.valid_from IS NULL OR t.valid_from <= :day) AND (t.valid_to IS NULL OR :day <= t.valid_to)))"""

SEARCH = """SELECT s.id, s.type, s.lines, s.names FROM search f CROSS JOIN searched s ON s.number = f.rowid
  WHERE search MATCH :terms
    AND (:dong IS NULL OR s.dong = :dong)
    AND (:types IS NULL OR s.type IN (SELECT value FROM json_each(:types)))
  ORDER BY s.id"""
NEAR = """SELECT c.id, c.latitude, c.longitude FROM json_each(:norths) n
  CROSS JOIN cell c ON c.type = :type AND c.north = n.value AND c.east BETWEEN :west AND :east"""

_ENTRY = "l.number, l.at, l.action, l.by, l.purpose, l.recipient, l.subjects, l.what, l.place, l.digest"
LOG = f"SELECT {_ENTRY} FROM log l WHERE l.number > :after AND l.at <= :moment ORDER BY l.number LIMIT :limit"
LOG_ABOUT = f"""SELECT {_ENTRY} FROM log_subject s CROSS JOIN log l ON l.number = s.number
  WHERE s.subject = :subject AND s.number > :after AND l.at <= :moment ORDER BY s.number LIMIT :limit"""
LOG_NEWEST = "SELECT number FROM log WHERE at <= :moment ORDER BY number DESC LIMIT 1"
LOG_END = "SELECT number, at, digest FROM log ORDER BY number DESC LIMIT 1"
ADD_LOG = "INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
ADD_SUBJECT = "INSERT OR IGNORE INTO log_subject (subject, number) VALUES (?, ?)"

ADD_UNIT = "INSERT INTO unit (id, at, by, why) VALUES (?, ?, ?, ?)"
ADD_VERSION = """INSERT INTO version (type, id, version, unit, dong, removed, body)
  VALUES (?, ?, ?, ?, ?, ?, ?)"""
LAST_VERSIONS = f"SELECT id, max(version) FROM version WHERE type = :type AND id IN {IDS} GROUP BY id"
FORGOTTEN = "SELECT id FROM forgotten ORDER BY id"
FORGOTTEN_AMONG = f"SELECT id FROM forgotten WHERE id IN {IDS}"

UNSET_REFS = f"UPDATE ref SET present = 0 WHERE id IN {IDS}"
ADD_REF = """INSERT INTO ref (to_id, type, field, id, present) VALUES (?, ?, ?, ?, 1)
  ON CONFLICT DO UPDATE SET present = 1"""
DANGLING = f"""SELECT type, id, field, to_id FROM ref
  WHERE to_id IN {IDS} AND present ORDER BY type, id, field LIMIT 1"""
MENTIONS = f"SELECT type, id, field FROM ref WHERE to_id IN {IDS}"
HOUSEHOLDS = "SELECT to_id FROM ref WHERE id = :id AND type = 'Person' AND field = 'household'"
MEMBERS = """SELECT id FROM ref
  WHERE to_id = :id AND type = 'Person' AND field = 'household' AND present"""

DROP_CELLS = f"DELETE FROM cell WHERE id IN {IDS}"
ADD_CELL = "INSERT INTO cell (type, north, east, id, latitude, longitude) VALUES (?, ?, ?, ?, ?, ?)"
LAST_NUMBER = "SELECT coalesce(max(number), 0) FROM searched"
DROP_TERMS = f"DELETE FROM search WHERE rowid IN (SELECT number FROM searched WHERE id IN {IDS})"
DROP_SEARCHED = f"DELETE FROM searched WHERE id IN {IDS}"
ADD_SEARCHED = "INSERT INTO searched (number, id, type, dong, lines, names) VALUES (?, ?, ?, ?, ?, ?)"
ADD_TERMS = "INSERT INTO search (rowid, terms) VALUES (?, ?)"
MERGE_TERMS = "INSERT INTO search (search) VALUES ('optimize')"

DUMP = """SELECT v.sequence, v.type, v.id, v.version, v.removed, v.body, u.id, u.at, u.by, u.why
  FROM version v CROSS JOIN unit u ON u.number = v.unit ORDER BY v.sequence"""
DUMP_FORGOTTEN = "SELECT id, number FROM forgotten ORDER BY id"
LOAD_VERSION = """INSERT INTO version (sequence, type, id, version, unit, dong, removed, body)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
DROP_SEQUENCES = "DELETE FROM sqlite_sequence WHERE name = 'version'"
SET_SEQUENCE = "INSERT INTO sqlite_sequence (name, seq) VALUES ('version', ?)"
PAST_BODIES = f"""SELECT v.id, v.body FROM version v
  WHERE v.type = :type AND (v.removed OR NOT {_NEWEST}) ORDER BY v.id"""
ADD_PAST_REF = """INSERT INTO ref (to_id, type, field, id, present) VALUES (?, ?, ?, ?, 0)
  ON CONFLICT DO NOTHING"""

PRESENT_VERSIONS = f"""SELECT v.body, v.version, v.unit FROM version v
  WHERE v.type = :type AND NOT v.removed AND {_NEWEST} ORDER BY v.id"""
PRESENT_COUNT = f"""SELECT count(*) FROM version v
  WHERE v.type = :type AND NOT v.removed AND {_NEWEST}"""
VERSIONS_OF = "SELECT sequence, body FROM version WHERE type = :type AND id = :id ORDER BY version"
REWRITE = "UPDATE version SET body = :body WHERE sequence = :sequence"
DROP_VERSION = "DELETE FROM version WHERE sequence = :sequence"
DROP_VERSIONS = f"DELETE FROM version WHERE type = :type AND id IN {IDS}"
DROP_REFS = f"DELETE FROM ref WHERE id IN {IDS}"
DROP_REFS_TO = f"DELETE FROM ref WHERE to_id IN {IDS}"
ADD_FORGOTTEN = "INSERT OR IGNORE INTO forgotten (id, number) VALUES (?, ?)"

HOW_MANY_VERSIONS = "SELECT count(*) FROM version"
ALL_VERSIONS = """SELECT id, version, removed, body, unit, dong FROM version
  WHERE type = :type ORDER BY id, version"""
VERSIONS_WITHOUT_UNIT = """SELECT v.type, v.id FROM version v
  WHERE NOT EXISTS (SELECT 1 FROM unit u WHERE u.number = v.unit) ORDER BY v.type, v.id, v.version"""
REFS_OF = f"SELECT id, to_id, field, present FROM ref WHERE id IN {IDS} AND type = :type"
CELLS_OF = f"SELECT id, type, north, east, latitude, longitude FROM cell WHERE id IN {IDS}"
SEARCHED_OF = f"SELECT id, type, dong, lines, names FROM searched WHERE id IN {IDS}"
ALL_SEARCHED = "SELECT number, id, type, lines, names FROM searched ORDER BY number"
_NO_VERSION = "NOT EXISTS (SELECT 1 FROM version v WHERE v.type = {0}.type AND v.id = {0}.id)"
INDEX_STRAYS = f"""SELECT DISTINCT 'ref', r.type, r.id FROM ref r WHERE {_NO_VERSION.format("r")}
  UNION ALL SELECT 'cell', c.type, c.id FROM cell c WHERE {_NO_VERSION.format("c")}
  UNION ALL SELECT 'searched', s.type, s.id FROM searched s WHERE {_NO_VERSION.format("s")}"""
FORGOTTEN_STILL_REFERRED = """SELECT f.id FROM forgotten f
  WHERE EXISTS (SELECT 1 FROM ref r WHERE r.to_id = f.id OR r.id = f.id) ORDER BY f.id"""
SHOW_TERMS = "CREATE VIRTUAL TABLE temp.term_of USING fts5vocab (main, search, instance)"
EACH_TERM = "SELECT term, doc FROM temp.term_of"
HIDE_TERMS = "DROP TABLE temp.term_of"


class KindQueries:
    """The queries on the table of one record type."""

    def __init__(self, kind: type[Record]) -> None:
        """Write them from the type's columns."""
        of_kind = codec(kind)
        table = quoted(kind.__name__)
        values = ", ".join(quoted(name) for name in of_kind.names)
        self.table = table
        self.width = len(of_kind.names)
        kept = ", ".join(f"k.{quoted(name)}" for name in of_kind.names)
        kept += ", k._version, u.at, u.by, u.why, u.id"
        unit = "CROSS JOIN unit u ON u.number = k._unit"
        holds = ""
        if of_kind.span is not None:
            holds = """ AND (:day IS NULL OR (
              (k.valid_from IS NULL OR k.valid_from <= :day) AND (k.valid_to IS NULL OR :day <= k.valid_to)))"""
        self.get = f"SELECT {kept} FROM {table} k {unit} WHERE k.id = :id{holds}"
        self.find = f"SELECT {kept} FROM {table} k {unit} WHERE k.id IN {IDS}{holds} ORDER BY k.id"
        self.page = (
            f"SELECT {kept} FROM {table} k {unit} WHERE k.id > :after{holds} ORDER BY k.id LIMIT :limit"
        )
        self.page_in = (
            f"SELECT {kept} FROM {table} k {unit} WHERE k.dong = :dong AND k.id > :after{holds}"
            " ORDER BY k.id LIMIT :limit"
        )
        self.referring = (
            f"SELECT {kept} FROM ref r CROSS JOIN {table} k ON k.id = r.id {unit}"
            f" WHERE r.to_id = :to AND r.type = :type AND r.field = :field AND r.present{holds} ORDER BY r.id"
        )
        self.count = f"SELECT count(*) FROM {table} k WHERE true{holds}"
        self.count_in = f"SELECT count(*) FROM {table} k WHERE k.dong = :dong{holds}"
        self.present = f"SELECT k.id FROM {table} k WHERE k.id IN {IDS}{holds}"
        self.rows = f"SELECT _version, {values} FROM {table} WHERE id IN {IDS}"
        self.rows_and_units = f"SELECT _version, {values}, _unit FROM {table} WHERE id IN {IDS}"
        self.strays = (
            f"SELECT k.id FROM {table} k WHERE NOT EXISTS"
            " (SELECT 1 FROM version v WHERE v.type = :type AND v.id = k.id) ORDER BY k.id"
        )
        marks = ", ".join("?" * (self.width + 2))
        self.put = f"INSERT OR REPLACE INTO {table} ({values}, _version, _unit) VALUES ({marks})"
        self.drop = f"DELETE FROM {table} WHERE id IN {IDS}"
        self._holds = holds

    def columns(self, names: Columns, *, in_dong: bool, among: Sequence[str] = ()) -> str:
        """The values of named columns, by id; of all records, or of those with a field that is among ids."""
        values = ", ".join(_picked(name) for name in names)
        dong = "k.dong = :dong" if in_dong else "true"
        source = f"{self.table} k WHERE {dong}"
        if among == ("id",):
            source += f" AND k.id IN {IDS}"
        elif among:
            fields = ", ".join(f"'{field}'" for field in among)
            source += (
                f" AND k.id IN (SELECT r.id FROM ref r WHERE r.to_id IN {IDS}"
                f" AND r.type = :type AND r.field IN ({fields}) AND r.present)"
            )
        return f"SELECT {values} FROM {source}{self._holds} ORDER BY k.id"


def _picked(name: str | tuple[str, ...]) -> str:
    if isinstance(name, str):
        return f"k.{quoted(name)}"
    return f"json_array({', '.join(f'k.{quoted(one)}' for one in name)})"


@cache
def of_kind(kind: type[Record]) -> KindQueries:
    """The queries on the table of a record type."""
    return KindQueries(kind)


@cache
def pointing_nowhere(*, all_of_them: bool = False) -> str:
    """A present reference to a record that is not present: the first, or every one."""
    there = " ".join(
        f"WHEN '{prefix}' THEN EXISTS (SELECT 1 FROM {quoted(kind.__name__)} k WHERE k.id = r.to_id)"
        for kind, prefix in PREFIXES.items()
    )
    return f"""SELECT r.type, r.id, r.field, r.to_id FROM ref r WHERE r.present
      AND NOT CASE substr(r.to_id, 1, instr(r.to_id, '-') - 1) {there} ELSE 0 END
      ORDER BY r.type, r.id, r.field LIMIT {-1 if all_of_them else 1:d}"""


def all_rows(table: str) -> str:
    """Every row of a table that a file's own schema names."""
    name = table.replace('"', '""')
    return f'SELECT * FROM "{name}"'
