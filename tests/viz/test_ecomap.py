import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.viz.scenes import HOSTILE, a_client, a_figure, a_network, a_scene, a_tie
from viz.compare import compare
from viz.ecomap import ecomap_svg
from viz.scene import Flow, Ring, Strain, Strength, without
from viz.seats import seat

SVG = "{http://www.w3.org/2000/svg}"


def tree(svg):
    return ET.fromstring(str(svg))


def labels(svg):
    return [node.get("aria-label") for node in tree(svg).iter(f"{SVG}g") if node.get("role") == "listitem"]


def shown(svg):
    return ["".join(node.itertext()) for node in tree(svg).iter(f"{SVG}text")]


def ties(svg):
    return [node for node in tree(svg).iter(f"{SVG}g") if node.get("class") == "tie"]


def the_line(**tie):
    return ties(ecomap_svg(a_scene(lines=(a_tie(**tie),))))[0].find(f".//{SVG}path").attrib


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_name_is_only_ever_text(hostile, compact):
    scene = a_scene(
        a_figure(label=hostile, detail=hostile),
        lines=(a_tie(supports=(hostile,)),),
        title=hostile,
        source=hostile,
        recipient=hostile,
    )
    root = tree(ecomap_svg(scene, compact=compact))
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "text",
    }
    assert not [
        name
        for node in root.iter()
        for name in node.attrib
        if name.startswith("on") or name in ("href", "style")
    ]


@given(st.text(max_size=60))
def test_any_text_gives_well_formed_svg(text):
    tree(ecomap_svg(a_scene(a_figure(label=text), title=text)))


def test_no_direction_mark_survives():
    assert not re.search(
        "[\u202a-\u202e\u2066-\u2069\u200e\u200f]", str(ecomap_svg(a_scene(a_figure(label=HOSTILE[7]))))
    )


def test_there_is_no_inline_style_for_the_policy_to_refuse():
    assert "style=" not in ecomap_svg(a_network(29))
    assert "<style" not in ecomap_svg(a_network(29))


def test_every_figure_is_an_item_with_its_tie_in_full_words():
    figure = a_figure(label="옆집 이○○", detail="주 2회")
    tie = a_tie(strength=Strength.STRONG, strain=Strain.TENSE, flow=Flow.BOTH, supports=("정서", "동행"))
    label = labels(ecomap_svg(a_scene(figure, lines=(tie,))))[1]
    for words in (
        "옆집 이○○",
        "이웃",
        "비공식",
        "주 2회",
        "강한 관계",
        "긴장·갈등",
        "서로 주고받음",
        "정서, 동행",
    ):
        assert words in label


def test_english_words_say_the_same():
    label = labels(ecomap_svg(a_scene(lines=(a_tie(strength=None, strain=None),), language="en")))[1]
    assert "strength unknown" in label
    assert "tension unknown" in label
    assert "informal" in label


def test_a_tie_between_two_others_is_said_at_both():
    both = labels(ecomap_svg(a_network(8)))
    assert sum("다른 관계" in label for label in both) == 2


def test_one_figure_alone_is_a_tab_stop():
    stops = [
        node.get("tabindex")
        for node in tree(ecomap_svg(a_network(12))).iter(f"{SVG}g")
        if node.get("tabindex")
    ]
    assert stops.count("0") == 1
    assert stops.count("-1") == 12


def test_strength_is_width_and_dash():
    strong, ordinary, weak = (the_line(strength=strength) for strength in Strength)
    assert (strong["stroke-width"], ordinary["stroke-width"], weak["stroke-width"]) == ("6", "2.5", "2")
    assert "stroke-dasharray" in weak
    assert "stroke-dasharray" not in ordinary


def test_an_unknown_strength_is_not_drawn_as_weak():
    assert the_line(strength=None)["stroke-dasharray"] != the_line(strength=Strength.WEAK)["stroke-dasharray"]


def test_an_unknown_strength_carries_a_question_mark():
    assert shown(ecomap_svg(a_scene(lines=(a_tie(strength=None),)))).count("?") == 2
    assert shown(ecomap_svg(a_scene())).count("?") == 1, "the legend's own"


def test_tension_is_a_zigzag_in_another_colour():
    tense, calm = the_line(strain=Strain.TENSE), the_line()
    assert tense["stroke"] != calm["stroke"]
    assert tense["d"].count("L") > 8
    assert calm["d"].count("L") == 1


def test_a_broken_tie_is_cut_by_two_strokes():
    drawn = ties(ecomap_svg(a_scene(lines=(a_tie(strain=Strain.BROKEN, flow=Flow.NONE_KNOWN),))))[0]
    assert len(drawn.findall(f".//{SVG}path")) == 1 + 3


@pytest.mark.parametrize(
    ("flow", "heads"), [(Flow.TO_CLIENT, 1), (Flow.FROM_CLIENT, 1), (Flow.BOTH, 2), (Flow.NONE_KNOWN, 0)]
)
def test_arrow_heads_follow_the_flow(flow, heads):
    drawn = ties(ecomap_svg(a_scene(lines=(a_tie(flow=flow),))))[0]
    assert len(drawn.findall(f".//{SVG}path")) == 1 + heads


def test_formal_informal_and_unknown_have_three_shapes():
    shapes = set()
    for formal in (True, False, None):
        root = tree(ecomap_svg(a_scene(a_figure(formal=formal))))
        box = next(node for node in root.iter(f"{SVG}g") if node.get("data-key") == "p1").find(f"{SVG}rect")
        shapes.add((box.get("rx"), box.get("stroke-dasharray")))
    assert len(shapes) == 3


def test_day_source_recipient_and_masking_are_in_the_picture():
    words = " ".join(shown(ecomap_svg(a_scene())))
    for fact in ("기준일 2026년 11월 20일", "출처: 초기상담", "받는 곳: 행복1동", "이름 가림"):
        assert fact in words


def test_a_picture_with_names_says_so():
    assert "이름 표시됨" in " ".join(shown(ecomap_svg(a_scene(masked=False))))


def test_the_legend_is_in_the_picture():
    assert {"강한 관계", "보통 관계", "약한 관계", "긴장·갈등", "단절"} <= set(shown(ecomap_svg(a_scene())))


def test_a_ring_with_nobody_in_it_is_named():
    assert "가족·가구" in next(
        text for text in shown(ecomap_svg(a_scene())) if text.startswith("아무도 없는")
    )


def test_what_is_new_and_what_is_gone_is_said_by_sign_and_word():
    whole = a_network(8)
    scene = compare(without(whole, frozenset({"p7"})), without(whole, frozenset({"p0"})))
    words = shown(ecomap_svg(scene))
    assert {"+ 새로 생김", "− 없어짐", "새로 생김", "없어짐"} <= set(words)
    assert any("새로 생김" in label for label in labels(ecomap_svg(scene)))


def test_the_small_picture_draws_twelve_and_counts_the_others_in_words():
    svg = ecomap_svg(a_network(29), compact=True)
    assert len(labels(svg)) == 13
    left_out = next(text for text in shown(svg) if text.startswith("그 밖에"))
    assert sum(int(number) for number in re.findall(r" (\d+)", left_out)) == 17


def test_the_small_picture_keeps_strained_ties_first():
    calm = [a_figure(f"q{n}") for n in range(14)]
    scene = a_scene(
        *calm,
        a_figure("p1", label="윗집"),
        lines=(*(a_tie(f.key) for f in calm), a_tie("p1", strain=Strain.TENSE)),
    )
    assert any(label.startswith("윗집") for label in labels(ecomap_svg(scene, compact=True)))


def test_the_same_scene_is_drawn_alike_to_the_letter():
    assert ecomap_svg(a_network(29)) == ecomap_svg(a_network(29))


def test_two_days_on_common_seats_put_everybody_in_one_place():
    whole = a_network(10)
    before, after = without(whole, frozenset({"p9"})), without(whole, frozenset({"p1"}))
    seats = seat(compare(before, after))
    places = [
        {
            n.get("data-key"): (seats.boxes[n.get("data-key")].x)
            for n in tree(ecomap_svg(day, seats=seats)).iter()
            if n.get("data-key")
        }
        for day in (before, after)
    ]
    assert all(places[0][key] == places[1][key] for key in set(places[0]) & set(places[1]))


def test_a_client_alone_is_a_picture_too():
    assert len(labels(ecomap_svg(a_scene(figures=(a_client(),), lines=())))) == 1


def test_the_sheet_has_the_shape_of_paper():
    *_, width, height = map(float, tree(ecomap_svg(a_network(12))).get("viewBox").split())
    assert width / height >= 277 / 190 - 0.05


def test_rings_are_drawn_even_where_empty():
    names = set(shown(ecomap_svg(a_scene(a_figure(ring=Ring.NEIGHBOURS)))))
    assert {"가족·가구", "이웃·가까운 사람", "기관·단체"} <= names
