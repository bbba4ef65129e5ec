"""The bare ranking of 50,000 resources by columns, beside the same rules over plain Python rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.bench.clock import timed
from tests.bench.report import Line, Table

_RESOURCES, _K, _ROUNDS = 50_000, 20, 30


@dataclass(frozen=True, slots=True)
class Wish:
    """An ask: of how many kinds one is wanted, within what reach (metres), in which slots."""

    name: str
    kinds: int
    reach: float
    slots: tuple[int, ...]


_FEW, _ANY = (1 << 9, 0, 1 << 33, 0, 0, 0), ((1 << 63) - 1,) * 6
_WISHES = (
    Wish("a usual", 72, 1000, _FEW),
    Wish("a wide", 8, 1000, _FEW),
    Wish("an undemanding", 8, 2200, _ANY),
)
"""Some 700 resources fit the usual ask of a gu, some 6,000 the widest; most of these serve the last one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A resource as a plain Python object."""

    number: int
    kind: int
    consents: bool
    left: float
    valid_to: int
    north: float
    east: float
    slots: int
    features: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class World:
    """Resources as the snapshot has them."""

    kind: NDArray[np.int32]
    consents: NDArray[np.bool_]
    left: NDArray[np.float32]
    valid_to: NDArray[np.int32]
    north: NDArray[np.float64]
    east: NDArray[np.float64]
    slots: NDArray[np.uint64]
    features: NDArray[np.float32]
    weights: NDArray[np.float32]


def run() -> Table:
    """Answers are compared before times are.

    Raises:
        AssertionError: the two rank differently.
    """
    lines = [line for wish in _WISHES for line in _beside(wish, _world(wish.kinds))]
    return Table(
        "Bare ranking",
        f"{_RESOURCES:,} invented resources: kind, consent, capacity, validity, reach and weekly slots as "
        f"masks, sixteen features as points, the best {_K}, ties by number. Columns are read through the "
        "snapshot's index by kind. Beside it: plain Python rows, one slotted object a resource with its slots "
        "as one whole number. A loop leaves a row at the first rule that fails, kind first, adds up sixteen "
        "products for each that passes all, and sorts those; once over a list of all rows, once over the list "
        "of the kind. Answers are equal. The more rows are left to be judged, the more both sides have to do.",
        tuple(lines),
    )


def _world(kinds: int) -> World:
    chance, n = np.random.default_rng(5), _RESOURCES
    slots = [chance.integers(0, 1 << 63, (n, 6), dtype=np.uint64) for _ in range(2)]
    return World(
        kind=chance.integers(0, kinds, n).astype(np.int32),
        consents=chance.random(n) < 0.8,
        left=chance.integers(0, 4, n).astype(np.float32),
        valid_to=chance.integers(0, 1000, n).astype(np.int32),
        north=chance.uniform(0, 3000, n),
        east=chance.uniform(0, 3000, n),
        slots=slots[0] & slots[1],
        features=chance.integers(0, 9, (n, 16)).astype(np.float32),
        weights=chance.integers(1, 9, 16).astype(np.float32),
    )


def _beside(wish: Wish, world: World) -> list[Line]:
    table = _rows(world)
    of_kind = [row for row in table if row.kind == 0]
    columns, plain = _by_columns(world, wish), _by_rows(world, wish)
    fast, found = timed(lambda _: columns(), range(_ROUNDS * 10))
    slow, expected = timed(plain, [table] * _ROUNDS)
    indexed, same = timed(plain, [of_kind] * _ROUNDS)
    assert found[0] == expected[0] == same[0]
    assert len(found[0]) == _K
    aimed: dict[str, Any] = {
        "aim": "at most 0.3 ms, at least 40 times faster",
        "met": fast.median <= 0.3 and slow.of(fast) >= 40,
    }
    return [
        Line(
            what=f"bare ranking, {wish.name} ask ({len(of_kind):,} fit), beside all rows",
            figure=str(fast),
            beside=str(slow),
            ratio=f"{slow.of(fast):.0f}",
            **aimed,
        ),
        Line(
            what="the same, beside rows by kind",
            figure=str(fast),
            beside=str(indexed),
            ratio=f"{indexed.of(fast):.1f}",
        ),
    ]


def _by_columns(world: World, wish: Wish) -> Callable[[], list[int]]:
    order = np.argsort(world.kind, kind="stable")
    starts: list[int] = np.searchsorted(world.kind[order], np.arange(wish.kinds + 1)).tolist()
    first, *others = [(i, np.uint64(word)) for i, word in enumerate(wish.slots) if word]

    def ranked() -> list[int]:
        rows = order[starts[0] : starts[1]]
        stands = world.consents.take(rows)
        stands &= world.left.take(rows) > 0
        stands &= world.valid_to.take(rows) >= 100
        rows = rows.take(stands.nonzero()[0])
        north, east = world.north.take(rows), world.east.take(rows)
        north -= 1500
        east -= 1500
        north *= north
        east *= east
        north += east
        rows = rows.take((north <= wish.reach**2).nonzero()[0])
        slots = world.slots.take(rows, axis=0)
        free = slots[:, first[0]] & first[1]
        for word, bits in others:
            free |= slots[:, word] & bits
        rows = rows.take(free.nonzero()[0])
        # One number a row, the points above the number: what sorts first is the answer.
        keys = (world.features.take(rows, axis=0) @ world.weights).astype(np.int64)
        keys *= -_RESOURCES
        keys += rows
        if len(keys) > _K:
            keys.partition(_K)
            keys = keys[:_K]
        keys.sort()
        found: list[int] = (keys % _RESOURCES).tolist()
        return found

    return ranked


def _rows(world: World) -> list[Row]:
    masks = (sum(int(word) << (64 * i) for i, word in enumerate(words)) for words in world.slots)
    columns = (world.kind, world.consents, world.left, world.valid_to, world.north, world.east)
    lists = [column.tolist() for column in columns]
    features = map(tuple, world.features.astype(int).tolist())
    return [Row(i, *rest) for i, rest in enumerate(zip(*lists, masks, features, strict=True))]


def _by_rows(world: World, wish: Wish) -> Callable[[list[Row]], list[int]]:
    weights: list[int] = world.weights.astype(int).tolist()
    wanted = sum(word << (64 * i) for i, word in enumerate(wish.slots))

    def ranked(table: list[Row]) -> list[int]:
        found = []
        for row in table:
            if row.kind == 0 and row.consents and row.left > 0 and row.valid_to >= 100:
                near = (row.north - 1500) ** 2 + (row.east - 1500) ** 2 <= wish.reach**2
                if near and row.slots & wanted:
                    points = sum(f * w for f, w in zip(row.features, weights, strict=True))
                    found.append((-points, row.number))
        return [number for _, number in sorted(found)[:_K]]

    return ranked
