"""Rows by id, whatever an id looks like."""

import pytest

from matching.snapshot.index import Index, Keys, key_of, keys_of

LONG = "p-" + "0" * 30
IDS = ["p-00", "p-01", LONG + "a", LONG + "b", "가-01", "가" * 9, "p-00\0"]


@pytest.mark.parametrize("ids", [sorted(IDS), sorted(IDS, reverse=True), IDS])
def test_every_id_has_its_own_row_in_any_order(ids: list[str]) -> None:
    index = Index(ids)
    assert index.rows(keys_of(ids)).tolist() == list(range(len(ids)))
    assert [index.row(key_of(one)) for one in ids] == list(range(len(ids)))


def test_an_id_that_is_not_there_has_no_row() -> None:
    index = Index(IDS)
    others = [None, "", "o-00", "p-0", "p-000", "힣", LONG, LONG + "c", "p-01\0"]
    assert index.rows(keys_of(others)).tolist() == [-1] * len(others)
    assert [index.row(key_of(one)) for one in others if one] == [-1] * (len(others) - 2)


def test_an_empty_index_has_no_rows() -> None:
    index = Index([])
    assert index.rows(keys_of(["p-00"])).tolist() == [-1]
    assert index.row(key_of("p-00")) == -1


def test_one_key_is_the_same_alone_and_among_others() -> None:
    assert alone(keys_of(IDS)) == [key_of(one) for one in IDS]


@pytest.mark.parametrize(
    "ids",
    [
        ["p-01", None, "p-02"],
        ["p-01", "p-\n2"],
        ["p-0\n", "p-02"],
        ["p\n", "", "p"],
        ["p-1", "p-234", "p"],
        ["ab\0", "abc"],
        ["abc", None, "a\0c"],
        [None],
        [],
    ],
)
def test_keys_of_one_length_are_those_of_each(ids: list[str | None]) -> None:
    assert alone(keys_of(ids)) == [key_of(one) if one else b"" for one in ids]


def test_many_ids_are_found_beside_each_other() -> None:
    ids = [f"p-{n:016}" for n in range(0, 4000, 2)]
    index, asked = Index(ids), [f"p-{n:016}" for n in range(4000)]
    found = index.rows(keys_of(asked)).tolist()
    assert found == [-1 if n % 2 else n // 2 for n in range(4000)]
    assert [index.row(key_of(one)) for one in asked] == found


def alone(keys: Keys) -> list[bytes]:
    """Keys as bytes, without the room behind them."""
    return [key.tobytes().rstrip(b"\0") for key in keys]
