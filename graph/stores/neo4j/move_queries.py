"""The queries that take a whole store out of a database and put one in, by name.

While a store is put in, its two counting nodes have other keys: nothing that reads or writes finds them.
"""

from graph.stores.neo4j.queries import ADD_ABOUT as ADD_ABOUT
from graph.stores.neo4j.queries import ADD_VERSIONS as ADD_VERSIONS

DUMP = """MATCH (m:Meta {key: 'store'})
  CALL () {
    MATCH (v:Version) USING INDEX SEEK v:Version(_seq) WHERE v._seq > $after AND v._seq <= $s
    WITH v ORDER BY v._seq LIMIT $limit RETURN collect(properties(v)) AS rows
  } RETURN rows, m.forgets"""
DUMP_FORGOTTEN = "MATCH (f:Forgotten) WHERE f.number <= $forgets RETURN f.id, f.number ORDER BY f.id"

IS_ASIDE = "MATCH (m:Meta {key: 'loading'}) RETURN m.key"
PUT_ASIDE = """MATCH (m:Meta {key: 'store'}) SET m.turn = 'loading'
  WITH m MATCH (l:LogEnd {key: 'log'}) SET l.turn = 'loading'
  WITH m, l, m.sequence > 0 OR m.forgets > 0 OR l.number > 0 AS occupied
  FOREACH (_ IN CASE WHEN occupied THEN [] ELSE [1] END | SET m.key = 'loading', l.key = 'loading')
  RETURN occupied"""
# The same with a store that is to be replaced, if nothing was written since it stood as is said.
MAKE_ROOM = """MATCH (m:Meta {key: 'store'}) SET m.turn = 'loading'
  WITH m MATCH (l:LogEnd {key: 'log'}) SET l.turn = 'loading'
  WITH m, l WHERE m.sequence = $sequence AND m.forgets = $forgets AND l.number = $entries
  SET m.key = 'loading', m.store = $store, l.key = 'loading' RETURN m.key"""
HOLD = "MATCH (m:Meta {key: 'loading'}) SET m.turn = 'loading' RETURN m.key"
CLEAR = """MATCH (n) WHERE NOT n:Meta AND NOT n:LogEnd WITH n LIMIT $limit DETACH DELETE n
  RETURN count(n)"""
NEWEST = """UNWIND $ids AS id MATCH (v:Version) USING INDEX SEEK v:Version(id)
  WHERE v.id = id AND v._until IS NULL
  RETURN id, v._version, v._seq"""
SUPERSEDE = """UNWIND $rows AS row MATCH (v:Version {_seq: row.before})
  SET v._until = row.seq REMOVE v:Present"""
UNIT = "MATCH (u:Unit {id: $id}) RETURN u.id"
ADD_UNIT = "UNWIND $rows AS row CREATE (u:Unit) SET u = row"
ADD_LOG = "UNWIND $rows AS row CREATE (g:Log) SET g = row"
ADD_FORGOTTEN = "UNWIND $rows AS row CREATE (f:Forgotten) SET f = row"
POINTING_NOWHERE = """MATCH (v:Present)-[r]->(e:Entity) WHERE type(r) <> 'OF' AND NOT EXISTS {
    MATCH (w:Present)-[:OF]->(e) }
  RETURN v._type, v.id, toLower(type(r)), e.id LIMIT 1"""
PUBLISH = """MATCH (m:Meta {key: 'loading'}) MATCH (l:LogEnd {key: 'loading'})
  SET m.key = 'store', m.sequence = $sequence, m.forgets = $forgets,
    l.key = 'log', l.number = $number, l.at = $at, l.digest = $digest"""
