"""Ranks resources for one ask: masks first, then points, ties broken by id; and says why not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.words.kinds import AskState
from matching.criteria.every import CRITERIA
from matching.criteria.tie import introducers
from matching.errors import NotInSnapshot
from matching.explain import (
    WITHHELD,
    Comparison,
    Explanation,
    Finding,
    Hidden,
    Reason,
    Suggestion,
    Suggestions,
    WhyNot,
)
from matching.fit import offering
from matching.gates.every import GATES
from matching.gift import GiftPairs
from matching.pairs import Pairs, Points
from matching.snapshot.encoders import word_codes
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Rows
from matching.words import CriterionName, GateName, Verdict

NOTHING: Hidden = frozenset()
_FITTING = tuple(gate for gate in GATES if gate.name is not GateName.SERVICE_FIT)
"""Gates for resources whose type is known to fit."""
_OF_BOTH = tuple(gate for gate in _FITTING if not gate.alone)
_ALONE = tuple(gate for gate in GATES if gate.alone)
_ALONE_ON = ("resources", "people", "organisations", "linkages", "asks", "ties")
_OPEN = word_codes(AskState)[AskState.OPEN]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Resource rows that pass every gate, best first, with their scores."""

    rows: Rows
    scores: Points


def order(snapshot: Snapshot, ask: int, hidden: Hidden = NOTHING) -> Ranking:
    """All resources for an ask's row in order of score, then of id.

    What a viewer is not told of orders nothing for them, so that it cannot be read off the order.
    """
    pairs = passing(snapshot, ask)
    scores = score(pairs, hidden)
    by_score = np.argsort(-scores, kind="stable")
    return Ranking(*_by_id_where_equal(snapshot, pairs.rows[by_score], scores[by_score]))


def passing(snapshot: Snapshot, ask: int) -> Pairs:
    """The pairs of an ask's row that no gate fails."""
    asks = snapshot["asks"]
    pairs = Pairs(snapshot, ask, offering(snapshot, int(asks["service_type"][ask])))
    if pairs.client < 0:
        return pairs.take(np.zeros(len(pairs), bool))
    stands = None
    if pairs.service_day == snapshot.today:
        stands = snapshot.known("standing", _ALONE_ON, snapshot.now)
    if stands is not None:
        pairs = pairs.take(stands[pairs.rows])
    for gate in _FITTING if stands is None else _OF_BOTH:
        if not len(pairs):
            break
        kept = gate.check(pairs) != Verdict.FAIL
        if not kept.all():
            pairs = pairs.take(kept)
    return pairs


def prepare(snapshot: Snapshot) -> None:
    """Reckon once for all resources what stands alone; worth it before many asks, not before one."""
    pairs = GiftPairs(snapshot, -1, np.arange(len(snapshot["resources"]), dtype=np.int32))

    def passing_alone() -> NDArray[np.bool_]:
        found = np.ones(len(pairs), bool)
        for gate in _ALONE:
            found &= gate.check(pairs) != Verdict.FAIL
        return found

    def points_alone() -> Points:
        total = np.zeros(len(pairs), np.int32)
        for criterion in CRITERIA:
            if criterion.alone:
                total += criterion.points(pairs)
        return total

    snapshot.derived("standing", _ALONE_ON, passing_alone, snapshot.now)
    snapshot.derived("points_alone", _ALONE_ON, points_alone, snapshot.now)


def score(pairs: Pairs, hidden: Hidden = NOTHING) -> Points:
    """The sum of the points of every criterion that is not hidden."""
    total = np.zeros(len(pairs), np.int32)
    if not len(pairs):
        return total
    ready = pairs.snapshot.known("points_alone", _ALONE_ON, pairs.snapshot.now) if not hidden else None
    if ready is not None:
        total += ready[pairs.rows]
    for criterion in CRITERIA:
        if criterion.name not in hidden and not (criterion.alone and ready is not None):
            total += criterion.points(pairs)
    return total


def _by_id_where_equal(snapshot: Snapshot, rows: Rows, scores: Points) -> tuple[Rows, Points]:
    """Rows in descending score, with runs of equal scores put in order of their ids."""
    if len(rows) > 1 and (scores[1:] == scores[:-1]).any():
        ids = snapshot["resources"].ids
        keyed = sorted(zip((-scores).tolist(), (ids[row] for row in rows), rows.tolist(), strict=True))
        rows = np.array([row for _, _, row in keyed], np.int32)
    return rows, scores


def suggest(snapshot: Snapshot, ask_id: str, *, k: int = 5, hidden: Hidden = NOTHING) -> Suggestions:
    """The best ``k`` resources for an ask, each with its reasons and questions.

    Raises:
        NotInSnapshot: the ask is not in the region.
    """
    ask = _row(snapshot, "asks", ask_id)
    ranking = order(snapshot, ask, hidden)
    return Suggestions(
        ask=ask_id,
        suggestions=_suggestions(Pairs(snapshot, ask, ranking.rows[:k]), hidden),
        of=len(ranking.rows),
        policy_version=snapshot.policy.version,
        data_version=snapshot.cursor,
    )


def suggestion_of(
    snapshot: Snapshot, ask_id: str, resource_id: str, *, hidden: Hidden = NOTHING
) -> Suggestion:
    """One resource as it would be suggested for an ask, whether or not its gates pass.

    Raises:
        NotInSnapshot: the ask or the resource is not in the region.
    """
    row = np.array([_row(snapshot, "resources", resource_id)], np.int32)
    return _suggestions(Pairs(snapshot, _row(snapshot, "asks", ask_id), row), hidden)[0]


def open_asks(snapshot: Snapshot) -> tuple[str, ...]:
    """The ids of all open asks, in order."""
    asks = snapshot["asks"]
    rows = np.flatnonzero(snapshot.listed("asks") & (asks["state"] == _OPEN) & (asks["person"] >= 0))
    return tuple(sorted(asks.ids[row] for row in rows))


def suggest_all(snapshot: Snapshot, *, k: int = 5, hidden: Hidden = NOTHING) -> tuple[Suggestions, ...]:
    """The suggestions for every open ask, in order of ask ids."""
    prepare(snapshot)
    return tuple(suggest(snapshot, ask, k=k, hidden=hidden) for ask in open_asks(snapshot))


def _suggestions(best: Pairs, hidden: Hidden) -> tuple[Suggestion, ...]:
    singles = [best.take(np.array([i])) for i in range(len(best))]
    reasons, questions = _reasons(best, singles, hidden), _findings(best, singles, Verdict.ASK, hidden)
    told = CriterionName.TIE not in hidden
    return tuple(
        Suggestion(
            resource=pair.resource_id,
            giver=pair.giver_id,
            explanation=Explanation(reasons=tuple(reasons[i])),
            questions=tuple(questions[i]),
            introducers=introducers(pair) if told else (),
        )
        for i, pair in enumerate(singles)
    )


def _reasons(pairs: Pairs, singles: list[Pairs], hidden: Hidden) -> list[list[Reason]]:
    """The reasons for each pair; where any criterion is hidden, no points are told at all."""
    shown = [criterion for criterion in CRITERIA if criterion.name not in hidden]
    told = len(shown) == len(CRITERIA)
    found: list[list[Reason]] = [[] for _ in singles]
    for criterion in shown if singles else ():
        for i, points in enumerate(map(int, criterion.points(pairs))):
            sentence = criterion.say(singles[i], points)
            kept = points if told else None
            found[i].append(Reason(criterion=criterion.name, points=kept, sentence=sentence))
    return found


def _findings(pairs: Pairs, singles: list[Pairs], verdict: Verdict, hidden: Hidden) -> list[list[Finding]]:
    """What the gates that give this verdict say of each pair."""
    found: list[list[Finding]] = [[] for _ in singles]
    for gate in GATES:
        if singles and gate.name not in hidden:
            for i in np.flatnonzero(gate.check(pairs) == verdict):
                found[i].append(Finding(gate=gate.name, sentence=gate.say(singles[i], verdict)))
    return found


def why_not(snapshot: Snapshot, ask_id: str, resource_id: str, *, hidden: Hidden = NOTHING) -> WhyNot:
    """Every gate that a resource fails for an ask, or its rank and how the first one differs.

    Where only hidden gates fail, the answer is the same one sentence whichever they are (D29).

    Raises:
        NotInSnapshot: the ask or the resource is not in the region.
    """
    ask, row = _row(snapshot, "asks", ask_id), _row(snapshot, "resources", resource_id)
    pair = Pairs(snapshot, ask, np.array([row], np.int32))
    failing = [gate.name for gate in GATES if gate.check(pair)[0] == Verdict.FAIL]
    if failing:
        failed = tuple(_findings(pair, [pair], Verdict.FAIL, hidden)[0])
        if not failed:
            return WhyNot(ask=ask_id, resource=resource_id, withheld=WITHHELD.say())
        return WhyNot(ask=ask_id, resource=resource_id, failed=failed)
    ranking = order(snapshot, ask, hidden)
    rank = int(np.flatnonzero(ranking.rows == row)[0]) + 1
    first = Pairs(snapshot, ask, ranking.rows[:1])
    return WhyNot(
        ask=ask_id,
        resource=resource_id,
        questions=tuple(_findings(pair, [pair], Verdict.ASK, hidden)[0]),
        rank=rank,
        of=len(ranking.rows),
        first=first.resource_id,
        compared=_compared(first, pair, hidden) if rank > 1 else (),
    )


def _compared(first: Pairs, this: Pairs, hidden: Hidden) -> tuple[Comparison, ...]:
    """Where the two differ, what the first one is best in before the rest."""
    told = not any(criterion.name in hidden for criterion in CRITERIA)
    found: list[tuple[int, int, Comparison]] = []
    for place, criterion in enumerate(CRITERIA):
        if criterion.name in hidden:
            continue
        better, mine = int(criterion.points(first)[0]), int(criterion.points(this)[0])
        if better != mine:
            comparison = Comparison(
                criterion=criterion.name,
                better=criterion.say(first, better),
                this=criterion.say(this, mine),
                lead=better - mine if told else None,
            )
            found.append((mine - better, place, comparison))
    return tuple(comparison for *_, comparison in sorted(found, key=lambda one: one[:2]))


def _row(snapshot: Snapshot, table: str, record_id: str) -> int:
    row = snapshot[table].row(record_id)
    if row < 0 or not snapshot.listed(table)[row]:
        raise NotInSnapshot(id=record_id)
    return row
