"""Writing: units of work, versions, references, and what is refused."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from graph.errors import (
    RecordInvalid,
    RecordMissing,
    ReferenceMissing,
    ResidentNumberRefused,
    StoreUnavailable,
    VersionConflict,
    WriteReasonMissing,
)
from graph.records.people import Household, Person
from graph.records.registry import Record, references, type_of
from graph.store import GraphStore
from graph.stores import codec
from graph.testing.builders import a_household, a_neighbour, a_person, a_tie, an_import, one_of_each
from graph.testing.clauses.base import Clauses, MakeStore, put, remove
from graph.testing.clocks import Ticking
from graph.testing.strategies import any_record

RESIDENT_NUMBER = "900101-1234567"


class WriteClauses(Clauses):
    def test_every_record_type_is_kept_and_read_back(self, store: GraphStore) -> None:
        put(store, *one_of_each())
        with store.read() as reader:
            for record in one_of_each():
                assert reader.get(type(record), record.id).record == record

    @settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
    @given(record=any_record())
    def test_any_record_is_kept_and_read_back(self, make_store: MakeStore, record: Record) -> None:
        store = make_store(Ticking())
        try:
            put(store, *_joined(record))
            with store.read() as reader:
                assert reader.get(type(record), record.id).record == record
                assert reader.history(record.id)[0].record == record
        finally:
            store.close()

    def test_a_unit_reads_what_it_has_written(self, store: GraphStore) -> None:
        with store.write(by="s-lee", why="시험") as unit:
            unit.put(a_person())
            assert unit.get(Person, "p-kim").record == a_person()
            assert unit.search("하늘") == ("p-kim",)
            assert unit.count(Person) == 1

    def test_nobody_else_reads_a_unit_before_it_ends(self, store: GraphStore) -> None:
        with store.write(by="s-lee", why="시험") as unit:
            unit.put(a_person())
            with store.read() as reader:
                assert reader.count(Person) == 0

    def test_a_unit_that_raises_leaves_nothing(self, store: GraphStore) -> None:
        put(store, a_person())
        before = _everything(store)
        with pytest.raises(ZeroDivisionError), store.write(by="s-lee", why="시험") as unit:
            unit.put(a_person(name="다른이름"))
            unit.put_all([a_neighbour(), a_tie()])
            unit.remove(Person, "p-kim")
            raise ZeroDivisionError
        assert _everything(store) == before

    def test_a_store_works_on_after_a_unit_that_raised(self, store: GraphStore) -> None:
        with pytest.raises(ZeroDivisionError), store.write(by="s-lee", why="시험") as unit:
            unit.put(a_person())
            raise ZeroDivisionError
        put(store, a_person())
        with store.read() as reader:
            assert reader.get(Person, "p-kim").version == 1

    def test_a_unit_inside_a_unit_is_refused(self, store: GraphStore) -> None:
        with store.write(by="s-lee", why="시험") as unit:
            unit.put(a_person())
            with pytest.raises(StoreUnavailable), store.write(by="s-lee", why="시험"):
                pass
        with store.read() as reader:
            assert reader.count(Person) == 1

    @pytest.mark.parametrize(("by", "why"), [("", "시험"), ("s-lee", ""), (" ", "시험"), ("s-lee", "\t")])
    def test_a_unit_without_who_and_why_is_refused(self, store: GraphStore, by: str, why: str) -> None:
        with pytest.raises(WriteReasonMissing), store.write(by=by, why=why):
            pass

    def test_the_same_record_again_writes_no_version(self, store: GraphStore) -> None:
        put(store, a_person())
        before = _everything(store)
        with store.write(by="s-lee", why="시험") as unit:
            assert unit.put(a_person()) == 1
            assert unit.put_all([a_person(), a_person()]) == 0
        assert _everything(store) == before

    def test_a_changed_record_gets_the_next_version(self, store: GraphStore) -> None:
        put(store, a_person())
        with store.write(by="s-lee", why="시험") as unit:
            assert unit.put(a_person(name="다른이름")) == 2

    def test_put_all_counts_the_versions_it_wrote(self, store: GraphStore) -> None:
        put(store, a_person())
        with store.write(by="s-lee", why="시험") as unit:
            changes = [a_person(), a_person(name="하나"), a_person(name="둘"), a_neighbour()]
            assert unit.put_all(changes) == 3
            assert unit.get(Person, "p-kim").record.name == "둘"

    def test_a_lost_update_is_refused(self, store: GraphStore) -> None:
        put(store, a_person())
        put(store, a_person(name="먼저 고침"))
        with pytest.raises(VersionConflict) as conflict, store.write(by="s-lee", why="시험") as unit:
            unit.put(a_person(name="나중에 고침"), expected=1)
        assert conflict.value.fields == {"id": "p-kim", "expected": 1, "found": 2}

    def test_an_update_at_the_version_read_is_kept(self, store: GraphStore) -> None:
        put(store, a_person())
        with store.write(by="s-lee", why="시험") as unit:
            assert unit.put(a_person(name="고침"), expected=1) == 2

    def test_a_new_record_expected_to_be_new_is_kept(self, store: GraphStore) -> None:
        with store.write(by="s-lee", why="시험") as unit:
            assert unit.put(a_person(), expected=0) == 1

    def test_a_record_expected_to_be_new_but_there_is_refused(self, store: GraphStore) -> None:
        put(store, a_person())
        with pytest.raises(VersionConflict), store.write(by="s-lee", why="시험") as unit:
            unit.put(a_person(), expected=0)

    def test_a_removed_record_is_missing(self, store: GraphStore) -> None:
        put(store, a_person())
        remove(store, a_person())
        with store.read() as reader:
            assert reader.find(Person, ["p-kim"]) == {}
            with pytest.raises(RecordMissing):
                reader.get(Person, "p-kim")

    def test_removing_what_is_not_there_is_refused(self, store: GraphStore) -> None:
        with pytest.raises(RecordMissing), store.write(by="s-lee", why="시험") as unit:
            unit.remove(Person, "p-kim")

    def test_removing_at_an_older_version_is_refused(self, store: GraphStore) -> None:
        put(store, a_person())
        put(store, a_person(name="고침"))
        with pytest.raises(VersionConflict), store.write(by="s-lee", why="시험") as unit:
            unit.remove(Person, "p-kim", expected=1)

    def test_a_version_number_is_never_used_again(self, store: GraphStore) -> None:
        put(store, a_person())
        remove(store, a_person())
        with store.write(by="s-lee", why="시험") as unit:
            assert unit.put(a_person(), expected=0) == 3

    def test_a_reference_to_nothing_is_refused_when_the_unit_ends(self, store: GraphStore) -> None:
        with pytest.raises(ReferenceMissing) as missing, store.write(by="s-lee", why="시험") as unit:
            unit.put(a_person(household="h-kim"))
        assert missing.value.fields == {"record": "Person", "field": "household", "id": "h-kim"}
        with store.read() as reader:
            assert reader.count(Person) == 0

    def test_a_reference_may_be_written_before_what_it_points_at(self, store: GraphStore) -> None:
        with store.write(by="s-lee", why="시험") as unit:
            unit.put(a_person(household="h-kim"))
            unit.put(a_household())
        with store.read() as reader:
            assert reader.count(Household) == 1

    def test_a_reference_to_a_type_the_field_does_not_allow_is_refused(self, store: GraphStore) -> None:
        put(store, a_neighbour())
        with pytest.raises(ReferenceMissing), store.write(by="s-lee", why="시험") as unit:
            unit.put(a_person(household="p-park"))

    def test_removing_what_others_refer_to_is_refused(self, store: GraphStore) -> None:
        put(store, a_household(), a_person(household="h-kim"))
        with pytest.raises(ReferenceMissing):
            remove(store, a_household())
        with store.read() as reader:
            assert reader.count(Household) == 1

    def test_removing_together_with_those_who_refer_is_kept(self, store: GraphStore) -> None:
        put(store, a_household(), a_person(household="h-kim"))
        with store.write(by="s-lee", why="시험") as unit:
            unit.remove(Household, "h-kim")
            unit.remove(Person, "p-kim")
        with store.read() as reader:
            assert reader.count(Household) == 0

    def test_an_id_of_another_type_is_refused(self, store: GraphStore) -> None:
        with pytest.raises(RecordInvalid), store.write(by="s-lee", why="시험") as unit:
            unit.put(a_person(id="h-kim"))

    @pytest.mark.parametrize("name", ["한\x00글", "한\ud800글"])
    def test_characters_that_no_store_keeps_are_refused(self, store: GraphStore, name: str) -> None:
        with pytest.raises(RecordInvalid), store.write(by="s-lee", why="시험") as unit:
            unit.put(a_person(name=name))

    @pytest.mark.parametrize("number", [2**63, 10**30])
    def test_a_number_that_no_store_keeps_is_refused(self, store: GraphStore, number: int) -> None:
        with pytest.raises(RecordInvalid), store.write(by="s-lee", why="시험") as unit:
            unit.put(a_person(walks_metres=number))

    def test_a_value_of_the_wrong_type_is_refused(self, store: GraphStore) -> None:
        with pytest.raises(RecordInvalid), store.write(by="s-lee", why="시험") as unit:
            unit.put(a_person(walks_metres="멀리"))

    def test_a_moment_without_time_zone_is_refused(self, store: GraphStore) -> None:
        naive = an_import().applied_at.replace(tzinfo=None)
        with pytest.raises(RecordInvalid), store.write(by="s-lee", why="시험") as unit:
            unit.put(an_import(applied_at=naive))

    def test_a_resident_number_is_refused_and_nothing_is_kept(self, store: GraphStore) -> None:
        with pytest.raises(ResidentNumberRefused) as refused, store.write(by="s-lee", why="시험") as unit:
            unit.put(a_neighbour())
            unit.put(a_person(health=f"주민번호 {RESIDENT_NUMBER}"))
        assert RESIDENT_NUMBER not in str(refused.value)
        with store.read() as reader:
            assert reader.count(Person) == 0

    def test_put_all_refuses_a_resident_number_too(self, store: GraphStore) -> None:
        with pytest.raises(ResidentNumberRefused), store.write(by="s-lee", why="시험") as unit:
            unit.put_all([a_person(tastes=RESIDENT_NUMBER)])

    def test_a_resident_number_in_the_reason_is_refused(self, store: GraphStore) -> None:
        with pytest.raises(ResidentNumberRefused), store.write(by="s-lee", why=RESIDENT_NUMBER):
            pass

    def test_a_closed_store_says_so(self, store: GraphStore) -> None:
        store.close()
        store.close()
        with pytest.raises(StoreUnavailable), store.read():
            pass
        with pytest.raises(StoreUnavailable), store.write(by="s-lee", why="시험"):
            pass


def _everything(store: GraphStore) -> Any:
    with store.read() as reader:
        changes = store.changes("").changes
        histories = [reader.history(change.id) for change in changes]
        return changes, histories, reader.cursor(), reader.log(), reader.search("이름")


def _joined(record: Record) -> list[Record]:
    """A record behind stand-ins for everything it refers to, and what those refer to."""
    stock = {type(r): r for r in one_of_each()}
    wanted: dict[str, Record] = {}

    def want(one: Record) -> None:
        if one.id in wanted:
            return
        wanted[one.id] = one
        for field in references(type(one)):
            to = getattr(one, field)
            kind = type_of(to) if to is not None else None
            if kind is not None:
                values = codec.encode(stock[kind]) | {"id": to}
                if kind is Person:
                    values |= {"household": None, "case_manager": None}
                want(codec.decode(kind, values))

    want(record)
    for one in one_of_each():
        want(one)
    return list(wanted.values())
