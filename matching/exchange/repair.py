"""After a no, or where somebody is not reached: that leg ends, the others stay, and the best that is left.

A no ends one leg only (D25). The legs that stand join their people to pieces; the part of the region around
them is solved again with those pieces as they are, and everybody in another exchange left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.records.fields import FieldRef
from graph.text.sentence import Sentence, Subject
from matching.candidates import Candidates, candidates
from matching.exchange import said
from matching.exchange.clearing import Cleared, Limits, Ring, clear
from matching.exchange.offers import Offers, exchangeable, may_give, offers
from matching.exchange.pool import Ints, Pool
from matching.exchange.propose import Exchange, Kind, Leg, exchange, leg
from matching.explain import Hidden
from matching.kept_apart import kept_apart
from matching.rank import NOTHING
from matching.snapshot.snapshot import ORGANISATION, PERSON, Snapshot
from matching.snapshot.table import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What stays of an exchange, and what could come in place of the legs that ended.

    ``kept`` are the legs that stand; ``open_asks`` lost theirs. ``stand_ins`` hold for each such ask the best
    other giver, where there is one, who need not ask for anything. ``exchanges`` are whole ones in which
    the kept legs go on, with others of this part of the region; where ``proven``, none serve more of the open
    asks, or them better. A person chooses between the two.
    """

    kept: tuple[Leg, ...]
    open_asks: tuple[str, ...]
    stand_ins: tuple[Leg, ...]
    exchanges: tuple[Exchange, ...]
    proven: bool
    says: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """People joined by legs that stand; the first one's ask is open, None where they ask for nothing."""

    people: tuple[str, ...]
    legs: tuple[Leg, ...]
    ask: str | None
    not_by: str | None


def repair(
    snapshot: Snapshot,
    broken: Exchange,
    no: Collection[str],
    *,
    agreed: Collection[str] = (),
    others: Iterable[Exchange] = (),
    limits: Limits | None = None,
    hidden: Hidden = NOTHING,
) -> Repair:
    """The best repair of an exchange of which the legs for some asks (``no``) ended.

    Legs that were ``agreed`` (by ask) stay whatever has changed; the rest stay where they pass every gate
    still. Nobody in one of the ``others`` is asked for anything.

    Raises:
        NotInSnapshot: an ask or a resource of the exchange is not in the region any more.
    """
    limits = limits or Limits()
    table = candidates(snapshot, exchangeable(snapshot))
    ended = {
        one.ask
        for one in broken.legs
        if one.ask in no or (one.ask not in agreed and not _passes(snapshot, table, one))
    }
    pieces = _pieces(broken, ended) if ended else []
    kept = tuple(one for one in broken.legs if one.ask not in ended)
    open_asks = tuple(one.ask for one in broken.legs if one.ask in ended)
    busy = {person for other in others for person in other.people}
    known = offers(snapshot, table, without=_rows(snapshot, busy))
    pool, vertex_pieces = _with_pieces(snapshot, known, pieces)
    cleared = clear(pool, limits) if pieces else Cleared((), 0, 0)
    stand_ins = tuple(
        found
        for piece in pieces
        if piece.ask is not None
        and (
            found := _stand_in(
                snapshot, piece.ask, piece.people, piece.not_by, busy | {*broken.people}, hidden
            )
        )
        is not None
    )
    return Repair(
        kept=kept,
        open_asks=open_asks,
        stand_ins=stand_ins,
        exchanges=tuple(_whole(snapshot, known, pool, ring, vertex_pieces, hidden) for ring in cleared.rings),
        proven=cleared.proven,
        says=_says(kept, [one for one in broken.legs if one.ask in ended], stand_ins),
    )


def _passes(snapshot: Snapshot, table: Candidates, one: Leg) -> bool:
    """Whether a leg is among the candidates still."""
    place = np.flatnonzero(table.asks == snapshot["asks"].row(one.ask))
    return bool(
        len(place)
        and (table.resources[table.of(int(place[0]))] == snapshot["resources"].row(one.resource)).any()
    )


def _rows(snapshot: Snapshot, people: Iterable[str]) -> frozenset[int]:
    return frozenset(snapshot["people"].row(person) for person in people)


def _pieces(broken: Exchange, ended: Collection[str]) -> list[_Piece]:
    """The exchange cut at the legs that ended, in order."""
    legs = list(broken.legs)
    first: tuple[str | None, str | None] = (None, None)
    if broken.kind is Kind.CYCLE:
        last = next((i for i, one in enumerate(legs) if one.ask in ended), len(legs) - 1)
        legs = legs[last + 1 :] + legs[: last + 1]
        first = (legs[-1].ask, legs[-1].giver)
    found = []
    people, joined = [legs[0].giver], list[Leg]()
    for place, one in enumerate(legs):
        closes = broken.kind is Kind.CYCLE and place == len(legs) - 1
        if one.ask not in ended and not closes:
            joined.append(one)
            people.append(one.client)
            continue
        found.append(_Piece(tuple(people), tuple(joined), *first))
        people, joined, first = [one.client], [], (one.ask, one.giver)
    if broken.kind is Kind.CHAIN:
        found.append(_Piece(tuple(people), tuple(joined), *first))
    return found


def _with_pieces(
    snapshot: Snapshot, known: Offers, pieces: Sequence[_Piece]
) -> tuple[Pool, dict[int, _Piece]]:
    """The part of a pool around the pieces, each of them one vertex; asks that lost their leg come first."""
    pool = known.pool
    owner = {snapshot.person_id(int(row)): place for place, row in enumerate(known.people)}
    vertex_of = {int(mine): vertex for vertex, mine in enumerate(pool.owner)}
    n, more = len(pool), len(pieces)
    gives, gets = np.arange(n, dtype=np.int32), np.arange(n, dtype=np.int32)
    stands_for = dict(enumerate(pieces, n))
    merged = np.arange(len(pool.seats) + more, dtype=np.int32)
    blocked = np.zeros(len(pool.source), np.bool_)
    for vertex, piece in stands_for.items():
        places = [owner[person] for person in piece.people if person in owner]
        for place in places:
            gives[vertex_of[place]] = gets[vertex_of[place]] = -1
        merged[places] = len(pool.seats) + vertex - n
        head, tail = piece.people[0], piece.people[-1]
        if tail in owner:
            gives[vertex_of[owner[tail]]] = vertex
        if piece.ask is not None and head in owner:
            gets[vertex_of[owner[head]]] = vertex
            ask = snapshot["asks"].row(piece.ask)
            other_ask = known.asks != ask
            refused = _giver_is(snapshot, known.resources, piece.not_by)
            blocked |= (pool.target == vertex_of[owner[head]]) & (other_ask | refused)
    blocked[_beside_standing(snapshot, known, pieces)] = True
    source, target = gives[pool.source], gets[pool.target]
    source[blocked] = -1
    weight = _first_the_open(pool, target, n)
    near = _around(source, target, np.arange(n, n + more), n + more)
    usable = (source >= 0) & (target >= 0) & near[source] & near[target]
    none = np.int32(n)
    return replace(
        pool,
        altruist=np.concatenate([pool.altruist, [piece.ask is None for piece in pieces]]),
        owner=np.concatenate([pool.owner, len(pool.seats) + np.arange(more, dtype=np.int32)]),
        seats=np.concatenate([pool.seats, np.ones(more, np.int64)]),
        source=np.where(usable, source, none).astype(np.int32),
        target=np.where(usable, target, none).astype(np.int32),
        weight=weight,
        apart=_merged_apart(snapshot, known, pieces, merged),
        people=np.concatenate([np.ones(n, np.int64), [len(piece.people) for piece in pieces]]),
    ), stands_for


def _beside_standing(snapshot: Snapshot, known: Offers, pieces: Sequence[_Piece]) -> Rows:
    """The arcs whose times leave no room beside a leg that stands."""
    stands = {
        (snapshot["asks"].row(one.ask), snapshot["resources"].row(one.resource))
        for piece in pieces
        for one in piece.legs
    }
    pairs = zip(known.asks.tolist(), known.resources.tolist(), strict=True)
    standing = np.array([pair in stands for pair in pairs], np.bool_)
    comes, goes = known.pool.clashes[:, 0], known.pool.clashes[:, 1]
    found: Rows = np.concatenate([comes[standing[goes]], goes[standing[comes]]])
    return found


def _giver_is(
    snapshot: Snapshot, resources: Rows, person: str | None
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    party = snapshot.party(person) if person is not None else -1
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = snapshot["resources"]["giver"][resources] == party
    return found


def _first_the_open(pool: Pool, target: Rows, pieces_from: int) -> Ints:
    """Weights by which one more ask that lost its leg outweighs everything else."""
    best = np.zeros(len(pool) + 1, np.int64)
    np.maximum.at(best, pool.target, pool.weight)
    weight: Ints = pool.weight + np.where(target >= pieces_from, best.sum() + 1, 0)
    return weight


def _around(source: Rows, target: Rows, begin: Ints, n: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """The vertices that are joined to some by arcs, whichever way."""
    there = (source >= 0) & (target >= 0)
    source, target = source[there], target[there]
    found = np.zeros(n, np.bool_)
    found[begin] = True
    while True:
        wider = found.copy()
        wider[target[found[source]]] = True
        wider[source[found[target]]] = True
        if np.array_equal(wider, found):
            return found
        found = wider


def _merged_apart(snapshot: Snapshot, known: Offers, pieces: Sequence[_Piece], merged: Rows) -> Rows:
    """Owners who must not meet, with everybody of a piece as one owner."""
    found = merged[known.pool.apart]
    apart, first = kept_apart(snapshot), len(known.pool.seats)
    more = list[tuple[int, int]]()
    for place, piece in enumerate(pieces):
        rows = [snapshot["people"].row(person) for person in piece.people]
        barred = (
            [any(apart.must_not_meet(one, int(other)) for one in rows) for other in known.people]
            if apart
            else []
        )
        more += [(first + place, int(merged[i])) for i in np.flatnonzero(barred)]
    pairs = np.concatenate([found, np.array(more, np.int32).reshape(-1, 2)]).astype(np.int32)
    several: Rows = pairs[pairs[:, 0] != pairs[:, 1]]
    return several


def _whole(
    snapshot: Snapshot, known: Offers, pool: Pool, ring: Ring, pieces: dict[int, _Piece], hidden: Hidden
) -> Exchange:
    """An exchange with the legs of its pieces between the new ones."""
    asks, resources = snapshot["asks"].ids, snapshot["resources"].ids
    begins = int(pool.source[ring.arcs[0]])
    joined = list(pieces[begins].legs) if begins in pieces else []
    for arc in ring.arcs:
        joined.append(leg(snapshot, asks[int(known.asks[arc])], resources[int(known.resources[arc])], hidden))
        reached = int(pool.target[arc])
        if reached in pieces and reached != begins:
            joined += pieces[reached].legs
    return exchange(joined, ring.closed)


def _stand_in(
    snapshot: Snapshot,
    ask: str,
    beside: Sequence[str],
    refused: str | None,
    busy: Collection[str],
    hidden: Hidden,
) -> Leg | None:
    """The best other giver for an ask, who may meet everybody beside whom it is served."""
    table = candidates(snapshot, np.array([snapshot["asks"].row(ask)], np.int32)).serving(snapshot)
    willing, taken = may_give(snapshot), _rows(snapshot, busy)
    apart = kept_apart(snapshot)
    people = [snapshot["people"].row(person) for person in beside]
    no = snapshot.party(refused) if refused is not None else -1
    for resource in table.resources.tolist():
        party = int(snapshot["resources"]["giver"][resource])
        row, kind = divmod(party, 4)
        if kind == PERSON:
            fits = bool(willing[row]) and row not in taken and not apart.any_among([*people, row])
        elif kind == ORGANISATION:
            fits = not apart or all(row not in apart.groups_of(one) for one in people)
        else:
            fits = not apart or all(row not in apart.homes_of(one) for one in people)
        if fits and party != no:
            found = leg(snapshot, ask, snapshot["resources"].ids[resource], hidden)
            return replace(found, says=replace(found.says, key=said.STANDS_IN.key))
    return None


def _says(kept: Sequence[Leg], ended: Sequence[Leg], stand_ins: Sequence[Leg]) -> tuple[Sentence, ...]:
    says = []
    if kept:
        cites = tuple(FieldRef(one.ask, "person") for one in kept)
        says.append(said.OTHERS_STAY.say(*cites, legs=len(kept)))
    found = {one.ask: one for one in stand_ins}
    for one in ended:
        nobody = said.STILL_OPEN.say(FieldRef(one.ask, "person"), client=Subject(one.client))
        says.append(found[one.ask].says if one.ask in found else nobody)
    return tuple(says)
