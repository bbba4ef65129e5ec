"""The network of a dong in figures, now and over time: what agrees with networkx is reckoned by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import networkx as nx
import numpy as np

from matching.amounts import holding, informal_giving, lapsed, loads
from matching.formality import shares_of
from matching.gates.consent import consenting
from matching.network.neighbourhood import neighbourhood, residents
from matching.rank import open_rows
from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Rows

_PIVOTS = 200
_STEPS = 1_000_000
"""Pivots times parties at most, which takes networkx some seconds."""
_SEED = 1
_RESTS_ON = ("people", "organisations", "ties", "linkages", "resources", "asks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Who lies on how large a share of the shortest ways between others, 0 to 1."""

    party: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Overload:
    """Who carries more visits a week than their limit, or than is usual where they set none.

    ``visits`` count linkages and informal help; ``uncounted`` are ties whose number of visits is unknown, one
    visit each; ``informally`` is to how many people help goes that no linkage shows.
    """

    person: str
    visits: float
    uncounted: int
    informally: int
    limit: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DongFigures:
    """A region's network; shares are 0 to 1, None where there is nothing to share.

    ``isolates`` are residents whom no tie without strain joins to anybody. Without one of ``bridges`` somebody
    is cut off from the others. ``between`` lists who lies on most ways, first the most; above 200 parties it
    is an estimate from 200 of them, or fewer of very many, drawn with a fixed seed (Brandes and Pich 2007), and
    ``estimated`` says so.
    ``formal_share`` is of all supporters of the ``helped``, who receive linked help now.
    """

    residents: int
    parties: int
    ties: int
    density: float | None
    components: int
    largest: int
    helped: int
    formal_share: float | None
    isolates: tuple[str, ...]
    bridges: tuple[str, ...]
    between: tuple[Between, ...]
    estimated: bool
    overloaded: tuple[Overload, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDay:
    """A region's network on one day, in whole numbers."""

    day: date
    residents: int
    ties: int
    isolates: int
    components: int


def dong_figures(snapshot: Snapshot, *, most: int = 10) -> DongFigures:
    """The figures of a region today; at most so many in ``between``.

    They are kept until a person, a tie or a linkage changes.
    """
    return snapshot.derived(
        ("dong_figures", most),
        _RESTS_ON,
        lambda: _figures(snapshot, most),
        snapshot.today,
        lapsed(snapshot),
        snapshot.policy.version,
    )


def _figures(snapshot: Snapshot, most: int) -> DongFigures:
    graph, clients = neighbourhood(snapshot), _helped(snapshot)
    sizes = [len(part) for part in nx.connected_components(graph)]
    return DongFigures(
        residents=len(residents(snapshot)),
        parties=len(graph),
        ties=graph.number_of_edges(),
        density=nx.density(graph) if len(graph) > 1 else None,
        components=len(sizes),
        largest=max(sizes, default=0),
        helped=len(clients),
        formal_share=_formal_share(snapshot, clients),
        isolates=isolates(graph),
        bridges=tuple(sorted(nx.articulation_points(graph))),
        between=_between(graph, most),
        estimated=len(graph) > _PIVOTS,
        overloaded=overloaded(snapshot),
    )


def over_time(snapshot: Snapshot, days: Iterable[date]) -> tuple[OnDay, ...]:
    """The network on each of some days, by the days from and to which ties held; kept like the figures."""
    wanted = tuple(days)
    return snapshot.derived(
        "dong_over_time", ("people", "ties"), lambda: _over_time(snapshot, wanted), wanted, snapshot.today
    )


def _over_time(snapshot: Snapshot, days: Iterable[date]) -> tuple[OnDay, ...]:
    found = []
    for day in days:
        graph = neighbourhood(snapshot, day)
        found.append(
            OnDay(
                day=day,
                residents=len(residents(snapshot, day)),
                ties=graph.number_of_edges(),
                isolates=len(isolates(graph)),
                components=nx.number_connected_components(graph),
            )
        )
    return tuple(found)


def isolates(graph: nx.Graph[str]) -> tuple[str, ...]:
    """Whom no tie joins to anybody, in order of ids."""
    return tuple(sorted(nx.isolates(graph)))


def reachable(snapshot: Snapshot, isolates: Iterable[str]) -> tuple[str, ...]:
    """Those of the isolates who ask for something now, then those who agreed to be considered, each by id."""
    people, agreed = snapshot["people"], consenting(snapshot)
    asking = set(snapshot["asks"]["person"][open_rows(snapshot)].tolist())
    found = [
        (row not in asking, one)
        for one in isolates
        if (row := people.row(one)) in asking or (row >= 0 and agreed[row])
    ]
    return tuple(one for _, one in sorted(found))


def overloaded(snapshot: Snapshot) -> tuple[Overload, ...]:
    """The residents who carry too much, first who is furthest above, then by id."""
    people, carried, giving = snapshot["people"], loads(snapshot), informal_giving(snapshot)
    here = residents(snapshot)
    limit = people["load_limit"][here]
    most = np.where(limit == UNKNOWN, snapshot.policy.visits_per_week, limit)
    above = carried.visits[here] + carried.uncounted[here] - most
    helped = np.unique(giving.helper.astype(np.int64) << 32 | giving.other) >> 32
    informally = np.bincount(helped, minlength=len(people))
    order = sorted(np.flatnonzero(above > 1e-6).tolist(), key=lambda at: (-above[at], people.ids[here[at]]))
    return tuple(
        Overload(
            person=people.ids[here[at]],
            visits=float(carried.visits[here[at]]),
            uncounted=int(carried.uncounted[here[at]]),
            informally=int(informally[here[at]]),
            limit=None if limit[at] == UNKNOWN else int(limit[at]),
        )
        for at in order
    )


def _between(graph: nx.Graph[str], most: int) -> tuple[Between, ...]:
    pivots = min(_PIVOTS, _STEPS // len(graph)) if len(graph) > _PIVOTS else None
    share = nx.betweenness_centrality(graph, k=pivots, seed=_SEED)
    first = sorted(share, key=lambda party: (-share[party], party))[:most]
    return tuple(Between(party=party, share=share[party]) for party in first if share[party] > 0)


def _helped(snapshot: Snapshot) -> Rows:
    linked = snapshot["linkages"]["person"][holding(snapshot)]
    return np.intersect1d(linked, residents(snapshot)).astype(np.int32)


def _formal_share(snapshot: Snapshot, clients: Rows) -> float | None:
    known, formal = shares_of(snapshot, clients)
    return float(formal.sum() / known.sum()) if known.sum() else None
