"""Names that may be one: what is looked at first must leave no similar name out."""

from hypothesis import given
from hypothesis import strategies as st

from graph.records.values import Place
from graph.testing import builders as a
from graph.text.hangul import name_similarity
from importers.duplicates import LARGEST_BLOCK, SIMILAR_NAMES, Duplicates, _Name

NAMES = st.text(st.sampled_from("김이박최정가나다라수숙철순영희abAB· "), min_size=1, max_size=6)
HOME = Place(address="가람로 1")


def a_resident(number, name="김철수"):
    return a.a_person(id=f"p-{number}", name=name, place=HOME)


def residents(count):
    return [a_resident(number) for number in range(count)]


def filed(*people):
    found = Duplicates()
    for line, person in enumerate(people, start=2):
        found.file(person, line)
    return found


def test_people_at_one_address_with_similar_names_are_told_once():
    one, other = a_resident(1), a_resident(2, "김철숙")
    (pair,) = filed(one, other).pairs((), {}, ())
    assert {pair.record, pair.other} == {one.id, other.id}
    assert {pair.line, pair.other_line} == {2, 3}


def test_a_line_refused_after_all_is_no_duplicate():
    assert filed(*residents(2)).pairs((), {}, {3}) == ()


def test_a_tower_that_more_share_than_the_largest_block_tells_nothing():
    assert filed(*residents(LARGEST_BLOCK + 1)).pairs((), {}, ()) == ()


def test_a_known_record_that_the_file_lacks_has_no_line():
    known, new = residents(2)
    (pair,) = filed(new).pairs([known], {}, ())
    assert (pair.record, pair.other, pair.other_line) == (new.id, known.id, None)


def test_two_known_records_are_not_told():
    assert filed(a_resident("new", "박영희")).pairs(residents(2), {}, ()) == ()


@given(NAMES, NAMES)
def test_no_similar_pair_is_passed_over_by_the_letters_it_has(one, other):
    if name_similarity(one, other) >= SIMILAR_NAMES:
        assert _Name.of(one).may_resemble(_Name.of(other))
