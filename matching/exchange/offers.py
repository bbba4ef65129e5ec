"""Who could meet whose ask in an exchange, as a pool: givers who want to give, asks that can wait.

A client gives only where they have something on offer and have not said that they only receive (D24).
What is urgent or bodily is never in an exchange (D25), and nobody in such need is asked to give in one.
Every arc passed every gate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.words.kinds import AskState, GivingWish, Urgency
from graph.words.service_types import service_types
from matching.candidates import Candidates, candidates
from matching.exchange.pool import Ints, Pool
from matching.exchange.together import clashing, fitting_at_once
from matching.kept_apart import kept_apart
from matching.rank import open_rows
from matching.snapshot.encoders import UNKNOWN, word_codes
from matching.snapshot.snapshot import PERSON, Snapshot
from matching.snapshot.table import Rows

_OPEN = word_codes(AskState)[AskState.OPEN]
_ONLY_RECEIVE = word_codes(GivingWish)[GivingWish.ONLY_RECEIVE]
_WAITS = np.array([one in (Urgency.ORDINARY, Urgency.LOW) for one in Urgency] + [False])


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """A pool, and what its numbers stand for: ``people`` by owner, ``asks`` and ``resources`` by arc, as rows.

    The weight of an arc is its score, or 1 where that is none, or where everybody counts alike.
    """

    pool: Pool
    people: Rows
    asks: Rows
    resources: Rows


def exchangeable(snapshot: Snapshot) -> Rows:
    """The open asks that an exchange may serve, in order of ids: neither urgent nor care of the body (D25)."""
    rows = open_rows(snapshot)
    asks, needs = snapshot["asks"], snapshot["needs"]
    need = asks["need"][rows]
    waits = (need >= 0) & _WAITS[np.append(needs["urgency"], UNKNOWN)[need]]
    found: Rows = rows[waits & ~_bodily(snapshot)[asks["service_type"][rows]]]
    return found


def offers(
    snapshot: Snapshot,
    table: Candidates | None = None,
    *,
    at_once: int = 1,
    everybody_alike: bool = False,
    without: frozenset[int] = frozenset(),
) -> Offers:
    """The pool of a region: of given candidates, or of all.

    ``at_once`` is in how many exchanges one person takes part at most, as far as their asks, what they
    offer and their limits allow; people ``without`` (rows) are left out.
    """
    table = candidates(snapshot, exchangeable(snapshot)) if table is None else table
    table = table.serving(snapshot)
    asks, resources, scores = _pairs(snapshot, table, without)
    giver = snapshot["resources"]["giver"][resources] >> 2
    client = snapshot["asks"]["person"][asks]
    people = _by_id(snapshot, np.union1d(giver, client))
    owner_of = np.full(len(snapshot["people"]), -1, np.int32)
    owner_of[people] = np.arange(len(people))
    seats = _seats(snapshot, people, asks, resources, owner_of, at_once)
    pool_asks, vertex_owner, first = _vertices(people, client, asks, owner_of, seats)
    target = _target(pool_asks, vertex_owner, owner_of[client], asks, first)
    source, arc = _from_each(first, owner_of[giver])
    weight = np.ones(len(arc), np.int64) if everybody_alike else np.maximum(scores[arc].astype(np.int64), 1)
    pool = Pool(
        altruist=(pool_asks == -1) & ~asking(snapshot)[people[vertex_owner]],
        owner=vertex_owner,
        seats=seats,
        source=source,
        target=target[arc],
        weight=weight,
        apart=_apart(snapshot, people),
        clashes=clashing(snapshot, source, target[arc], asks[arc], resources[arc]),
    )
    return Offers(pool=pool, people=people, asks=asks[arc], resources=resources[arc])


def _pairs(
    snapshot: Snapshot, table: Candidates, without: frozenset[int]
) -> tuple[Rows, Rows, NDArray[np.int32]]:
    """Ask, resource and score of every pair that may be a leg."""
    asks = np.repeat(table.asks, np.diff(table.starts))
    resources, scores = table.resources, table.scores
    giver = snapshot["resources"]["giver"][resources]
    gives = (giver >= 0) & (giver & 3 == PERSON)
    people = np.flatnonzero(may_give(snapshot))
    gives &= np.isin(giver >> 2, np.setdiff1d(people, list(without)))
    gives &= ~np.isin(snapshot["asks"]["person"][asks], list(without))
    gives &= ~_bodily(snapshot)[snapshot["resources"]["service_type"][resources]]
    gives &= np.isin(asks, exchangeable(snapshot))
    return asks[gives], resources[gives], scores[gives]


def may_give(snapshot: Snapshot) -> NDArray[np.bool_]:
    """By person: whether they ask for nothing, or for something that can be exchanged, and want to give."""
    can_wait = np.zeros(len(snapshot["people"]), np.bool_)
    can_wait[snapshot["asks"]["person"][exchangeable(snapshot)]] = True
    wants: NDArray[np.bool_] = snapshot["people"]["giving_wish"] != _ONLY_RECEIVE
    return wants & (can_wait | ~asking(snapshot))


def asking(snapshot: Snapshot) -> NDArray[np.bool_]:
    """By person: whether they ask for anything."""
    asks = snapshot["asks"]
    found = np.zeros(len(snapshot["people"]), np.bool_)
    found[asks["person"][asks["alive"] & (asks["state"] == _OPEN) & (asks["person"] >= 0)]] = True
    return found


def _bodily(snapshot: Snapshot) -> NDArray[np.bool_]:
    """By service type: whether it is care of the body; True for a code that the list does not hold."""
    known = service_types()
    found: NDArray[np.bool_] = snapshot.names.types.table(
        "bodily_or_unknown", lambda code: code not in known or known[code].bodily, np.bool_, True
    )
    return found


def _by_id(snapshot: Snapshot, people: Rows) -> Rows:
    ids = snapshot["people"].ids
    return np.array(sorted(people.tolist(), key=lambda row: ids[row]), np.int32)


def _seats(
    snapshot: Snapshot, people: Rows, asks: Rows, resources: Rows, owner_of: Rows, at_once: int
) -> Ints:
    """By owner: in how many exchanges they take part at once."""
    seats = np.full(len(people), at_once, np.int64)
    if at_once > 1:
        wanted = np.unique(asks)
        count = np.bincount(owner_of[snapshot["asks"]["person"][wanted]], minlength=len(people))
        seats = np.where(count > 0, np.minimum(seats, count), seats)
        seats = np.minimum(seats, fitting_at_once(snapshot, people, asks, resources, owner_of))
    return seats


def _vertices(
    people: Rows, client: Rows, asks: Rows, owner_of: Rows, seats: Ints
) -> tuple[Rows, Rows, NDArray[np.int64]]:
    """Vertices in order of owners: their asks (-1 none that is served here, -2 any of one's own), owners, and first of each.

    Somebody with one seat is one vertex, whichever ask is served; with more, each ask is one.
    """
    first_place = {int(ask): place for place, ask in reversed(list(enumerate(asks.tolist())))}
    own: list[list[int]] = [[] for _ in people]
    for ask, place in sorted(first_place.items(), key=lambda item: item[1]):
        own[int(owner_of[client[place]])].append(ask)
    vertices = [[-1] if not mine else mine if seats[owner] > 1 else [-2] for owner, mine in enumerate(own)]
    counts = [len(mine) for mine in vertices]
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    flat = np.array([ask for mine in vertices for ask in mine], np.int32)
    return flat, np.repeat(np.arange(len(people), dtype=np.int32), counts), first


def _target(pool_asks: Rows, vertex_owner: Rows, owner: Rows, asks: Rows, first: Ints) -> Rows:
    """The vertex of each pair's ask."""
    of_ask = {int(ask): vertex for vertex, ask in enumerate(pool_asks.tolist()) if ask >= 0}
    return np.array(
        [of_ask.get(ask, int(first[mine])) for ask, mine in zip(asks.tolist(), owner.tolist(), strict=True)],
        np.int32,
    )


def _from_each(first: Ints, giver: Rows) -> tuple[Rows, NDArray[np.int64]]:
    """A pair once from each vertex of its giver: the vertices, and the pairs."""
    counts = np.diff(first)[giver]
    arc = np.repeat(np.arange(len(giver)), counts)
    place = np.arange(len(arc)) - np.repeat(np.cumsum(counts) - counts, counts)
    return (first[giver[arc]] + place).astype(np.int32), arc


def _apart(snapshot: Snapshot, people: Rows) -> Rows:
    """Pairs of owners who must not meet."""
    known = kept_apart(snapshot)
    touched = np.flatnonzero(known.concerned[people]).tolist() if known else []
    found = [
        (one, other)
        for place, one in enumerate(touched)
        for other in touched[:place]
        if known.must_not_meet(int(people[one]), int(people[other]))
    ]
    return np.array(found, np.int32).reshape(-1, 2)
