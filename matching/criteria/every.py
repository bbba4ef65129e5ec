"""All criteria, in the order in which a page lists their reasons."""

from __future__ import annotations

from matching.criteria import distance, fit, tie
from matching.criteria.criterion import Criterion

CRITERIA: tuple[Criterion, ...] = tuple(module.CRITERION for module in (fit, distance, tie))
