"""A client's support network as a networkx graph, read from the snapshot's ties and linkages."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from graph.words.kinds import Closeness, SupportKind, TieKind
from graph.words.need_areas import area_of
from matching.amounts import holding
from matching.errors import NotInSnapshot
from matching.formality import network_of
from matching.introductions import usable
from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.gathering import HOME
from matching.snapshot.snapshot import PERSON, Snapshot

_KINDS, _CLOSENESS, _SUPPORTS = tuple(TieKind), tuple(Closeness), tuple(SupportKind)


@dataclass(frozen=True, slots=True)
class SupportNetwork:
    """A client and their supporters as nodes by id, their relations as edges.

    Nodes carry ``formal`` (True, False or None); edges ``kinds`` (relations), ``closeness``, ``supports``
    and ``areas`` (need areas that a linkage serves), each a sorted tuple of codes.
    """

    client: str
    graph: nx.Graph[str]


def support_network(snapshot: Snapshot, person_id: str) -> SupportNetwork:
    """The client, everybody tied to them without strain or linked with them now, and the ties among those.

    Raises:
        NotInSnapshot: the person is not in the region.
    """
    client = snapshot["people"].row(person_id)
    people = snapshot["people"]
    if client < 0 or not people["alive"][client] or people["nearness"][client] != HOME:
        raise NotInSnapshot(id=person_id)
    supporters = network_of(snapshot, client).supporters
    graph: nx.Graph[str] = nx.Graph()
    graph.add_node(person_id, formal=None)
    for party in sorted(supporters, key=snapshot.party_id):
        formal = supporters[party]
        graph.add_node(snapshot.party_id(party), formal=None if formal == UNKNOWN else bool(formal))
    inside = {client * 4 + PERSON, *supporters}
    for party in sorted(inside, key=snapshot.party_id):
        _add_ties(snapshot, graph, party, inside)
    _add_linkages(snapshot, graph, client)
    return SupportNetwork(person_id, graph)


def _add_ties(snapshot: Snapshot, graph: nx.Graph[str], party: int, inside: set[int]) -> None:
    ties = snapshot["ties"]
    rows = snapshot.ties.at(party)
    for row in sorted((int(r) for r in rows[usable(snapshot)[rows]]), key=lambda r: ties.ids[r]):
        source, target = int(ties["source"][row]), int(ties["target"][row])
        if source in inside and target in inside and party == min(source, target):
            supports = int(ties["supports"][row])
            _merge(
                graph,
                snapshot.party_id(source),
                snapshot.party_id(target),
                kinds=(_KINDS[ties["kind"][row]].value,),
                closeness=_word(int(ties["closeness"][row])),
                supports=tuple(
                    w.value for i, w in enumerate(_SUPPORTS) if supports >= 0 and supports >> i & 1
                ),
            )


def _word(closeness: int) -> tuple[str, ...]:
    return () if closeness == UNKNOWN else (_CLOSENESS[closeness].value,)


def _add_linkages(snapshot: Snapshot, graph: nx.Graph[str], client: int) -> None:
    table, asks, needs = snapshot["linkages"], snapshot["asks"], snapshot["needs"]
    rows = holding(snapshot)
    for row in rows[table["person"][rows] == client]:
        giver, ask = int(table["giver"][row]), int(table["ask"][row])
        if giver < 0 or giver == client * 4 + PERSON:
            continue
        need = int(asks["need"][ask]) if ask >= 0 else UNKNOWN
        areas = (area_of(snapshot.names.items.values[needs["item"][need]]).code,) if need >= 0 else ()
        _merge(graph, snapshot.person_id(client), snapshot.party_id(giver), kinds=("linkage",), areas=areas)


def _merge(graph: nx.Graph[str], one: str, other: str, **more: tuple[str, ...]) -> None:
    """Add to what an edge holds already."""
    held = graph.get_edge_data(one, other, default={})
    names = ("kinds", "closeness", "supports", "areas")
    joined = {name: tuple(sorted({*held.get(name, ()), *more.get(name, ())})) for name in names}
    graph.add_edge(one, other, **joined)
