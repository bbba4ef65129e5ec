"""Who could introduce a client to a giver: ways of two or three ties through willing, consenting people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.words.kinds import Closeness, Strain
from matching.gates.consent import consenting
from matching.gates.refusal import standing
from matching.kept_apart import KeptApart, holds_on, kept_apart
from matching.pairs import taken
from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.schema import PARTIES
from matching.snapshot.snapshot import ORGANISATION, PERSON, Snapshot
from matching.snapshot.table import Rows

_STRAINED = np.array([one in (Strain.TENSE, Strain.BROKEN) for one in Strain] + [False])
_STRENGTH = np.zeros(len(Closeness) + 1, np.int64)
_STRENGTH[: len(Closeness)] = (3, 2, 1)
_NOBODY: Rows = np.empty(0, np.int32)


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways from one client: introducers as person rows, then whom they lead to as party numbers.

    ``second`` is -1 on ways of two ties; ``strength`` is the sum of the ties' closeness, 0 to 9.
    """

    first: Rows
    second: Rows
    to: Rows
    strength: NDArray[np.int64]

    def best_to(self, snapshot: Snapshot, party: int) -> tuple[int, ...]:
        """The introducers, as person rows, of the shortest, then strongest, then first way by ids."""
        people = snapshot["people"].ids
        ways = []
        for i in np.flatnonzero(self.to == party):
            through = tuple(int(one) for one in (self.first[i], self.second[i]) if one >= 0)
            ways.append((len(through), -int(self.strength[i]), [people[one] for one in through], through))
        return min(ways)[3] if ways else ()


def current(snapshot: Snapshot) -> NDArray[np.bool_]:
    """By tie: whether it holds today."""
    return snapshot.derived(
        "current_ties", ("ties",), lambda: holds_on(snapshot["ties"], snapshot.today), snapshot.today
    )


def usable(snapshot: Snapshot) -> NDArray[np.bool_]:
    """By tie: whether it holds today and carries no strain."""

    def make() -> NDArray[np.bool_]:
        ties = snapshot["ties"]
        found: NDArray[np.bool_] = current(snapshot) & ~_STRAINED[ties["strain"]]
        return found

    return snapshot.derived("usable_ties", ("ties",), make, snapshot.today)


def _willing(snapshot: Snapshot) -> NDArray[np.bool_]:
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
    start = client * 4 + PERSON
    agreed = _may_introduce(snapshot)
    a, strong_a, _ = _step(snapshot, np.array([start], np.int32))
    mine = (a & 3 == PERSON) & (a != start)
    mine[mine] = agreed[a[mine] >> 2]
    a, strong_a = a[mine], strong_a[mine]
    b, strong_b, from_a = _step(snapshot, a)
    other = (b != start) & (b != a[from_a])
    b, strong_b, from_a = b[other], strong_b[other], from_a[other]
    gives = _gives(snapshot)
    there = gives[b]
    two = Ways(
        a[from_a[there]] >> 2,
        np.full(int(there.sum()), -1, np.int32),
        b[there],
        (strong_a[from_a] + strong_b)[there],
    )
    person = b & 3 == PERSON
    person[person] = agreed[b[person] >> 2]
    b, strong_b, from_a = b[person], strong_b[person], from_a[person]
    c, strong_c, from_b = _step(snapshot, b)
    a_of, b_of = a[from_a[from_b]], b[from_b]
    new = (c != start) & (c != a_of) & (c != b_of) & gives[c]
    three = Ways(
        a_of[new] >> 2,
        b_of[new] >> 2,
        c[new],
        (strong_a[from_a[from_b]] + strong_b[from_b] + strong_c)[new],
    )
    both = Ways(
        np.concatenate([two.first, three.first]),
        np.concatenate([two.second, three.second]),
        np.concatenate([two.to, three.to]),
        np.concatenate([two.strength, three.strength]),
    )
    return _allowed(snapshot, client, both)


def _gives(snapshot: Snapshot) -> NDArray[np.bool_]:
    """By party number: whether they give anything; ways lead to givers alone."""
    size = max(len(snapshot[name]) for name in PARTIES)

    def make() -> NDArray[np.bool_]:
        found = np.zeros(4 * size + 4, bool)
        giver = snapshot["resources"]["giver"]
        found[giver[giver >= 0]] = True
        return found

    return snapshot.derived("gives", ("resources",), make, size)


def _may_introduce(snapshot: Snapshot) -> NDArray[np.bool_]:
    """By person: whether they agreed to be considered, and are there."""

    def make() -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = consenting(snapshot) & snapshot["people"]["alive"] & ~_left(snapshot)
        return found

    return snapshot.derived("may_introduce", ("people", "consents"), make, snapshot.today)


def _left(snapshot: Snapshot) -> NDArray[np.bool_]:
    left_on = snapshot["people"]["left_on"]
    gone: NDArray[np.bool_] = (left_on != UNKNOWN) & (left_on <= snapshot.today)
    return gone


def _step(snapshot: Snapshot, parties: Rows) -> tuple[Rows, NDArray[np.int64], Rows]:
    """One tie further from each party: whom it leads to, its strength, and from which position."""
    rows, owner = snapshot.ties.at_all(parties)
    table = snapshot["ties"]
    willing = _willing(snapshot)[rows]
    rows, owner = rows[willing], owner[willing]
    source, target = table["source"][rows], table["target"][rows]
    to: Rows = np.where(source == parties[owner], target, source) if len(rows) else _NOBODY
    return to, _STRENGTH[table["closeness"][rows]], owner


def _allowed(snapshot: Snapshot, client: int, ways: Ways) -> Ways:
    """Only ways on which no two are kept apart, and nobody said no to another."""
    apart, nos = kept_apart(snapshot), noes(snapshot)
    if not len(ways.to) or not (apart or nos):
        return ways
    touchy = _touchy(snapshot)
    doubtful = touchy[ways.first] | taken(touchy, ways.second, False) | touchy[client]
    doubtful |= taken(touchy, Snapshot.rows_of(ways.to, PERSON), False)
    keep = np.ones(len(ways.to), bool)
    for i in np.flatnonzero(doubtful):
        through = tuple(int(one) for one in (ways.first[i], ways.second[i]) if one >= 0)
        keep[i] = may_meet(apart, nos, client, through, int(ways.to[i]))
    return Ways(ways.first[keep], ways.second[keep], ways.to[keep], ways.strength[keep])


def _touchy(snapshot: Snapshot) -> NDArray[np.bool_]:
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
