"""Who reaches a client over whom: ties that hold, introductions people are willing to make, and who is kept apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from matching.introductions import may_introduce, may_meet, noes, usable, willing
from matching.kept_apart import kept_apart
from matching.snapshot.snapshot import PERSON, Snapshot

Links = dict[int, frozenset[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """People, as rows, around a client.

    ``direct`` have a tie to the client without strain, ``opens`` would introduce somebody to them. ``links``
    are willing ties between people who may be asked; ``introducers`` of them are no helpers.
    """

    direct: frozenset[int]
    opens: frozenset[int]
    links: Links
    introducers: frozenset[int]

    def ties_to(self, steps: int) -> dict[int, int]:
        """The number of ties, at most so many, by which the client reaches each."""
        found: dict[int, int] = {}
        edge = self.direct | self.opens
        for step in range(1, steps + 1):
            found |= dict.fromkeys(edge, step)
            edge = frozenset(chain.from_iterable(self.links.get(p, ()) for p in edge)) - found.keys()
        return found


def around(
    snapshot: Snapshot,
    client: int,
    helpers: Sequence[int],
    steps: int,
    introducers: int,
    left_out: Collection[int] = (),
) -> Around:
    """The client's helpers and those who could introduce them within so many ties, at most ``introducers``.

    Whoever said no to the client, or to whom the client did, in whichever part, is none of them.
    Of the introducers those on the shortest ways come first, then those who know most helpers, then by id.
    """
    apart, nos = kept_apart(snapshot), noes(snapshot)
    own = frozenset(one for one in helpers if may_meet(apart, nos, client, (), one * 4 + PERSON))
    direct = _others(snapshot, client, usable(snapshot)) & own
    gone = frozenset({client, *left_out})
    opens = _others(snapshot, client, willing(snapshot)) - gone
    opens = _may_open(snapshot, client, own, opens, introducers)
    links, level, edge = Links(), dict[int, int](), direct | opens
    for step in range(1, steps + 1):
        level |= dict.fromkeys(edge, step)
        links |= {person: _others(snapshot, person, willing(snapshot)) - gone for person in edge}
        met = frozenset(chain.from_iterable(links[person] for person in edge)) - level.keys()
        edge = _may_open(snapshot, client, own, met, introducers)
    chosen = _chosen(snapshot, own, level, links, steps, introducers)
    asked = (own & level.keys()) | chosen
    return Around(
        direct=direct,
        opens=opens & asked,
        links={person: links[person] & asked for person in asked},
        introducers=chosen,
    )


def _may_open(
    snapshot: Snapshot, client: int, helpers: frozenset[int], people: frozenset[int], introducers: int
) -> frozenset[int]:
    """Those of some people who are helpers, or may be asked to introduce somebody to the client."""
    if not introducers:
        return people & helpers
    apart, nos, agreed, me = (
        kept_apart(snapshot),
        noes(snapshot),
        may_introduce(snapshot),
        client * 4 + PERSON,
    )
    return frozenset(
        one
        for one in people
        if one in helpers
        or (
            agreed[one]
            and not {(one * 4 + PERSON, -1), (one * 4 + PERSON, me)} & nos
            and not (apart and apart.must_not_meet(client, one))
        )
    )


def apart_among(snapshot: Snapshot, people: Sequence[int]) -> frozenset[tuple[int, int]]:
    """Pairs of positions of people who must not meet, or of whom one said no to the other (D17)."""
    apart, nos = kept_apart(snapshot), noes(snapshot)
    said = {party >> 2 for pair in nos for party in pair if party >= 0 and party & 3 == PERSON}
    touchy = [at for at, one in enumerate(people) if one in said or (apart and apart.concerned[one])]
    return frozenset(
        (min(a, b), max(a, b))
        for a in touchy
        for b, other in enumerate(people)
        if a != b
        and (
            apart.must_not_meet(people[a], other)
            or apart.must_not_meet(other, people[a])
            or (people[a] * 4 + PERSON, other * 4 + PERSON) in nos
        )
    )


def _others(
    snapshot: Snapshot, person: int, along: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> frozenset[int]:
    """People at the other ends of somebody's ties of a kind."""
    me, ties = person * 4 + PERSON, snapshot["ties"]
    rows = snapshot.ties.at(me)
    rows = rows[along[rows]]
    other = np.where(ties["source"][rows] == me, ties["target"][rows], ties["source"][rows])
    found = other[(other >= 0) & (other & 3 == PERSON) & (other != me)] >> 2
    return frozenset(found.tolist())


def _chosen(
    snapshot: Snapshot, own: frozenset[int], level: dict[int, int], links: Links, steps: int, most: int
) -> frozenset[int]:
    """The introducers on ways from the client to a helper that are short enough."""
    back = dict.fromkeys(own & level.keys(), 0)
    for distance in range(1, steps):
        edge = [p for p in level if p not in back and any(back.get(q) == distance - 1 for q in links[p])]
        back |= dict.fromkeys(edge, distance)
    ways = {p: level[p] + back[p] for p in back if p not in own and level[p] + back[p] <= steps}
    best = sorted(ways, key=lambda p: (ways[p], -len(links[p] & own), snapshot.person_id(p)))
    return frozenset(best[:most])
