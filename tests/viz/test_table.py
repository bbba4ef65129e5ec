from tests.viz.scenes import a_figure, a_network, a_scene, a_tie
from viz.scene import Strain
from viz.table import table_twin


def test_the_table_has_one_row_for_each_figure_and_each_line():
    scene = a_network(29)
    assert len(table_twin(scene).rows) == len(scene.figures) + len(scene.lines)


def test_every_row_is_as_wide_as_the_head():
    table = table_twin(a_network(12, language="en"))
    assert {len(row) for row in table.rows} == {len(table.head)}


def test_the_table_names_exactly_who_is_in_the_picture():
    scene = a_network(12)
    names = [row[1] for row in table_twin(scene).rows if row[0] == "사람·기관"]
    assert sorted(names) == sorted(figure.label for figure in scene.figures)


def test_an_unknown_strength_is_said_in_the_table():
    row = table_twin(a_scene(lines=(a_tie(strength=None, strain=Strain.NONE),))).rows[-1]
    assert "강도 모름" in row
    assert "긴장 없음" in row


def test_the_caption_carries_day_source_and_recipient():
    caption = table_twin(a_scene()).caption
    assert "2026년 11월 20일" in caption
    assert "초기상담" in caption
    assert "행복1동" in caption


def test_an_anonymous_figure_is_said_to_be_anonymous():
    assert any("익명" in cell for row in table_twin(a_scene(a_figure(anonymous=True))).rows for cell in row)
