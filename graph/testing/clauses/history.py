"""History: nothing is overwritten, and every moment can be read again."""

from datetime import date, timedelta

import pytest

from graph.errors import RecordMissing
from graph.records.people import Organisation, Person
from graph.records.resources import Resource
from graph.records.ties import Tie
from graph.store import AsOf, GraphStore
from graph.testing.builders import (
    a_neighbour,
    a_person,
    a_place,
    a_resource,
    a_tie,
    an_organisation,
)
from graph.testing.clauses.base import Clauses, moment, put, remove
from graph.testing.clocks import Ticking

EARLY, LATE = date(2026, 3, 1), date(2026, 3, 31)


class HistoryClauses(Clauses):
    def test_a_version_keeps_who_when_why_and_its_unit(self, store: GraphStore, clock: Ticking) -> None:
        with store.write(by="s-lee", why="첫 상담") as unit:
            unit.put(a_person())
        with store.read() as reader:
            kept = reader.get(Person, "p-kim")
        assert (kept.by, kept.why, kept.unit, kept.version) == ("s-lee", "첫 상담", unit.id, 1)
        assert kept.at == clock.now

    def test_all_of_a_unit_has_one_moment(self, store: GraphStore) -> None:
        put(store, a_person(), a_neighbour(), a_tie())
        with store.read() as reader:
            assert len({reader.history(i)[0].at for i in ("p-kim", "p-park", "t-kim-park")}) == 1

    def test_history_holds_every_version_and_the_removal(self, store: GraphStore) -> None:
        put(store, a_person())
        put(store, a_person(name="새 이름"))
        remove(store, a_person())
        put(store, a_person())
        with store.read() as reader:
            history = reader.history("p-kim")
        assert [(kept.version, kept.removed) for kept in history] == [
            (1, False),
            (2, False),
            (3, True),
            (4, False),
        ]
        assert [kept.record for kept in history] == [
            a_person(),
            a_person(name="새 이름"),
            a_person(name="새 이름"),
            a_person(),
        ]

    def test_history_of_nobody_is_empty(self, store: GraphStore) -> None:
        with store.read() as reader:
            assert reader.history("p-kim") == ()
            assert reader.history("x") == ()

    def test_a_clock_that_goes_back_does_not_turn_history(self, store: GraphStore, clock: Ticking) -> None:
        put(store, a_person())
        clock.now -= timedelta(days=1)
        put(store, a_person(name="새 이름"))
        with store.read() as reader:
            first, second = reader.history("p-kim")
        assert first.at <= second.at

    def test_an_earlier_moment_is_read_as_it_was(self, store: GraphStore) -> None:
        put(store, a_person(), a_neighbour(), a_tie())
        then = moment(store)
        put(store, a_person(name="새 이름"))
        remove(store, a_tie())
        with store.read(AsOf(then)) as reader:
            assert reader.get(Person, "p-kim").record.name == "김하늘"
            assert reader.count(Tie) == 1
            assert reader.adjacent("p-kim") == ("p-park",)
            assert reader.ways("p-kim", "p-park") == (("p-kim", "p-park"),)
            assert reader.search("하늘") == ("p-kim",)
            assert reader.search("새 이름") == ()
            assert list(reader.columns(Person, ["id", "name"])) == [("p-kim", "김하늘"), ("p-park", "박나래")]
            assert len(reader.referring(Tie, "source", "p-kim")) == 1
            assert len(reader.history("p-kim")) == 1

    def test_before_the_first_record_there_was_nothing(self, store: GraphStore, clock: Ticking) -> None:
        before = clock.now
        put(store, a_person(place=a_place()))
        with store.read(AsOf(before)) as reader:
            assert reader.count(Person) == 0
            assert reader.near(37.5, 127.0, 100) == ()
            assert reader.log() == ()
            with pytest.raises(RecordMissing):
                reader.get(Person, "p-kim")

    def test_a_removed_record_was_there_before(self, store: GraphStore) -> None:
        put(store, a_person(place=a_place()))
        then = moment(store)
        remove(store, a_person())
        with store.read(AsOf(then)) as reader:
            assert reader.get(Person, "p-kim").version == 1
            assert [i for i, _ in reader.near(37.5, 127.0, 100)] == ["p-kim"]

    def test_a_moment_includes_what_was_recorded_at_it(self, store: GraphStore) -> None:
        put(store, a_person())
        with store.read(AsOf(moment(store))) as reader:
            assert reader.count(Person) == 1
        with store.read(AsOf(moment(store) - timedelta(microseconds=1))) as reader:
            assert reader.count(Person) == 0

    @pytest.mark.parametrize(
        ("day", "there"),
        [
            (EARLY - timedelta(days=1), False),
            (EARLY, True),
            (LATE, True),
            (LATE + timedelta(days=1), False),
        ],
    )
    def test_both_ends_of_a_span_count(self, store: GraphStore, day: date, there: bool) -> None:
        put(store, an_organisation(valid_from=EARLY, valid_to=LATE, place=a_place()))
        with store.read(AsOf(day=day)) as reader:
            assert reader.count(Organisation) == there
            assert len(list(reader.each(Organisation))) == there
            assert len(reader.find(Organisation, ["o-centre"])) == there
            assert len(reader.search("복지관")) == there
            assert len(reader.near(37.5, 127.0, 100)) == there
            assert len(list(reader.columns(Organisation, ["id"]))) == there

    def test_a_span_without_ends_holds_on_every_day(self, store: GraphStore) -> None:
        put(store, a_neighbour(), a_resource())
        with store.read(AsOf(day=date(1950, 1, 1))) as reader:
            assert reader.count(Resource) == 1

    def test_records_without_a_span_hold_on_every_day(self, store: GraphStore) -> None:
        put(store, a_person())
        with store.read(AsOf(day=date(1950, 1, 1))) as reader:
            assert reader.get(Person, "p-kim").version == 1

    def test_a_tie_that_ended_joins_nobody_after(self, store: GraphStore) -> None:
        put(store, a_person(), a_neighbour(), a_tie(valid_to=EARLY))
        with store.read(AsOf(day=LATE)) as reader:
            assert reader.adjacent("p-kim") == ()
            assert reader.ways("p-kim", "p-park") == ()
            assert reader.referring(Tie, "source", "p-kim") == ()
            with pytest.raises(RecordMissing):
                reader.get(Tie, "t-kim-park")

    def test_a_day_of_an_earlier_moment_joins_both(self, store: GraphStore) -> None:
        put(store, a_person(), a_neighbour(), a_tie())
        then = moment(store)
        put(store, a_tie(valid_to=EARLY))
        with store.read(AsOf(then, LATE)) as reader:
            assert reader.adjacent("p-kim") == ("p-park",)

    def test_history_is_not_bound_to_a_day(self, store: GraphStore) -> None:
        put(store, an_organisation(valid_to=EARLY))
        with store.read(AsOf(day=LATE)) as reader:
            assert len(reader.history("o-centre")) == 1

    def test_what_a_unit_wrote_is_listed_in_order(self, store: GraphStore) -> None:
        with store.write(by="s-lee", why="시험") as unit:
            unit.put_all([a_person(), a_neighbour(), a_tie(), a_person(name="새 이름")])
            unit.remove(Tie, "t-kim-park")
        with store.read() as reader:
            written = reader.written_in(unit.id)
            assert reader.written_in("u-none") == ()
        assert [(c.record_type, c.id, c.version, c.removed) for c in written] == [
            ("Person", "p-kim", 1, False),
            ("Person", "p-park", 1, False),
            ("Tie", "t-kim-park", 1, False),
            ("Person", "p-kim", 2, False),
            ("Tie", "t-kim-park", 2, True),
        ]
