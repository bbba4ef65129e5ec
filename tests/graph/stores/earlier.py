"""A program that did not search the names by which people are known, for the length of a block."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import MappingProxyType

import pytest

from graph.records.people import Person
from graph.stores import terms, words
from graph.stores.codec import NAMED, SEARCHED


@contextmanager
def fewer_fields_searched() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as earlier:
        for module in (terms, words):
            for name, fields in (("SEARCHED", SEARCHED), ("NAMED", NAMED)):
                earlier.setattr(module, name, MappingProxyType({**fields, Person: ("name",)}))
        _forget_fields()
        yield
    _forget_fields()


def _forget_fields() -> None:
    words._places.cache_clear()
    terms.found_by_fingerprint.cache_clear()
