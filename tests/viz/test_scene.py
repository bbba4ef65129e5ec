import pytest

from tests.viz.scenes import a_client, a_figure, a_network, a_scene, a_tie
from viz.compare import compare
from viz.errors import SceneTooLarge, SceneUnsound, VizError
from viz.scene import Change, Flow, Line, Ring, Strain, Strength, without
from viz.seats import seat


def test_a_scene_without_a_client_is_refused():
    with pytest.raises(SceneUnsound):
        a_scene(figures=(a_figure(),), lines=())


def test_a_scene_with_two_clients_is_refused():
    with pytest.raises(SceneUnsound):
        a_scene(figures=(a_client(), a_client(key="d")), lines=())


def test_two_figures_cannot_share_a_key():
    with pytest.raises(SceneUnsound):
        a_scene(a_figure("p1"), a_figure("p1"))


def test_a_line_must_end_in_the_picture():
    with pytest.raises(SceneUnsound):
        a_scene(a_figure("p1"), lines=(a_tie("p2"),))


def test_two_figures_have_at_most_one_line():
    with pytest.raises(SceneUnsound):
        a_scene(a_figure("p1"), lines=(a_tie("p1"), Line(a="p1", b="c")))


def test_help_to_the_client_needs_the_client_on_the_line():
    with pytest.raises(SceneUnsound):
        a_scene(a_figure("p1"), a_figure("p2"), lines=(Line(a="p1", b="p2", flow=Flow.TO_CLIENT),))


def test_an_unlisted_sector_is_refused():
    with pytest.raises(SceneUnsound):
        a_scene(a_figure(sector="moon"))


def test_an_unknown_language_is_refused():
    with pytest.raises(SceneUnsound):
        a_scene(language="fr")


def test_forty_one_figures_are_too_many_and_the_error_says_what_to_do():
    with pytest.raises(SceneTooLarge, match="묶어") as caught:
        a_network(40)
    assert "aggregate" in caught.value.en


def test_errors_of_pictures_share_one_base_and_hold_no_name():
    with pytest.raises(VizError) as caught:
        a_scene(a_figure("p1", label="홍길동"), a_figure("p1", label="홍길동"))
    assert "홍길동" not in str(caught.value)


def test_labels_are_cleaned_when_a_figure_is_made():
    assert a_figure(label="\u202e이○○\u0000").label == "이○○"


def test_without_takes_the_lines_too():
    scene = without(a_network(8), frozenset({"p1"}))
    assert all("p1" not in (line.a, line.b) for line in scene.lines)
    assert len(scene.alters) == 7


def test_comparing_marks_who_came_and_who_went():
    before, after = without(a_network(8), frozenset({"p7"})), without(a_network(8), frozenset({"p0"}))
    changes = {figure.key: figure.change for figure in compare(before, after).figures if figure.change}
    assert changes == {"p0": Change.LOST, "p7": Change.NEW}


def test_comparing_marks_the_lines_of_who_came_and_who_went():
    before, after = without(a_network(8), frozenset({"p7"})), without(a_network(8), frozenset({"p0"}))
    changes = {line.b: line.change for line in compare(before, after).lines if line.change}
    assert changes == {"p0": Change.LOST, "p7": Change.NEW}


def test_a_tie_that_changed_says_what_it_was():
    before = a_scene(lines=(a_tie(strength=Strength.WEAK),))
    after = a_scene(lines=(a_tie(strength=Strength.STRONG),))
    (line,) = compare(before, after).lines
    assert line.change is Change.CHANGED
    assert "약한 관계" in line.was


def test_a_figure_that_moved_to_another_ring_says_where_it_was():
    before = a_scene(a_figure(ring=Ring.NEIGHBOURS))
    after = a_scene(a_figure(ring=Ring.HOUSEHOLD))
    assert "이웃" in compare(before, after).figures[1].was


def test_nothing_is_marked_between_two_equal_days():
    scene = a_network(8)
    assert compare(scene, scene) == scene


def test_both_days_drawn_on_the_seats_of_the_comparison_keep_everybody_in_place():
    whole = a_network(14)
    before, after = without(whole, frozenset({"p13"})), without(whole, frozenset({"p2"}))
    both = seat(compare(before, after))
    first, second = seat(before, keep=both), seat(after, keep=both)
    for key in set(first.boxes) & set(second.boxes):
        assert (first.boxes[key].x, first.boxes[key].y) == (second.boxes[key].x, second.boxes[key].y)


def test_strain_unknown_is_not_no_strain():
    assert a_tie(strain=None) != a_tie(strain=Strain.NONE)
