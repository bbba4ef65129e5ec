import json
import re
from html.parser import HTMLParser

import pytest
from pyvis.network import Network

from tests.viz.scenes import HOSTILE, a_figure, a_network, a_scene, a_tie
from viz.ecomap import ecomap_svg
from viz.pyvis_page import CSP, network_of, pyvis_page
from viz.seats import seat


class Seen(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.addresses = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.addresses += [value for name, value in attrs if name in ("src", "href")]


def data_of(page):
    return json.loads(
        re.search(r'<script type="application/json" id="network-data">(.*?)</script>', page, re.S)[1]
    )


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_name_adds_no_tag_and_no_attribute(hostile):
    plain, bad = (
        Seen(
            pyvis_page(
                a_scene(
                    a_figure(label=text, detail=text),
                    lines=(a_tie(supports=(text,)),),
                    title=text,
                    source=text,
                )
            )
        )
        for text in ("이웃", hostile)
    )
    assert (bad.tags, sorted(bad.attributes)) == (plain.tags, sorted(plain.attributes))


def test_everything_comes_from_the_application_itself():
    assert all(address.startswith("/static/") for address in Seen(pyvis_page(a_scene())).addresses)


def test_the_page_has_no_inline_script_and_no_style():
    seen = Seen(pyvis_page(a_network(12)))
    assert "style" not in seen.tags
    assert "style" not in seen.attributes
    assert not [name for name in seen.attributes if name.startswith("on")]


def test_the_policy_allows_no_inline_code():
    assert "unsafe" not in CSP
    assert "default-src 'none'" in CSP


def test_the_page_is_a_document_with_language_and_title():
    page = pyvis_page(a_scene(language="en", title="Ecomap"))
    assert page.startswith("<!doctype html>")
    assert '<html lang="en">' in page
    assert "<title>Ecomap" in page


def test_pyvis_holds_every_figure_and_every_line():
    scene = a_network(29)
    network = network_of(scene, seat(scene))
    assert isinstance(network, Network)
    assert (len(network.nodes), len(network.edges)) == (30, len(scene.lines))


def test_seats_are_those_of_the_printed_picture():
    scene = a_network(12)
    seats = seat(scene)
    for node in data_of(pyvis_page(scene))["nodes"]:
        assert (node["x"], node["y"]) == (
            round(seats.boxes[node["id"]].x, 1),
            round(seats.boxes[node["id"]].y, 1),
        )


def test_the_data_say_nothing_that_the_printed_picture_does_not_say():
    scene = a_network(12)
    svg = str(ecomap_svg(scene).unescape())
    for node in data_of(pyvis_page(scene))["nodes"]:
        assert node["title"] in svg


def test_only_listed_fields_reach_the_page():
    node = data_of(pyvis_page(a_network(12)))["nodes"][0]
    assert set(node) == {
        "id", "title", "x", "y", "lines", "small", "width", "height", "corner", "dashes", "fill", "border", "borderWidth", "round"
    }  # fmt: skip


def test_the_same_scene_gives_the_same_page():
    assert pyvis_page(a_network(20)) == pyvis_page(a_network(20))
