"""One disclosure calls a person by one name, in the picture, in its table and in the figures."""

import json
import re

import pytest

from casework.desk import Actor, Desk
from casework.overview.drawings import drawing_in_figures, interactive
from casework.register.sample import fill_with_sample, guide_of
from graph.policy.load import policy_on
from graph.records.registry import IdMaker
from graph.stores import open_store
from graph.words.kinds import ViewPurpose
from importers.sample.scenes import MEALS_CLIENT
from matching.snapshot.keeper import SnapshotKeeper
from tests.casework.team import Clock


@pytest.fixture(params=["ko", "en"])
def shown(request):
    """The network of the meals scene: picture with table twin, figures, and the page to move about in."""
    clock = Clock()
    store = open_store("memory:", clock=clock)
    snapshots = SnapshotKeeper(store, policy_on)
    desk = Desk(store=store, policy=policy_on, clock=clock, snapshots=snapshots, ids=IdMaker(7))
    fill_with_sample(desk, "dong", seed=1)
    viewer = guide_of(desk)
    actor = Actor(viewer=viewer, purpose=ViewPurpose.CASE_WORK, language=request.param, place="test")
    drawn, figures = drawing_in_figures(desk, actor, MEALS_CLIENT)
    yield drawn, figures, interactive(desk, actor, MEALS_CLIENT)
    store.close()


def called(drawn):
    """The names of the table's figures, and those its ties stand between."""
    name, other = drawn.head[1], drawn.head[2]
    rows = [dict(zip(drawn.head, row, strict=True)) for row in drawn.rows]
    figures = [row[name] for row in rows if not row[other]]
    return figures, {end for row in rows if row[other] for end in (row[name], row[other])}


def test_nobody_in_a_table_shares_a_name_with_another(shown):
    figures, _ = called(shown[0])
    assert len(set(figures)) == len(figures) > 5


def test_ties_name_people_as_their_own_rows_do(shown):
    figures, ends = called(shown[0])
    assert ends
    assert ends <= set(figures)


def test_the_picture_names_people_as_the_table_does(shown):
    drawn = shown[0]
    written = "".join(re.sub(r"<[^>]+>", "", str(drawn.svg)).split())
    assert [name for name in called(drawn)[0] if "".join(name.split()) not in written] == []


def test_the_picture_to_move_about_in_names_people_as_the_table_does(shown):
    drawn, _, page = shown
    assert [name for name in called(drawn)[0] if json.dumps(name)[1:-1] not in page] == []


def test_the_figures_name_people_as_the_table_does(shown):
    drawn, figures, _ = shown
    told = {*figures.isolates, *figures.bridges, *(one.supporter for one in (*figures.sole, *figures.load))}
    assert told
    assert told <= set(called(drawn)[0])
