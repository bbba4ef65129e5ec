"""Moving: a store that took over another's lines answers every question as the other does."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest

from graph.dump import DumpedForgotten, DumpedUnit, DumpedVersion, DumpHeader, Line
from graph.errors import CursorUnknown, DumpRefused, RecordMissing, StoreOccupied
from graph.records.people import Household, Person
from graph.records.registry import RECORD_TYPES, references
from graph.store import AsOf, GraphStore, LogEntry, Reader
from graph.stores import open_store
from graph.stores.codec import column_names
from graph.stores.moving import Tally, tallied
from graph.testing.builders import (
    OTHER_DONG,
    a_household,
    a_linkage,
    a_neighbour,
    a_person,
    a_place,
    a_resource,
    a_tie,
    one_of_each,
)
from graph.testing.clauses.base import Clauses, MakeStore, moment, put, remove
from graph.testing.clauses.logging import VIEW
from graph.testing.clocks import Ticking

THIRD = a_person(id="p-third", name="이슬기")


def live(store: GraphStore) -> None:
    """A store with a past: changes, moves, removals, somebody forgotten, and views in between."""
    put(store, *one_of_each(), THIRD)
    put(store, a_person(name="김 새이름", dong=OTHER_DONG, place=a_place(700)))
    store.note(VIEW)
    put(store, a_resource(giver="p-third", name="도시락 나눔"), a_linkage(giver="p-third", ask=None))
    remove(store, a_tie(told_by="p-kim"))
    put(store, a_tie(note="다시 이어짐"))
    put(store, a_household(id="h-gone"), a_person(id="p-gone", name="최가람", household="h-gone"))
    put(store, a_tie(id="t-gone", source="p-third", target="p-gone"))
    put(store, a_tie(id="t-told", source="p-third", target="p-park", told_by="p-gone"))
    store.forget("p-gone", by="s-lee", why="본인 요청")
    put(store, a_household(members=2))


def answers(store: GraphStore) -> dict[object, object]:
    """What a store says to every question of the contract, at present and at earlier moments."""
    with store.read() as reader:
        moments = sorted({entry.at for entry in reader.log(limit=10_000)})
        found: dict[object, object] = dict(_present(reader))
    found |= {
        "changes": store.changes("").changes,
        "changes of a dong": store.changes("", dong=OTHER_DONG).changes,
        "forgotten": store.forgotten(),
        "log check": store.check_log(),
    }
    for recorded_at in (None, *moments[1::4]):
        with store.read(AsOf(recorded_at)) as reader:
            found |= {(recorded_at, question): answer for question, answer in _at_a_moment(reader)}
    return found


def _at_a_moment(reader: Reader) -> Iterator[tuple[str, object]]:
    kept = [one for kind in RECORD_TYPES.values() for one in reader.each(kind)]
    yield "each", kept
    yield "log", reader.log(limit=10_000)
    yield "search", [reader.search(text) for text in ("하늘", "새이름", "ㅇㅅㄱ", "나눔", "가람")]
    yield "near", [reader.near(37.5, 127.0, metres) for metres in (50, 500, 5000)]
    yield "ways", reader.ways("p-kim", "p-third")
    yield "written", [reader.written_in(unit) for unit in sorted({one.unit for one in kept})]


def _present(reader: Reader) -> Iterator[tuple[tuple[object, ...], object]]:
    kept = [one.record for kind in RECORD_TYPES.values() for one in reader.each(kind)]
    for record_id in sorted({record.id for record in kept} | {"p-gone", "t-kim-park", "h-gone"}):
        yield ("history", record_id), reader.history(record_id)
        yield ("adjacent", record_id), reader.adjacent(record_id)
    for name, kind in RECORD_TYPES.items():
        yield ("count", name), (reader.count(kind), reader.count(kind, dong=OTHER_DONG))
        yield ("columns", name), list(reader.columns(kind, column_names(kind)))
    referred = {
        (type(record), field, getattr(record, field)) for record in kept for field in references(type(record))
    }
    for kind, field, to in sorted(referred, key=str):
        if to is not None:
            yield ("referring", kind, field, to), reader.referring(kind, field, to)


def digest(store: GraphStore) -> str:
    """The digest of all that a store holds."""
    tally = Tally()
    for _ in tallied(store.dump(), tally):
        pass
    return tally.digest


def _other_header(lines: list[Line]) -> list[Line]:
    header = lines[0]
    assert isinstance(header, DumpHeader)
    return [replace(header, sequence=header.sequence + 1), *lines[1:]]


def _without(kind: type[Line], number: int = 0) -> Callable[[list[Line]], list[Line]]:
    def left(lines: list[Line]) -> list[Line]:
        at = [i for i, line in enumerate(lines) if isinstance(line, kind)][number]
        return lines[:at] + lines[at + 1 :]

    return left


def _twice(kind: type[Line]) -> Callable[[list[Line]], list[Line]]:
    def doubled(lines: list[Line]) -> list[Line]:
        at = next(i for i, line in enumerate(lines) if isinstance(line, kind))
        return [*lines[: at + 1], *lines[at:]]

    return doubled


def _changed(kind: type[Line], number: int = 0, **values: object) -> Callable[[list[Line]], list[Line]]:
    def changed(lines: list[Line]) -> list[Line]:
        at = [i for i, line in enumerate(lines) if isinstance(line, kind)][number]
        line: Any = lines[at]
        return [*lines[:at], replace(line, **values), *lines[at + 1 :]]

    return changed


def _failing(lines: list[Line]) -> Iterator[Line]:
    yield from lines[:-2]
    raise OSError("the disk is gone")


class MoveClauses(Clauses):
    @pytest.fixture
    def elsewhere(self, make_store: MakeStore, clock: Ticking) -> Iterator[GraphStore]:
        other = make_store(clock)
        yield other
        other.close()

    def test_a_store_loaded_elsewhere_answers_alike(self, store: GraphStore, elsewhere: GraphStore) -> None:
        live(store)
        elsewhere.load(store.dump())
        assert answers(elsewhere) == answers(store)

    def test_memory_takes_it_over_and_gives_it_back(self, store: GraphStore, elsewhere: GraphStore) -> None:
        live(store)
        memory = open_store("memory:")
        memory.load(store.dump())
        elsewhere.load(memory.dump())
        assert digest(elsewhere) == digest(memory) == digest(store)
        assert answers(elsewhere) == answers(memory) == answers(store)

    def test_an_empty_store_moves_as_well(self, store: GraphStore, elsewhere: GraphStore) -> None:
        elsewhere.load(store.dump())
        assert digest(elsewhere) == digest(store)
        put(elsewhere, a_person())

    def test_a_moved_store_goes_on(self, store: GraphStore, elsewhere: GraphStore) -> None:
        live(store)
        elsewhere.load(store.dump())
        for one in (store, elsewhere):
            put(one, a_person(name="김하늘"))
            with one.read() as reader:
                kept = reader.get(Person, "p-kim")
                entry = reader.log(limit=1000)[-1]
            assert (kept.version, kept.at) == (3, entry.at)
            assert one.check_log().broken_at is None
        assert store.changes("").changes == elsewhere.changes("").changes

    def test_forgetting_goes_on(self, store: GraphStore, elsewhere: GraphStore) -> None:
        live(store)
        elsewhere.load(store.dump())
        results = [one.forget("p-park", by="s-lee", why="본인 요청") for one in (store, elsewhere)]
        assert results[0] == results[1]
        assert store.forgotten() == elsewhere.forgotten()

    def test_what_only_earlier_versions_said_is_forgotten_as_well(
        self, store: GraphStore, elsewhere: GraphStore
    ) -> None:
        put(store, a_household(), a_person(household="h-kim"), a_neighbour())
        put(store, a_person())
        elsewhere.load(store.dump())
        elsewhere.forget("p-kim", by="s-lee", why="본인 요청")
        with elsewhere.read() as reader:
            assert reader.count(Household) == 0
            assert reader.history("h-kim") == ()

    def test_the_forgotten_do_not_come_back_elsewhere(self, store: GraphStore, elsewhere: GraphStore) -> None:
        live(store)
        elsewhere.load(store.dump())
        with pytest.raises(RecordMissing):
            put(elsewhere, a_person(id="p-gone"))

    def test_a_dump_is_one_moment(self, store: GraphStore) -> None:
        put(store, a_person())
        lines = store.dump()
        before = list(islice(lines, 2))
        put(store, a_neighbour())
        told = [*before, *lines]
        assert [line.id for line in told if isinstance(line, DumpedVersion)] == ["p-kim"]
        assert len([line for line in told if isinstance(line, LogEntry)]) == 1

    def test_a_cursor_does_not_move_along(self, store: GraphStore, elsewhere: GraphStore) -> None:
        put(store, a_person())
        with store.read() as reader:
            cursor = reader.cursor()
        elsewhere.load(store.dump())
        with pytest.raises(CursorUnknown):
            elsewhere.changes(cursor)

    def test_a_store_with_records_takes_nothing_over(self, store: GraphStore, elsewhere: GraphStore) -> None:
        put(store, a_person())
        put(elsewhere, a_neighbour())
        before = digest(elsewhere)
        with pytest.raises(StoreOccupied):
            elsewhere.load(store.dump())
        assert digest(elsewhere) == before

    def test_a_store_with_a_log_alone_takes_nothing_over(
        self, store: GraphStore, elsewhere: GraphStore
    ) -> None:
        put(store, a_person())
        elsewhere.note(VIEW)
        with pytest.raises(StoreOccupied):
            elsewhere.load(store.dump())

    @pytest.mark.parametrize(
        "spoil",
        [
            pytest.param(lambda lines: lines[1:], id="no header"),
            pytest.param(_other_header, id="another sequence"),
            pytest.param(_without(DumpedVersion), id="a version is missing"),
            pytest.param(_without(DumpedUnit), id="a unit is missing"),
            pytest.param(_without(LogEntry), id="a log entry is missing"),
            pytest.param(_twice(DumpedVersion), id="a version twice"),
            pytest.param(_twice(DumpedUnit), id="a unit twice"),
            pytest.param(_twice(LogEntry), id="a log entry twice"),
            pytest.param(_changed(LogEntry, by="s-kim"), id="a log entry is changed"),
            pytest.param(_changed(DumpedVersion, 5, version=2), id="a gap between versions"),
            pytest.param(_changed(DumpedUnit, why="900101-1234567"), id="a resident number"),
        ],
    )
    def test_what_no_store_writes_is_refused_whole(
        self,
        store: GraphStore,
        elsewhere: GraphStore,
        spoil: Callable[[list[Line]], list[Line]],
    ) -> None:
        put(store, *one_of_each())
        put(store, a_person(name="김 새이름"))
        lines = list(store.dump())
        with pytest.raises(DumpRefused):
            elsewhere.load(spoil(lines))
        elsewhere.load(lines)
        assert digest(elsewhere) == digest(store)

    def test_a_reference_to_nowhere_is_refused(self, store: GraphStore, elsewhere: GraphStore) -> None:
        put(store, a_household(), a_person(household="h-kim"))
        lines = list(store.dump())
        at = next(
            i for i, line in enumerate(lines) if isinstance(line, DumpedVersion) and line.kind is Household
        )
        line: Any = lines[at]
        with pytest.raises(DumpRefused):
            elsewhere.load([*lines[:at], replace(line, removed=True), *lines[at + 1 :]])
        with elsewhere.read() as reader:
            assert reader.count(Person) == 0

    def test_the_forgotten_with_a_version_are_refused(self, store: GraphStore, elsewhere: GraphStore) -> None:
        live(store)
        lines = list(store.dump())
        gone = [i for i, line in enumerate(lines) if isinstance(line, DumpedForgotten)]
        with pytest.raises(DumpRefused):
            elsewhere.load([*lines[: gone[0]], DumpedForgotten("h-kim", 1), *lines[gone[-1] + 1 :]])
        elsewhere.load(lines)

    def test_lines_that_break_off_leave_nothing(self, store: GraphStore, elsewhere: GraphStore) -> None:
        live(store)
        lines = list(store.dump())
        with pytest.raises(OSError, match="the disk is gone"):
            elsewhere.load(_failing(lines))
        elsewhere.load(lines)
        assert answers(elsewhere) == answers(store)

    def test_a_moved_store_keeps_its_last_moment(self, store: GraphStore, elsewhere: GraphStore) -> None:
        live(store)
        elsewhere.load(store.dump())
        assert moment(elsewhere) == moment(store)
