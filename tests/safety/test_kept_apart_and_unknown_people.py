"""People to be kept apart, and people who have not agreed to be known, in every answer about a client."""

from dataclasses import replace

import pytest
from hypothesis import given

from casework.linking.suggest import suggest
from casework.overview.picture import draw
from casework.register.clients import open_client
from casework.register.ties import ties_of
from graph.errors import PumasiError
from graph.records.consents import KeepApart
from graph.records.linkages import Linkage, Refusal
from graph.records.people import Person
from graph.records.ties import Membership, Tie
from tests.safety.safety_walk import about, answer, register
from tests.safety.safety_world import (
    CLIENTS,
    COLLEAGUE,
    DAY,
    PEOPLE,
    TEAM,
    WORKER,
    a_walk,
    ids_in,
    names,
    said,
    traces,
    worlds,
)


@a_walk
@given(worlds())
def test_nobody_but_the_responsible_worker_learns_of_people_kept_apart_from_a_client(world):
    desk = world.desk()
    for client in CLIENTS:
        for actor in TEAM:
            if world.responsible(actor, client):
                continue
            for name, act in about(world, client).items():
                told = answer(act, desk, actor)
                for other in world.apart(client) - world.home(client):
                    found = [trace for trace in traces(other) if trace in said(told)]
                    assert not found, (name, actor.viewer.staff, client, other, found)
                    assert other not in ids_in(told), (name, actor.viewer.staff, client, other)


def _of_nobody_else(record, other):
    named = (
        getattr(record, field, None) for field in ("source", "target", "person", "giver", "introduced_by")
    )
    return not isinstance(record, Tie | Linkage | Membership) or other not in named


@a_walk
@given(worlds())
def test_a_colleague_sees_a_client_as_if_there_were_no_tie_with_people_kept_apart(world):
    for client in CLIENTS:
        actor = COLLEAGUE if client == "p-0" else WORKER
        others = world.apart(client) - world.home(client)
        bare = world.without(lambda one, others=others: any(not _of_nobody_else(one, o) for o in others))
        one, other = world.desk(), bare.desk()
        for act in (draw, ties_of, open_client):
            assert act(one, actor, client) == act(other, actor, client), act


@a_walk
@given(worlds())
def test_who_has_not_agreed_to_be_known_is_named_and_found_in_no_answer_about_another(world):
    desk = world.desk()
    for client in CLIENTS:
        for actor in TEAM:
            for name, act in about(world, client).items():
                told = answer(act, desk, actor)
                for other in world.unknown_beside(client):
                    found = [trace for trace in names(other) if trace in said(told)]
                    assert not found, (name, actor.viewer.staff, client, other, found)
                    assert other not in ids_in(told), (name, actor.viewer.staff, client, other)


@a_walk
@given(worlds())
def test_a_record_that_joins_people_kept_apart_is_there_for_their_own_workers_alone(world):
    desk = world.desk()
    acts = register(world)
    for record in [*world.of(Tie), *world.of(Linkage), *world.of(KeepApart)]:
        ends = [getattr(record, f, None) for f in ("source", "target", "person", "giver", "one", "other")]
        people = [one for one in ends if isinstance(one, str) and one in PEOPLE]
        if len(people) < 2 or people[1] not in world.apart(people[0]):
            continue
        managed = [m for one in people if (m := world.person(one).case_manager)]
        for actor in TEAM:
            if actor.viewer.staff in managed or not managed:
                continue
            for way in (f"open {record.id}", f"history {record.id}"):
                assert isinstance(answer(acts[way], desk, actor), PumasiError), (way, actor.viewer.staff)
            listed = answer(acts[f"list {type(record).__name__}"], desk, actor)
            assert record.id not in said(listed).split(), (record.id, actor.viewer.staff)


@a_walk
@given(worlds())
def test_an_introduction_goes_through_willing_people_who_may_all_meet(world):
    desk = world.desk()
    for client, staff in CLIENTS.items():
        actor = next(one for one in TEAM if one.viewer.staff == staff)
        told = answer(lambda d, w, c=client: suggest(d, w, f"a-{c[2:]}", k=20), desk, actor)
        for one in told.suggestions:
            if not one.introducers:
                continue
            through = _introducers(world, one)
            way = [client, *through, *([one.giver] if one.giver.startswith("p-") else [])]
            assert all(world.agreed(who) for who in through)
            assert not any(other in world.apart(who) for who in way for other in way)
            assert not any(_refused(world, who, other) for who in way for other in way if who != other)


def _introducers(world, suggestion):
    """The people behind the masked names: the surnames of a neighbourhood are all different."""
    people = {one.name[0]: one.id for one in world.of(Person)}
    return [people[name[0]] for name in suggestion.introducers]


def _refused(world, one, other):
    return any(no.person == one and no.other == other and no.in_force(DAY) for no in world.of(Refusal))


@a_walk
@given(worlds())
def test_strain_and_who_told_a_tie_change_no_answer_of_a_colleague(world):
    calm = world.changed(Tie, lambda tie: replace(tie, strain=None, told_by=None, note=None))
    one, other = world.desk(), calm.desk()
    for name, act in about(world, "p-0").items():
        mine, theirs = answer(act, one, COLLEAGUE), answer(act, other, COLLEAGUE)
        if name.startswith("suggest"):
            mine, theirs = replace(mine, data_version=""), replace(theirs, data_version="")
        assert said(mine) == said(theirs), name


@pytest.mark.parametrize("actor", [WORKER, COLLEAGUE], ids=["worker", "colleague"])
@a_walk
@given(world=worlds())
def test_points_are_told_whole_or_not_at_all(actor, world):
    told = suggest(world.desk(), actor, "a-0", k=20)
    for one in told.suggestions:
        points = [reason.points for reason in one.reasons]
        assert one.score == sum(points) if None not in points else one.score is None
        if actor is COLLEAGUE:
            assert set(points) <= {None}
