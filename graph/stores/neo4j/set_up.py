"""Making an empty database a store, and refusing one that is not ours or is newer."""

from graph.errors import StoreUnavailable
from graph.stores.loglines import START
from graph.stores.moments import new_store_id
from graph.stores.neo4j import queries as q
from graph.stores.neo4j.load import is_unfinished
from graph.stores.neo4j.running import Queries
from graph.stores.neo4j.upgrade import fields, upgrade
from graph.stores.terms import found_by_fingerprint

SCHEMA_VERSION = 1


def set_up(queries: Queries) -> None:
    """Make the indexes that are missing, and in an empty database the node that counts; upgrade an older one.

    A database into which a store is being moved is left alone.

    Raises:
        StoreUnavailable: the database holds something else, or a newer version of this program made it.
    """
    if is_unfinished(queries):
        return
    found = queries.read(q.META, {})
    if not found and queries.read(q.ANYTHING, {}):
        raise StoreUnavailable(
            "다른 프로그램의 데이터베이스입니다. 비어 있는 데이터베이스를 지정하십시오.",
            "The database belongs to another program. Name an empty one.",
        )
    if found and found[0][0] > SCHEMA_VERSION:
        raise StoreUnavailable(
            "더 새로운 판의 프로그램이 만든 데이터베이스입니다. 프로그램을 새 판으로 올리십시오.",
            "A newer version of the program made the database. Upgrade the program.",
        )
    there = {name for (name,) in queries.read(q.INDEX_NAMES, {})}
    missing = [statement for name, statement in q.SET_UP.items() if name not in there]
    for statement in missing:
        queries.write(statement, {})
    # Also those that an earlier opening began: millions of records take their time.
    queries.write(q.AWAIT_INDEXES, {})
    if found:
        upgrade(queries, *found[0][1:])
    else:
        given = {
            "store": new_store_id(),
            "schema": SCHEMA_VERSION,
            "fields": fields(),
            "found": found_by_fingerprint(),
            "start": START,
        }
        queries.write(q.MAKE_META, given)
