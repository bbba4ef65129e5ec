"""Amounts against periods: what one period's amount is in another, what is taken, and who carries how much."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from graph.policy.policy import Policy
from graph.records.linkages import HOLDING
from graph.words.giving import GivingUnit
from graph.words.kinds import Direction, LinkageState, Period, SupportKind
from graph.words.service_types import service_types
from matching.pairs import within
from matching.snapshot.encoders import UNKNOWN, word_codes
from matching.snapshot.snapshot import PERSON, Snapshot
from matching.snapshot.table import Rows

Floats = NDArray[np.float64]
PERIODS = word_codes(Period)
ONCE, WEEK = PERIODS[Period.ONCE], PERIODS[Period.WEEK]
_VISIT_UNITS = frozenset(
    {GivingUnit.VISIT, GivingUnit.TIME, GivingUnit.HOUR, GivingUnit.DAY, GivingUnit.NIGHT, GivingUnit.MEAL}
)
_STATES = word_codes(LinkageState)
_HOLDING = np.zeros(len(_STATES) + 1, bool)
_HOLDING[[_STATES[state] for state in HOLDING]] = True
_GIVING_SUPPORT = sum(1 << word_codes(SupportKind)[k] for k in (SupportKind.PRACTICAL, SupportKind.MATERIAL))


def converted(
    count: Floats, period: NDArray[np.int8], into: NDArray[np.int8] | int, policy: Policy
) -> Floats:
    """Counts of one period as counts of another; something given once counts as it is.

    Shapes broadcast; an unknown period makes NaN.
    """
    found: Floats = count * _ratios(tuple(policy.period_days.items()))[period, into]
    return found


@cache
def _ratios(period_days: tuple[tuple[Period, int], ...]) -> Floats:
    """Shape (periods + 1, periods + 1): what one in a period is in another; the unknown last."""
    days = np.array([dict(period_days).get(p, 1) for p in Period] + [np.nan])
    found: Floats = days / days[:, None]
    found[ONCE], found[:, ONCE] = 1.0, 1.0
    found[UNKNOWN], found[:, UNKNOWN] = np.nan, np.nan
    return found


def holding(snapshot: Snapshot) -> Rows:
    """The linkages that hold capacity now: an open ask only until its hour (D6)."""

    def make() -> Rows:
        table = snapshot["linkages"]
        held = table["alive"] & _HOLDING[table["state"]]
        open_ask = table["state"] == _STATES[LinkageState.ASKED]
        held &= ~open_ask | (table["hold_until"] > int(snapshot.now.timestamp()))
        return np.flatnonzero(held).astype(np.int32)

    return snapshot.derived("holding", ("linkages",), make, lapsed(snapshot))


def lapsed(snapshot: Snapshot) -> int:
    """How many open asks to helpers hold nothing any more: while it is the same, time has changed nothing."""

    def make() -> NDArray[np.int64]:
        table = snapshot["linkages"]
        asked: NDArray[np.int64] = np.sort(table["hold_until"][table["state"] == _STATES[LinkageState.ASKED]])
        return asked

    hours = snapshot.derived("hold_until", ("linkages",), make)
    return int(hours.searchsorted(int(snapshot.now.timestamp()), side="right"))


def holding_for(snapshot: Snapshot, client: int) -> Rows:
    """Those of them that are a client's."""

    def make() -> Rows:
        found: Rows = snapshot["linkages"]["person"][holding(snapshot)]
        return found

    persons = snapshot.derived("holding_for", ("linkages",), make, lapsed(snapshot))
    found: Rows = holding(snapshot)[persons == client]
    return found


def amounts_of(snapshot: Snapshot, linkages: Rows) -> tuple[Floats, NDArray[np.int8]]:
    """The amount and period of linkages: their own, else their ask's, else once."""
    table, asks = snapshot["linkages"], snapshot["asks"]
    count = table["amount"][linkages].astype(np.float64)
    period = table["period"][linkages].copy()
    ask = table["ask"][linkages]
    from_ask = np.isnan(count) & (ask >= 0)
    count[from_ask] = asks["amount"][ask[from_ask]]
    period[from_ask] = asks["period"][ask[from_ask]]
    nothing = np.isnan(count)
    count[nothing], period[nothing] = 1.0, ONCE
    return count, period


def left(snapshot: Snapshot) -> Floats:
    """What each resource can still give, in its own period or stock; infinite without limit, NaN unknown."""

    def make() -> Floats:
        resources, rows = snapshot["resources"], holding(snapshot)
        capacity = resources["capacity"].astype(np.float64)
        total = np.where(resources["stock"] >= 0, resources["stock"], capacity)
        total = np.where(resources["unlimited"] == 1, np.inf, total)
        period = np.where(np.isnan(capacity), np.int8(ONCE), resources["period"]).astype(np.int8)
        resource = snapshot["linkages"]["resource"][rows]
        known = resource >= 0
        count, each = amounts_of(snapshot, rows[known])
        taken = converted(count, each, period[resource[known]], snapshot.policy)
        used = np.bincount(resource[known], weights=taken, minlength=len(resources))
        found: Floats = total - used
        return found

    return snapshot.derived(
        "left", ("resources", "linkages", "asks"), make, lapsed(snapshot), snapshot.policy.version
    )


def counts_visits(snapshot: Snapshot, types: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Whether an amount of each type counts visits; thirty kilos of rice are one."""
    known = service_types()
    table = snapshot.names.types.table(
        "counts_visits", lambda code: code not in known or known[code].unit in _VISIT_UNITS, np.bool_, True
    )
    return table[types]


def weekly_visits(
    snapshot: Snapshot, count: Floats, period: NDArray[np.int8], types: NDArray[np.int32]
) -> Floats:
    """Visits a week that amounts mean for whoever gives them."""
    visits = np.where(counts_visits(snapshot, types), count, 1.0)
    return converted(visits, period, WEEK, snapshot.policy)


@dataclass(frozen=True, slots=True)
class Loads:
    """For each person the visits a week they give, and giving ties whose number of visits is unknown."""

    visits: Floats
    uncounted: NDArray[np.int64]


def loads(snapshot: Snapshot) -> Loads:
    """What every person carries: linkages that hold, and informal help along ties (D23)."""
    people = len(snapshot["people"])

    def make() -> Loads:
        linkages, rows = snapshot["linkages"], holding(snapshot)
        giver = linkages["giver"][rows]
        resource = linkages["resource"][rows]
        given = (giver >= 0) & (giver & 3 == PERSON) & (resource >= 0)
        rows, helper, resource = rows[given], giver[given] >> 2, resource[given]
        count, period = amounts_of(snapshot, rows)
        types = snapshot["resources"]["service_type"][resource]
        weekly = weekly_visits(snapshot, count, period, types)
        visits = np.bincount(helper, weights=weekly, minlength=people).astype(np.float64)
        pairs = helper.astype(np.int64) << 32 | linkages["person"][rows]
        return _with_ties(snapshot, visits, np.unique(pairs))

    return snapshot.derived(
        "loads",
        ("resources", "linkages", "asks", "ties"),
        make,
        lapsed(snapshot),
        snapshot.today,
        snapshot.policy.version,
        people,
    )


def _with_ties(snapshot: Snapshot, visits: Floats, linked: NDArray[np.int64]) -> Loads:
    """Add informal giving, except between those whom a linkage counts already."""
    people, giving = len(visits), informal_giving(snapshot)
    helps = np.zeros(people, bool)
    helps[linked >> 32] = True
    twice = np.flatnonzero(helps[giving.helper])
    twice = twice[within(giving.helper[twice].astype(np.int64) << 32 | giving.other[twice], linked)]
    often = giving.often.copy()
    often[twice[twice < len(often)]] = 0
    counted, uncounted = giving.helper[: len(often)], giving.helper[len(often) :]
    again = giving.helper[twice[twice >= len(often)]]
    return Loads(
        visits + np.bincount(counted, weights=often, minlength=people),
        np.bincount(uncounted, minlength=people) - np.bincount(again, minlength=people),
    )


@dataclass(frozen=True, slots=True)
class InformalGiving:
    """Who helps whom along informal ties, and how often a week; those of whom that is not known come last."""

    helper: Rows
    other: Rows
    often: Floats


def informal_giving(snapshot: Snapshot) -> InformalGiving:
    """Who gives practical or material help to whom along informal ties today."""

    def make() -> InformalGiving:
        ties, directions = snapshot["ties"], word_codes(Direction)
        giving = ties["alive"] & (ties["formal"] != 1) & (ties["supports"] & _GIVING_SUPPORT != 0)
        giving &= (ties["valid_from"] <= snapshot.today) & (
            (ties["valid_to"] == UNKNOWN) | (ties["valid_to"] >= snapshot.today)
        )
        among_people = np.flatnonzero(giving & (ties["direction"] != UNKNOWN)).astype(np.int32)
        for end in ("source", "target"):
            party = ties[end][among_people]
            among_people = among_people[(party >= 0) & (party & 3 == PERSON)]
        found = []
        for one, other, against in (
            ("source", "target", Direction.BACKWARD),
            ("target", "source", Direction.FORWARD),
        ):
            rows = among_people[ties["direction"][among_people] != directions[against]]
            found.append((ties[one][rows] >> 2, ties[other][rows] >> 2, ties["contacts_per_week"][rows]))
        helper, other_end, often = (np.concatenate(part) for part in zip(*found, strict=True))
        known = ~np.isnan(often)
        return InformalGiving(
            np.concatenate([helper[known], helper[~known]]),
            np.concatenate([other_end[known], other_end[~known]]),
            often[known].astype(np.float64),
        )

    return snapshot.derived("informal_giving", ("ties",), make, snapshot.today)
