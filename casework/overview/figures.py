"""A client's support network in figures, and as GraphML for other tools."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from casework.desk import Actor, Desk, own_dong
from casework.errors import ResponsibleOnly
from casework.rights import Act
from graph.records.people import Person
from graph.store import LogAction
from graph.view import View
from graph.words.kinds import SupportKind
from graph.words.need_areas import need_words
from matching.network.figures import figures
from matching.network.graphml import graphml
from matching.network.network import SupportNetwork, support_network


@dataclass(frozen=True, slots=True, kw_only=True)
class SoleTold:
    """The one supporter who gives a kind of support or serves an area of need."""

    supporter: str
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadTold:
    """How many visits a week a supporter carries, and their own limit."""

    supporter: str
    visits_per_week: float
    limit: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresTold:
    """The figures of a network; shares are 0 to 1, None where there is nothing to share.

    Whose tie to the client is strained or broken is drawn in the picture and not counted here.
    """

    size: int
    density: float | None
    formal: int
    informal: int
    formality_unknown: int
    formal_share: float | None
    isolates: tuple[str, ...]
    bridges: tuple[str, ...]
    sole: tuple[SoleTold, ...]
    load: tuple[LoadTold, ...]


def network_figures(desk: Desk, actor: Actor, person: str) -> FiguresTold:
    """How large, how close, how formal a client's network is, and who is one step from being lost.

    Raises:
        RecordMissing: nobody has that id.
        OtherDong: another dong keeps the client.
        ResponsibleOnly: strained ties do not count, so the figures would tell others of them.
    """
    with _network(desk, actor, person, LogAction.VIEW) as (view, network):
        return figures_told(desk, view, network)


def figures_told(desk: Desk, view: View, network: SupportNetwork) -> FiguresTold:
    """The figures of a network, in the names of a disclosure that is under way."""
    found = figures(desk.snapshot(view.viewer), network)
    return FiguresTold(
        size=found.size,
        density=found.density,
        formal=found.formal,
        informal=found.informal,
        formality_unknown=found.formality_unknown,
        formal_share=found.formal_share,
        isolates=tuple(map(view.name, found.isolates)),
        bridges=tuple(map(view.name, found.bridges)),
        sole=tuple(
            SoleTold(supporter=view.name(one.supporter), of=_what(view, one.of)) for one in found.sole
        ),
        load=tuple(
            LoadTold(supporter=view.name(who), visits_per_week=visits, limit=limit)
            for who, visits, limit in found.load
        ),
    )


def network_graphml(desk: Desk, actor: Actor, person: str) -> bytes:
    """The network as GraphML with keys for ids and masked names; kept in the log as an export.

    Raises:
        RecordMissing: nobody has that id.
        OtherDong: another dong keeps the client.
        ResponsibleOnly: another worker answers for the client.
    """
    with _network(desk, actor, person, LogAction.EXPORT) as (view, network):
        return graphml(network, view.key, view.name)


@contextmanager
def _network(
    desk: Desk, actor: Actor, person: str, action: LogAction
) -> Iterator[tuple[View, SupportNetwork]]:
    with desk.look(actor, Act.DRAW, about=person, action=action) as view:
        own_dong(actor, view.reader.get(Person, person).record)
        if not view.responsible_for(person):
            raise ResponsibleOnly()
        view.shown.add(person)
        yield view, support_network(desk.snapshot(actor.viewer), person)


def _what(view: View, code: str) -> str:
    """A kind of support or an area of need in words."""
    support = next((kind for kind in SupportKind if kind.value == code), None)
    return need_words()[code].label(view.language) if support is None else support.label(view.language)
