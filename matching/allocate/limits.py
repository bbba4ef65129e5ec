"""Which limit stopped a candidate, and why an ask is served by nobody."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from graph.records.fields import FieldRef
from graph.text.sentence import Phrase, Sentence
from graph.words.service_types import SUBSTITUTE
from matching.allocate import said
from matching.allocate.ledger import Ledger
from matching.allocate.problem import Problem
from matching.explain import WITHHELD, Hidden
from matching.fit import fits, offering
from matching.gates.every import GATES
from matching.pairs import Pairs
from matching.snapshot.snapshot import Snapshot
from matching.words import GateName, Verdict


class Limit(StrEnum):
    """What stopped a candidate."""

    CAPACITY = "capacity"
    """What is left of it is planned for others."""

    HOURS = "hours"
    """Other visits are planned at the hours that both name."""

    LOAD = "load"
    """The giver's own limit of help."""

    GIVERS = "givers"
    """The ask has as many givers as it may."""

    LOCK = "lock"
    """Somebody settled that the two are not brought together."""

    SCORES = "scores"
    """Nothing but what is better for all together."""


class Reason(StrEnum):
    """Why an ask is served by nobody."""

    NOBODY_OFFERS = "nobody_offers"
    EXCLUDED = "excluded"
    WITHHELD = "withheld"
    CAPACITY = "capacity"
    HOURS = "hours"
    LOAD = "load"
    LOCK = "lock"
    TIME = "time"
    """There would have been somebody; the time to look ran out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unserved:
    """An ask without help: ``of`` is how many could give it by kind alone, or by every gate where some pass.

    ``gate`` is the one that excludes most of them, where none passes all.
    """

    ask: str
    client: str
    crisis: bool
    reason: Reason
    of: int
    gate: GateName | None
    says: Sentence


def limit_of(problem: Problem, ledger: Ledger, ask: int, edge: int, least: int) -> Limit:
    """What stopped an edge; ``least`` is the lowest score among those chosen."""
    if ledger.wanting[ask] <= 0 and int(problem.scores[edge]) < least:
        return Limit.SCORES
    if not ledger.has_room(edge):
        return Limit.CAPACITY
    if not ledger.can_carry(edge):
        return Limit.LOAD
    if not ledger.hours_open(ask, edge):
        return Limit.HOURS
    if not ledger.known_enough(ask, edge):
        return Limit.GIVERS
    return Limit.SCORES


_BY_LIMIT: dict[Limit, tuple[Reason, Phrase]] = {
    Limit.CAPACITY: (Reason.CAPACITY, said.FULL),
    Limit.HOURS: (Reason.HOURS, said.NO_HOURS),
    Limit.LOAD: (Reason.LOAD, said.AT_LIMITS),
    Limit.LOCK: (Reason.LOCK, said.LOCKED),
    Limit.SCORES: (Reason.TIME, said.OTHERS_FIRST),
    Limit.GIVERS: (Reason.TIME, said.OTHERS_FIRST),
}


def unserved(
    snapshot: Snapshot, whole: Problem, problem: Problem, ledger: Ledger, ask: int, hidden: Hidden
) -> Unserved:
    """Why an ask is served by nobody: what stops most of its candidates, or most of what is offered."""
    row = int(problem.asks[ask])
    ask_id, client = snapshot["asks"].ids[row], snapshot.person_id(int(problem.client[ask]))
    gate = None
    candidates = len(whole.edges_of(ask))
    if candidates:
        limits = Counter(limit_of(problem, ledger, ask, edge, 0) for edge in problem.edges_of(ask))
        limits[Limit.LOCK] += candidates - len(problem.edges_of(ask))
        order = list(Limit)
        limit = max(limits, key=lambda one: (limits[one], -order.index(one)))
        reason, phrase = _BY_LIMIT[limit]
        of, says = candidates, phrase.say(FieldRef(ask_id, "service_type"), of=candidates)
    else:
        reason, of, gate, says = _excluded(snapshot, row, ask_id, hidden)
    return Unserved(
        ask=ask_id,
        client=client,
        crisis=bool(problem.crisis[ask]),
        reason=reason,
        of=of,
        gate=gate,
        says=says,
    )


def _excluded(
    snapshot: Snapshot, row: int, ask_id: str, hidden: Hidden
) -> tuple[Reason, int, GateName | None, Sentence]:
    cites = FieldRef(ask_id, "service_type")
    asked = int(snapshot["asks"]["service_type"][row])
    rows = offering(snapshot, asked)
    rows = rows[fits(snapshot, asked)[snapshot["resources"]["service_type"][rows]] >= SUBSTITUTE]
    if not len(rows):
        return Reason.NOBODY_OFFERS, 0, None, said.NOBODY_OFFERS.say(cites)
    pairs = Pairs(snapshot, row, rows)
    failing = {
        gate.name: int((gate.check(pairs) == Verdict.FAIL).sum()) for gate in GATES if gate.name not in hidden
    }
    most = max(failing, key=lambda name: failing[name])
    if not failing[most]:
        return Reason.WITHHELD, len(rows), None, WITHHELD.say(cites)
    says = said.EXCLUDED.say(cites, of=len(rows), failed=failing[most], gate=most)
    return Reason.EXCLUDED, len(rows), most, says
