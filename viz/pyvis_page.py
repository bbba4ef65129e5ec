"""The interactive picture: pyvis keeps nodes and edges, our own escaped page and script show them.

pyvis's own page loads from other hosts and runs text of names (docs: pyvis 0.3.2 switches to innerHTML as soon as
one title holds the letters "href"), so nothing of its HTML is used.
"""

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from pyvis.network import Network

from viz.boxes import FULL
from viz.ecomap import PAINTS
from viz.legend import legend_svg
from viz.marks import drawing_of, mark_text
from viz.reading import facts_words, figure_words
from viz.routes import Route, routes
from viz.scene import Change, Figure, Ring, Scene, Strain
from viz.seats import Seats, clockwise, seat
from viz.svg import FONT
from viz.words import word

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
SANDBOX = "allow-scripts"

_NODE_FIELDS = (
    "id",
    "title",
    "x",
    "y",
    "lines",
    "small",
    "width",
    "height",
    "corner",
    "dashes",
    "fill",
    "border",
    "borderWidth",
    "round",
)
_EDGE_FIELDS = (
    "from",
    "to",
    "points",
    "heads",
    "cuts",
    "width",
    "dashes",
    "colour",
    "faded",
    "mark",
    "sign",
    "tags",
)

_LEGEND_WIDTH = 1200.0
_NARROW_LEGEND_WIDTH = 400.0

_PAGES = Environment(
    loader=PackageLoader("viz", "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
)


def pyvis_page(scene: Scene, seats: Seats | None = None) -> str:
    """Return a whole HTML page of `scene` to be served with `CSP`, best in a frame with `sandbox=SANDBOX`.

    Its script and style come from /static/viz, vis-network from /static/vendor/vis-network.
    """
    seats = seats or seat(scene)
    network = network_of(scene, seats)
    language = scene.language
    data = {
        "nodes": [{name: node[name] for name in _NODE_FIELDS if name in node} for node in network.nodes],
        "edges": [{name: edge[name] for name in _EDGE_FIELDS if name in edge} for edge in network.edges],
        "rings": [seats.radii[ring] for ring in (Ring.AGENCIES, Ring.NEIGHBOURS, Ring.HOUSEHOLD)],
        "names": [
            {
                "lines": plate.lines,
                "kind": plate.kind,
                "box": [plate.rect.x, plate.rect.y, plate.rect.w, plate.rect.h],
            }
            for plate in seats.plates
        ],
        "bounds": [seats.bounds.x, seats.bounds.y, seats.bounds.w, seats.bounds.h],
        "letters": {"name": FULL.letters, "small": FULL.small, "face": FONT},
    }
    supports = dict.fromkeys(support for line in scene.lines for support in line.supports)
    return _PAGES.get_template("network.html").render(
        language=language,
        title=f"{scene.title} — {word('picture', language)}",
        heading=scene.title,
        facts=facts_words(scene),
        data=data,
        legend=legend_svg(scene, FULL, _LEGEND_WIDTH),
        narrow_legend=legend_svg(scene, FULL, _NARROW_LEGEND_WIDTH),
        keys=word("keys", language),
        filter_label=word("filter", language),
        filters=[
            ("", word("filter.all", language)),
            ("strained", word("filter.strained", language)),
            ("unknown", word("filter.unknown", language)),
            *((f"support:{support}", support) for support in supports),
        ],
        no_script=word("no_script", language),
    )


def network_of(scene: Scene, seats: Seats) -> Network:
    """Return the scene as a pyvis network: fixed seats, no physics, one node per figure, one edge per line."""
    # directed: an undirected pyvis network searches all earlier edges for every edge that is added.
    network = Network(directed=True)
    network.toggle_physics(False)
    for figure in (scene.client, *clockwise(scene)):
        network.add_node(figure.key, **_node(figure, scene, seats))
    for way in routes(scene, seats):
        network.add_edge(way.line.a, way.line.b, **_edge(way, scene))
    return network


def _node(figure: Figure, scene: Scene, seats: Seats) -> dict[str, object]:
    rect, box, paint = seats.boxes[figure.key], seats.contents[figure.key], PAINTS[figure.ring]
    lost = figure.change is Change.LOST
    corner = {True: 2.0, False: min(rect.h / 2, 22.0), None: 7.0}[figure.formal]
    unknown = [6, 4] if figure.formal is None and figure.ring is not Ring.CLIENT else []
    return {
        "label": figure.label,
        "title": figure_words(figure, scene),
        "shape": "box",
        "x": round(rect.x, 1),
        "y": round(rect.y, 1),
        "fixed": True,
        "physics": False,
        "lines": box.lines,
        "small": box.small,
        "width": round(rect.w, 1),
        "height": round(rect.h, 1),
        "corner": corner,
        "dashes": [2, 4] if lost else unknown,
        "fill": "#f4f4f4" if lost else paint.fill,
        "border": "#6b6b6b" if lost else paint.border,
        "borderWidth": 3.5 if figure.change is Change.NEW else 2,
        "round": figure.ring is Ring.CLIENT,
    }


def _edge(way: Route, scene: Scene) -> dict[str, object]:
    line = way.line
    drawing = drawing_of(way, scene.client.key)
    strained = line.strain in (Strain.TENSE, Strain.BROKEN)
    unknown = line.strength is None or line.strain is None
    tags = (
        ["strained"] * strained + ["unknown"] * unknown + [f"support:{support}" for support in line.supports]
    )
    shift = 22 if line.strain is Strain.BROKEN else 0
    return {
        "points": [_rounded(point) for point in drawing.points],
        "heads": [[_rounded(point) for point in head] for head in drawing.heads],
        "cuts": [[_rounded(point) for point in stroke] for stroke in drawing.cuts],
        "width": drawing.stroke.width,
        "dashes": drawing.stroke.dashes,
        "colour": drawing.stroke.colour,
        "faded": line.change is Change.LOST,
        "mark": _rounded((way.mark[0], way.mark[1] - shift)),
        "sign": mark_text(line),
        "tags": tags,
    }


def _rounded(point: tuple[float, float]) -> tuple[float, float]:
    return round(point[0], 1), round(point[1], 1)
