"""The bare ranking of 50,000 resources: numpy, most selective first, beside the same rules over Python rows."""

from dataclasses import dataclass
from statistics import median

import numpy as np

from tests.bench.clock import say, timed

_RESOURCES, _TYPES, _K, _ROUNDS = 50_000, 120, 20, 30


@dataclass(frozen=True, slots=True)
class Row:
    """A resource as a plain Python object."""

    number: int
    kind: int
    consents: bool
    left: float
    north: float
    east: float
    slots: int
    features: tuple[int, ...]


def run() -> None:
    """Kind, consent, capacity, slots and reach as masks, sixteen features as points; ties by number."""
    rng = np.random.default_rng(5)
    n = _RESOURCES
    kind = rng.integers(0, _TYPES, n).astype(np.int32)
    consents, left = rng.random(n) < 0.8, rng.integers(0, 4, n).astype(np.float64)
    place = rng.uniform(0, 3000, (n, 2))
    slots = rng.integers(0, 1 << 63, (n, 6), dtype=np.uint64) & rng.integers(
        0, 1 << 63, (n, 6), dtype=np.uint64
    )
    features = rng.integers(0, 9, (n, 16)).astype(np.int32)
    weights = rng.integers(1, 9, 16).astype(np.int32)
    fitting, wanted = np.arange(3, 120, 12), slots[1] & slots[2]
    by_kind = np.argsort(kind, kind="stable")
    starts = np.searchsorted(kind[by_kind], np.arange(_TYPES + 1))

    def columns() -> list[int]:
        rows = np.concatenate([by_kind[starts[t] : starts[t + 1]] for t in fitting])
        rows = rows[consents[rows] & (left[rows] > 0)]
        rows = rows[((place[rows] - 1500) ** 2).sum(axis=1) <= 1000**2]
        rows = rows[(slots[rows] & wanted).any(axis=1)]
        points = features[rows] @ weights
        return [int(row) for row in rows[np.lexsort((rows, -points))][:_K]]

    masks = [sum(int(word) << (64 * i) for i, word in enumerate(words)) for words in slots]
    wish = sum(int(word) << (64 * i) for i, word in enumerate(wanted))
    table = [
        Row(
            i,
            int(kind[i]),
            bool(consents[i]),
            float(left[i]),
            *map(float, place[i]),
            masks[i],
            tuple(map(int, features[i])),
        )
        for i in range(n)
    ]
    weigh, fits = [int(w) for w in weights], set(map(int, fitting))

    def rows() -> list[int]:
        found = []
        for row in table:
            if row.kind in fits and row.consents and row.left > 0:
                near = (row.north - 1500) ** 2 + (row.east - 1500) ** 2 <= 1000**2
                if near and row.slots & wish:
                    found.append((-sum(f * w for f, w in zip(row.features, weigh, strict=True)), row.number))
        return [number for _, number in sorted(found)[:_K]]

    fast, found = timed([columns] * (_ROUNDS * 10))
    slow, expected = timed([rows] * _ROUNDS)
    assert found[0] == expected[0]
    say("bare ranking of 50,000, columns", fast)
    say("bare ranking of 50,000, Python rows", slow)
    print(f"{'same answers; ratio':<48} {median(slow) / median(fast):,.0f} x")
