"""Forgetting a person on the server."""

from collections import Counter
from collections.abc import Collection
from itertools import pairwise
from typing import Any

from graph.errors import RecordMissing
from graph.records.people import Person
from graph.records.registry import RECORD_TYPES, type_of
from graph.store import Forgotten, LogAction
from graph.stores.checks import Checked, checked
from graph.stores.codec import codec
from graph.stores.forgetting import Forgetting, Mention, Row, who_goes, without
from graph.stores.loglines import note_of_unit
from graph.stores.neo4j import queries as q
from graph.stores.neo4j.running import Run
from graph.stores.neo4j.unit import Neo4jUnit


class ServerMentions:
    """See ``forgetting.Mentions``."""

    def __init__(self, run: Run) -> None:
        """Look through a transaction."""
        self._run = run

    def mentions(self, ids: Collection[str]) -> list[Mention]:
        """Every field that, in any version of any record, held one of the ids."""
        rows = self._run(q.MENTIONS, {"ids": sorted(ids)})
        return [Mention(RECORD_TYPES[kind], record_id, field) for kind, record_id, field in rows]

    def newest(self, record_id: str) -> Row:
        """The column values of a record's newest version, also of a removed one."""
        kind: Any = type_of(record_id)
        ((row,),) = self._run(q.NEWEST, {"ids": [record_id], "columns": q.of_kind(kind).names})
        *kept, _, _, _ = row
        return tuple(kept)

    def households(self, person: str) -> set[str]:
        """Households that the person was in, in any version."""
        return {i for (i,) in self._run(q.HOUSEHOLDS, {"id": person})}

    def members(self, household: str) -> set[str]:
        """People who are in a household at present."""
        return {i for (i,) in self._run(q.MEMBERS, {"id": household})}


def who_is_forgotten(run: Run, person: str) -> Forgetting:
    """The ids that go with a person. Raises RecordMissing: nobody has that id."""
    if type_of(person) is not Person or not run(q.NEWEST, {"ids": [person], "columns": []}):
        raise RecordMissing(id=person)
    return who_goes(person, ServerMentions(run))


def forget(
    run: Run, unit: Neo4jUnit, person: str, plan: Forgetting, *, number: int, by: str, why: str
) -> Forgotten:
    """Remove what goes, within the transaction of a unit that writes anew what stays."""
    gone = sorted(plan.gone)
    run(q.DROP_VERSIONS, {"ids": gone})
    changed = [item for i in sorted(plan.touched) if (item := _scrub(run, i, plan)) is not None]
    run(q.DROP_ENTITIES, {"ids": gone})
    for item in changed:
        unit.rewrite(item)
    unit.flush()
    run(q.ADD_FORGOTTEN, {"ids": gone, "number": number})
    run(q.SET_FORGETS, {"number": number})
    kinds = [kind for i in gone if (kind := type_of(i)) is not None]
    unit.keep(note_of_unit(LogAction.FORGET, by=by, why=why, subjects=[person], unit=unit.id, touched=kinds))
    return Forgotten(dict(sorted(Counter(kind.__name__ for kind in kinds).items())), len(changed))


def _scrub(run: Run, record_id: str, plan: Forgetting) -> Checked | None:
    """Clear what went from all versions of a record that stays; the record when its present changed."""
    kind: Any = type_of(record_id)
    of_kind = codec(kind)
    columns = q.of_kind(kind).names
    (((*newest, _, _, removed),),) = run(q.NEWEST, {"ids": [record_id], "columns": columns})
    kept: list[tuple[int, int | None]] = []
    for ((*values, sequence, until),) in run(q.VERSIONS, {"id": record_id, "columns": columns}):
        row = tuple(values)
        cleared = without(kind, row, plan.gone)
        if cleared is None:
            run(q.DROP_VERSION, {"seq": sequence})
            continue
        kept.append((sequence, until))
        if cleared != row:
            lost = {name: None for name, a, b in zip(of_kind.names, row, cleared, strict=True) if a != b}
            run(q.CLEAR, {"seq": sequence, "cleared": lost})
    # A version lasts until the next one that is left.
    for (sequence, until), (following, _) in pairwise(kept):
        if until != following:
            run(q.SET_UNTIL, {"seq": sequence, "until": following})
    present = without(kind, tuple(newest), plan.gone)
    if removed or present is None or present == tuple(newest):
        return None
    return checked(of_kind.decode(present))
