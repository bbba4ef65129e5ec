"""What a walk through every act leaves in the log, says in its errors, and tells another dong."""

from dataclasses import replace

from hypothesis import given

from casework.sharing.forget import forget_person
from graph.errors import PumasiError
from graph.records.people import Person
from graph.stores.codec import codec
from tests.safety.safety_walk import about, answer, outward, register
from tests.safety.safety_world import (
    ADMINISTRATOR,
    CLIENTS,
    LEADER,
    PEOPLE,
    STRANGER,
    TEAM,
    WORDS_OF_THEIR_OWN,
    a_walk,
    ids_in,
    names,
    said,
    traces,
    worlds,
)

_TWO_ENTRIES = (
    "exchange", "allocate", "draw_change", "open_resource", "plan fairness", "circle of", "drop_outs", "develop",
)  # fmt: skip
_ENTRIES_BY_PERSON = ("invitations",)


def _log(desk):
    with desk.store.read() as reader:
        return reader.log(limit=100_000)


def _every(world):
    acts = {f"{name} of {client}": act for client in CLIENTS for name, act in about(world, client).items()}
    return acts | register(world) | outward(world)


@a_walk
@given(worlds())
def test_every_answer_leaves_one_log_entry_that_names_by_id_all_whom_it_showed(world):
    desk = world.desk()
    for actor in TEAM:
        for name, act in _every(world).items():
            before = len(_log(desk))
            told = answer(act, desk, actor)
            entries = _log(desk)[before:]
            if isinstance(told, PumasiError):
                assert not entries, (name, told)
                continue
            if name.startswith(_ENTRIES_BY_PERSON):
                assert entries, name
            else:
                assert len(entries) == (2 if name.startswith(_TWO_ENTRIES) else 1), (name, len(entries))
            assert {entry.by for entry in entries} == {actor.viewer.staff}
            subjects = {who for entry in entries for who in entry.subjects}
            shown = {who for who in PEOPLE if any(trace in said(told) for trace in names(who))}
            assert shown <= subjects, (name, actor.viewer.staff, shown - subjects)


@a_walk
@given(worlds())
def test_neither_log_nor_error_holds_a_name_a_phone_an_address_or_own_words(world):
    desk = world.desk()
    for actor in (*TEAM, ADMINISTRATOR, STRANGER):
        for name, act in _every(world).items():
            told = answer(act, desk, actor)
            if isinstance(told, PumasiError):
                assert not any(trace in str(told) for who in PEOPLE for trace in traces(who)), name
                assert WORDS_OF_THEIR_OWN not in str(told), name
    kept = said(tuple(_log(desk)))
    assert not [trace for who in PEOPLE for trace in traces(who) if trace in kept]
    assert WORDS_OF_THEIR_OWN not in kept


@a_walk
@given(worlds())
def test_another_dong_learns_nothing_of_anybody(world):
    desk = world.desk()
    for name, act in _every(world).items():
        if name.startswith(("read_log", "check_log")):
            continue
        told = answer(act, desk, STRANGER)
        found = [trace for who in PEOPLE for trace in traces(who) if trace in said(told)]
        assert not found, (name, found)
        assert (not isinstance(told, PumasiError) and not ids_in(told)) or isinstance(told, PumasiError), name
        assert WORDS_OF_THEIR_OWN not in said(told), name


@a_walk
@given(worlds())
def test_helpers_of_another_dong_are_told_by_what_their_resources_say_in_public(world):
    """Everybody but the clients and their homes is kept by the other dong; their resources stay in reach."""
    moved = world.changed(
        Person,
        lambda one: one if one.id in CLIENTS else replace(one, dong=STRANGER.viewer.dong, household=None),
    )
    far = {who for who in PEOPLE if who not in CLIENTS}
    desk = moved.desk()
    for client in CLIENTS:
        for actor in TEAM:
            for name, act in about(moved, client).items():
                told = answer(act, desk, actor)
                found = [trace for who in far for trace in traces(who) if trace in said(told)]
                assert not found, (name, actor.viewer.staff, found)
                assert not ids_in(told) & far, (name, actor.viewer.staff)


@a_walk
@given(worlds())
def test_a_person_forgotten_is_in_no_answer_no_snapshot_and_no_record(world):
    desk = world.desk()
    gone = "p-2"
    for actor in TEAM:
        for act in about(world, "p-0").values():
            answer(act, desk, actor)
    forget_person(desk, LEADER, gone, why="본인 요청")
    snapshot = desk.snapshot(LEADER.viewer)
    assert all(gone not in table.ids for table in snapshot.tables.values())
    with desk.store.read() as reader:
        for kind in {type(one) for one in world.records}:
            for kept in reader.each(kind):
                rows = [codec(kind).encode(v.record) for v in reader.history(kept.record.id)]
                assert gone not in said(rows), kept.record.id
    for actor in (*TEAM, ADMINISTRATOR):
        for name, act in _every(world).items():
            told = answer(act, desk, actor)
            found = [trace for trace in traces(gone) if trace in said(told)]
            assert not found, (name, found)
            if not name.startswith("read_log") and not isinstance(told, PumasiError):
                assert gone not in ids_in(told), name
