"""The same dong in a file and on a server: whoever asks cannot tell the two apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from casework.desk import Actor, Desk
from casework.linking.suggest import suggest, why_not
from casework.overview.asking import ask_network
from casework.overview.dong import dong_network
from casework.overview.drawings import drawing
from casework.overview.fairness import fairness_today
from casework.overview.over_time import network_over_time
from casework.overview.picture import draw
from casework.overview.questions import Asked, Question
from casework.register.sample import CENTRE, fill_with_sample, guide_of
from casework.register.search import near, search
from graph.policy.load import policy_on
from graph.records.needs import Ask
from graph.records.people import Person
from graph.records.registry import IdMaker
from graph.records.resources import Resource
from graph.store import GraphStore
from graph.stores import open_store
from graph.words.kinds import ViewPurpose
from importers.sample.scenes import MEALS_CLIENT, MEALS_FRIEND
from matching.rank import open_asks, suggest_all
from matching.rank import why_not as reasons_against
from matching.snapshot.keeper import SnapshotKeeper
from tests.casework.team import Clock
from tests.servers.emptied import EmptiedServers

QUERIES = ["김", "병원", "동행", "반찬", "ㄱㅁㅅ", "도시락 배달", "품앗이로 1", "3", "복지관", "이 병원"]
EVERY = 12
"""One in so many is told at length; all are compared as matching gives them."""


class Two(NamedTuple):
    """The desk over the file, and the one over the server."""

    file: Desk
    server: Desk

    def same(self, ask: Callable[[Desk], Any]) -> Any:
        """Ask both; they answer alike."""
        first, second = ask(self.file), ask(self.server)
        assert first == second
        return first


@pytest.fixture(scope="module")
def two(neo4j: EmptiedServers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """The demo's dong in both."""
    folder: Path = tmp_path_factory.mktemp("file")
    file = open_store(f"sqlite:{folder / 'graph.db'}", clock=Clock())
    with closing(file), closing(neo4j.store(Clock())) as server:
        yield Two(a_desk(file), a_desk(server))


def a_desk(store: GraphStore) -> Desk:
    desk = Desk(
        store=store,
        policy=policy_on,
        clock=Clock(),
        snapshots=SnapshotKeeper(store, policy_on),
        ids=IdMaker(),
    )
    fill_with_sample(desk, "dong", seed=1)
    return desk


@pytest.fixture(scope="module")
def actor(two: Two) -> Actor:
    return Actor(viewer=two.same(guide_of), purpose=ViewPurpose.LINKING)


def ids(desk: Desk, kind: type[Any], dong: str) -> list[str]:
    with desk.store.read() as reader:
        return [kept.record.id for kept in reader.each(kind, dong=dong)]


def test_every_open_ask_gets_the_same_suggestions_for_the_same_reasons(two: Two, actor: Actor) -> None:
    found = two.same(lambda desk: without_version(suggest_all(desk.snapshot(actor.viewer))))
    assert len(found) > 100
    assert any(one.suggestions for one in found)


def without_version(found: tuple[Any, ...]) -> list[Any]:
    """All but the name of the snapshot, which says of which store it is."""
    return [replace(one, data_version="") for one in found]


def test_every_why_not_is_the_same(two: Two, actor: Actor) -> None:
    resources = two.same(lambda desk: ids(desk, Resource, actor.viewer.dong))[::EVERY]

    def look(desk: Desk) -> Any:
        snapshot = desk.snapshot(actor.viewer)
        return [reasons_against(snapshot, ask, one) for ask in open_asks(snapshot)[::3] for one in resources]

    assert len(two.same(look)) > 100


def test_a_worker_reads_the_same_suggestions_and_the_same_why_not(two: Two, actor: Actor) -> None:
    resource = two.same(lambda desk: ids(desk, Resource, actor.viewer.dong))[0]

    def look(desk: Desk) -> Any:
        asks = open_asks(desk.snapshot(actor.viewer))[::EVERY]
        told = [suggest(desk, actor, ask) for ask in asks]
        return without_version(told), [why_not(desk, actor, ask, resource) for ask in asks]

    two.same(look)


def test_the_ecomaps_are_the_same_to_the_last_stroke(two: Two, actor: Actor) -> None:
    looking = replace(actor, purpose=ViewPurpose.CASE_WORK)

    def look(desk: Desk) -> Any:
        with desk.store.read() as reader:
            clients = {kept.record.person for kept in reader.each(Ask, dong=actor.viewer.dong)}
        some = sorted(clients)[::EVERY]
        return [(draw(desk, looking, one), drawing(desk, looking, one)) for one in some]

    assert len(two.same(look)) > 5


@pytest.mark.parametrize("query", QUERIES)
def test_a_search_finds_the_same(two: Two, actor: Actor, query: str) -> None:
    def look(desk: Desk) -> Any:
        with desk.store.read() as reader:
            everything = reader.search(query, limit=10_000)
        return everything, search(desk, replace(actor, purpose=ViewPurpose.CASE_WORK), query)

    two.same(look)


@pytest.mark.parametrize("metres", [50, 300, 5000])
def test_what_is_near_is_the_same_and_as_far(two: Two, actor: Actor, metres: float) -> None:
    looking = replace(actor, purpose=ViewPurpose.CASE_WORK)

    def look(desk: Desk) -> Any:
        with desk.store.read() as reader:
            found = reader.near(*CENTRE, metres), reader.near(*CENTRE, metres, kinds=[Person, Resource])
        return found, near(desk, looking, *CENTRE, radius_metres=metres)

    two.same(look)


def test_the_network_of_the_dong_is_the_same_in_figures_questions_and_over_time(
    two: Two, actor: Actor
) -> None:
    whole = Asked(person=MEALS_CLIENT, other=MEALS_FRIEND, giver=MEALS_CLIENT, kind="hospital_escort")

    def look(desk: Desk) -> Any:
        return (
            dong_network(desk, actor),
            fairness_today(desk, actor),
            [ask_network(desk, actor, question, whole) for question in Question],
            network_over_time(desk, actor, MEALS_CLIENT),
        )

    figures, *_ = two.same(look)
    assert figures.people.introductions
