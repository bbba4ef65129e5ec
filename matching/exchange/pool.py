"""A pool of who could help whom, in numbers alone: what exchanges are chosen from."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Vertices = NDArray[np.int32]


def _no_pairs() -> Vertices:
    return np.empty((0, 2), np.int32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Asks and altruists as vertices, and arcs from whoever could give to the ask that they could serve.

    A vertex is an ask with whoever asks, or somebody who asks for nothing (``altruist``); ``owner`` is its
    person, and ``seats`` (by owner) how many exchanges that person takes part in at once. An ask is served
    once. Arc i goes from ``source[i]`` to ``target[i]`` with the whole ``weight[i]`` > 0; no arc leads to an
    altruist, or to oneself. In one exchange each owner stands once, and no two owners that are ``apart``;
    no arc is followed by one that it ``clashes`` with. A vertex may stand for several people in a row
    whose help is settled already: ``people`` of them, of whom the last gives on.
    """

    altruist: NDArray[np.bool_]
    owner: Vertices
    seats: Ints
    source: Vertices
    target: Vertices
    weight: Ints
    apart: Vertices = field(default_factory=_no_pairs)
    clashes: Vertices = field(default_factory=_no_pairs)
    people: Ints | None = None

    def __len__(self) -> int:
        return len(self.owner)

    @classmethod
    def plain(
        cls, pairs: int, altruists: int, source: ArrayLike, target: ArrayLike, weight: ArrayLike
    ) -> Pool:
        """A pool in which every vertex is somebody else, with one seat each; altruists come last."""
        n = pairs + altruists
        return cls(
            altruist=np.arange(n) >= pairs,
            owner=np.arange(n, dtype=np.int32),
            seats=np.ones(n, np.int64),
            source=np.asarray(source, np.int32),
            target=np.asarray(target, np.int32),
            weight=np.asarray(weight, np.int64),
        )

    def usable(self) -> Ints:
        """The arcs that may be used at all, the best one from vertex to vertex, by source and then target."""
        source, target = self.owner[self.source], self.owner[self.target]
        fit = (source != target) & (self.seats[source] > 0) & (self.seats[target] > 0)
        fit &= (self.weight > 0) & ~self.altruist[self.target]
        if len(self.apart):
            fit &= ~self.kept_apart(source, target)
        arcs = np.flatnonzero(fit)
        arcs = arcs[np.lexsort((arcs, -self.weight[arcs], self.target[arcs], self.source[arcs]))]
        key = self.source[arcs].astype(np.int64) * len(self) + self.target[arcs]
        first: Ints = arcs[np.flatnonzero(np.diff(key, prepend=-1))]
        return first

    def kept_apart(self, one: Vertices, other: Vertices) -> NDArray[np.bool_]:
        """Whether owners, pair by pair, are kept apart."""
        n = len(self.seats)
        known = np.concatenate([self.apart, self.apart[:, ::-1]]).astype(np.int64)
        found: NDArray[np.bool_] = np.isin(one.astype(np.int64) * n + other, known[:, 0] * n + known[:, 1])
        return found

    def concerned(self) -> NDArray[np.bool_]:
        """By vertex: whether a chain through it must be looked at whole, not arc by arc.

        So it is where its owner is kept apart from somebody or could stand twice in one chain, where
        what comes and what goes may clash, and where it stands for several people.
        """
        several = np.bincount(self.owner, minlength=len(self.seats)) > 1
        found: NDArray[np.bool_] = (several & (self.seats > 1))[self.owner] & ~self.altruist
        found[self.target[self.clashes[:, 0]]] = True
        if self.people is not None:
            found |= self.people > 1
        return found | np.isin(self.owner, self.apart)
