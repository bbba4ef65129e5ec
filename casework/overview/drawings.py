"""A client's support network as it is handed over: SVG, interactive page, table, GraphML's twin in CSV."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from markupsafe import Markup

import viz
from casework.desk import Actor, Desk, own_dong
from casework.overview.figures import FiguresTold, figures_told
from casework.overview.network import network_of
from casework.overview.picture import draw, draw_change, scene_of
from casework.rights import Act
from graph.records.people import Person
from graph.store import AsOf
from importers.tables import as_csv, table
from matching.network.network import support_network
from viz.ecomap import ecomap_svg
from viz.pyvis_page import CSP as INTERACTIVE_POLICY
from viz.pyvis_page import SANDBOX as INTERACTIVE_SANDBOX
from viz.pyvis_page import pyvis_page
from viz.scene import Scene
from viz.table import table_twin

__all__ = [
    "INTERACTIVE_POLICY",
    "INTERACTIVE_SANDBOX",
    "PICTURE_FILES",
    "Drawing",
    "drawing",
    "drawing_in_figures",
    "interactive",
]

PICTURE_FILES = Path(viz.__file__).with_name("static")
"""The scripts and styles that the pictures load, to be served under /static/viz."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One picture with its table twin: the same people, the same lines, in the same words."""

    title: str
    svg: Markup
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def csv(self) -> bytes:
        """The table as CSV that spreadsheets open in Korean; a cell that would be a formula is text."""
        return as_csv(table(self.head, self.rows))


def drawing(
    desk: Desk,
    actor: Actor,
    person: str,
    *,
    day: date | None = None,
    since: date | None = None,
    masked: bool = True,
    compact: bool = False,
) -> Drawing:
    """The network on a day, or with what changed ``since`` an earlier one; ``compact`` for a side panel.

    Raises:
        RecordMissing: nobody has that id.
        OtherDong: another dong keeps the client.
        SceneTooLarge: the people cannot be drawn apart.
    """
    return _drawn(_scene(desk, actor, person, day, since, masked), compact=compact)


def drawing_in_figures(
    desk: Desk, actor: Actor, person: str, *, masked: bool = True
) -> tuple[Drawing, FiguresTold | None]:
    """Today's network drawn and in figures, in the names of one disclosure.

    There are no figures for those who do not answer for the client: strained ties do not count in them.

    Raises:
        RecordMissing: nobody has that id.
        OtherDong: another dong keeps the client.
        SceneTooLarge: the people cannot be drawn apart.
    """
    with desk.look(actor, Act.DRAW, about=person, as_of=AsOf(day=desk.today()), masked=masked) as view:
        own_dong(actor, view.reader.get(Person, person).record)
        drawn = _drawn(scene_of(desk, view, network_of(view, person)))
        if not view.responsible_for(person):
            return drawn, None
        network = support_network(desk.snapshot(actor.viewer), person)
        return drawn, figures_told(desk, view, network)


def interactive(
    desk: Desk,
    actor: Actor,
    person: str,
    *,
    day: date | None = None,
    since: date | None = None,
    masked: bool = True,
) -> str:
    """The same network as a page of its own, to be served with ``INTERACTIVE_POLICY`` in a sandboxed frame."""
    return pyvis_page(_scene(desk, actor, person, day, since, masked))


def _drawn(scene: Scene, *, compact: bool = False) -> Drawing:
    twin = table_twin(scene)
    return Drawing(
        title=scene.title,
        svg=ecomap_svg(scene, compact=compact),
        caption=twin.caption,
        head=twin.head,
        rows=twin.rows,
    )


def _scene(
    desk: Desk, actor: Actor, person: str, day: date | None, since: date | None, masked: bool
) -> Scene:
    if since is None:
        return draw(desk, actor, person, day=day, masked=masked)
    return draw_change(desk, actor, person, since=since, day=day, masked=masked)
