"""Who could introduce a client to a giver: ways of two or three ties through willing, consenting people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.words.kinds import Strain
from matching.gates.consent import consenting
from matching.gates.refusal import standing
from matching.kept_apart import KeptApart, holds_on, kept_apart
from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.schema import PARTIES
from matching.snapshot.snapshot import ORGANISATION, PERSON, Snapshot

STRAINED = np.array([one in (Strain.TENSE, Strain.BROKEN) for one in Strain] + [False])
_STRENGTH = (3, 2, 1, 0)
"""Of a tie by its closeness: strong, ordinary, weak, unknown."""


class Way(NamedTuple):
    """Introducers in order from the client, as person rows, and the sum of the ties' closeness, 0 to 9."""

    through: tuple[int, ...]
    strength: int


Ways = dict[int, list[Way]]
"""Ways from one client by the party number of the giver to whom they lead."""


def best_way(snapshot: Snapshot, ways: Ways, giver: int) -> tuple[int, ...]:
    """The introducers of the shortest, then strongest, then first way to a giver by ids; none where none is."""
    ids = snapshot["people"].ids

    def rank(way: Way) -> tuple[int, int, list[str]]:
        return len(way.through), -way.strength, [ids[one] for one in way.through]

    return min(ways[giver], key=rank).through if giver in ways else ()


def current(snapshot: Snapshot) -> NDArray[np.bool_]:
    """By tie: whether it holds today."""
    return snapshot.derived(
        "current_ties", ("ties",), lambda: holds_on(snapshot["ties"], snapshot.today), snapshot.today
    )


def usable(snapshot: Snapshot) -> NDArray[np.bool_]:
    """By tie: whether it holds today and carries no strain."""

    def make() -> NDArray[np.bool_]:
        ties = snapshot["ties"]
        found: NDArray[np.bool_] = current(snapshot) & ~STRAINED[ties["strain"]]
        return found

    return snapshot.derived("usable_ties", ("ties",), make, snapshot.today)


def willing(snapshot: Snapshot) -> NDArray[np.bool_]:
    """By tie: whether an introduction may go along it, both ends being here."""

    def make() -> NDArray[np.bool_]:
        ties = snapshot["ties"]
        found: NDArray[np.bool_] = usable(snapshot) & (ties["introduces"] != 0)
        found &= (ties["source"] >= 0) & (ties["target"] >= 0)
        return found

    return snapshot.derived("willing_ties", ("ties",), make, snapshot.today)


def ways_from(snapshot: Snapshot, client: int) -> Ways:
    """All ways of two or three ties on which everybody may meet everybody (kept for the last client)."""
    needs = ("people", "ties", "consents", "keep_aparts", "refusals", "memberships", "resources")
    return snapshot.derived("ways", needs, lambda: _ways(snapshot, client), client, snapshot.today)


def _ways(snapshot: Snapshot, client: int) -> Ways:
    start, walk = client * 4 + PERSON, _Walk(snapshot)
    may, found = _Meeting(snapshot, client), Ways()
    for first, near in walk.introducers(start):
        if first == start:
            continue
        for giver, last in walk.givers(first):
            if giver not in (start, first) and may.meet((first >> 2,), giver):
                found.setdefault(giver, []).append(Way((first >> 2,), near + last))
        for second, between in walk.introducers(first):
            if second in (start, first):
                continue
            for giver, last in walk.givers(second):
                through = (first >> 2, second >> 2)
                if giver not in (start, first, second) and may.meet(through, giver):
                    found.setdefault(giver, []).append(Way(through, near + between + last))
    return found


class _Walk:
    """One tie further from a party. People have few ties: single values of columns are read, not whole ones."""

    def __init__(self, snapshot: Snapshot) -> None:
        ties = snapshot["ties"]
        self._at, self._willing = snapshot.ties.at, willing(snapshot)
        self._source, self._target, self._closeness = ties["source"], ties["target"], ties["closeness"]
        self._agreed, self._gives = may_introduce(snapshot), gives(snapshot)
        self._known: dict[int, list[tuple[int, int]]] = {}

    def _from(self, party: int) -> list[tuple[int, int]]:
        """Whom each willing tie at a party leads to, and its strength."""
        found = self._known.get(party)
        if found is None:
            found = self._known[party] = [
                (self._target.item(row) if (end := self._source.item(row)) == party else end, row)
                for row in self._at(party).tolist()
                if self._willing[row]
            ]
        return found

    def introducers(self, party: int) -> Iterator[tuple[int, int]]:
        """Those of them who may introduce."""
        for to, row in self._from(party):
            if to & 3 == PERSON and self._agreed[to >> 2]:
                yield to, _STRENGTH[self._closeness[row]]

    def givers(self, party: int) -> Iterator[tuple[int, int]]:
        """Those of them who give something."""
        for to, row in self._from(party):
            if self._gives[to]:
                yield to, _STRENGTH[self._closeness[row]]


def gives(snapshot: Snapshot) -> NDArray[np.bool_]:
    """By party number: whether they give anything; ways lead to givers alone."""
    size = max(len(snapshot[name]) for name in PARTIES)

    def make() -> NDArray[np.bool_]:
        found = np.zeros(4 * size + 4, bool)
        giver = snapshot["resources"]["giver"]
        found[giver[giver >= 0]] = True
        return found

    return snapshot.derived("gives", ("resources",), make, size)


def may_introduce(snapshot: Snapshot) -> NDArray[np.bool_]:
    """By person: whether they agreed to be considered, and are there."""

    def make() -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = consenting(snapshot) & snapshot["people"]["alive"] & ~_left(snapshot)
        return found

    return snapshot.derived("may_introduce", ("people", "consents"), make, snapshot.today)


def _left(snapshot: Snapshot) -> NDArray[np.bool_]:
    left_on = snapshot["people"]["left_on"]
    gone: NDArray[np.bool_] = (left_on != UNKNOWN) & (left_on <= snapshot.today)
    return gone


class _Meeting:
    """Whether all on a way from one client may meet; looked at in full where any of them is touchy."""

    def __init__(self, snapshot: Snapshot, client: int) -> None:
        self._apart, self._noes, self._client = kept_apart(snapshot), noes(snapshot), client
        self._touchy = touchy(snapshot)

    def meet(self, through: tuple[int, ...], to: int) -> bool:
        """Whether nobody of the client, those between and the giver is kept from another, or said no."""
        people = (self._client, *through) if to & 3 != PERSON else (self._client, *through, to >> 2)
        return not any(self._touchy[one] for one in people) or may_meet(
            self._apart, self._noes, self._client, through, to
        )


def touchy(snapshot: Snapshot) -> NDArray[np.bool_]:
    """By person: whether a keep-apart or a no concerns them, so that their ways are looked at one by one."""

    def make() -> NDArray[np.bool_]:
        found = kept_apart(snapshot).concerned.copy()
        said = [party >> 2 for pair in noes(snapshot) for party in pair if party >= 0 and party & 3 == PERSON]
        found[said] = True
        return found

    needs = ("people", "keep_aparts", "memberships", "refusals")
    return snapshot.derived("touchy", needs, make, snapshot.today)


Noes = frozenset[tuple[int, int]]


def noes(snapshot: Snapshot) -> Noes:
    """Pairs of parties of whom one said no to the other; a no to everybody pairs with -1."""

    def make() -> Noes:
        table, rows = snapshot["refusals"], standing(snapshot)
        found: set[tuple[int, int]] = set()
        for row in rows:
            one, other = int(table["person"][row]), int(table["other"][row])
            if other >= 0:
                found |= {(one, other), (other, one)}
            elif table["service_type"][row] == UNKNOWN:
                found.add((one, -1))
        return frozenset(found)

    return snapshot.derived("noes", ("refusals",), make, snapshot.today)


def may_meet(apart: KeptApart, nos: Noes, client: int, through: tuple[int, ...], to: int) -> bool:
    """Whether everybody on a way may meet: the client, those between, and the giver or who stands behind it."""
    people = [client, *through]
    parties = [one * 4 + PERSON for one in people] + [to]
    if any((one, other) in nos for one in parties for other in parties):
        return False
    if any((one * 4 + PERSON, -1) in nos for one in through):
        return False
    if not apart:
        return True
    row, kind = divmod(to, 4)
    if kind == PERSON:
        return not apart.any_among([*people, row])
    if apart.any_among(people):
        return False
    return kind != ORGANISATION or all(row not in apart.groups_of(one) for one in people)
