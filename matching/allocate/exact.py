"""The whole truth about some asks as a mixed-integer program: unequal sizes, several offers of one giver.

Half-hours that the same asks and resources name are one kind of hour with a number of them: so many visits
of a side can always be laid out in so many half-hours (König), and the program stays small.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from matching.allocate.flow import NO_SLOT, Plan
from matching.allocate.problem import LEAST, SLOTS, Ints, Problem
from matching.allocate.seats import coloured
from matching.allocate.tiers import Tiers
from matching.amounts import Floats
from matching.solver import Program, Status, solve


@dataclass(frozen=True, slots=True)
class Part:
    """Some asks that share nobody with others, or what is left of a part; ``kinds`` are the kinds of hours.

    A column is an edge with a kind of hour, -1 for a timeless one.
    """

    problem: Problem
    asks: Ints
    edge: Ints
    kind: Ints
    kinds: list[list[int]]
    most: Ints


@dataclass(frozen=True, slots=True)
class Exact:
    """The best plan found for a part, and a bound that none betters; no plan where time ran out before any."""

    plan: Plan | None
    bound: Tiers


def part_of(problem: Problem, asks: Ints) -> Part:
    """The columns of some asks."""
    edges: Ints = np.flatnonzero(np.isin(problem.owner, asks))
    resource = problem.to[edges]
    usable = (problem.room[resource] > LEAST) & (problem.size[edges] <= problem.room[resource] + LEAST)
    body = problem.giver[resource]
    load_room = np.append(problem.load_room, np.inf)[body]
    usable &= (body < 0) | ((load_room > LEAST) & (problem.load[edges] <= load_room + LEAST))
    edges, resource = edges[usable], resource[usable]
    owner = problem.owner[edges]
    kinds = _kinds(problem, asks, np.unique(resource))
    member = _bits(problem.ask_slots[owner] & problem.slots[resource])
    first = np.array([one[0] for one in kinds], np.int64)
    timed = ~problem.timeless[resource]
    at, kind = np.nonzero(member[:, first] & timed[:, None]) if len(kinds) else (np.empty(0, np.int64),) * 2
    free = np.flatnonzero(~timed)
    at, kind = np.concatenate([at, free]), np.concatenate([kind, np.full(len(free), -1)])
    order = np.lexsort((kind, at))
    at, kind = at[order], kind[order]
    count = np.array([len(one) for one in kinds] + [SLOTS], np.int64)
    most = np.minimum(count[kind], problem.visits[owner[at]])
    return Part(problem, asks, edges[at], kind, kinds, most)


def _kinds(problem: Problem, asks: Ints, resources: NDArray[np.int32]) -> list[list[int]]:
    """The half-hours of each kind: those that the same asks and resources name."""
    rows = np.concatenate([_bits(problem.ask_slots[asks]), _bits(problem.slots[resources])])
    _, kind = np.unique(rows, axis=1, return_inverse=True)
    found: dict[int, list[int]] = {}
    for slot in range(SLOTS):
        found.setdefault(int(kind.reshape(-1)[slot]), []).append(slot)
    return sorted(found.values())


def _bits(week: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Half-hours as flags, shape (n, 336)."""
    flags = np.unpackbits(np.ascontiguousarray(week, "<u8").view(np.uint8), axis=1, bitorder="little")
    return flags[:, :SLOTS].astype(np.bool_)


class _Rows:
    """Rows of a program as they come."""

    def __init__(self) -> None:
        self.count = 0
        self._entries: list[tuple[Ints, Ints, Floats]] = []
        self.low: list[Floats] = []
        self.high: list[Floats] = []

    def add(self, of: Ints, columns: Ints, values: Floats | float, high: Floats | Ints) -> Ints:
        """Rows that are at most ``high``; a column lies in the row that its number ``of`` names."""
        self._entries.append(
            (columns, self.count + of, np.broadcast_to(np.asarray(values, np.float64), of.shape))
        )
        rows = self.count + np.arange(len(high))
        self.low.append(np.full(len(high), -np.inf))
        self.high.append(np.asarray(high, np.float64))
        self.count += len(high)
        return rows

    def also(self, rows: Ints, columns: Ints, values: Floats | float) -> None:
        """More entries in rows that are there."""
        self._entries.append((columns, rows, np.broadcast_to(np.asarray(values, np.float64), rows.shape)))

    def matrix(self, columns: int) -> tuple[Ints, Ints, Floats]:
        """Starts, row indices and values by column."""
        column, row, value = (np.concatenate(one) for one in zip(*self._entries, strict=True))
        order = np.lexsort((row, column))
        return np.searchsorted(column[order], np.arange(columns + 1)), row[order], value[order]


def solve_part(
    part: Part,
    stays: NDArray[np.bool_],
    most_givers: int | None,
    until: float,
    *,
    people_only: bool = False,
) -> Exact:
    """The best plan of a part: tier after tier, each held while the next is sought.

    Raises:
        AnswerRejected: what HiGHS answered did not stand the check.
    """
    problem, edge = part.problem, part.edge
    if not len(edge):
        return Exact(Plan(np.empty(0, np.int64), np.empty(0, np.int32)), Tiers())
    rows, owner = _Rows(), problem.owner[edge]
    n, every = len(edge), np.arange(len(edge))
    asks, ask = np.unique(owner, return_inverse=True)
    clients, client = np.unique(problem.client[owner], return_inverse=True)
    rows.add(ask, every, 1.0, problem.visits[asks])
    _limits(rows, problem, part, owner)
    _hours(rows, problem, part, owner)
    crisis = np.flatnonzero(problem.crisis[asks])
    tiers: list[tuple[str, Ints]] = [("kept", every[stays[edge]])]
    total = n
    for name, of, count, which in (
        ("crisis", ask, len(asks), crisis),
        ("clients", client, len(clients), np.arange(len(clients))),
    ):
        served = rows.add(of, every, -1.0, np.zeros(count))
        flags = total + np.arange(len(which))
        rows.also(served[which], flags, 1.0)
        tiers.append((name, flags))
        total += len(which)
    upper = [part.most.astype(np.float64), np.ones(total - n)]
    if most_givers is not None:
        met = _supporters(problem, edge, owner)
        pairs, pair = np.unique(met, axis=0, return_inverse=True)
        pair = pair.reshape(-1)
        known = total + np.arange(len(pairs))
        within = rows.add(pair, every, 1.0, np.zeros(len(pairs)))
        rows.also(within, known, -problem.visits[pairs[:, 0]].astype(np.float64))
        of = np.searchsorted(asks, pairs[:, 0])
        rows.add(of, known, 1.0, np.full(len(asks), most_givers))
        total += len(pairs)
        upper.append(np.ones(len(pairs)))
    return _in_tiers(part, stays, rows, tiers, np.concatenate(upper), until, people_only)


def _limits(rows: _Rows, problem: Problem, part: Part, owner: NDArray[np.int32]) -> None:
    """Room of resources and of givers."""
    every, resource = np.arange(len(part.edge)), problem.to[part.edge]
    giver = problem.giver[resource]
    for of, room, each in (
        (resource, problem.room, problem.size[part.edge]),
        (giver, problem.load_room, problem.load[part.edge]),
    ):
        bound = np.flatnonzero((of >= 0) & np.isfinite(np.append(room, np.inf)[of]))
        used, number = np.unique(of[bound], return_inverse=True)
        if len(used):
            rows.add(number, every[bound], each[bound], room[used] + LEAST / 2)


def _hours(rows: _Rows, problem: Problem, part: Part, owner: NDArray[np.int32]) -> None:
    """Nobody has more visits in hours of a kind than there are of it."""
    giver, size = problem.giver[problem.to[part.edge]], np.array([len(one) for one in part.kinds] + [SLOTS])
    for of in (owner, giver):
        timed = np.flatnonzero((part.kind >= 0) & (of >= 0))
        key = of[timed].astype(np.int64) * len(size) + part.kind[timed]
        used, number = np.unique(key, return_inverse=True)
        if len(used):
            rows.add(number, timed, 1.0, size[used % len(size)])


def _supporters(problem: Problem, edge: Ints, owner: NDArray[np.int32]) -> Ints:
    """Who gives along each edge to which ask, shape (n, 2): a person or household, or else the resource."""
    resource = problem.to[edge].astype(np.int64)
    giver = problem.giver[resource]
    return np.stack([owner, np.where(giver >= 0, giver, -1 - resource)], axis=1).astype(np.int64)


def _in_tiers(
    part: Part,
    stays: NDArray[np.bool_],
    rows: _Rows,
    tiers: list[tuple[str, Ints]],
    upper: Floats,
    until: float,
    people_only: bool,
) -> Exact:
    n, total = len(part.edge), len(upper)
    bound: dict[str, int] = {}
    plan: Plan | None = None
    held = {
        name: int(rows.add(np.zeros(len(columns), np.int64), columns, 1.0, np.array([np.inf]))[0])
        for name, columns in tiers
    }
    starts, indices, values = rows.matrix(total)
    low, high = np.concatenate(rows.low), np.concatenate(rows.high)
    scores = np.zeros(total)
    scores[:n] = part.problem.scores[part.edge]
    for name, columns in [*tiers, ("score", np.arange(n))]:
        if not len(columns):
            continue
        if name == "score" and people_only:
            bound[name] = _at_most(part, stays, name)
            break
        costs = scores.copy() if name == "score" else np.zeros(total)
        if name != "score":
            costs[columns] = 1
        answer = solve(
            Program(
                costs=costs, lower=np.zeros(total), upper=upper, starts=starts, indices=indices, values=values,
                row_lower=low, row_upper=high, integral=np.ones(total, np.bool_),
            ),
            maximise=True, seconds=max(until - monotonic(), 0.05),
        )  # fmt: skip
        if not answer.found:
            bound |= {
                one: bound.get(one, _at_most(part, stays, one)) for one, _ in [*tiers, ("score", columns)]
            }
            break
        plan = laid_out(part, np.rint(answer.values[:n]).astype(np.int64))
        found = round(answer.objective)
        bound[name] = max(found, int(np.floor(answer.bound + 1e-6)))
        if answer.status is not Status.OPTIMAL:
            bound |= {
                one: _at_most(part, stays, one) for one, _ in [*tiers, ("score", columns)] if one not in bound
            }
            break
        if name != "score":
            low[held[name]] = found
    return Exact(plan, Tiers(**{name: bound.get(name, 0) for name in ("kept", "crisis", "clients", "score")}))


def _at_most(part: Part, stays: NDArray[np.bool_], name: str) -> int:
    """What one tier cannot pass, whatever the solver says."""
    problem = part.problem
    asks = np.unique(problem.owner[part.edge])
    best = problem.scores[problem.starts[asks]]
    return {
        "kept": int(part.most[stays[part.edge]].sum()),
        "crisis": int(problem.crisis[asks].sum()),
        "clients": len(np.unique(problem.client[asks])),
        "score": int((best * problem.visits[asks]).sum()),
    }[name]


def laid_out(part: Part, count: Ints) -> Plan:
    """Half-hours for the visits counted by column."""
    problem = part.problem
    column = np.repeat(np.arange(len(count)), count)
    edge, kind = part.edge[column], part.kind[column]
    slot = np.full(len(edge), NO_SLOT, np.int32)
    for one in np.unique(kind[kind >= 0]).tolist():
        at = np.flatnonzero(kind == one)
        giver = problem.giver[problem.to[edge[at]]]
        pairs = [
            (int(problem.owner[e]), int(g) if g >= 0 else -1 - i)
            for i, (e, g) in enumerate(zip(edge[at].tolist(), giver.tolist(), strict=True))
        ]
        colours = coloured(pairs, len(part.kinds[one]))
        slot[at] = [part.kinds[one][colour] for colour in colours]
    order = np.lexsort((edge, slot, problem.owner[edge]))
    return Plan(edge[order], slot[order])
