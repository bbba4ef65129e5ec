"""A client's support network as it is kept: who stands around them, and every tie among those."""

from __future__ import annotations

from dataclasses import dataclass

from graph.records.linkages import HOLDING, Linkage
from graph.records.people import Organisation, Person
from graph.records.registry import type_of
from graph.records.ties import Tie
from graph.view import View
from graph.words.kinds import Closeness, Direction, LinkageState, Strain, SupportKind, TieKind

_CLOSENESS = (Closeness.STRONG, Closeness.ORDINARY, Closeness.WEAK)
_STRAIN = (Strain.BROKEN, Strain.TENSE, Strain.NONE)
RUNNING = HOLDING - {LinkageState.ASKED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """All ties of a pair as one: the closest, the most strained, every kind of support.

    ``gives`` and ``receives`` read from ``a`` to ``b``; None is unknown.
    """

    a: str
    b: str
    kinds: frozenset[TieKind]
    closeness: Closeness | None
    strain: Strain | None
    gives: bool | None
    receives: bool | None
    supports: frozenset[SupportKind]
    formal: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The client, the others around them by id, and the bonds among all."""

    client: str
    household: frozenset[str]
    others: tuple[str, ...]
    bonds: tuple[Bond, ...]

    def bond(self, other: str) -> Bond | None:
        """What binds the client to one of the others."""
        return next((bond for bond in self.bonds if {bond.a, bond.b} == {self.client, other}), None)


def network_of(view: View, client: str) -> Network:
    """Read a client's network within a disclosure; whoever is withheld from the viewer is not in it.

    Its cost grows with the ties of the client and of those around them.
    """
    reader = view.reader
    person = reader.get(Person, client).record
    house: frozenset[str] = frozenset()
    if person.household is not None:
        house = frozenset(k.record.id for k in reader.referring(Person, "household", person.household)) - {
            client
        }
    ties = {tie.id: tie for tie in _ties(view, client)}
    helpers = {
        kept.record.giver
        for kept in reader.referring(Linkage, "person", client)
        if kept.record.state in RUNNING and not view.hides(kept.record)
    }
    around = house | {tie.other(client) for tie in ties.values()} | helpers
    there = {*reader.find(Person, around), *reader.find(Organisation, around)} - {client}
    others = tuple(sorted(other for other in there if not view.withheld(other)))
    inside = {client, *others}
    for other in others:
        ties.update({t.id: t for t in _ties(view, other) if t.source in inside and t.target in inside})
    pairs: dict[tuple[str, str], list[Tie]] = {}
    for tie in sorted(ties.values(), key=lambda tie: tie.id):
        if tie.source in inside and tie.target in inside:
            pairs.setdefault(_pair(client, tie.source, tie.target), []).append(tie)
    bonds = {pair: _merge(view, pair, found) for pair, found in pairs.items()}
    for helper in sorted(helpers & inside):
        bonds.setdefault((client, helper), _service(client, helper))
    for member in sorted(house & inside):
        bonds.setdefault((client, member), _same_house(client, member))
    return Network(
        client=client,
        household=house & inside,
        others=others,
        bonds=tuple(bonds[pair] for pair in sorted(bonds)),
    )


def _ties(view: View, end: str) -> tuple[Tie, ...]:
    """The ties of one end that the viewer may know of."""
    found = (kept.record for field in ("source", "target") for kept in view.reader.referring(Tie, field, end))
    return tuple(tie for tie in found if not view.hides(tie))


def _pair(client: str, one: str, other: str) -> tuple[str, str]:
    if client in (one, other):
        return client, other if one == client else one
    return (one, other) if one < other else (other, one)


def _merge(view: View, pair: tuple[str, str], ties: list[Tie]) -> Bond:
    a, b = pair
    seen = view.responsible_for(view.about)
    strains = [tie.strain for tie in ties if tie.strain is not None] if seen else []
    closeness = [tie.closeness for tie in ties if tie.closeness is not None]
    ways = [(tie.direction, tie.source == a) for tie in ties if tie.direction is not None]
    formal = [tie.formal for tie in ties if tie.formal is not None]
    return Bond(
        a=a,
        b=b,
        kinds=frozenset(tie.kind for tie in ties),
        closeness=min(closeness, key=_CLOSENESS.index) if closeness else None,
        strain=min(strains, key=_STRAIN.index) if strains else None,
        gives=any(_flows(way, forwards) for way, forwards in ways) if ways else None,
        receives=any(_flows(way, not forwards) for way, forwards in ways) if ways else None,
        supports=frozenset(kind for tie in ties for kind in tie.supports),
        formal=any(formal) if formal else None,
    )


def _flows(way: Direction, forwards: bool) -> bool:
    return way is Direction.BOTH or way is (Direction.FORWARD if forwards else Direction.BACKWARD)


def _service(client: str, helper: str) -> Bond:
    """A running linkage is a bond of its own where no tie is kept."""
    return Bond(
        a=client,
        b=helper,
        kinds=frozenset({TieKind.AGENCY if type_of(helper) is Organisation else TieKind.VOLUNTEER}),
        closeness=None,
        strain=None,
        gives=False,
        receives=True,
        supports=frozenset({SupportKind.PRACTICAL}),
        formal=type_of(helper) is Organisation,
    )


def _same_house(client: str, member: str) -> Bond:
    """People of one household are drawn even where nobody has described the tie."""
    return Bond(
        a=client,
        b=member,
        kinds=frozenset({TieKind.FAMILY}),
        closeness=None,
        strain=None,
        gives=None,
        receives=None,
        supports=frozenset(),
        formal=False,
    )
