"""The client is among those whom the resource is for; what is not known becomes a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from graph.records.fields import FieldRef
from graph.text.sentence import Phrase, Sentence
from matching.gates.gate import Gate, verdicts
from matching.pairs import Pairs, Verdicts
from matching.snapshot.encoders import UNKNOWN
from matching.words import GateName, Verdict

ASK_TEXT = Phrase(
    "gate.eligibility.ask_text",
    "이용 대상이 글로만 적혀 있습니다. 원문을 읽고 해당하는지 확인하십시오.",
    "Whom it is for is written as text only. Read it and check.",
)


def age_range(pairs: Pairs) -> tuple[int, int] | None:
    """The client's age on the first day the help is wanted; from a birth year alone, two ages are possible."""
    day = date.fromordinal(pairs.service_day)
    born = int(pairs.of_client("birth_date"))
    if born != UNKNOWN:
        birth = date.fromordinal(born)
        age = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
        return age, age
    year = int(pairs.of_client("birth_year"))
    return None if year == UNKNOWN else (day.year - year - 1, day.year - year)


def _age(pairs: Pairs) -> Verdicts:
    low, high = pairs.of("age_from"), pairs.of("age_to")
    bounded = (low != UNKNOWN) | (high != UNKNOWN)
    ages = age_range(pairs)
    if ages is None:
        return _three(~bounded, bounded)
    youngest, oldest = ages
    top = np.where(high == UNKNOWN, 999, high)
    sure = (youngest >= low) & (oldest <= top)
    possible = (oldest >= low) & (youngest <= top)
    return _three(~bounded | sure, possible)


def _sex(pairs: Pairs) -> Verdicts:
    wanted, sex = pairs.of("eligible_sex"), int(pairs.of_client("sex"))
    free = wanted == UNKNOWN
    return _three(free | (wanted == sex), free | (sex == UNKNOWN))


def _household_type(pairs: Pairs) -> Verdicts:
    types, own = pairs.of("household_types"), int(pairs.of_client_household("type"))
    free = types == UNKNOWN
    if own == UNKNOWN:
        return _three(free, np.ones(len(pairs), bool))
    fits = free | (types >> own & 1 == 1)
    return _three(fits, fits)


def _income(pairs: Pairs) -> Verdicts:
    up_to, own = pairs.of("income_up_to"), int(pairs.of_client_household("income_band"))
    free = up_to == UNKNOWN
    if own == UNKNOWN:
        return _three(free, np.ones(len(pairs), bool))
    fits = free | (own <= up_to)
    return _three(fits, fits)


def _dong(pairs: Pairs) -> Verdicts:
    names = pairs.snapshot.names
    own = names.dongs.values[int(pairs.of_client("dong"))]
    fits = names.sets.table(("holds", own), lambda dongs: own in dongs, np.bool_, True)[pairs.of("dongs")]
    return _three(fits, fits)


def _other_benefit(pairs: Pairs) -> Verdicts:
    sets, own = pairs.snapshot.names.sets, int(pairs.of_client_household("benefits"))
    excluding = pairs.of("excluded_by")
    free = sets.table("empty", lambda benefits: not benefits, np.bool_, True)[excluding]
    if own == UNKNOWN:
        return _three(free, np.ones(len(pairs), bool))
    held = sets.values[own]
    clash = sets.table(("clashes", held), lambda benefits: not held.isdisjoint(benefits), np.bool_, False)
    fits = ~clash[excluding]
    return _three(fits, fits)


def _three(sure: NDArray[np.bool_], possible: NDArray[np.bool_]) -> Verdicts:
    found: Verdicts = np.where(
        sure, np.int8(Verdict.PASS), np.where(possible, np.int8(Verdict.ASK), np.int8(Verdict.FAIL))
    )
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """One condition: how it is checked, what it cites, and how it is said."""

    check: Callable[[Pairs], Verdicts]
    cite: Callable[[Pairs], tuple[FieldRef, ...]]
    failed: Phrase
    asked: Phrase


def _part(
    key: str,
    check: Callable[[Pairs], Verdicts],
    cite: Callable[[Pairs], tuple[FieldRef, ...]],
    failed: tuple[str, str],
    asked: tuple[str, str],
) -> _Part:
    return _Part(
        check,
        cite,
        Phrase(f"gate.eligibility.{key}.failed", *failed),
        Phrase(f"gate.eligibility.{key}.asked", *asked),
    )


_PARTS = (
    _part(
        "age",
        _age,
        lambda pairs: pairs.cite_client("birth_date", "birth_year"),
        ("이용할 수 있는 나이가 아닙니다.", "The client is not of the age it is for."),
        (
            "나이 조건이 있습니다. 생년월일을 확인하십시오.",
            "There is a condition of age. Ask for the birth date.",
        ),
    ),
    _part(
        "sex",
        _sex,
        lambda pairs: pairs.cite_client("sex"),
        ("성별 조건에 맞지 않습니다.", "It is for the other sex."),
        ("성별 조건이 있습니다. 확인하십시오.", "There is a condition of sex. Check it."),
    ),
    _part(
        "household_type",
        _household_type,
        lambda pairs: pairs.cite_client_household("type"),
        ("가구 유형 조건에 맞지 않습니다.", "It is for other types of household."),
        (
            "가구 유형 조건이 있습니다. 함께 사는 분이 있는지 여쭈어 보십시오.",
            "It is for certain types of household. Ask who lives together.",
        ),
    ),
    _part(
        "income",
        _income,
        lambda pairs: pairs.cite_client_household("income_band"),
        ("소득 기준을 넘습니다.", "The household's income is above the limit."),
        (
            "소득 기준이 있습니다. 담당 부서에 소득인정액을 확인하십시오.",
            "There is a limit of income. Check with the office in charge.",
        ),
    ),
    _part(
        "dong",
        _dong,
        lambda pairs: pairs.cite_client("dong"),
        ("사는 동이 이용 지역이 아닙니다.", "The client's dong is not served."),
        ("이용 지역을 확인하십시오.", "Check which dongs are served."),
    ),
    _part(
        "other_benefit",
        _other_benefit,
        lambda pairs: pairs.cite_client_household("benefits"),
        ("이미 받는 급여와 함께 받을 수 없습니다.", "It cannot be had beside a benefit already received."),
        (
            "함께 받을 수 없는 급여가 있습니다. 받고 계신 급여를 여쭈어 보십시오.",
            "Some benefits exclude it. Ask which ones are received.",
        ),
    ),
)


def check(pairs: Pairs) -> Verdicts:
    """The least of all conditions; conditions that are only written as text are a question."""
    found = verdicts(pairs)
    known = pairs.of("eligible_known") == 1
    if known.any():
        for part in _PARTS:
            np.minimum(found, part.check(pairs), out=found)
    found[~known & (pairs.of("eligibility_text") == 1)] = Verdict.ASK
    return found


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """The first condition that gives the verdict."""
    if pairs.of("eligible_known")[0] == 1:
        for part in _PARTS:
            if part.check(pairs)[0] == verdict:
                phrase = part.failed if verdict is Verdict.FAIL else part.asked
                return phrase.say(*pairs.cite_resource("eligibility"), *part.cite(pairs))
    return ASK_TEXT.say(*pairs.cite_resource("eligibility_text"))


GATE = Gate(
    name=GateName.ELIGIBILITY,
    reads=(
        "Resource.eligibility",
        "Resource.eligibility_text",
        "Person.birth_date",
        "Person.birth_year",
        "Person.sex",
        "Person.dong",
        "Household.type",
        "Household.income_band",
        "Household.benefits",
    ),
    check=check,
    say=say,
)
