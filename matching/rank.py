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
from matching.gates.every import GATES
from matching.pairs import Pairs, Points
from matching.shelf import candidates_of
from matching.snapshot.encoders import word_codes
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Rows
from matching.words import FAILS, CriterionName, Verdict

NOTHING: Hidden = frozenset()
_OPEN = word_codes(AskState)[AskState.OPEN]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Resource rows that pass every gate, best first, with their scores."""

    rows: Rows
    scores: Points


def order(snapshot: Snapshot, ask: int, hidden: Hidden = NOTHING, *, most: int | None = None) -> Ranking:
    """All resources for an ask's row in order of score, then of id; or the first of them.

    What a viewer is not told of orders nothing for them, so that it cannot be read off the order.
    """
    pairs = candidates_of(snapshot, ask)
    scores = score(pairs, hidden)
    first = _first(pairs, scores, most)
    return Ranking(pairs.rows[first], scores[first])


def score(pairs: Pairs, hidden: Hidden = NOTHING) -> Points:
    """The sum of the points of every criterion that is not hidden."""
    total = np.zeros(len(pairs), np.int32)
    for criterion in CRITERIA if len(pairs) else ():
        if criterion.name not in hidden:
            total += pairs.kept(criterion.points)
    return total


def _first(pairs: Pairs, scores: Points, most: int | None) -> NDArray[np.int64]:
    """The positions of the best, in descending score and then in order of ids; of all where no number is given."""
    near = np.arange(len(scores))
    if most is not None and 0 < most < len(scores):
        near = np.flatnonzero(scores >= np.partition(scores, -most)[-most])
    ids = pairs.snapshot["resources"].ids
    keyed = zip(
        (-scores[near]).tolist(), (ids[row] for row in pairs.rows[near].tolist()), near.tolist(), strict=True
    )
    return np.array([position for _, _, position in sorted(keyed)][:most], np.int64)


def suggest(snapshot: Snapshot, ask_id: str, *, k: int = 5, hidden: Hidden = NOTHING) -> Suggestions:
    """The best ``k`` resources for an ask, each with its reasons and questions.

    Raises:
        NotInSnapshot: the ask is not in the region.
    """
    pairs = candidates_of(snapshot, _row(snapshot, "asks", ask_id))
    best = pairs.take(_first(pairs, score(pairs, hidden), k))
    return Suggestions(
        ask=ask_id,
        suggestions=_suggestions(best, hidden),
        of=len(pairs),
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


def open_rows(snapshot: Snapshot) -> Rows:
    """The rows of the region's open asks, in order of ids."""
    asks = snapshot["asks"]
    rows = np.flatnonzero(snapshot.listed("asks") & (asks["state"] == _OPEN) & (asks["person"] >= 0))
    return np.array(sorted(rows.tolist(), key=lambda row: asks.ids[row]), np.int32)


def open_asks(snapshot: Snapshot) -> tuple[str, ...]:
    """The ids of the region's open asks, in order."""
    return tuple(snapshot["asks"].ids[row] for row in open_rows(snapshot).tolist())


def suggest_all(snapshot: Snapshot, *, k: int = 5, hidden: Hidden = NOTHING) -> tuple[Suggestions, ...]:
    """The suggestions for every open ask, in order of ask ids."""
    return tuple(suggest(snapshot, ask, k=k, hidden=hidden) for ask in open_asks(snapshot))


def _suggestions(best: Pairs, hidden: Hidden) -> tuple[Suggestion, ...]:
    singles = best.each()
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
        for i, points in enumerate(pairs.kept(criterion.points).tolist()):
            sentence = criterion.say(singles[i], points)
            kept = points if told else None
            found[i].append(Reason(criterion=criterion.name, points=kept, sentence=sentence))
    return found


def _findings(pairs: Pairs, singles: list[Pairs], verdict: Verdict, hidden: Hidden) -> list[list[Finding]]:
    """What the gates that give this verdict say of each pair."""
    found: list[list[Finding]] = [[] for _ in singles]
    for gate in GATES if singles else ():
        if gate.name not in hidden and (gate.asks or verdict is not Verdict.ASK):
            for i, answer in enumerate(pairs.kept(gate.check).tolist()):
                if answer == verdict:
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
    failing = [gate.name for gate in GATES if gate.check(pair)[0] == FAILS]
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
