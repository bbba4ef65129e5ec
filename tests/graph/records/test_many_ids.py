"""Ids for very many records at once: near each other, and in no order that tells of their making."""

from graph.records.people import Household, Person
from graph.records.registry import IdMaker, type_of

TOGETHER = 20_000


def test_thousands_of_ids_in_a_row_share_few_beginnings() -> None:
    maker = IdMaker(3).many()
    assert len({maker.new(Person)[:6] for _ in range(TOGETHER)}) <= 64


def test_the_next_thousands_begin_otherwise() -> None:
    maker = IdMaker(3).many()
    first, second = ({maker.new(Person)[:6] for _ in range(TOGETHER)} for _ in range(2))
    assert not first & second


def test_ids_made_in_number_are_ids_of_their_type_and_never_twice_the_same() -> None:
    maker = IdMaker(3).many()
    made = [maker.new(kind) for _ in range(TOGETHER) for kind in (Person, Household)]
    assert len(set(made)) == len(made)
    assert {(type_of(one), len(one)) for one in made} == {(Person, 18), (Household, 18)}


def test_the_order_of_ids_does_not_tell_which_was_made_first() -> None:
    maker = IdMaker(3).many()
    made = [maker.new(Person) for _ in range(3 * TOGETHER)]
    pairs = list(zip(made, made[len(made) // 2 :], strict=False))
    assert 0.4 < sum(earlier < later for earlier, later in pairs) / len(pairs) < 0.6


def test_the_ids_of_a_seed_are_the_same_each_time() -> None:
    one, other = IdMaker(3).many(), IdMaker(3).many()
    assert [one.new(Person) for _ in range(100)] == [other.new(Person) for _ in range(100)]
