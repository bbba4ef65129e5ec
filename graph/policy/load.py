"""Reads the dated policy files and finds the one in force on a day."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, TypeVar, cast

from graph.errors import GraphError
from graph.policy.policy import (
    Balance,
    Band,
    EmergencySupport,
    Fit,
    IncomeTable,
    Policy,
    TiePoints,
    Walking,
    WentWell,
)
from graph.words.kinds import IncomeBand, Period, SpokenLanguage

T = TypeVar("T")


class PolicyMissing(GraphError):
    """No policy file covers the day."""

    KO = "{day}에 적용되는 기준 파일이 없습니다. graph/policy/data에 그날부터 적용할 파일을 두십시오."
    EN = "No policy is in force on {day}. Put a file that covers it into graph/policy/data."


class PolicyUnreadable(GraphError):
    """A policy file lacks a value, holds an unknown one, or one that contradicts another."""

    KO = "기준 파일을 읽을 수 없습니다: {ko} 파일을 고친 뒤 다시 여십시오."
    EN = "The policy file cannot be read: {en} Correct the file and open it again."


def policy_on(day: date) -> Policy:
    """The policy in force on a day.

    Raises:
        PolicyMissing: every file starts later.
    """
    found = [policy for policy in _policies() if policy.valid_from <= day]
    if not found:
        raise PolicyMissing(day=day.isoformat())
    return found[-1]


def read_policy(content: bytes) -> Policy:
    """A policy from the bytes of its TOML file.

    Raises:
        PolicyUnreadable: a value is missing, unknown or contradicts another.
    """
    try:
        data = tomllib.loads(content.decode("utf-8"))
        return _policy(data, hashlib.sha256(content).hexdigest()[:16])
    except (KeyError, TypeError, ValueError) as error:
        what = str(error).strip("'\"")
        raise PolicyUnreadable(ko=f"{what} 값을 확인하십시오.", en=f"check {what}.") from error


@cache
def _policies() -> tuple[Policy, ...]:
    files = (resources.files("graph.policy") / "data").iterdir()
    read = [read_policy(file.read_bytes()) for file in files if file.name.endswith(".toml")]
    return tuple(sorted(read, key=lambda policy: policy.valid_from))


def _policy(data: dict[str, Any], version: str) -> Policy:
    helping, known = data["helping"], {*_TABLES, "valid_from"}
    if strangers := sorted(set(data) - known):
        raise ValueError(strangers[0])
    return Policy(
        version=version,
        valid_from=data["valid_from"],
        fit=_make(Fit, data["fit"]),
        distance=_bands(data["distance"]),
        slots_all_covered=data["slots"]["all_covered"],
        tie=_make(TiePoints, data["tie"]),
        load=_bands(data["load"]),
        freshness=_bands(data["freshness"]),
        balance=_make(Balance, data["balance"]),
        same_helper=data["same_helper"]["points"],
        went_well=_make(WentWell, data["went_well"]),
        walking=_make(Walking, data["walking"]),
        visits_per_week=helping["visits_per_week"],
        hold_hours=helping["hold_hours"],
        common_language=SpokenLanguage(helping["common_language"]),
        period_days=MappingProxyType({Period(name): days for name, days in data["periods"].items()}),
        gift_window_days=data["gifts"]["window_days"],
        suppress_below=data["privacy"]["suppress_below"],
        income=tuple(map(_income, data["income"])),
        emergency_support=_make(
            EmergencySupport,
            data["emergency_support"]
            | {"assets_won": MappingProxyType(data["emergency_support"]["assets_won"])},
        ),
    )


_TABLES = frozenset(
    [
        "fit",
        "distance",
        "slots",
        "tie",
        "load",
        "freshness",
        "balance",
        "same_helper",
        "went_well",
        "walking",
        "helping",
        "periods",
        "gifts",
        "privacy",
        "income",
        "emergency_support",
    ]
)


def _make(kind: type[T], values: Mapping[str, Any]) -> T:
    expected = {field.name for field in fields(cast(Any, kind))}
    if wrong := sorted(expected ^ set(values)):
        raise ValueError(wrong[0])
    return kind(**values)


def _bands(table: Mapping[str, Any]) -> tuple[Band, ...]:
    bands = tuple(_make(Band, band) for band in table["bands"])
    bounds = [band.up_to for band in bands]
    if bounds != sorted(set(bounds)):
        raise ValueError("bands")
    return bands


def _income(table: Mapping[str, Any]) -> IncomeTable:
    bands = {IncomeBand(name): tuple(won) for name, won in table["bands_won"].items()}
    values = {"each_more_won": None} | dict(table)
    values |= {"median_won": tuple(table["median_won"]), "bands_won": MappingProxyType(bands)}
    return _make(IncomeTable, values)
