"""Changes: what happened after a cursor."""

import pytest

from graph.errors import CursorUnknown
from graph.store import Change, GraphStore
from graph.testing.builders import FICTITIOUS_DONG, OTHER_DONG, a_neighbour, a_person, a_tie
from graph.testing.clauses.base import Clauses, MakeStore, put, remove
from graph.testing.clocks import Ticking


def cursor_of(store: GraphStore) -> str:
    """Where the store stands."""
    with store.read() as reader:
        return reader.cursor()


class ChangeClauses(Clauses):
    def test_nothing_changed_after_now(self, store: GraphStore) -> None:
        put(store, a_person())
        now = cursor_of(store)
        changes = store.changes(now)
        assert (changes.changes, changes.cursor, changes.forgotten) == ((), now, False)

    def test_changes_come_in_order_of_writing(self, store: GraphStore) -> None:
        put(store, a_neighbour())
        before = cursor_of(store)
        put(store, a_person(), a_tie())
        assert store.changes(before).changes == (
            Change("Person", "p-kim", FICTITIOUS_DONG, 1, False),
            Change("Tie", "t-kim-park", FICTITIOUS_DONG, 1, False),
        )

    def test_an_id_comes_once_at_its_newest_version(self, store: GraphStore) -> None:
        before = cursor_of(store)
        put(store, a_person(), a_neighbour())
        put(store, a_person(name="새 이름"))
        told = [(c.id, c.version) for c in store.changes(before).changes]
        assert told == [("p-park", 1), ("p-kim", 2)]

    def test_a_removal_is_a_change(self, store: GraphStore) -> None:
        put(store, a_person())
        before = cursor_of(store)
        remove(store, a_person())
        assert store.changes(before).changes == (Change("Person", "p-kim", FICTITIOUS_DONG, 2, True),)

    def test_a_unit_that_wrote_nothing_moves_no_cursor(self, store: GraphStore) -> None:
        put(store, a_person())
        before = cursor_of(store)
        put(store, a_person())
        assert cursor_of(store) == before

    def test_the_empty_cursor_is_the_beginning(self, store: GraphStore) -> None:
        put(store, a_person())
        assert [c.id for c in store.changes("").changes] == ["p-kim"]

    def test_pages_of_changes_lead_to_now(self, store: GraphStore) -> None:
        put(store, *(a_person(id=f"p-{n}") for n in range(5)))
        cursor, seen = "", list[str]()
        for _ in range(3):
            page = store.changes(cursor, limit=2)
            seen += [c.id for c in page.changes]
            cursor = page.cursor
        assert seen == [f"p-{n}" for n in range(5)]
        assert cursor == cursor_of(store)

    def test_changes_of_a_dong_tell_of_those_who_left_it(self, store: GraphStore) -> None:
        put(store, a_person(), a_neighbour(dong=OTHER_DONG))
        before = cursor_of(store)
        put(store, a_person(dong=OTHER_DONG))
        assert [c.dong for c in store.changes(before, dong=FICTITIOUS_DONG).changes] == [OTHER_DONG]
        assert [c.id for c in store.changes("", dong=FICTITIOUS_DONG).changes] == ["p-kim"]

    def test_the_cursor_of_a_moment_belongs_to_that_moment(self, store: GraphStore) -> None:
        put(store, a_person())
        with store.read() as reader:
            put(store, a_neighbour())
            cursor = reader.cursor()
        assert [c.id for c in store.changes(cursor).changes] == ["p-park"]

    def test_changes_of_a_unit_that_raised_are_never_told(self, store: GraphStore) -> None:
        before = cursor_of(store)
        with pytest.raises(ZeroDivisionError), store.write(by="s-lee", why="시험") as unit:
            unit.put(a_person())
            raise ZeroDivisionError
        assert store.changes(before).changes == ()
        assert cursor_of(store) == before

    @pytest.mark.parametrize("cursor", ["x", "1", "a.b.c", "..", "0", "없음.1.1"])
    def test_a_cursor_that_is_none_is_refused(self, store: GraphStore, cursor: str) -> None:
        with pytest.raises(CursorUnknown):
            store.changes(cursor)

    def test_another_stores_cursor_is_refused(self, store: GraphStore, make_store: MakeStore) -> None:
        other = make_store(Ticking())
        put(other, a_person())
        cursor = cursor_of(other)
        other.close()
        with pytest.raises(CursorUnknown):
            store.changes(cursor)

    def test_a_cursor_ahead_of_the_store_is_refused(self, store: GraphStore) -> None:
        put(store, a_person())
        name, _, forgets = cursor_of(store).split(".")
        with pytest.raises(CursorUnknown):
            store.changes(f"{name}.99.{forgets}")
        with pytest.raises(CursorUnknown):
            store.changes(f"{name}.1.{int(forgets) + 1}")
