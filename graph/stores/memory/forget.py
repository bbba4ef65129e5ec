"""Forgetting a person in memory."""

from collections.abc import Collection
from dataclasses import replace
from typing import cast

from graph.records.people import Person
from graph.records.registry import Record, references
from graph.stores.codec import codec, encode
from graph.stores.forgetting import Forgetting, Mention, Row, without
from graph.stores.memory.reader import MemoryReader
from graph.stores.memory.state import State, Version
from graph.stores.memory.unit import MemoryUnit


class MemoryMentions:
    """See ``forgetting.Mentions``."""

    def __init__(self, reader: MemoryReader, state: State) -> None:
        """Look at the newest state."""
        self._reader, self._state = reader, state

    def mentions(self, ids: Collection[str]) -> set[Mention]:
        """Every field that, in any version of any record, held one of the ids."""
        return {
            Mention(kind, record_id, name)
            for kind, kept in self._state.versions.items()
            for record_id, versions in kept.items()
            for version in versions
            for name in references(kind)
            if getattr(version.kept.record, name) in ids
        }

    def newest(self, record_id: str) -> Row:
        """The column values of a record's newest version, also of a removed one."""
        return self._state.of(record_id)[-1].row

    def households(self, person: str) -> set[str]:
        """Households that the person was in, in any version."""
        found = {cast("Person", v.kept.record).household for v in self._state.of(person)}
        return {household for household in found if household is not None}

    def members(self, household: str) -> set[str]:
        """People who are in a household at present."""
        return {kept.record.id for kept in self._reader.referring(Person, "household", household)}


def scrubbed(state: State, plan: Forgetting) -> State:
    """The state without what goes; the ids that went are cleared from older versions of what stays."""
    versions: dict[type[Record], dict[str, list[Version]]] = {}
    for kind, kept in state.versions.items():
        versions[kind] = {}
        for record_id, old in kept.items():
            if record_id in plan.touched:
                versions[kind][record_id] = [v for o in old if (v := _cleared(kind, o, plan)) is not None]
            elif record_id not in plan.gone:
                versions[kind][record_id] = list(old)
    return replace(state, versions=versions)


def _cleared(kind: type[Record], version: Version, plan: Forgetting) -> Version | None:
    row = without(kind, version.row, plan.gone)
    if row is None or row == version.row:
        return version if row is not None else None
    of_kind = codec(kind)
    record = of_kind.decode(row)
    return replace(version, row=row, kept=replace(version.kept, record=record))


def clear(unit: MemoryUnit, before: State, record_id: str, plan: Forgetting) -> bool:
    """Write a present record anew when its newest version lost a reference; tell whether it did."""
    old = before.of(record_id)[-1]
    present = unit.kept(record_id)
    if present is None or encode(present.record) == encode(old.kept.record):
        return False
    unit.rewrite(present.record)
    return True
