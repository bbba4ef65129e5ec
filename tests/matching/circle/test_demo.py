"""The lunchbox of the manual on the demo dong (B57 to B62)."""

from datetime import UTC, datetime

import pytest

from graph.policy.load import policy_on
from graph.stores.memory import MemoryStore
from graph.words.giving import GivingRole
from importers.sample import scenes as s
from importers.sample.stream import sample_records
from matching.circle.arrange import arrange
from matching.circle.templates import template_on
from matching.circle.without import each_without
from matching.snapshot.build import build

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def arranged():
    store = MemoryStore(clock=lambda: NOW)
    with store.write(by="s", why="test") as unit:
        unit.put_all(sample_records("dong", seed=1, day=NOW.date()))
    with store.read() as reader:
        snapshot = build(reader, now=NOW, policy=policy_on(NOW.date()))
    return arrange(snapshot, s.MEALS_CLIENT, template_on("lunchbox", NOW.date()))


def test_the_lunchbox_of_the_demo_client_is_whole(arranged):
    circle = arranged.circle
    assert not circle.open
    assert {one.person: set(one.roles) for one in circle.members} == {
        s.MEALS_GOOD_HELPER: {GivingRole.COOK, GivingRole.LOOK_IN},
        s.MEALS_DOWNSTAIRS: {GivingRole.DELIVER},
        s.MEALS_CLUB_FELLOW: {GivingRole.CHOOSE_MENU},
    }
    assert [one.person for one in circle.introducers] == [s.MEALS_INTRODUCER]


def test_every_role_of_it_has_a_backup(arranged):
    assert arranged.circle.unbacked == ()
    assert {one.person for one in arranged.circle.backups} == {
        s.MEALS_OTHER_COOK,
        s.MEALS_LANDLADY,
        s.MEALS_FRIEND,
    }


def test_whoever_drops_out_of_it_leaves_at_most_one_visit_open(arranged):
    assert max(len(one.circle.open) for one in each_without(arranged, seconds=30.0)) == 1
