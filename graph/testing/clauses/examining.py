"""Examining: a store that was written as it should be has no fault."""

from graph.records.people import Person
from graph.store import GraphStore
from graph.testing.builders import a_household, a_neighbour, a_person, a_tie, one_of_each
from graph.testing.clauses.base import Clauses, put


class ExamineClauses(Clauses):
    def test_an_empty_store_has_no_fault(self, store: GraphStore) -> None:
        assert list(store.examine()) == []

    def test_a_store_of_every_type_of_record_has_no_fault(self, store: GraphStore) -> None:
        put(store, *one_of_each())
        assert list(store.examine()) == []

    def test_what_was_changed_removed_and_put_back_has_no_fault(self, store: GraphStore) -> None:
        put(store, a_household(), a_person(household="h-kim"), a_neighbour(), a_tie())
        put(store, a_person(name="새 이름"))
        with store.write(by="s-lee", why="시험") as unit:
            unit.remove(type(a_tie()), a_tie().id)
            unit.remove(Person, a_neighbour().id)
        put(store, a_neighbour(), a_tie())
        assert list(store.examine()) == []

    def test_who_was_forgotten_leaves_no_fault(self, store: GraphStore) -> None:
        put(store, *one_of_each())
        put(store, a_person(name="새 이름"))
        store.forget("p-kim", by="s-lee", why="본인 요청")
        assert list(store.examine()) == []

    def test_examining_tells_how_far_it_is_to_the_end(self, store: GraphStore) -> None:
        put(store, *one_of_each())
        told: list[tuple[int, int]] = []
        list(store.examine(lambda done, total: told.append((done, total))))
        assert told == sorted(told)
        assert told[-1][0] == told[-1][1] > 0

    def test_examining_changes_nothing(self, store: GraphStore) -> None:
        put(store, *one_of_each())
        with store.read() as reader:
            before = (reader.cursor(), reader.log())
        list(store.examine())
        with store.read() as reader:
            assert (reader.cursor(), reader.log()) == before
