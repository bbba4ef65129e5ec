"""All criteria, in the order in which a page lists their reasons."""

from __future__ import annotations

from matching.criteria import (
    balance,
    distance,
    fit,
    freshness,
    load,
    same_helper,
    slots,
    tie,
    went_well,
)
from matching.criteria.criterion import Criterion

CRITERIA: tuple[Criterion, ...] = tuple(
    module.CRITERION
    for module in (fit, slots, tie, same_helper, distance, load, balance, went_well, freshness)
)
