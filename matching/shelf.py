"""What is offered of the kinds that fit an asked one: with what is known of it whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from matching.amounts import lapsed
from matching.criteria.every import CRITERIA
from matching.fit import fit_of, offering
from matching.gates.every import GATES
from matching.gates.gate import Gate
from matching.gates.qualification import GATE as QUALIFICATION
from matching.gates.reach import GATE as REACH
from matching.gift import GiftPairs
from matching.pairs import PARTY_COLUMNS, Columns, Pairs
from matching.snapshot.encoders import Column
from matching.snapshot.schema import PARTIES
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Rows
from matching.where import metres, way_of
from matching.words import FAILS, GateName

ALONE = tuple(gate for gate in GATES if gate.alone)
OF_BOTH = tuple(gate for gate in GATES if not gate.alone and gate.name is not GateName.SERVICE_FIT)
"""Gates for resources whose type is known to fit."""
_MOST = 0.9
"""While more than this share of pairs passes, judging the others too is less work than leaving them out."""
AHEAD = (
    *(criterion.points for criterion in CRITERIA if criterion.alone),
    *(find for gate in GATES for find in gate.ahead),
    fit_of,
)
"""What is found of resources and their givers for all who want the same kind of help."""
_NOBODY: Rows = np.empty(0, np.int32)
_NEEDS = ("resources", *PARTIES, "linkages", "asks", "ties", "consents", "refusals")
P = TypeVar("P", bound=Pairs)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Resource rows in order, and what is known beside them."""

    rows: Rows
    columns: Columns


def candidates_of(snapshot: Snapshot, ask: int) -> Pairs:
    """The pairs of an ask's row that no gate fails; what stands today is looked up, on another day judged."""
    asked = int(snapshot["asks"]["service_type"][ask])
    pairs = Pairs(snapshot, ask, _NOBODY)
    if pairs.client < 0:
        return pairs
    if pairs.service_day == snapshot.today:
        shelf = _shelf(snapshot, asked)
        pairs.rows = shelf.rows
        pairs.know(shelf.columns)
        return passing(pairs, OF_BOTH)
    offered = _offered(snapshot, asked)
    pairs.rows = offered.rows
    pairs.know(offered.columns)
    return passing(pairs, (*OF_BOTH, *ALONE))


def _shelf(snapshot: Snapshot, asked: int) -> Shelf:
    """What no gate standing alone fails today."""

    def make() -> Shelf:
        offered = _offered(snapshot, asked)
        pairs = GiftPairs(snapshot, -1, offered.rows)
        pairs.know(offered.columns)
        return _knowing(passing(pairs, ALONE), (QUALIFICATION.check, *offered.columns))

    return _derived(snapshot, ("shelf", asked), make)


def _offered(snapshot: Snapshot, asked: int) -> Shelf:
    """Everything of the kinds that fit, whatever the day."""

    def make() -> Shelf:
        pairs = GiftPairs(snapshot, -1, offering(snapshot, asked), kind=asked)
        return _knowing(pairs, (*AHEAD, *PARTY_COLUMNS))

    return _derived(snapshot, ("offered", asked), make)


def _derived(snapshot: Snapshot, key: tuple[str, int], make: Callable[[], Shelf]) -> Shelf:
    return snapshot.derived(key, _NEEDS, make, snapshot.today, snapshot.policy.version, lapsed(snapshot))


def _knowing(pairs: Pairs, functions: Iterable[Callable[[Pairs], Column]]) -> Shelf:
    """The resources of pairs, with what some functions find and what those kept on the way."""
    for find in functions:
        pairs.kept(find)
    for held in pairs.columns.values():
        held.flags.writeable = False
    return Shelf(pairs.rows, pairs.columns)


def within_reach(snapshot: Snapshot, asks: Rows, most: int) -> Iterator[Pairs]:
    """The pairs within reach of asks that want one service type, all of them today or all later.

    Reach is judged for every ask beside the whole shelf, of about ``most`` pairs at once.
    """
    one = Pairs(snapshot, int(asks[0]), _NOBODY)
    asked = int(one.asked("service_type").item())
    today = one.service_day == snapshot.today
    shelf = (_shelf if today else _offered)(snapshot, asked)
    step = max(1, most // max(1, len(shelf.rows)))
    for some in (asks[at : at + step] for at in range(0, len(asks), step)):
        beside = Pairs(snapshot, some[:, None], shelf.rows)
        beside.know(shelf.columns)
        whose, which = (REACH.check(beside) != FAILS).nonzero()
        near = Pairs(snapshot, some.take(whose), shelf.rows.take(which))
        near.know({make: column.take(which) for make, column in shelf.columns.items()})
        near.columns[way_of] = metres(beside)[whose, which]
        yield near


def joined(parts: Sequence[Pairs]) -> Pairs:
    """Pairs of which the same is known, as one batch."""
    first = parts[0]
    found = Pairs(
        first.snapshot,
        np.concatenate([one.asks for one in parts]),
        np.concatenate([one.rows for one in parts]),
    )
    found.know({make: np.concatenate([one.kept(make) for one in parts]) for make in first.known})
    return found


def passing(pairs: P, gates: Sequence[Gate], *, keep: bool = True) -> P:
    """The pairs that none of some gates fails; if told so, what a gate found is kept where it may have to be asked."""
    passed = np.ones(len(pairs), bool)
    for gate in gates:
        if not len(pairs):
            break
        kept = keep and gate.asks and not gate.alone
        passed &= (pairs.kept(gate.check) if kept else gate.check(pairs)) != FAILS
        left = np.count_nonzero(passed)
        if left < len(pairs) * _MOST or (gate is gates[-1] and left < len(pairs)):
            pairs, passed = pairs.take(passed), np.ones(left, bool)
    return pairs
