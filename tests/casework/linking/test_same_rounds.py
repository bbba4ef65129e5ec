"""A circle and what to develop in a file and on a server: found, refused, mended and told alike."""

from contextlib import closing
from dataclasses import replace

import pytest

from casework.desk import Actor
from casework.linking import legs
from casework.linking.circle_round import propose_circle
from casework.linking.circle_seen import as_told_to, drop_outs
from casework.linking.developed_told import open_development
from casework.linking.developing import propose_development
from casework.linking.rounds_told import open_round
from casework.register.sample import guide_of
from graph.stores import open_store
from graph.words.kinds import Answer, Side, ViewPurpose
from importers.sample.scenes import MEALS_CLIENT
from tests.casework.team import Clock
from tests.casework.test_same_answers import Two, a_desk


@pytest.fixture(scope="module")
def two(neo4j, tmp_path_factory):
    """The demo's dong in both."""
    folder = tmp_path_factory.mktemp("file")
    file = open_store(f"sqlite:{folder / 'graph.db'}", clock=Clock())
    with closing(file), closing(neo4j.store(Clock())) as server:
        yield Two(a_desk(file), a_desk(server))


@pytest.fixture(scope="module")
def actor(two):
    return Actor(viewer=two.same(guide_of), purpose=ViewPurpose.LINKING)


def told(desk, actor, made):
    """Everything of a round but the ids that each store gave its own records."""
    return [
        replace(one, legs=tuple(replace(leg, id="", linkage=None) for leg in one.legs))
        for one in open_round(desk, actor, made).proposals
    ]


def test_a_circle_is_found_refused_and_mended_alike(two, actor):
    def played(desk):
        made = propose_circle(desk, actor, MEALS_CLIENT)
        found = told(desk, actor, made)
        (cook,) = (
            leg
            for leg in open_round(desk, actor, made).proposals[0].legs
            if (leg.form_code, leg.role_code) == ("circle", "cook")
        )
        read = as_told_to(desk, actor, made, cook.id).says
        before = drop_outs(desk, actor, made).each
        legs.ask_for_leg(desk, actor, cook.id, expected=cook.version)
        legs.answer_leg(desk, actor, cook.id, Side.HELPER, Answer.NO, expected=1)
        ways = legs.repair_proposal(desk, actor, made, 1)
        return found, read, before, ways, told(desk, actor, made), drop_outs(desk, actor, made).each

    found, *_, ways, mended, _ = two.same(played)
    assert (len(found), ways, len(mended)) == (1, 1, 2)


def test_what_to_develop_is_alike(two, actor):
    rows = two.same(lambda desk: open_development(desk, actor, propose_development(desk, actor)).rows)
    assert rows
