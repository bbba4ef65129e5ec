"""The paths of an answer as one picture."""

from viz.ways import ROWS_DRAWN, Kind, Place, Ways, ways_svg

KIM = Place("p-1", "김○○", Kind.PERSON)
CLUB = Place("o-1", "은행나무경로당", Kind.GROUP)


def somebody(number):
    return Place(f"p-{number}", f"이웃{number}", Kind.PERSON)


def drawn(*rows, title="누가?"):
    return ways_svg(Ways(title=title, rows=rows, language="ko"))


def test_whoever_stands_on_two_paths_is_drawn_once():
    svg = drawn((KIM, CLUB, somebody(2)), (KIM, CLUB, somebody(3)))
    assert (svg.count("<rect"), svg.count("<path")) == (4, 3)


def test_the_end_of_a_short_path_stands_below_the_ends_of_long_ones():
    svg = drawn((KIM, somebody(2), somebody(3)), (KIM, somebody(4)))
    assert svg.count('<rect x="412"') == 2


def test_who_cannot_see_it_hears_every_path():
    assert "누가? 김○○ → 은행나무경로당 → 이웃2" in drawn((KIM, CLUB, somebody(2)))


def test_people_groups_and_things_differ_in_shape():
    svg = drawn((KIM, CLUB, Place("r-1", "병원 동행", Kind.THING)))
    assert {f'rx="{n}"' in svg for n in (17, 3, 0)} == {True}


def test_a_long_name_is_cut_and_a_short_one_is_whole():
    svg = drawn((KIM, Place("o-2", "아주아주긴이름의종합사회복지관", Kind.GROUP)))
    assert ">아주아주긴이름의종합사…<" in svg
    assert ">김○○<" in svg


def test_more_paths_than_can_be_read_are_left_to_the_table():
    svg = drawn(*((KIM, somebody(n)) for n in range(2, 30)))
    assert svg.count("<rect") == ROWS_DRAWN + 1


def test_names_are_escaped():
    assert "<b>" not in drawn((KIM, Place("p-9", "<b>", Kind.PERSON)), title="<b>")


def test_no_path_at_all_is_an_empty_picture():
    assert drawn().startswith("<svg")
