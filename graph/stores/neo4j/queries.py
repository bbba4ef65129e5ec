"""Every query of the store on a server, by name.

A version is seen at the sequence number ``$s`` when it was written by then, and what took its place was
not. Where many are looked for, the present ones come first and those that were replaced after ``$s`` behind:
the label ``Present`` is taken off only by a unit later than the one that replaced a version, so that none is
missed, whatever is committed in between.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from graph.records.registry import PREFIXES, Record
from graph.store import Columns
from graph.stores.codec import codec
from graph.stores.columns import Column, Content

CONSTRAINTS = {
    "entity_id": "FOR (n:Entity) REQUIRE n.id IS UNIQUE",
    "version_seq": "FOR (n:Version) REQUIRE n._seq IS UNIQUE",
    "unit_id": "FOR (n:Unit) REQUIRE n.id IS UNIQUE",
    "log_number": "FOR (n:Log) REQUIRE n.number IS UNIQUE",
    "log_key": "FOR (n:Log) REQUIRE n.key IS UNIQUE",
    "meta_key": "FOR (n:Meta) REQUIRE n.key IS UNIQUE",
    "log_end_key": "FOR (n:LogEnd) REQUIRE n.key IS UNIQUE",
    "forgotten_id": "FOR (n:Forgotten) REQUIRE n.id IS UNIQUE",
}
INDEXES = {
    "version_id": "INDEX version_id IF NOT EXISTS FOR (n:Version) ON (n.id)",
    "version_until": "INDEX version_until IF NOT EXISTS FOR (n:Version) ON (n._until)",
    "present_id": "INDEX present_id IF NOT EXISTS FOR (n:Present) ON (n.id)",
    "present_dong": "INDEX present_dong IF NOT EXISTS FOR (n:Present) ON (n.dong, n.id)",
    "present_until": "INDEX present_until IF NOT EXISTS FOR (n:Present) ON (n._until)",
    "present_point": "POINT INDEX present_point IF NOT EXISTS FOR (n:Present) ON (n._point)",
    "present_terms": """FULLTEXT INDEX present_terms IF NOT EXISTS FOR (n:Present) ON EACH [n._terms]
      OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}""",
    "unit_at": "INDEX unit_at IF NOT EXISTS FOR (n:Unit) ON (n.at)",
    "about_subject": "INDEX about_subject IF NOT EXISTS FOR (n:About) ON (n.subject, n.number)",
}
SET_UP = {name: f"CREATE CONSTRAINT {name} IF NOT EXISTS {what}" for name, what in CONSTRAINTS.items()} | {
    name: f"CREATE {what}" for name, what in INDEXES.items()
}
INDEX_NAMES = "SHOW INDEXES YIELD name, state WHERE state <> 'FAILED' RETURN name"
AWAIT_INDEXES = "CALL db.awaitIndexes(21600)"

ANYTHING = "MATCH (n) RETURN true LIMIT 1"
META = "MATCH (m:Meta {key: 'store'}) RETURN m.schema, m.fields, m.found"
MAKE_META = """MERGE (m:Meta {key: 'store'})
  ON CREATE SET m.store = $store, m.schema = $schema, m.fields = $fields, m.found = $found,
    m.sequence = 0, m.forgets = 0
  MERGE (l:LogEnd {key: 'log'}) ON CREATE SET l.number = 0, l.digest = $start"""

FILL_IN = """MATCH (v:Version) USING INDEX SEEK v:Version(id)
  WHERE v.id > $first AND v.id < $end AND v[$column] IS NULL
  CALL (v) { SET v[$column] = $default } IN TRANSACTIONS OF 5000 ROWS"""
FIND_AGAIN = """UNWIND $rows AS row MATCH (v:Version {_seq: row.seq}) WHERE v._removed IS NULL
  SET v += row.found"""
SET_FIELDS = "MATCH (m:Meta {key: 'store'}) SET m.fields = $fields, m.found = $found"

_MOMENT = "m.store, m.sequence, m.forgets, l.number"
MOMENT = f"MATCH (m:Meta {{key: 'store'}}) MATCH (l:LogEnd {{key: 'log'}}) RETURN {_MOMENT}"
# Whoever ends the log holds its end until the commit has been applied whole; removing a property that is not
# there waits for that and writes nothing. Its name must be one that the database knows, or nothing waits.
FIRM = f"""MATCH (l:LogEnd {{key: 'log'}}) REMOVE l.sequence
  WITH l MATCH (m:Meta {{key: 'store'}}) RETURN {_MOMENT}"""
FORGETS = "MATCH (m:Meta {key: 'store'}) RETURN m.forgets"
SEQUENCE_AT = """MATCH (u:Unit) USING INDEX SEEK u:Unit(at) WHERE u.at <= $moment
  WITH u.at AS at ORDER BY at DESC LIMIT 1
  MATCH (w:Unit) USING INDEX SEEK w:Unit(at) WHERE w.at = at RETURN max(w.last)"""
PAST_CURSOR = """MATCH (v:Version) USING INDEX SEEK v:Version(_seq) WHERE v._seq <= $s
  RETURN v._seq ORDER BY v._seq DESC LIMIT 1"""

# One condition instead of two that are alternatives: the planner would look each of those up by itself.
_LASTS = "coalesce(v._until, 9223372036854775807) > $s"
_SEEN = f"v._seq <= $s AND {_LASTS} AND v._removed IS NULL"
_HOLDS = """($day IS NULL OR ((v.valid_from IS NULL OR v.valid_from <= $day)
    AND (v.valid_to IS NULL OR $day <= v.valid_to)))"""
_REPLACED = "MATCH (v:Version) USING INDEX SEEK v:Version(_until) WHERE v._until > $s AND v._seq <= $s"

UNITS = "UNWIND $ids AS id MATCH (u:Unit {id: id}) RETURN u.id, u.at, u.by, u.why, u.first, u.last"
_CHANGE = "v._type, v.id, v.dong, v._version, v._removed"
WRITTEN = f"""MATCH (v:Version) USING INDEX SEEK v:Version(_seq) WHERE v._seq >= $first AND v._seq <= $last
  WITH v ORDER BY v._seq RETURN collect([{_CHANGE}])"""
CHANGES = f"""MATCH (v:Version) USING INDEX SEEK v:Version(_seq)
  WHERE v._seq > $after AND v._seq <= $s AND {_LASTS}
    AND ($dong IS NULL OR v.dong = $dong
      OR EXISTS {{ MATCH (w:Version) USING INDEX SEEK w:Version(id) WHERE w.id = v.id AND w.dong = $dong AND w._seq <= $s }})
  WITH v ORDER BY v._seq LIMIT $limit RETURN collect([{_CHANGE}, v._seq])"""

_APART = "|"
_EACH_ID = f"UNWIND split($ids, '{_APART}') + $more AS id"


def many(ids: Sequence[str]) -> dict[str, Any]:
    """Ids as parameters: one text, which takes the driver a fraction of the time of a list."""
    joined = _APART.join(i for i in ids if _APART not in i)
    return {"ids": joined, "more": [i for i in ids if _APART in i]}


NEIGHBOURS = f"""UNWIND $ids AS id
  MATCH (e:Entity {{id: id}})<-[:SOURCE|TARGET]-(v:Tie) USING INDEX SEEK e:Entity(id)
  WHERE {_SEEN} AND {_HOLDS}
  RETURN id, collect(DISTINCT CASE WHEN v.source = id THEN v.target ELSE v.source END)"""
_SEARCHED = f"($dong IS NULL OR v.dong = $dong) AND ($types IS NULL OR v._type IN $types) AND {_HOLDS}"
SEARCH = f"""CALL () {{
    CALL db.index.fulltext.queryNodes('present_terms', $terms) YIELD node AS v
    WITH v WHERE {_SEEN} AND {_SEARCHED} RETURN v
  UNION
    {_REPLACED} AND v._removed IS NULL AND v._lines IS NOT NULL AND {_SEARCHED} RETURN v
  }} RETURN collect([v.id, v._lines, v._names])"""
_PLACED = f"($types IS NULL OR v._type IN $types) AND {_HOLDS}"
NEAR = f"""CALL () {{
    MATCH (v:Present) USING INDEX SEEK v:Present(_point)
    WHERE point.distance(v._point, $point) <= $reach AND {_SEEN} AND {_PLACED} RETURN v
  UNION
    {_REPLACED} AND v._removed IS NULL AND v._point IS NOT NULL AND {_PLACED} RETURN v
  }} RETURN collect([v.id, v.`place.latitude`, v.`place.longitude`])"""

# The people of an import may be millions: as many of them come as are asked for.
_ENTRY = """[g.number, g.at, g.action, g.by, g.purpose, g.recipient,
    CASE WHEN $people IS NULL THEN g.subjects ELSE g.subjects[..$people] END, g.what, g.place, g.digest,
    CASE WHEN size(g.subjects) > $people THEN size(g.subjects) - $people ELSE 0 END]"""
LOG = f"""MATCH (g:Log) USING INDEX SEEK g:Log(number)
  WHERE g.number > $after AND g.number <= $last AND g.at <= $moment
  WITH g ORDER BY g.number LIMIT $limit RETURN collect({_ENTRY})"""
LOG_NEWEST = """MATCH (g:Log) USING INDEX SEEK g:Log(number)
  WHERE g.number > 0 AND g.number <= $last AND g.at <= $moment
  RETURN g.number ORDER BY g.number DESC LIMIT 1"""
LOG_ABOUT = f"""MATCH (a:About) USING INDEX SEEK a:About(subject, number)
  WHERE a.subject = $subject AND a.number > $after AND a.number <= $last
  MATCH (g:Log {{number: a.number}}) WHERE g.at <= $moment
  WITH g ORDER BY g.number LIMIT $limit RETURN collect({_ENTRY})"""

# The lock of all writers, held to the end of the transaction. Labels that earlier units left go here.
LOCK = """MATCH (m:Meta {key: 'store'}) SET m.turn = $unit
  WITH m MATCH (l:LogEnd {key: 'log'})
  CALL (m) {
    MATCH (v:Present) USING INDEX SEEK v:Present(_until) WHERE v._until <= m.sequence
    WITH v LIMIT 5000 REMOVE v:Present RETURN count(v) AS replaced
  }
  RETURN m.store, m.sequence, m.forgets, l.number, l.at,
    EXISTS { MATCH (v:Version) USING INDEX SEEK v:Version(_seq) WHERE v._seq > m.sequence }"""
# Waits for that lock, takes nothing with it, and changes nothing.
TURN = "MATCH (m:Meta {key: 'store'}) REMOVE m.number RETURN m.key"
STILL_THERE = "RETURN true"
LOGGED = "MATCH (g:Log {key: $key}) RETURN g.number"
# What is written above the published sequence number, by a unit that is not kept yet or whose writer died.
IS_STAGED = "MATCH (v:Version {_seq: $seq}) WHERE v._unit = $unit RETURN v._seq"
STAGED = """MATCH (v:Version) USING INDEX SEEK v:Version(_seq) WHERE v._seq > $s AND v._unit = $unit
  RETURN count(v)"""
UNSTAGE_REPLACED = """MATCH (v:Version) USING INDEX SEEK v:Version(_until) WHERE v._until > $s
  WITH v LIMIT $limit REMOVE v._until RETURN count(v)"""
UNSTAGE = """MATCH (v:Version) USING INDEX SEEK v:Version(_seq) WHERE v._seq > $s WITH v LIMIT $limit
  CALL (v) {
    MATCH (v)-->(e:Entity) WITH v, collect(DISTINCT e) AS entities
    DETACH DELETE v
    WITH entities UNWIND entities AS e
    WITH e WHERE NOT EXISTS { (e)--() } DELETE e
  } RETURN count(v)"""
ADD_VERSIONS = """UNWIND $rows AS row
  MERGE (e:Entity {id: row.id})
  CREATE (v:$(row.labels)) SET v = row.properties
  CREATE (v)-[:OF]->(e)
  WITH v, row UNWIND row.references AS reference
  MERGE (to:Entity {id: reference.to})
  CREATE (v)-[:$(reference.type)]->(to)"""
# Removing what is not there takes the lock first, so that what replaced a version meanwhile is seen.
REPLACE = """UNWIND $rows AS row MATCH (v:Version {_seq: row.before}) REMOVE v.turn
  WITH v, row WHERE v._until IS NULL SET v._until = row.seq RETURN count(v)"""
FORGOTTEN_AMONG = "UNWIND $ids AS id MATCH (f:Forgotten {id: id}) RETURN f.id"
# Ids that are not present although a present record refers to them.
DANGLING = """UNWIND $ids AS id
  WITH id WHERE NOT EXISTS {
    MATCH (w:Version) USING INDEX SEEK w:Version(id)
    WHERE w.id = id AND w._until IS NULL AND w._removed IS NULL }
  MATCH (e:Entity {id: id})<-[r]-(v:Version) USING INDEX SEEK e:Entity(id)
  WHERE type(r) <> 'OF' AND v._until IS NULL AND v._removed IS NULL
  RETURN v._type, v.id, toLower(type(r)) AS field, id ORDER BY v._type, v.id, field LIMIT 1"""
ADD_UNIT = """MATCH (m:Meta {key: 'store'}) SET m.sequence = $unit.last
  CREATE (u:Unit) SET u = $unit"""
LOG_END = """MATCH (l:LogEnd {key: 'log'}) SET l.turn = $key
  RETURN l.number, l.at, l.digest, EXISTS { MATCH (g:Log {key: $key}) }"""
ADD_LOG = """MATCH (l:LogEnd {key: 'log'})
  SET l.number = $entry.number, l.at = $entry.at, l.digest = $entry.digest
  CREATE (g:Log) SET g = $entry"""
ADD_ABOUT = "UNWIND $rows AS row CREATE (a:About) SET a = row"

MENTIONS = """UNWIND $ids AS id
  MATCH (e:Entity {id: id})<-[r]-(v:Version) USING INDEX SEEK e:Entity(id) WHERE type(r) <> 'OF'
  RETURN DISTINCT v._type, v.id, toLower(type(r))"""
HOUSEHOLDS = """MATCH (v:Version) USING INDEX SEEK v:Version(id)
  WHERE v.id = $id AND v.household IS NOT NULL RETURN DISTINCT v.household"""
MEMBERS = """MATCH (e:Entity {id: $id})<-[:HOUSEHOLD]-(v:Version) USING INDEX SEEK e:Entity(id)
  WHERE v._until IS NULL AND v._removed IS NULL RETURN v.id"""
DROP_VERSIONS = """UNWIND $ids AS id MATCH (v:Version) USING INDEX SEEK v:Version(id)
  WHERE v.id = id DETACH DELETE v"""
DROP_ENTITIES = """UNWIND $ids AS id MATCH (e:Entity {id: id}) USING INDEX SEEK e:Entity(id)
  DETACH DELETE e"""
DROP_VERSION = "MATCH (v:Version {_seq: $seq}) DETACH DELETE v"
CLEAR = "MATCH (v:Version {_seq: $seq}) SET v += $cleared"
SET_UNTIL = "MATCH (v:Version {_seq: $seq}) SET v._until = $until"
ADD_FORGOTTEN = "UNWIND $ids AS id MERGE (f:Forgotten {id: id}) ON CREATE SET f.number = $number"
SET_FORGETS = "MATCH (m:Meta {key: 'store'}) SET m.forgets = $number"
FORGOTTEN = "MATCH (f:Forgotten) RETURN f.id ORDER BY f.id"

HOW_MANY = """MATCH (v:Version) USING INDEX SEEK v:Version(_seq) WHERE v._seq >= 1 AND v._seq <= $s
  RETURN count(v)"""
EXAMINED = """MATCH (v:Version) USING INDEX SEEK v:Version(id)
  WHERE v.id > $after AND v.id < $end AND v._seq <= $s
  WITH v ORDER BY v.id, v._version LIMIT $limit
  RETURN collect([v.id,
    v {.*, _until: CASE WHEN v._until <= $s THEN v._until END},
    labels(v), COLLECT { MATCH (v)-[r]->(to:Entity) WHERE type(r) <> 'OF' RETURN [type(r), to.id] },
    EXISTS { MATCH (v)-[:OF]->(e:Entity) USING INDEX SEEK e:Entity(id) WHERE e.id = v.id },
    EXISTS { MATCH (u:Unit) USING INDEX SEEK u:Unit(id)
      WHERE u.id = v._unit AND u.first <= v._seq AND v._seq <= u.last }])"""
POINTING_NOWHERE = f"""UNWIND $ids AS id MATCH (v:Version) USING INDEX SEEK v:Version(id)
  WHERE v.id = id AND {_SEEN}
  MATCH (v)-[r]->(to:Entity) WHERE type(r) <> 'OF' AND NOT EXISTS {{
    MATCH (w:Version) USING INDEX SEEK w:Version(id) WHERE w.id = to.id AND {_SEEN.replace("v.", "w.")} }}
  RETURN v._type, v.id, toLower(type(r)) AS field, to.id ORDER BY v.id, field"""
FORGOTTEN_STILL_THERE = """MATCH (f:Forgotten) MATCH (e:Entity {id: f.id}) RETURN f.id ORDER BY f.id"""


_BY_ID = "MATCH (v:Version) USING INDEX SEEK v:Version(id) WHERE"
# Columns are named by a parameter, so that the server plans a query once and not once for each type.
_ROW = "[c IN $columns | v[c]]"
_KEPT = f"{_ROW} + [v._version, v._unit]"
GET = f"{_BY_ID} v.id = $id AND {_SEEN} AND {_HOLDS} RETURN {_KEPT}"
FIND = f"UNWIND $ids AS id {_BY_ID} v.id = id AND {_SEEN} AND {_HOLDS} RETURN {_KEPT}"
HISTORY = f"""{_BY_ID} v.id = $id AND v._seq <= $s
  RETURN {_ROW} + [v._version, v._unit, v._removed] ORDER BY v._version"""
NEWEST = f"""UNWIND $ids AS id {_BY_ID} v.id = id AND v._until IS NULL
  RETURN {_ROW} + [v._version, v._seq, v._removed]"""
VERSIONS = f"{_BY_ID} v.id = $id RETURN {_ROW} + [v._seq, v._until] ORDER BY v._seq"
ALL_VERSIONS = f"""MATCH (v:Version) USING INDEX SEEK v:Version(id)
  WHERE v.id >= $after AND v.id < $end AND (v.id > $after OR v._seq > $seq)
  WITH v ORDER BY v.id, v._seq LIMIT $limit RETURN collect({_ROW} + [v._seq])"""


def plain(names: Columns) -> list[str]:
    """The columns that are asked for as they are."""
    return [name for name in names if isinstance(name, str)]


class KindQueries:
    """The queries on the versions of one record type; its ids lie between two bounds."""

    def __init__(self, kind: type[Record]) -> None:
        """Take the type's bounds and columns."""
        self.kind = kind
        self.first, self.end = f"{PREFIXES[kind]}-", f"{PREFIXES[kind]}."
        self.names = list(codec(kind).names)
        self.count, self.count_in = _count(in_dong=False), _count(in_dong=True)

    def page(self, *, in_dong: bool, past: bool) -> str:
        """Records by id from after an id on, as one list."""
        return _page(_KEPT, in_dong=in_dong, past=past)

    def columns(self, names: Columns, *, in_dong: bool, past: bool) -> str:
        """The values of columns, the id first, by id from after an id on, as one list."""
        return _page(self._values_of(names), in_dong=in_dong, past=past)

    def referring(self, field: str) -> str:
        """Records whose reference field holds one of the ids, by id."""
        return f"{self._referring([field])} WITH v ORDER BY v.id RETURN collect({_KEPT})"

    def values_referring(self, fields: Sequence[str], names: Columns) -> str:
        """The values of columns, the id first, of records one of whose fields holds one of some ids."""
        several = "WITH DISTINCT v" if len(fields) > 1 else ""
        return f"{self._referring(fields)} {several} RETURN collect({self._values_of(names)})"

    def _referring(self, fields: Sequence[str]) -> str:
        types = "|".join(field.upper() for field in fields)
        return f"""{_EACH_ID} MATCH (e:Entity {{id: id}})<-[:{types}]-(v:{self.kind.__name__})
          USING INDEX SEEK e:Entity(id) WHERE ($dong IS NULL OR v.dong = $dong) AND {_SEEN} AND {_HOLDS}"""

    def values(self, names: Columns) -> str:
        """The values of columns, the id first, of the records of some ids, as one list."""
        return f"""{_EACH_ID} {_BY_ID} v.id = id
            AND ($dong IS NULL OR v.dong = $dong) AND {_SEEN} AND {_HOLDS}
          RETURN collect({self._values_of(names)})"""

    def _values_of(self, names: Columns) -> str:
        if len(plain(names)) == len(names):
            return _ROW
        return f"[{', '.join(map(self._value_of, names))}]"

    def _value_of(self, name: str | tuple[str, ...]) -> str:
        """A value as it is; or the text of a JSON array, so that the driver has one value to take apart."""
        if isinstance(name, str):
            return f"v.`{name}`"
        of_kind = codec(self.kind)
        return " + ',' + ".join(_json(of_kind.columns[of_kind.at[one]]) for one in name).join(
            ("'[' + ", " + ']'")
        )


_TOLD = "MATCH (m:Meta {key: 'store'}) RETURN m.forgets, here"


def _page(told: str, *, in_dong: bool, past: bool) -> str:
    """What is present, and what was replaced since; each part by id, and no longer than a page."""
    where = "v.id > $after AND v.id < $end AND ($dong IS NULL OR v.dong = $dong)"
    page = f"WITH v ORDER BY v.id LIMIT $limit RETURN collect({told})"
    if past:
        return f"""CALL () {{ MATCH (v:Version) USING INDEX SEEK v:Version(id)
            WHERE {where} AND {_SEEN} AND {_HOLDS} {page} AS here }}
          {_TOLD}, []"""
    first = page.replace("ORDER BY v.id", "ORDER BY v.dong, v.id") if in_dong else page
    return f"""CALL () {{ {_present(in_dong)} AND {_SEEN} AND {_HOLDS} {first} AS here }}
      CALL () {{ {_REPLACED} AND {where} AND v._removed IS NULL AND {_HOLDS} {page} AS replaced }}
      {_TOLD}, replaced"""


def _count(*, in_dong: bool) -> str:
    return f"""CALL () {{ {_present(in_dong)} AND {_SEEN} AND {_HOLDS} RETURN v
      UNION {_REPLACED} AND v.id > $after AND v.id < $end AND ($dong IS NULL OR v.dong = $dong)
        AND v._removed IS NULL AND {_HOLDS} RETURN v }} RETURN count(v)"""


def _present(in_dong: bool) -> str:
    if in_dong:
        return """MATCH (v:Present) USING INDEX SEEK v:Present(dong, id)
          WHERE v.dong = $dong AND v.id > $after AND v.id < $end"""
    return "MATCH (v:Present) USING INDEX SEEK v:Present(id) WHERE v.id > $after AND v.id < $end"


def _json(column: Column) -> str:
    """A value as JSON; in texts, control characters stay as they are."""
    value = f"v.`{column.name}`"
    if column.coding.storage != "TEXT":
        return f"coalesce(toString({value}), 'null')"
    if column.coding.content in (Content.TEXT, Content.JSON):
        value = f"""replace(replace({value}, '\\\\', '\\\\\\\\'), '"', '\\\\"')"""
    return f"""coalesce('"' + {value} + '"', 'null')"""


@cache
def of_kind(kind: type[Record]) -> KindQueries:
    """The queries on the versions of a record type."""
    return KindQueries(kind)
