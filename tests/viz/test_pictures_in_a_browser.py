"""Both pictures as a real browser draws them, under the policy they are served with."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.conftest import skip_or_fail
from tests.viz.scenes import HOSTILE, a_figure, a_network, a_scene, a_tie
from viz.ecomap import ecomap_svg
from viz.pyvis_page import CSP, SANDBOX, pyvis_page
from viz.scene import Ring

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "api" / "pages" / "static" / "vendor"
KINDS = {".js": "text/javascript", ".css": "text/css"}
PAGE_CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-src 'self'"

# Read by the browser before anything else on the page.
WATCH = """
window.ran = [];
window.alert = (text) => window.ran.push(String(text));
Object.defineProperty(window, "pwned", {set: (value) => window.ran.push(value), get: () => undefined});
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => window.refused.push(event.violatedDirective));
"""
INK_SHARE = """() => {
  const canvas = document.querySelector("canvas");
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let dark = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] > 128 && data[at] + data[at + 1] + data[at + 2] < 240) dark += 1;
  }
  return dark / (data.length / 4);
}"""


class Site:
    """A small server for pages given as text."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, str]] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                kind, body, policy = site.answer(self.path)
                self.send_response(200 if body is not None else 404)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *_: object) -> None:
                """Keep the test's output clean."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def answer(self, path: str) -> tuple[str, bytes | None, str]:
        if path in self.pages:
            body, policy = self.pages[path]
            return "text/html", body.encode(), policy
        for prefix, folder in (("/static/viz/", ROOT / "viz" / "static"), ("/static/vendor/", VENDOR)):
            file = folder / path.removeprefix(prefix)
            if path.startswith(prefix) and file.is_file():
                return KINDS[file.suffix], file.read_bytes(), PAGE_CSP
        return (
            "text/html" if path == "/favicon.ico" else "text/plain",
            b"" if path == "/favicon.ico" else None,
            PAGE_CSP,
        )

    def ecomap(self, scene, compact=False) -> str:
        body = f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>생태도</title>
<link rel="stylesheet" href="/static/viz/ecomap.css"><script src="/static/viz/ecomap.js" defer></script></head>
<body><main class="ecomap-sheet"><h1>생태도</h1>{ecomap_svg(scene, compact=compact)}</main></body></html>"""
        self.pages["/ecomap"] = (body, PAGE_CSP)
        return f"{self.url}/ecomap"

    def network(self, scene) -> str:
        self.pages["/network"] = (pyvis_page(scene), CSP)
        return f"{self.url}/network"

    def framed(self, scene) -> str:
        self.network(scene)
        frame = f'<iframe title="그림" width="1200" height="800" sandbox="{SANDBOX}" src="/network"></iframe>'
        self.pages["/frame"] = (
            f'<!doctype html><html lang="ko"><title>틀</title><body>{frame}</body></html>',
            PAGE_CSP,
        )
        return f"{self.url}/frame"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()
    made.thread.join()


@pytest.fixture
def needs_vis() -> None:
    if not (VENDOR / "vis-network" / "vis-network.min.js").is_file():
        skip_or_fail("vis-network is not here: run `make setup`")


@pytest.fixture
def watched(page):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(WATCH)
    yield page
    assert errors == []


def hostile_scene():
    rings = (Ring.HOUSEHOLD, Ring.NEIGHBOURS, Ring.AGENCIES)
    figures = [
        a_figure(f"p{n}", label=text, ring=rings[n % 3], detail=text) for n, text in enumerate(HOSTILE)
    ]
    ties = tuple(a_tie(f.key, supports=(text,)) for f, text in zip(figures, HOSTILE, strict=True))
    return a_scene(*figures, lines=ties, title=HOSTILE[0], source=HOSTILE[1], recipient=HOSTILE[2])


def drawn(page, address):
    page.goto(address)
    page.wait_for_selector("#network[data-drawn=yes]")
    return page


def test_hostile_names_run_nothing_in_the_ecomap(watched, site):
    watched.goto(site.ecomap(hostile_scene()))
    watched.locator(".alter").nth(1).focus()
    assert watched.evaluate("window.ran") == []
    assert watched.evaluate("document.querySelectorAll('img, svg script, svg a, svg image').length") == 0


def test_hostile_names_run_nothing_in_the_interactive_picture(watched, site, needs_vis):
    drawn(watched, site.network(hostile_scene()))
    watched.locator("#network").focus()
    for _ in range(len(HOSTILE) + 1):
        watched.keyboard.press("ArrowRight")
    watched.mouse.move(800, 400)
    watched.mouse.click(800, 400)
    watched.wait_for_timeout(400)
    assert watched.evaluate("window.ran") == []
    assert watched.evaluate("document.querySelectorAll('img').length") == 0


def test_the_reading_of_a_hostile_name_is_shown_as_text(watched, site, needs_vis):
    drawn(watched, site.network(a_scene(a_figure(label=HOSTILE[0]))))
    watched.locator("#network").focus()
    watched.keyboard.press("End")
    assert HOSTILE[0] in watched.locator("#reading").inner_text()


def test_the_ecomap_breaks_no_policy(watched, site):
    watched.goto(site.ecomap(a_network(12)))
    assert watched.evaluate("window.refused") == []


def test_the_policy_refuses_the_interactive_picture_nothing_but_styles_it_has_as_a_file(
    watched, site, needs_vis
):
    drawn(watched, site.network(a_network(12)))
    assert set(watched.evaluate("window.refused")) <= {"style-src-elem"}


def test_the_interactive_picture_shows_the_legend(watched, site, needs_vis):
    drawn(watched, site.network(a_network(12)))
    assert "단절" in watched.locator(".legend-sheet:visible").text_content()


def test_the_interactive_picture_really_draws(watched, site, needs_vis):
    drawn(watched, site.network(a_network(12)))
    assert watched.evaluate(INK_SHARE) > 0.005


def test_more_people_leave_more_ink(watched, site, needs_vis):
    few = drawn(watched, site.network(a_scene())).evaluate(INK_SHARE)
    many = drawn(watched, site.network(a_network(29))).evaluate(INK_SHARE)
    assert many > few * 1.5


def test_the_interactive_picture_draws_in_a_sandboxed_frame(watched, site, needs_vis):
    watched.goto(site.framed(a_network(6)))
    frame = watched.frame_locator("iframe")
    frame.locator("#network[data-drawn=yes]").wait_for()
    assert watched.frames[1].evaluate(INK_SHARE) > 0.005


def test_arrow_keys_reach_every_figure_of_the_ecomap_and_say_it_in_full(watched, site):
    scene = a_network(12)
    watched.goto(site.ecomap(scene))
    watched.keyboard.press("Tab")
    said = []
    for _ in scene.figures:
        said.append(watched.evaluate("document.activeElement.getAttribute('aria-label')"))
        watched.keyboard.press("ArrowRight")
    assert len(set(said)) == len(scene.figures)
    assert all(any(label.startswith(figure.label) for label in said) for figure in scene.figures)
    assert watched.evaluate("document.activeElement.classList.contains('client')"), "the walk comes round"


def test_a_screen_reader_finds_every_figure_as_a_named_item(watched, site):
    scene = a_network(12)
    watched.goto(site.ecomap(scene))
    tree = watched.context.new_cdp_session(watched).send("Accessibility.getFullAXTree")["nodes"]
    named = [node["name"]["value"] for node in tree if node.get("role", {}).get("value") == "listitem"]
    assert len(named) == len(scene.figures)
    assert all(any(name.startswith(figure.label) for name in named) for figure in scene.figures)


def test_the_interactive_picture_is_one_tab_stop(watched, site, needs_vis):
    drawn(watched, site.network(a_network(6)))
    stops = []
    for _ in range(3):
        watched.keyboard.press("Tab")
        stops.append(watched.evaluate("document.activeElement.id"))
    assert stops == ["filter", "network", ""]


def test_the_ecomap_is_one_tab_stop(watched, site):
    watched.goto(site.ecomap(a_network(12)))
    watched.keyboard.press("Tab")
    watched.keyboard.press("ArrowRight")
    watched.keyboard.press("Tab")
    assert watched.evaluate(
        "document.activeElement === document.body || !document.activeElement.closest('svg')"
    )


def test_a_focused_figure_dims_the_ties_of_others(watched, site):
    watched.goto(site.ecomap(a_network(12)))
    watched.keyboard.press("Tab")
    watched.keyboard.press("ArrowRight")
    assert 0 < watched.locator(".tie:not(.is-dim)").count() < watched.locator(".tie").count()


def test_arrow_keys_reach_every_figure_of_the_interactive_picture(watched, site, needs_vis):
    scene = a_network(8)
    drawn(watched, site.network(scene))
    watched.locator("#network").focus()
    said = set()
    for _ in scene.figures:
        watched.keyboard.press("ArrowRight")
        said.add(watched.locator("#reading").inner_text())
    assert all(any(text.startswith(figure.label) for text in said) for figure in scene.figures)


def test_the_filter_changes_what_stands_out(watched, site, needs_vis):
    drawn(watched, site.network(a_network(12)))
    before = watched.evaluate(INK_SHARE)
    watched.select_option("#filter", "strained")
    watched.wait_for_timeout(200)
    assert watched.evaluate(INK_SHARE) < before


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_text_stays_inside_its_box(watched, site, language, compact):
    watched.goto(site.ecomap(a_network(29, language=language), compact=compact))
    assert texts_outside_their_box(watched) == []


def test_hostile_texts_stay_inside_their_boxes(watched, site):
    watched.goto(site.ecomap(hostile_scene()))
    assert texts_outside_their_box(watched) == []


def texts_outside_their_box(page):
    return page.evaluate(
        """() => [...document.querySelectorAll('.alter, .ring, .sector')].flatMap((group) => {
          const box = group.querySelector('rect, circle')?.getBBox();
          return [...group.querySelectorAll('text')].filter((text) => {
            const t = text.getBBox();
            return t.x < box.x - 1 || t.x + t.width > box.x + box.width + 1;
          }).map((text) => text.textContent);
        })"""
    )


def test_all_of_the_ecomap_lies_in_its_view(watched, site):
    watched.goto(site.ecomap(a_network(29)))
    inside = watched.evaluate(
        """() => { const svg = document.querySelector('svg.ecomap'), v = svg.viewBox.baseVal, b = svg.getBBox();
          return b.x >= v.x && b.y >= v.y && b.x + b.width <= v.x + v.width && b.y + b.height <= v.y + v.height; }"""
    )
    assert inside


def test_the_ecomap_prints_on_one_sheet(watched, site):
    watched.goto(site.ecomap(a_network(29)))
    sheet = watched.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", sheet)) == 1
    assert b"/Subtype /Image" not in sheet, "a vector, not a photograph"


def test_a_small_screen_brings_the_chosen_figure_into_view(watched, site, needs_vis):
    watched.set_viewport_size({"width": 320, "height": 700})
    drawn(watched, site.network(a_network(12)))
    shots = [watched.screenshot()]
    watched.locator("#network").focus()
    watched.keyboard.press("End")
    watched.wait_for_timeout(200)
    assert watched.screenshot() != shots[0]
    assert watched.evaluate(INK_SHARE) > 0.005


@pytest.mark.parametrize("width", [320, 1366])
def test_nothing_overflows_sideways(watched, site, needs_vis, width):
    watched.set_viewport_size({"width": width, "height": 800})
    for address in (site.ecomap(a_network(12)), site.network(a_network(12))):
        watched.goto(address)
        assert watched.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("which", ["ecomap", "network"])
def test_axe_finds_nothing(watched, site, needs_vis, axe_script, which):
    page = watched
    page.goto(getattr(site, which)(a_network(12)))
    page.evaluate(axe_script)
    found = page.evaluate(
        "axe.run({runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}})"
    )
    assert [fault["id"] for fault in found["violations"]] == []


def test_both_pictures_are_pixel_equal_when_drawn_again(watched, site, needs_vis):
    for address in (site.ecomap(a_network(12)), site.network(a_network(12))):
        shots = []
        for _ in range(2):
            watched.goto(address)
            watched.evaluate("document.fonts.ready")
            watched.wait_for_timeout(300)
            shots.append(watched.screenshot(animations="disabled"))
        assert shots[0] == shots[1]
