"""What a kind of help requires of its giver, against what the giver is known to hold on the day."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from graph.records.values import Qualification
from graph.words.giving import Requirement
from graph.words.service_types import service_types
from matching.gates.gate import verdicts
from matching.pairs import Pairs, Verdicts, taken
from matching.snapshot.encoders import UNKNOWN
from matching.words import Verdict

_Held = tuple[Qualification, ...]


def required(code: str) -> tuple[Requirement, ...]:
    """What a service type requires, in order; nothing where the list does not hold it."""
    known = service_types().get(code)
    return tuple(sorted(known.requires)) if known else ()


def licence(held: _Held, requirement: Requirement, day: int) -> Verdict:
    """A training or licence: FAIL once it has run out, ASK where nothing is recorded."""
    found = [one for one in held if one.code == requirement.value]
    if not found:
        return Verdict.ASK
    valid = any(one.valid_until is None or one.valid_until.toordinal() >= day for one in found)
    return Verdict.PASS if valid else Verdict.FAIL


def safety(held: _Held, requirement: Requirement, day: int) -> Verdict:
    """A safety check: FAIL unless it is recorded with a date that holds on the day (D19)."""
    valid = any(
        one.code == requirement.value and one.valid_until is not None and one.valid_until.toordinal() >= day
        for one in held
    )
    return Verdict.PASS if valid else Verdict.FAIL


def each_requirement(pairs: Pairs) -> list[tuple[Requirement, NDArray[np.bool_]]]:
    """Every requirement of the offered types, with the pairs that it concerns."""
    types = pairs.of("service_type")
    found: dict[Requirement, NDArray[np.bool_]] = {}
    for number in np.unique(types):
        for requirement in required(pairs.snapshot.names.types.values[number]):
            found.setdefault(requirement, np.zeros(len(pairs), bool))
            found[requirement] |= types == number
    return sorted(found.items())


def judged(
    pairs: Pairs, requirement: Requirement, judge: Callable[[_Held, Requirement, int], Verdict]
) -> Verdicts:
    """The verdict on every person who gives; where the giver is no person, what is unknown there."""
    day, lists = pairs.service_day, pairs.snapshot.names.qualifications
    nothing = int(judge((), requirement, day))
    table = lists.table(
        (judge.__name__, requirement, day), lambda held: int(judge(held, requirement, day)), np.int8, nothing
    )
    found: Verdicts = table[pairs.of_helper("qualifications", UNKNOWN)]
    found[answerable(pairs)] = Verdict.PASS
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
            judge = safety if safety_checks else licence
            one = judged(pairs, requirement, judge)
            np.minimum(found, np.where(concerned, one, np.int8(Verdict.PASS)), out=found)
    return found
