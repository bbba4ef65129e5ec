"""Who goes along when a person is forgotten, and which references are cleared."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from graph.records.fields import field_specs
from graph.records.registry import Record
from graph.store import Primitive
from graph.stores.codec import codec

Row = tuple[Primitive, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A field of a record that, in some version, held an id."""

    kind: type[Record]
    id: str
    field: str


class Mentions(Protocol):
    """What a store must know to forget somebody."""

    def mentions(self, ids: Collection[str]) -> Iterable[Mention]:
        """Every field that, in any version of any record, held one of the ids."""
        ...

    def newest(self, record_id: str) -> Row:
        """The column values of a record's newest version, also of a removed one."""
        ...

    def households(self, person: str) -> Collection[str]:
        """Households that the person was in, in any version."""
        ...

    def members(self, household: str) -> Collection[str]:
        """People who are in a household at present."""
        ...


@dataclass(frozen=True, slots=True)
class Forgetting:
    """The ids that go, and the ids of records that stay although a version mentions one of those."""

    gone: frozenset[str]
    touched: frozenset[str]


def who_goes(person: str, kept: Mentions) -> Forgetting:
    """Follow the references: what belongs to the person goes, and what belongs to that.

    A record's newest version decides. A household goes when nobody else is in it.
    """
    gone: set[str] = set()
    touched: set[str] = set()
    going = {person}
    while going:
        gone |= going
        more: set[str] = set()
        for mention in kept.mentions(going):
            own = field_specs(mention.kind)[mention.field].forget == "remove"
            at = codec(mention.kind).at[mention.field]
            if own and kept.newest(mention.id)[at] in gone:
                more.add(mention.id)
            else:
                touched.add(mention.id)
        if person in going:
            more |= {h for h in kept.households(person) if not set(kept.members(h)) - gone}
        going = more - gone
    return Forgetting(frozenset(gone), frozenset(touched - gone))


def without(kind: type[Record], row: Row, gone: Collection[str]) -> Row | None:
    """A version without the ids that go, or None when it belonged to one of them and must go too."""
    of_kind = codec(kind)
    cleared = list(row)
    for name in of_kind.references:
        if row[of_kind.at[name]] in gone:
            if field_specs(kind)[name].forget == "remove":
                return None
            cleared[of_kind.at[name]] = None
    return tuple(cleared)
