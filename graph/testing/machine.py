"""A state machine that drives a store and the memory store side by side and compares every answer."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from graph.errors import GraphError
from graph.records.people import Organisation, Person
from graph.records.registry import RECORD_TYPES, Record, references, type_of
from graph.records.ties import Tie
from graph.store import AsOf, GraphStore, Primitive, Reader, Unit
from graph.stores import codec, open_store
from graph.stores.codec import SEARCHED, column_names
from graph.testing.builders import (
    a_consent,
    a_feeds,
    a_household,
    a_keep_apart,
    a_linkage,
    a_membership,
    a_need,
    a_person,
    a_place,
    a_refusal,
    a_resource,
    a_source_row,
    a_staff,
    a_tie,
    a_walking_time,
    an_area,
    an_ask,
    an_import,
    an_organisation,
)
from graph.testing.clocks import Ticking
from graph.testing.strategies import WORDS, any_record, days, ids, records
from graph.text.hangul import initials

KINDS = list(RECORD_TYPES.values())
_kinds = st.sampled_from(KINDS)
_references = st.sampled_from([(kind, field) for kind in KINDS for field in references(kind)])
_expected = st.none() | st.integers(0, 4)
_dongs = st.none() | st.sampled_from(["9911000100", "9911000200"])
_queries = st.sampled_from(
    [*WORDS, "하늘", "ㄱㅎㄴ", "김ㅎ", "동행 병원", "복지", "복", "3", "ㄴㄹ", "", "!?"]
)


class StoreMachine(RuleBasedStateMachine):
    """Subclasses say how to open the store under test with a clock, and how to throw it away."""

    def open_store(self, clock: Callable[[], datetime]) -> GraphStore:
        """The store under test, empty."""
        raise NotImplementedError

    @initialize()
    def begin(self) -> None:
        """Open both stores with clocks that agree, over the same small neighbourhood."""
        self.mine = self.open_store(Ticking())
        self.oracle = open_store("memory:", clock=Ticking())
        self.moments: list[datetime] = [Ticking().now]
        self.cursors: list[tuple[str, str]] = [("", "")]
        self.known = {record.id for record in neighbourhood()}
        self.unit(lambda unit: unit.put_all(neighbourhood()))

    def teardown(self) -> None:
        """Close both stores."""
        if hasattr(self, "mine"):
            self.mine.close()
            self.oracle.close()

    def both(self, act: Callable[[GraphStore], Any]) -> Any:
        """Do the same in both stores; both answer, or both refuse, in the same words."""
        answers = [_outcome(act, store) for store in (self.mine, self.oracle)]
        assert answers[0] == answers[1]
        return answers[0]

    def ask(self, question: Callable[[Reader], Any], as_of: AsOf) -> None:
        """Ask both stores the same about the same world."""

        def act(store: GraphStore) -> Any:
            with store.read(as_of) as reader:
                return question(reader)

        self.both(act)

    def unit(self, act: Callable[[Unit], Any]) -> None:
        """One unit of work in both."""

        def write(store: GraphStore) -> Any:
            with store.write(by="s-1", why="시험") as unit:
                return act(unit)

        self.both(write)

    @contextmanager
    def _readers(self) -> Iterator[tuple[Reader, Reader]]:
        with self.mine.read() as mine, self.oracle.read() as oracle:
            yield mine, oracle

    @rule(record=any_record(), expected=_expected)
    def put(self, record: Record, expected: int | None) -> None:
        """Put one record; its references may point nowhere."""
        self.unit(lambda unit: unit.put(record, expected=expected))

    @rule(drawn=st.lists(any_record(), max_size=8))
    def put_what_fits(self, drawn: list[Record]) -> None:
        """Put records in one unit, with stand-ins for what they refer to."""
        self.unit(lambda unit: unit.put_all(drawn))

    @rule(data=st.data())
    def put_joined(self, data: st.DataObject) -> None:
        """Put a record with everything it refers to."""
        wanted: dict[str, Record] = {}
        queue = [data.draw(any_record())]
        while queue:
            record = queue.pop()
            wanted.setdefault(record.id, record)
            for field in references(type(record)):
                to = getattr(record, field)
                if to is not None and to not in wanted and to not in self.known:
                    queue.append(data.draw(_with_id(to)))
        self.known |= wanted.keys()
        self.unit(lambda unit: unit.put_all(wanted.values()))

    def _id(self, data: st.DataObject, *kinds: type[Record]) -> str:
        """An id of one of the types, mostly of a record that was put at some time."""
        known = sorted(i for i in self.known if not kinds or type_of(i) in kinds)
        if known and data.draw(st.integers(0, 9)) > 0:
            return data.draw(st.sampled_from(known))
        kind = data.draw(st.sampled_from(kinds or KINDS))
        return data.draw(ids(kind))

    @rule(kind=_kinds, expected=_expected, data=st.data())
    def remove(self, kind: type[Record], expected: int | None, data: st.DataObject) -> None:
        """Remove a record, there or not."""
        record_id = self._id(data, kind)
        self.unit(lambda unit: unit.remove(kind, record_id, expected=expected))

    @rule(kind=_kinds, data=st.data())
    def remove_and_put_back(self, kind: type[Record], data: st.DataObject) -> None:
        """Remove a record and put it back in one unit."""
        record_id = self._id(data, kind)

        def act(unit: Unit) -> int:
            record = unit.get(kind, record_id).record
            unit.remove(kind, record_id)
            return unit.put(record, expected=0)

        self.unit(act)

    @rule(data=st.data())
    def forget(self, data: st.DataObject) -> None:
        """Forget a person, known or not, now and then."""
        if data.draw(st.integers(0, 3)):
            return
        person = self._id(data, Person)
        self.both(lambda store: store.forget(person, by="s-1", why="본인 요청"))

    @rule(data=st.data())
    def remember_the_moment(self, data: st.DataObject) -> None:
        """Keep this moment and cursor for later questions."""
        with self._readers() as (mine, oracle):
            self.cursors.append((mine.cursor(), oracle.cursor()))
            entries = oracle.log(limit=10_000)
        self.moments.append(entries[-1].at if entries else Ticking().now)

    def _world(self, data: st.DataObject) -> AsOf:
        moment = data.draw(st.none() | st.sampled_from(self.moments))
        return AsOf(moment, data.draw(st.none() | days))

    @rule(kind=_kinds, dong=_dongs, data=st.data())
    def read(self, kind: type[Record], dong: str | None, data: st.DataObject) -> None:
        """Records of a type, one by one, in pages, counted, and as columns."""
        record_id, names = self._id(data, kind), data.draw(st.permutations(column_names(kind)))
        limit = data.draw(st.none() | st.integers(0, 3))
        as_of = self._world(data)
        self.ask(lambda reader: _plain([reader.get(kind, record_id)]), as_of)
        self.ask(lambda reader: _plain(reader.find(kind, [record_id, "p-1"]).values()), as_of)
        self.ask(lambda reader: _plain(reader.each(kind, dong=dong)), as_of)
        self.ask(lambda reader: _plain(reader.each(kind, dong=dong, after=record_id, limit=limit)), as_of)
        self.ask(lambda reader: reader.count(kind, dong=dong), as_of)
        self.ask(lambda reader: list(reader.columns(kind, names[:5], dong=dong)), as_of)
        some = ("id", [record_id, "p-1"])
        self.ask(lambda reader: _unpacked(reader.columns(kind, ["id", tuple(names)], among=some)), as_of)

    @rule(data=st.data())
    def read_history(self, data: st.DataObject) -> None:
        """All versions of a record, and the log about it."""
        record_id = self._id(data)
        as_of = self._world(data)
        self.ask(lambda reader: _plain(reader.history(record_id)), as_of)
        self.ask(_log_of(record_id), as_of)

    @rule(reference=_references, data=st.data())
    def referring(self, reference: tuple[type[Record], str], data: st.DataObject) -> None:
        """Who refers to an id."""
        kind, field = reference
        allowed = references(kind)[field]
        to = self._id(data, *(RECORD_TYPES[name] for name in allowed if name != "*"))
        self.ask(lambda reader: _plain(reader.referring(kind, field, to)), self._world(data))

    @rule(steps=st.integers(0, 5), limit=st.integers(1, 6), data=st.data())
    def ways(self, steps: int, limit: int, data: st.DataObject) -> None:
        """Neighbours and ways along ties."""
        start, goal = self._id(data, Person, Organisation), self._id(data, Person, Organisation)
        as_of = self._world(data)
        self.ask(lambda reader: reader.adjacent(start), as_of)
        self.ask(lambda reader: reader.ways(start, goal, max_steps=steps, limit=limit), as_of)

    @rule(query=_queries, kinds=st.lists(_kinds, max_size=3), dong=_dongs, data=st.data())
    def search(self, query: str, kinds: list[type[Record]], dong: str | None, data: st.DataObject) -> None:
        """Words and 초성."""
        limit = data.draw(st.sampled_from([1, 50]))
        as_of = self._world(data)
        self.ask(lambda reader: reader.search(query, kinds=kinds, dong=dong, limit=limit), as_of)

    @rule(data=st.data())
    def search_for_what_is_there(self, data: st.DataObject) -> None:
        """A piece of a searchable text finds the same records in both."""
        record_id = self._id(data, *SEARCHED)
        with self.oracle.read() as reader:
            kept = [k.record for k in reader.history(record_id)[-1:]]
        texts = [str(codec.encode(r)[name] or "") for r in kept for name in SEARCHED[type(r)]]
        text = data.draw(st.sampled_from(texts or [""]))
        first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        asked = text[first:last] if data.draw(st.booleans()) else initials(text)[first:last]
        self.ask(lambda reader: reader.search(asked), self._world(data))

    @rule(
        radius=st.sampled_from([0, 10, 250, 1000, 5000]), kinds=st.lists(_kinds, max_size=2), data=st.data()
    )
    def near(self, radius: int, kinds: list[type[Record]], data: st.DataObject) -> None:
        """Records around a point."""
        latitude, longitude = data.draw(st.floats(37.48, 37.52)), data.draw(st.floats(126.98, 127.02))
        self.ask(lambda reader: reader.near(latitude, longitude, radius, kinds=kinds), self._world(data))

    @rule(dong=_dongs, limit=st.none() | st.integers(0, 5), data=st.data())
    def changes(self, dong: str | None, limit: int | None, data: st.DataObject) -> None:
        """What changed after a cursor, read to its end in pages."""
        mine, oracle = data.draw(st.sampled_from(self.cursors))
        for _ in range(200):
            one = self.mine.changes(mine, dong=dong, limit=limit)
            other = self.oracle.changes(oracle, dong=dong, limit=limit)
            assert (one.changes, one.forgotten) == (other.changes, other.forgotten)
            assert one.cursor.partition(".")[2] == other.cursor.partition(".")[2]
            mine, oracle = one.cursor, other.cursor
            if not one.changes:
                return
        raise AssertionError("the changes have no end")

    @invariant()
    def ties_end_at_somebody(self) -> None:
        """No present tie dangles."""
        if hasattr(self, "mine"):
            with self.mine.read() as reader:
                ends = {end for kept in reader.each(Tie) for end in (kept.record.source, kept.record.target)}
                known = set(reader.find(Person, ends)) | set(reader.find(Organisation, ends))
                assert ends == known

    @invariant()
    def the_log_holds(self) -> None:
        """The chain of the log is whole."""
        if hasattr(self, "mine"):
            assert self.mine.check_log() == self.oracle.check_log()
            assert self.mine.check_log().broken_at is None


def _log_of(record_id: str) -> Callable[[Reader], Any]:
    def ask(reader: Reader) -> Any:
        about = reader.log(subject=record_id, people=1)
        return reader.log_end(), [(entry.number, entry.subjects, entry.left_out) for entry in about]

    return ask


def neighbourhood() -> tuple[Record, ...]:
    """One record of every type and a few more people and ties, under the ids that are drawn."""
    one, two, three = (
        a_person(id=f"p-{n}", name=name, household=f"h-{n}", place=a_place(100 * n))
        for n, name in enumerate(("김하늘", "박 나래", "이슬기"), 1)
    )
    return (
        an_area(id="d-1"),
        a_staff(id="s-1"),
        an_organisation(id="o-1", place=a_place(400)),
        a_walking_time(id="w-1"),
        *(a_household(id=f"h-{n}", place=a_place(100 * n)) for n in (1, 2, 3)),
        one,
        replace(two, case_manager="s-1"),
        three,
        a_tie(id="t-1", source="p-1", target="p-2", told_by="p-3"),
        a_tie(id="t-2", source="p-3", target="p-2"),
        a_tie(id="t-3", source="p-1", target="o-1", valid_to=date(2025, 1, 1)),
        a_membership(id="m-1", person="p-1", organisation="o-1"),
        a_keep_apart(id="k-1", one="p-1", other="p-3"),
        a_consent(id="c-1", person="p-1", decided_by="p-2", authority="후견인"),
        a_need(id="n-1", person="p-1", own_words="병원에 혼자 못 가요"),
        a_need(id="n-2", person="p-1"),
        a_feeds(id="f-1", source="n-1", target="n-2"),
        an_ask(id="a-1", need="n-1", person="p-1"),
        a_resource(id="r-1", giver="p-2", place=a_place(200)),
        a_resource(id="r-2", giver="h-3", name="도시락 나눔"),
        a_linkage(id="l-1", person="p-1", resource="r-1", giver="p-2", ask="a-1", introduced_by="p-3"),
        a_linkage(id="l-2", person="p-3", resource="r-1", giver="p-2", ask=None),
        a_refusal(id="no-1", person="p-3", other="p-2", linkage="l-1"),
        an_import(id="i-1"),
        a_source_row(id="row-1", record="p-1", last_import="i-1"),
        a_source_row(id="row-2", record="n-1", last_import="i-1"),
    )


def _with_id(record_id: str) -> st.SearchStrategy[Record]:
    """Records of the type of an id, with that id."""
    kind = type_of(record_id)
    assert kind is not None
    return records(kind).map(lambda record: cast("Record", replace(cast("Any", record), id=record_id)))


def _outcome(act: Callable[[GraphStore], Any], store: GraphStore) -> Any:
    try:
        return act(store)
    except GraphError as error:
        return type(error).__name__, sorted(error.fields.items(), key=str)


def _unpacked(rows: Iterable[tuple[Primitive, ...]]) -> list[tuple[Primitive, list[Primitive]]]:
    return [(record_id, json.loads(str(packed))) for record_id, packed in rows]


def _plain(kept: Any) -> list[Any]:
    """What is kept without the unit's id, which differs between stores."""
    return [(k.record, k.version, k.at, k.by, k.why, k.removed) for k in kept]
