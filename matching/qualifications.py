"""What a kind of help requires of its giver, against what the giver is known to hold on the day."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.records.values import Qualification
from graph.words.giving import Requirement
from graph.words.service_types import service_types
from matching.gates.gate import verdicts
from matching.pairs import Pairs, Verdicts, taken
from matching.snapshot.encoders import UNKNOWN
from matching.words import ASKS, FAILS, PASSES

_Held = tuple[Qualification, ...]
_WITHOUT_END = 1 << 30


def required(code: str) -> tuple[Requirement, ...]:
    """What a service type requires, in order; nothing where the list does not hold it."""
    known = service_types().get(code)
    return tuple(sorted(known.requires)) if known else ()


def licence(until: NDArray[np.int32], day: NDArray[np.int32]) -> Verdicts:
    """A training or licence: FAIL once it has run out, ASK where nothing is recorded."""
    held: Verdicts = np.where(until >= day, PASSES, FAILS)
    held[until == UNKNOWN] = ASKS
    return held


def safety(until: NDArray[np.int32], day: NDArray[np.int32]) -> Verdicts:
    """A safety check: FAIL unless it is recorded with a date that holds on the day (D19)."""
    dated = (until >= day) & (until != _WITHOUT_END)
    return np.where(dated, PASSES, FAILS)


def _last_day(held: _Held, requirement: Requirement) -> int:
    """The last day on which something is held; a dated record says more than an undated one."""
    found = [one.valid_until for one in held if one.code == requirement.value]
    dated = [day.toordinal() for day in found if day is not None]
    if requirement.is_safety_check or None not in found:
        return max(dated, default=_WITHOUT_END if found else UNKNOWN)
    return _WITHOUT_END


def each_requirement(pairs: Pairs) -> list[tuple[Requirement, NDArray[np.bool_]]]:
    """Every requirement of the offered types, with the pairs that it concerns."""
    types = pairs.of("service_type")
    found: dict[Requirement, NDArray[np.bool_]] = {}
    for number in np.bincount(types).nonzero()[0].tolist():
        for requirement in required(pairs.snapshot.names.types.values[number]):
            found.setdefault(requirement, np.zeros(len(pairs), bool))
            found[requirement] |= types == number
    return sorted(found.items())


def judged(pairs: Pairs, requirement: Requirement) -> Verdicts:
    """The verdict on every person who gives; where the giver is no person, what is unknown there."""
    lists = pairs.snapshot.names.qualifications
    until = lists.table(requirement, lambda held: _last_day(held, requirement), np.int32, UNKNOWN)
    judge = safety if requirement.is_safety_check else licence
    found = judge(until[pairs.of_helper("qualifications", UNKNOWN)], pairs.service_days)
    found[answerable(pairs)] = PASSES
    return found


def answerable(pairs: Pairs) -> NDArray[np.bool_]:
    """Formal agencies, who answer by law for the licences and checks of their own staff."""
    formal = taken(pairs.snapshot["organisations"]["formal"], pairs.organisations, UNKNOWN) == 1
    found: NDArray[np.bool_] = (pairs.organisations >= 0) & (formal | (pairs.of("formal") == 1))
    return found


def least(pairs: Pairs, safety_checks: bool) -> Verdicts:
    """The least verdict of all safety checks, or of all other requirements."""
    found = verdicts(pairs)
    for requirement, concerned in each_requirement(pairs):
        if requirement.is_safety_check == safety_checks:
            one = judged(pairs, requirement)
            np.minimum(found, np.where(concerned, one, PASSES), out=found)
    return found
