"""Circles of random neighbourhoods: within two ties, connected by introductions, and if somebody drops out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from statistics import median

import numpy as np

from graph.policy.load import policy_on
from graph.stores.memory import MemoryStore
from importers.sample.stream import sample_records
from matching.circle.arrange import arrange
from matching.circle.circle import Circle
from matching.circle.model import CircleModel
from matching.circle.problem import Duty, Offer, Problem, Solution
from matching.circle.templates import Template, template_on
from matching.rank import open_asks
from matching.snapshot.build import build
from matching.snapshot.snapshot import Snapshot
from tests.bench.apart import apart
from tests.bench.clock import Times, said, timed
from tests.bench.report import Line, Table
from tests.bench.scene import NOW, SEED

_SEEDS = range(10)
_ROLES, _HOURS, _VISITS, _MEMBERS = 5, 21, 14, 8
_INTRODUCER = 6
_SECONDS = 60.0
_CLIENTS = 200


def run() -> Table:
    """Each answer is proven; two programs of one problem must find the same. Raises AssertionError: they do not."""
    return apart(_run)


def _run() -> Table:
    near = [_neighbourhood(300, seed, steps=2) for seed in _SEEDS]
    within, circles = timed(_solved, near)
    dropping, left = timed(lambda case: _without(*case), _drop_outs(near, circles))
    named = [_neighbourhood(60, seed, steps=3, introducer=_INTRODUCER) for seed in _SEEDS]
    introduced, connected = timed(_solved, named)
    far = [replace(one, steps=len(one.links) + 1, introducer=None) for one in named]
    flowing, chained = timed(_solved, far)
    counted, other = timed(_solved, [replace(one, steps=_MEMBERS) for one in far])
    for one, same in zip(chained, other, strict=True):
        assert (len(one.open), one.burden) == (len(same.open), same.burden)
    arranging, lunchboxes = timed(partial(_lunchbox, template_on("lunchbox", NOW.date())), _clients())
    assert all(one.proven for one in lunchboxes)
    assert all(one.proven for one in (*circles, *connected, *chained, *other))
    return Table(
        "Circles",
        f"{_VISITS} visits of {_ROLES} roles at {_HOURS} hours of a week, at most {_MEMBERS} members; "
        f"{len(_SEEDS)} random neighbourhoods of each kind, each solved to the proven optimum with ties broken by "
        f"id. Where somebody drops out the others keep their visits ({len(left)} cases, one for each member). "
        "Where any number of ties may be walked, a flow runs from the client through people who are asked; "
        f"beside it the same problem with up to {_MEMBERS} ties counted, which no circle of {_MEMBERS} members "
        "exceeds, by the same solver: the same open visits and the same burden.",
        (
            _line("two ties, 300 candidates", within, aim=0.1),
            _line("somebody drops out of it", dropping, aim=0.1),
            _line("connected by named introductions (three ties), 60 candidates", introduced, aim=1.0),
            replace(
                _line("connected by any number of ties, 60 candidates", flowing, aim=1.0),
                beside=_told(counted),
                ratio=f"{sum(counted.cpu) / sum(flowing.cpu):.1f}",
            ),
            _line(
                f"the lunchbox of {len(lunchboxes)} clients at a dong, from snapshot to circle with backups, "
                f"reasons and lacks ({sum(not one.open for one in lunchboxes)} whole)",
                arranging,
            ),
        ),
    )


def _clients() -> list[tuple[Snapshot, str]]:
    """Everybody of a sample dong who asks for something, on one snapshot."""
    store = MemoryStore(clock=lambda: NOW)
    with store.write(by="bench", why="bench") as unit:
        unit.put_all(sample_records("dong", seed=SEED, day=NOW.date()))
    with store.read() as reader:
        snapshot = build(reader, now=NOW, policy=policy_on(NOW.date()))
    asks = snapshot["asks"]
    people = {int(asks["person"][asks.row(one)]) for one in open_asks(snapshot)}
    return [(snapshot, one) for one in sorted(map(snapshot.person_id, people))][:_CLIENTS]


def _lunchbox(template: Template, client: tuple[Snapshot, str]) -> Circle:
    return arrange(*client, template).circle


def _line(what: str, times: Times, aim: float | None = None) -> Line:
    if aim is None:
        return Line(what=what, figure=_told(times))
    slowest = max(times.cpu) / 1e3
    return Line(
        what=what, figure=_told(times), aim=f"at most {aim} s of CPU, the slowest", met=slowest <= aim
    )


def _told(times: Times) -> str:
    wall, cpu = ([one / 1e3 for one in seconds] for seconds in (times.wall, times.cpu))
    return (
        f"median {said(median(wall))} s (CPU {median(cpu):.3f}), max {said(max(wall))} s (CPU {max(cpu):.3f})"
    )


def _solved(problem: Problem) -> Solution:
    return CircleModel(problem).solve(_SECONDS)


Case = tuple[Problem, Solution, int]


def _drop_outs(problems: list[Problem], circles: list[Solution]) -> list[Case]:
    return [
        (problem, circle, member)
        for problem, circle in zip(problems, circles, strict=True)
        for member in sorted({problem.offers[o].neighbour for o in circle.offers if o >= 0})
    ]


def _without(problem: Problem, circle: Solution, member: int) -> Solution:
    """As the what-if asks: the others keep everything, and only where that leaves a visit open may they move."""
    rest = problem.without(member)
    kept = CircleModel(rest, circle, pinned=True).solve(_SECONDS)
    return CircleModel(rest, circle).solve(_SECONDS) if kept.open else kept


def _neighbourhood(people: int, seed: int, *, steps: int, introducer: int | None = None) -> Problem:
    """Neighbours scattered around a client; who lives near knows more, and everybody can a third of the roles."""
    chance = np.random.default_rng(seed)
    place = chance.normal(0, 0.5, (people, 2))
    far = np.hypot(*(place[:, None] - place[None]).transpose(2, 0, 1))
    knows = np.triu(chance.random((people, people)) < np.minimum(0.9, 18 / people * np.exp(-far / 0.5)), 1)
    knows |= knows.T
    client = chance.random(people) < min(0.4, 8 / people)
    client[:3] |= client.sum() < 3
    can = chance.random((people, _ROLES)) < 0.35
    free = chance.random((people, _HOURS)) < 0.3
    weekly = chance.integers(1, 5, people)
    burden = np.rint(10 + 10 * np.hypot(*place.T) + 5 * chance.random(people)).astype(int)
    visits = {(int(chance.integers(_ROLES)), int(chance.integers(_HOURS))) for _ in range(_VISITS)}
    known = frozenset(np.flatnonzero(client).tolist())
    return Problem(
        duties=tuple(Duty(role=role, window=1 << hour) for role, hour in sorted(visits)),
        offers=tuple(
            Offer(
                neighbour=p,
                role=int(role),
                free=sum(1 << int(hour) for hour in np.flatnonzero(free[p])),
                weekly=_VISITS,
                burden=0,
            )
            for p in range(people)
            for role in np.flatnonzero(can[p])
        ),
        burden=tuple(burden.tolist()),
        weekly=tuple(weekly.tolist()),
        neighbours=people,
        direct=known,
        opens=known,
        links=tuple(frozenset(np.flatnonzero(row).tolist()) for row in knows),
        apart=frozenset(),
        most_members=_MEMBERS,
        roles_each=_ROLES,
        steps=steps,
        introducer=introducer,
    )
