"""Half-hours of one neighbour: who competes, how the week is parted, and who gets which."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from matching.circle.times import atoms, bits, placed, tight

masks = st.lists(st.integers(1, 63), max_size=6)


def most_placed(given_masks):
    """The largest number of masks that can each have a bit of their own, by trying every order."""
    best = 0
    for order in permutations(given_masks):
        used = 0
        for mask in order:
            free = mask & ~used
            used |= free & -free
        best = max(best, used.bit_count())
    return best


@given(given_masks=masks)
def test_as_many_visits_are_placed_as_can_be_each_in_a_half_hour_of_its_own(given_masks):
    found = placed(dict(enumerate(given_masks)))
    assert len(set(found.values())) == len(found)
    assert all(given_masks[key] >> slot & 1 for key, slot in found.items())
    assert len(found) >= most_placed(given_masks)


@given(given_masks=masks)
def test_visits_that_do_not_compete_always_find_room_beside_the_others(given_masks):
    competing = set(tight(given_masks))
    together = len(placed({key: given_masks[key] for key in competing}))
    assert len(placed(dict(enumerate(given_masks)))) == together + len(given_masks) - len(competing)


@given(given_masks=masks)
def test_each_mask_is_a_union_of_parts_that_do_not_overlap(given_masks):
    parts = atoms(given_masks)
    assert sum(part.bit_count() for part in parts) == len({bit for mask in given_masks for bit in bits(mask)})
    for mask in given_masks:
        assert sum(part for part in parts if part & mask) == mask


@given(given_masks=masks)
def test_whoever_had_a_half_hour_keeps_it_where_the_mask_still_has_it(given_masks):
    before = placed(dict(enumerate(given_masks)))
    assert placed(dict(enumerate(given_masks)), before) == before


def test_a_free_half_hour_is_taken_early():
    assert placed({0: 0b1100}) == {0: 2}
