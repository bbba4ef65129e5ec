import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.viz.scenes import HOSTILE, SECTORS, a_client, a_figure, a_network, a_scene, a_tie
from viz.boxes import COMPACT, FULL, Rect
from viz.routes import routes
from viz.scene import Ring, without
from viz.seats import clockwise, seat

HANGUL = st.text(alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=20)
LABELS = HANGUL | st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=40)


@st.composite
def scenes(draw, labels=LABELS, least=0, most=30):
    rings = st.sampled_from([Ring.HOUSEHOLD, Ring.NEIGHBOURS, Ring.AGENCIES])
    sectors = st.sampled_from([sector.code for sector in SECTORS])
    drawn = draw(st.lists(st.tuples(labels, rings, sectors, st.booleans()), min_size=least, max_size=most))
    figures = [
        a_figure(
            f"p{number}", label=label, ring=ring, sector=sector, detail="주 2회 방문" if detailed else ""
        )
        for number, (label, ring, sector, detailed) in enumerate(drawn)
    ]
    language = draw(st.sampled_from(["ko", "en"]))
    return a_scene(
        figures=(a_client(label=draw(labels)), *figures),
        lines=tuple(_tie(figure) for figure in figures),
        language=language,
    )


def _tie(figure):
    return a_tie(figure.key, supports=("정서", "동행"))


def assert_nothing_touches(seats):
    rects = [*seats.boxes.values(), *(plate.rect for plate in seats.plates)]
    for one, other in itertools.combinations(rects, 2):
        assert not one.overlaps(other)
    around = seats.bounds
    for rect in rects:
        assert abs(rect.x - around.x) * 2 + rect.w <= around.w + 0.001
        assert abs(rect.y - around.y) * 2 + rect.h <= around.h + 0.001


@given(scenes())
def test_no_box_touches_a_box_or_a_name_and_all_lie_in_the_picture(scene):
    assert_nothing_touches(seat(scene))


@settings(max_examples=15)
@given(scenes(labels=HANGUL, least=22))
def test_a_full_picture_of_long_names_touches_nowhere(scene):
    assert_nothing_touches(seat(scene))


@given(scenes(most=12))
def test_the_same_holds_in_the_small_picture(scene):
    assert_nothing_touches(seat(scene, COMPACT))


@pytest.mark.parametrize("ring", [Ring.HOUSEHOLD, Ring.NEIGHBOURS, Ring.AGENCIES])
def test_thirty_long_names_on_one_ring_of_one_sector_do_not_touch(ring):
    figures = [
        a_figure(f"p{n}", label="가나다라마바사아자차카타파하거너더러머버", ring=ring) for n in range(30)
    ]
    assert_nothing_touches(seat(a_scene(*figures)))


def test_the_largest_scene_has_a_seat_for_everybody():
    assert len(seat(a_network(39)).boxes) == 40


def test_a_client_without_anybody_is_drawn_too():
    assert set(seat(a_scene(figures=(a_client(),), lines=())).boxes) == {"c"}


@given(scenes(labels=HANGUL, most=14))
def test_the_same_scene_has_the_same_seats(scene):
    assert seat(scene) == seat(scene)


@given(scenes(labels=HANGUL, most=16))
def test_figures_of_a_sector_sit_side_by_side(scene):
    codes = [figure.sector for figure in clockwise(scene)]
    assert len(list(itertools.groupby(codes))) == len(set(codes))


@given(scenes(labels=HANGUL, most=16))
def test_seats_follow_the_given_order_clockwise(scene):
    seats = seat(scene)
    angles = [seats.angles[figure.key] for figure in clockwise(scene)]
    assert angles == sorted(angles)
    assert len(set(angles)) == len(angles)


@pytest.mark.parametrize("alters", [6, 12, 20])
def test_no_straight_line_runs_through_the_box_of_another(alters):
    scene = a_network(alters)
    seats = seat(scene)
    for way in routes(scene, seats):
        for key, rect in seats.boxes.items():
            if key not in (way.line.a, way.line.b):
                assert not any(rect.cuts(a, b) for a, b in itertools.pairwise(way.points))


def test_twenty_nine_lines_avoid_every_foreign_box():
    scene = a_network(29)
    seats = seat(scene)
    hits = [
        (way.line.b, key)
        for way in routes(scene, seats)
        for key, rect in seats.boxes.items()
        if key not in (way.line.a, way.line.b)
        and any(rect.cuts(a, b) for a, b in itertools.pairwise(way.points))
    ]
    assert hits == []


def test_who_stays_keeps_the_seat_when_others_come():
    whole = a_network(14)
    before = seat(without(whole, frozenset({"p5", "p13"})))
    after = seat(whole, keep=before)
    for key, rect in before.boxes.items():
        assert math.dist((rect.x, rect.y), (after.boxes[key].x, after.boxes[key].y)) < 1
    assert_nothing_touches(after)


def test_who_stays_keeps_the_seat_when_others_go():
    whole = a_network(14)
    before = seat(whole)
    after = seat(without(whole, frozenset({"p2", "p9"})), keep=before)
    for key, rect in after.boxes.items():
        assert math.dist((rect.x, rect.y), (before.boxes[key].x, before.boxes[key].y)) < 1


def test_fewer_people_are_drawn_in_larger_letters():
    assert seat(a_network(6)).bounds.w < seat(a_network(29)).bounds.w


def test_letters_stay_readable_on_paper_with_thirty_alters():
    # 277 mm of paper; 7 point is 2.47 mm.
    seats = seat(a_network(30))
    assert 277 / (seats.bounds.w + 40) * FULL.letters > 2.47


def test_a_segment_that_only_touches_a_corner_region_is_no_cut():
    assert not Rect(0, 0, 10, 10).cuts((6, -20), (6, 20))
    assert Rect(0, 0, 10, 10).cuts((4, -20), (4, 20))
