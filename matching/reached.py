"""Whom introductions of two or three ties reach from many clients at once: what ``ways_from`` finds, without the ways."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.introductions import gives, may_introduce, may_meet, noes, touchy, willing
from matching.kept_apart import kept_apart
from matching.relation import Keys, pair_keys
from matching.snapshot.snapshot import PERSON, Snapshot
from matching.snapshot.table import Rows


@dataclass(frozen=True, slots=True)
class _Steps:
    """Walks from clients: by walk the position of its client, those on it so far, and where it ends now."""

    client: Rows
    through: tuple[Rows, ...]
    end: Rows

    def where(self, keep: NDArray[np.bool_]) -> _Steps:
        """The walks that a mask chooses."""
        return _Steps(self.client[keep], tuple(one[keep] for one in self.through), self.end[keep])

    def onward(self, snapshot: Snapshot) -> _Steps:
        """Every walk one willing tie further, to nobody who is on it already."""
        ties = snapshot["ties"]
        rows, at = snapshot.ties.at_all(self.end)
        go = willing(snapshot)[rows]
        rows, at = rows[go], at[go]
        source = ties["source"][rows]
        to = np.where(source == self.end[at], ties["target"][rows], source)
        found = _Steps(self.client[at], (*(one[at] for one in self.through), self.end[at]), to)
        anew = np.ones(len(to), bool)
        for one in found.through:
            anew &= one != to
        return found.where(anew)


def reached(snapshot: Snapshot, clients: Rows) -> tuple[Keys, Keys]:
    """The clients and the givers whom one, and whom two introducers lead to, as keys in no order."""
    agreed, giving = may_introduce(snapshot), gives(snapshot)

    def introducers(steps: _Steps) -> _Steps:
        person = steps.end & 3 == PERSON
        return steps.where(person & agreed[np.where(person, steps.end >> 2, 0)])

    steps, found = _Steps(clients, (), clients * 4 + PERSON), list[Keys]()
    for _ in range(2):
        steps = introducers(steps.onward(snapshot))
        led = steps.onward(snapshot)
        led = led.where(giving[led.end])
        found.append(_meeting(snapshot, led))
    return found[0], found[1]


def _meeting(snapshot: Snapshot, walks: _Steps) -> Keys:
    """The ends of the walks on which everybody may meet everybody; looked at in full where anybody is touchy."""
    careful = touchy(snapshot)
    doubt = careful[walks.client]
    for one in walks.through[1:]:
        doubt |= careful[one >> 2]
    person = walks.end & 3 == PERSON
    doubt |= person & careful[np.where(person, walks.end >> 2, 0)]
    apart, nos = kept_apart(snapshot), noes(snapshot)
    for at in np.flatnonzero(doubt).tolist():
        through = tuple(int(one[at]) >> 2 for one in walks.through[1:])
        doubt[at] = not may_meet(apart, nos, int(walks.client[at]), through, int(walks.end[at]))
    return np.unique(pair_keys(walks.client[~doubt], walks.end[~doubt]))
