"""Forgetting: what belongs to a person goes, in every version; what does not, stays."""

import pytest

from graph.errors import RecordMissing, WriteReasonMissing
from graph.records.linkages import Linkage, Refusal
from graph.records.people import Household, Organisation, Person, Staff
from graph.records.registry import RECORD_TYPES
from graph.records.resources import Resource
from graph.records.ties import Tie
from graph.store import AsOf, GraphStore
from graph.stores import replay_forgotten
from graph.testing.builders import (
    a_consent,
    a_household,
    a_linkage,
    a_neighbour,
    a_person,
    a_place,
    a_refusal,
    a_resource,
    a_tie,
    an_organisation,
    one_of_each,
)
from graph.testing.clauses.base import Clauses, MakeStore, moment, put, remove
from graph.testing.clocks import Ticking

THIRD = a_person(id="p-third", name="이슬기")


def forget(store: GraphStore, person: str = "p-kim") -> dict[str, int]:
    """Forget somebody, and say what was removed."""
    return dict(store.forget(person, by="s-lee", why="본인 요청").removed)


class ForgetClauses(Clauses):
    def test_everything_about_the_person_goes(self, store: GraphStore) -> None:
        put(store, *one_of_each())
        assert forget(store) == {
            "Ask": 1,
            "Consent": 1,
            "Feeds": 1,
            "Household": 1,
            "KeepApart": 1,
            "Linkage": 1,
            "Membership": 1,
            "Need": 2,
            "Person": 1,
            "Refusal": 1,
            "RoundLeg": 1,
            "SourceRow": 1,
            "Tie": 1,
        }
        gone = [r for r in one_of_each() if "kim" in r.id]
        with store.read() as reader:
            for record in gone:
                assert reader.find(type(record), [record.id]) == {}
                assert reader.history(record.id) == ()

    def test_what_is_not_theirs_stays(self, store: GraphStore) -> None:
        put(store, *one_of_each())
        forget(store)
        with store.read() as reader:
            assert {kind for kind in RECORD_TYPES.values() if reader.count(kind)} >= {
                Person,
                Staff,
                Organisation,
                Resource,
            }
            assert reader.get(Person, "p-park").version == 1

    def test_no_search_place_or_tie_finds_them(self, store: GraphStore) -> None:
        put(store, *one_of_each())
        forget(store)
        with store.read() as reader:
            assert reader.search("하늘") == reader.search("ㄱㅎㄴ") == ()
            assert [i for i, _ in reader.near(37.5, 127.0, 1000)] == ["p-park"]
            assert reader.adjacent("p-park") == ()

    def test_no_earlier_moment_shows_them(self, store: GraphStore) -> None:
        put(store, a_person(place=a_place()), a_neighbour(), a_tie())
        put(store, a_person(name="새 이름"))
        then = moment(store)
        forget(store)
        with store.read(AsOf(then)) as reader:
            assert [k.record.id for k in reader.each(Person)] == ["p-park"]
            assert reader.count(Tie) == 0
            assert reader.search("하늘") == ()
            assert reader.near(37.5, 127.0, 1000) == ()

    def test_somebody_removed_before_can_be_forgotten(self, store: GraphStore) -> None:
        put(store, a_person(), a_neighbour(), a_tie())
        remove(store, a_tie())
        remove(store, a_person())
        assert forget(store) == {"Person": 1, "Tie": 1}
        with store.read() as reader:
            assert reader.history("p-kim") == reader.history("t-kim-park") == ()

    def test_what_the_person_gave_goes_with_what_was_linked_to_it(self, store: GraphStore) -> None:
        put(store, a_person(), a_neighbour(), THIRD, a_resource())
        put(store, a_linkage(ask=None, person="p-third"))
        put(store, a_refusal(person="p-third", other="p-kim", linkage="l-kim"))
        assert forget(store, "p-park") == {"Linkage": 1, "Person": 1, "Resource": 1}
        with store.read() as reader:
            kept = reader.get(Refusal, "no-kim")
        assert kept.record.linkage is None

    def test_a_record_that_loses_a_reference_gets_a_version_that_says_so(self, store: GraphStore) -> None:
        put(store, a_person(), a_neighbour(), THIRD, a_resource())
        put(store, a_linkage(ask=None, person="p-kim", introduced_by="p-third"))
        result = store.forget("p-third", by="s-lee", why="본인 요청")
        assert (dict(result.removed), result.cleared) == ({"Person": 1}, 1)
        with store.read() as reader:
            kept = reader.get(Linkage, "l-kim")
            assert (kept.record.introduced_by, kept.version, kept.why) == (None, 2, "본인 요청")

    def test_no_version_keeps_a_cleared_reference(self, store: GraphStore) -> None:
        put(store, a_person(), a_neighbour(), THIRD, a_tie(told_by="p-third"))
        put(store, a_tie(told_by="p-third", note="더 가까워짐"))
        put(store, a_tie(note="더 가까워짐"))
        forget(store, "p-third")
        with store.read() as reader:
            history = reader.history("t-kim-park")
        assert [kept.version for kept in history] == [1, 2, 3]
        assert {kept.record.told_by for kept in history if isinstance(kept.record, Tie)} == {None}

    def test_a_version_that_was_theirs_goes_from_a_record_that_is_not(self, store: GraphStore) -> None:
        put(store, a_person(), a_neighbour(), a_resource(giver="p-kim"))
        put(store, a_resource(giver="p-park"))
        assert forget(store) == {"Person": 1}
        with store.read() as reader:
            assert [k.version for k in reader.history("r-escort")] == [2]

    def test_a_household_left_empty_goes(self, store: GraphStore) -> None:
        put(store, a_household(place=a_place()), a_person(household="h-kim"))
        assert forget(store) == {"Household": 1, "Person": 1}

    def test_a_household_with_others_stays(self, store: GraphStore) -> None:
        put(store, a_household(), a_person(household="h-kim"), a_neighbour(household="h-kim"))
        assert forget(store) == {"Person": 1}
        with store.read() as reader:
            assert reader.count(Household) == 1

    def test_a_household_they_left_and_nobody_lives_in_goes(self, store: GraphStore) -> None:
        put(store, a_household(), a_person(household="h-kim"))
        put(store, a_person())
        assert forget(store) == {"Household": 1, "Person": 1}

    def test_who_decided_for_another_is_cleared(self, store: GraphStore) -> None:
        put(store, a_person(), a_neighbour(), a_consent(decided_by="p-park", authority="후견인"))
        assert forget(store, "p-park") == {"Person": 1}

    def test_followers_of_changes_are_told_to_start_anew(self, store: GraphStore) -> None:
        put(store, a_person(), a_neighbour())
        with store.read() as reader:
            before = reader.cursor()
        forget(store)
        changes = store.changes(before)
        assert changes.forgotten
        assert not store.changes(changes.cursor).forgotten
        assert [c.id for c in store.changes("").changes] == ["p-park"]

    def test_what_the_forgotten_wrote_in_a_unit_is_told_no_more(self, store: GraphStore) -> None:
        unit = put(store, a_person(), a_neighbour())
        forget(store)
        with store.read() as reader:
            assert [c.id for c in reader.written_in(unit)] == ["p-park"]

    def test_the_log_keeps_its_chain_and_opaque_ids(self, store: GraphStore) -> None:
        put(store, a_person(), a_neighbour())
        forget(store)
        check = store.check_log()
        assert (check.entries, check.broken_at) == (2, None)
        with store.read() as reader:
            entries = reader.log(subject="p-kim")
        assert [(e.action.value, e.purpose) for e in entries] == [("write", "시험"), ("forget", "본인 요청")]
        assert not any("하늘" in str(entry) for entry in entries)

    def test_the_forgotten_do_not_come_back(self, store: GraphStore) -> None:
        put(store, a_person())
        forget(store)
        with pytest.raises(RecordMissing):
            put(store, a_person())
        with pytest.raises(RecordMissing):
            forget(store)

    def test_every_id_that_went_is_listed(self, store: GraphStore) -> None:
        put(store, a_household(), a_person(household="h-kim"), a_neighbour(), a_tie())
        assert store.forgotten() == ()
        forget(store)
        assert store.forgotten() == ("h-kim", "p-kim", "t-kim-park")

    def test_a_restored_backup_forgets_again(self, store: GraphStore, make_store: MakeStore) -> None:
        put(store, a_person(), a_neighbour(), a_tie())
        forget(store)
        restored = make_store(Ticking())
        put(restored, a_person(), a_neighbour(), a_tie())
        found = replay_forgotten(restored, store.forgotten(), by="s-lee", why="백업 복원")
        assert found == ("p-kim",)
        assert restored.forgotten() == store.forgotten()
        assert replay_forgotten(restored, store.forgotten(), by="s-lee", why="백업 복원") == ()
        restored.close()

    def test_nobody_cannot_be_forgotten(self, store: GraphStore, clock: Ticking) -> None:
        put(store, an_organisation())
        before = clock.now
        for record_id in ("p-none", "o-centre", ""):
            with pytest.raises(RecordMissing):
                store.forget(record_id, by="s-lee", why="본인 요청")
        assert clock.now == before

    def test_forgetting_needs_who_and_why(self, store: GraphStore) -> None:
        put(store, a_person())
        with pytest.raises(WriteReasonMissing):
            store.forget("p-kim", by="s-lee", why="")
