"""Rows by id, whatever an id looks like."""

import pytest

from matching.snapshot.index import Index, key_of, keys_of

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
    assert keys_of(IDS).tolist() == [key_of(one) for one in IDS]
