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
from matching.pairs import Pairs, Points
from matching.snapshot.encoders import word_codes
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Rows
from matching.words import CriterionName, GateName, Verdict

NOTHING: Hidden = frozenset()
_OF_BOTH = tuple(gate for gate in GATES if not gate.alone and gate.name is not GateName.SERVICE_FIT)
"""Gates that need the ask; the offering types fit already."""
_ALONE = tuple(gate for gate in GATES if gate.alone)
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
    rows = offering(snapshot, int(asks["service_type"][ask]))
    pairs = Pairs(snapshot, ask, rows[standing(snapshot, ask)[rows]])
    if pairs.client < 0:
        return pairs.take(np.zeros(len(pairs), bool))
    for gate in _OF_BOTH:
        if not len(pairs):
            break
        kept = gate.check(pairs) != Verdict.FAIL
        if not kept.all():
            pairs = pairs.take(kept)
    return pairs


def standing(snapshot: Snapshot, ask: int) -> NDArray[np.bool_]:
    """By resource: whether it passes the gates that stand alone, on the first day the help is wanted."""
    pairs = Pairs(snapshot, ask, np.arange(len(snapshot["resources"]), dtype=np.int32))

    def make() -> NDArray[np.bool_]:
        found = np.ones(len(pairs), bool)
        for gate in _ALONE:
            found &= gate.check(pairs) != Verdict.FAIL
        return found

    needs = ("resources", "people", "organisations", "linkages", "asks")
    return snapshot.derived(("standing", pairs.service_day), needs, make, snapshot.now)


def score(pairs: Pairs, hidden: Hidden = NOTHING) -> Points:
    """The sum of the points of every criterion that is not hidden."""
    total = np.zeros(len(pairs), np.int32)
    if len(pairs):
        total += _points_alone(pairs.snapshot, pairs.ask, hidden)[pairs.rows]
        for criterion in CRITERIA:
            if not criterion.alone and criterion.name not in hidden:
                total += criterion.points(pairs)
    return total


def _points_alone(snapshot: Snapshot, ask: int, hidden: Hidden) -> Points:
    """By resource: the points of the criteria that stand alone."""
    told = tuple(one for one in CRITERIA if one.alone and one.name not in hidden)

    def make() -> Points:
        pairs = Pairs(snapshot, ask, np.arange(len(snapshot["resources"]), dtype=np.int32))
        return (
            np.sum([one.points(pairs) for one in told], axis=0, dtype=np.int32)
            if told
            else np.zeros(len(pairs), np.int32)
        )

    needs = ("resources", "people", "organisations", "linkages", "asks", "ties")
    return snapshot.derived(("alone", tuple(one.name for one in told)), needs, make, snapshot.now)


def _by_id_where_equal(snapshot: Snapshot, rows: Rows, scores: Points) -> tuple[Rows, Points]:
    """Rows in descending score, with runs of equal scores put in order of their ids."""
    ids = snapshot["resources"].ids
    keys = sorted(range(len(rows)), key=lambda i: (-int(scores[i]), ids[rows[i]]))
    at = np.array(keys, np.intp)
    return rows[at], scores[at]


def suggest(snapshot: Snapshot, ask_id: str, *, k: int = 5, hidden: Hidden = NOTHING) -> Suggestions:
    """The best ``k`` resources for an ask, each with its reasons and questions.

    Raises:
        NotInSnapshot: the ask is not in the region.
    """
    ask = _row(snapshot, "asks", ask_id)
    ranking = order(snapshot, ask, hidden)
    found = tuple(_suggestion(snapshot, ask, int(row), hidden) for row in ranking.rows[:k])
    return Suggestions(
        ask=ask_id,
        suggestions=found,
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
    return _suggestion(
        snapshot, _row(snapshot, "asks", ask_id), _row(snapshot, "resources", resource_id), hidden
    )


def open_asks(snapshot: Snapshot) -> tuple[str, ...]:
    """The ids of all open asks, in order."""
    asks = snapshot["asks"]
    rows = np.flatnonzero(asks["alive"] & (asks["state"] == _OPEN) & (asks["person"] >= 0))
    return tuple(sorted(asks.ids[row] for row in rows))


def suggest_all(snapshot: Snapshot, *, k: int = 5, hidden: Hidden = NOTHING) -> tuple[Suggestions, ...]:
    """The suggestions for every open ask, in order of ask ids."""
    return tuple(suggest(snapshot, ask, k=k, hidden=hidden) for ask in open_asks(snapshot))


def _suggestion(snapshot: Snapshot, ask: int, row: int, hidden: Hidden) -> Suggestion:
    pair = Pairs(snapshot, ask, np.array([row], np.int32))
    told = CriterionName.TIE not in hidden
    return Suggestion(
        resource=pair.resource_id,
        giver=pair.giver_id,
        explanation=explain(pair, hidden),
        questions=_findings(pair, Verdict.ASK, hidden),
        introducers=introducers(pair) if told else (),
    )


def explain(pair: Pairs, hidden: Hidden = NOTHING) -> Explanation:
    """The reasons for a batch of one; where any criterion is hidden, no points are told at all."""
    shown = [criterion for criterion in CRITERIA if criterion.name not in hidden]
    told = len(shown) == len(CRITERIA)
    reasons = []
    for criterion in shown:
        points = int(criterion.points(pair)[0])
        sentence = criterion.say(pair, points)
        reasons.append(Reason(criterion=criterion.name, points=points if told else None, sentence=sentence))
    return Explanation(reasons=tuple(reasons))


def _findings(pair: Pairs, verdict: Verdict, hidden: Hidden) -> tuple[Finding, ...]:
    return tuple(
        Finding(gate=gate.name, sentence=gate.say(pair, verdict))
        for gate in GATES
        if gate.name not in hidden and gate.check(pair)[0] == verdict
    )


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
        failed = _findings(pair, Verdict.FAIL, hidden)
        if not failed:
            return WhyNot(ask=ask_id, resource=resource_id, withheld=WITHHELD.say())
        return WhyNot(ask=ask_id, resource=resource_id, failed=failed)
    ranking = order(snapshot, ask, hidden)
    rank = int(np.flatnonzero(ranking.rows == row)[0]) + 1
    first = Pairs(snapshot, ask, ranking.rows[:1])
    return WhyNot(
        ask=ask_id,
        resource=resource_id,
        questions=_findings(pair, Verdict.ASK, hidden),
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
    if row < 0 or not snapshot[table]["alive"][row]:
        raise NotInSnapshot(id=record_id)
    return row
