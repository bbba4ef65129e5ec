"""A client's network in figures: size, density, formal share, and who is one step from being lost."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from matching.amounts import loads
from matching.network.network import SupportNetwork
from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class SoleSupport:
    """The one supporter who gives a kind of support, or serves an area of need."""

    supporter: str
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkFigures:
    """A network in figures; shares are 0 to 1, None where there is nothing to share.

    ``density``, ``isolates`` and ``bridges`` are among the supporters, without the client: who knows nobody
    of the others, and without whom the others fall apart. ``sole`` says what is lost with one supporter.
    ``load`` are visits a week of each person who supports, with their own limit.
    """

    size: int
    density: float | None
    formal: int
    informal: int
    formality_unknown: int
    formal_share: float | None
    isolates: tuple[str, ...]
    bridges: tuple[str, ...]
    sole: tuple[SoleSupport, ...]
    load: tuple[tuple[str, float, int | None], ...]


def figures(snapshot: Snapshot, network: SupportNetwork) -> NetworkFigures:
    """The figures of a support network, deterministic and in order of ids."""
    graph, client = network.graph, network.client
    supporters = sorted(node for node in graph if node != client)
    among = graph.subgraph(supporters)
    formality = [graph.nodes[node]["formal"] for node in supporters]
    formal, informal = formality.count(True), formality.count(False)
    return NetworkFigures(
        size=len(supporters),
        density=nx.density(among) if len(supporters) > 1 else None,
        formal=formal,
        informal=informal,
        formality_unknown=formality.count(None),
        formal_share=formal / (formal + informal) if formal + informal else None,
        isolates=tuple(sorted(nx.isolates(among))),
        bridges=tuple(sorted(nx.articulation_points(among))),
        sole=_sole(graph, client),
        load=_load(snapshot, supporters),
    )


def _sole(graph: nx.Graph[str], client: str) -> tuple[SoleSupport, ...]:
    givers: dict[str, set[str]] = {}
    for supporter in graph[client]:
        edge = graph.edges[client, supporter]
        for what in (*edge.get("supports", ()), *edge.get("areas", ())):
            givers.setdefault(what, set()).add(supporter)
    alone = [SoleSupport(supporter=min(who), of=what) for what, who in givers.items() if len(who) == 1]
    return tuple(sorted(alone, key=lambda one: (one.supporter, one.of)))


def _load(snapshot: Snapshot, supporters: list[str]) -> tuple[tuple[str, float, int | None], ...]:
    people, carried = snapshot["people"], loads(snapshot)
    found = []
    for supporter in supporters:
        row = people.row(supporter)
        if row >= 0:
            limit = int(people["load_limit"][row])
            visits = float(carried.visits[row] + carried.uncounted[row])
            found.append((supporter, visits, None if limit == UNKNOWN else limit))
    return tuple(found)
