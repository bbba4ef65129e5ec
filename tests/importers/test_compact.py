"""Small things held as numbers and bytes are told apart as the things themselves are."""

from hashlib import blake2b

from graph.records.values import Place
from importers.compact import Met, Texts
from importers.shared import NO_HOME, Described, Shared, home_of


def _key(number: int) -> str:
    return blake2b(str(number).encode(), digest_size=16).hexdigest()


def test_each_of_many_keys_finds_the_number_that_came_first_with_it() -> None:
    met = Met()
    for number in range(5_000):
        assert met.first(_key(number), number) == number
    assert [met.first(_key(number), -1 & 0xFF) for number in range(5_000)] == list(range(5_000))


def test_a_key_that_never_came_is_not_found() -> None:
    met = Met()
    met.first(_key(1), 7)
    assert (met.find(_key(1)), met.find(_key(2))) == (7, None)


def test_keys_that_want_one_place_are_kept_apart() -> None:
    met = Met()
    same_place = [f"{number:08x}000003ff" + "0" * 16 for number in range(1, 4)]
    for number, key in enumerate(same_place):
        met.first(key, number)
    assert [met.find(key) for key in same_place] == [0, 1, 2]


def test_texts_come_back_as_they_were_put_in() -> None:
    texts = Texts()
    for text in ("김하나", "", "p-0123"):
        texts.append(text)
    assert list(texts) == ["김하나", "", "p-0123"]


def test_a_basement_is_told_from_the_one_below_it() -> None:
    shared = Shared()
    shared.add(_key(1), Described("h-1", 2, NO_HOME, False), [-1, None])
    assert list(shared.differing(0, {"floor": -2, "members": None})) == ["floor"]


def test_an_empty_value_agrees_with_any() -> None:
    shared = Shared()
    shared.add(_key(1), Described("h-1", 2, NO_HOME, False), [-1, 3])
    assert list(shared.differing(0, {"floor": None, "members": 3})) == []


def test_homes_differ_by_their_tong_alone() -> None:
    assert home_of(Place(address="새길 1", tong="1")) != home_of(Place(address="새길 1", tong="2"))
