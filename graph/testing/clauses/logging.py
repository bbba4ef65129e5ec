"""The log: one entry a unit, notes of what changes nothing, and a chain."""

from dataclasses import replace

import pytest

from graph.errors import ResidentNumberRefused, WriteReasonMissing
from graph.store import AsOf, GraphStore, LogAction, LogNote
from graph.testing.builders import a_household, a_need, a_neighbour, a_person, a_tie
from graph.testing.clauses.base import Clauses, put

VIEW = LogNote(
    action=LogAction.VIEW,
    by="s-lee",
    purpose="case_work",
    recipient="",
    subjects=("p-kim",),
    what="card",
    place="203.0.113.7",
)


class LogClauses(Clauses):
    def test_a_unit_is_one_entry(self, store: GraphStore) -> None:
        unit = put(store, a_person(), a_neighbour(), a_tie())
        with store.read() as reader:
            (entry,) = reader.log()
        assert (entry.number, entry.action, entry.by) == (1, LogAction.WRITE, "s-lee")
        assert entry.purpose == "시험"
        assert unit in entry.what

    def test_an_entry_names_the_people_touched(self, store: GraphStore) -> None:
        put(store, a_person(), a_neighbour(), a_household())
        put(store, a_need(), a_tie())
        with store.read() as reader:
            assert [entry.subjects for entry in reader.log()] == [("p-kim", "p-park")] * 2
            assert len(reader.log(subject="p-park")) == 2
            assert reader.log(subject="p-none") == ()

    def test_a_unit_that_wrote_nothing_leaves_no_entry(self, store: GraphStore) -> None:
        put(store)
        with store.read() as reader:
            assert reader.log() == ()

    def test_a_unit_that_raised_leaves_no_entry(self, store: GraphStore) -> None:
        with pytest.raises(ZeroDivisionError), store.write(by="s-lee", why="시험") as unit:
            unit.put(a_person())
            raise ZeroDivisionError
        assert store.check_log().entries == 0

    def test_a_note_is_kept_as_written(self, store: GraphStore) -> None:
        store.note(VIEW)
        with store.read() as reader:
            (entry,) = reader.log(subject="p-kim")
        for field in ("action", "by", "purpose", "recipient", "subjects", "what", "place"):
            assert getattr(entry, field) == getattr(VIEW, field)

    def test_the_log_comes_in_pages(self, store: GraphStore) -> None:
        for _ in range(5):
            store.note(VIEW)
        with store.read() as reader:
            assert [entry.number for entry in reader.log(after=1, limit=2)] == [2, 3]
            assert [entry.number for entry in reader.log(subject="p-kim", after=3)] == [4, 5]

    def test_of_an_entry_about_many_the_first_come_and_the_others_are_counted(
        self, store: GraphStore
    ) -> None:
        put(store, *(a_person(id=f"p-{number}") for number in range(5)))
        store.note(VIEW)
        with store.read() as reader:
            whole, viewed = reader.log()
            for asked in (None, "p-4"):
                entry = reader.log(subject=asked, people=2)[0]
                assert (entry.subjects, entry.left_out) == (whole.subjects[:2], 3)
            assert reader.log(people=0)[0].left_out == 5
            assert reader.log(people=5)[0] == whole
            assert reader.log(people=2)[1] == viewed

    def test_the_end_of_the_log_is_that_of_the_moment(self, store: GraphStore) -> None:
        with store.read() as reader:
            assert reader.log_end() == 0
        store.note(VIEW)
        with store.read() as reader:
            first = reader.log()[0].at
            store.note(VIEW)
            assert reader.log_end() == 1
        with store.read() as reader:
            assert reader.log_end() == 2
        with store.read(AsOf(recorded_at=first)) as reader:
            assert reader.log_end() == 1

    def test_the_chain_holds(self, store: GraphStore) -> None:
        assert store.check_log().entries == 0
        put(store, a_person())
        store.note(VIEW)
        check = store.check_log()
        assert (check.entries, check.broken_at) == (2, None)

    def test_every_entry_has_a_digest_of_its_own(self, store: GraphStore) -> None:
        store.note(VIEW)
        store.note(VIEW)
        with store.read() as reader:
            assert len({entry.digest for entry in reader.log()}) == 2

    def test_a_note_without_who_or_why_is_refused(self, store: GraphStore) -> None:
        for by, purpose in (("", "case_work"), ("s-lee", " ")):
            with pytest.raises(WriteReasonMissing):
                store.note(replace(VIEW, by=by, purpose=purpose))

    def test_a_note_with_a_resident_number_is_refused(self, store: GraphStore) -> None:
        with pytest.raises(ResidentNumberRefused):
            store.note(replace(VIEW, recipient="900101-1234567"))
