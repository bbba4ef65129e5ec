"""What a policy holds: points, bands, thresholds and tables, each from a dated file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graph.words.kinds import IncomeBand, Period, SpokenLanguage


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Points for values up to and including a bound."""

    up_to: float
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Points for how well the offered type fits the asked one."""

    exact: int
    substitute: int
    related: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TiePoints:
    """Points for a direct tie by its closeness, or for the shortest introduction."""

    strong: int
    ordinary: int
    weak: int
    two_steps: int
    three_steps: int
    shared_group: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Points that even out a client's formal and informal supporters; shares are of formal ones, 0 to 1."""

    mostly_formal: float
    mostly_informal: float
    informal_where_formal: int
    informal_where_mixed: int
    formal_where_informal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WentWell:
    """Points for each earlier linkage that went well, and at most so many together."""

    each: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Walking:
    """How walking is reckoned where the team's table names no minutes; metres, metres a minute."""

    metres_per_minute: int
    detour_factor: float
    reach_metres: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeTable:
    """Median income (기준 중위소득) of one year by household size from 1, in won a month, as announced.

    ``each_more_won`` is for every member beyond the table, unset where the notice at hand does not say.
    """

    year: int
    in_force_from: date
    reference: str
    median_won: tuple[int, ...]
    each_more_won: int | None
    bands_won: Mapping[IncomeBand, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencySupport:
    """Parameters of emergency support (긴급복지); a hint to look closer, never a decision."""

    source: str
    confirmed: bool
    income_up_to_percent: int
    assets_won: Mapping[str, int]
    financial_assets_won: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Everything dated that matching and case work go by; ``version`` is the digest of its file."""

    version: str
    valid_from: date
    fit: Fit
    distance: tuple[Band, ...]
    slots_all_covered: int
    tie: TiePoints
    load: tuple[Band, ...]
    freshness: tuple[Band, ...]
    balance: Balance
    same_helper: int
    went_well: WentWell
    walking: Walking
    visits_per_week: int
    hold_hours: int
    common_language: SpokenLanguage
    period_days: Mapping[Period, int]
    gift_window_days: int
    suppress_below: int
    income: tuple[IncomeTable, ...]
    emergency_support: EmergencySupport
