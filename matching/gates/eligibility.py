"""The client is among those whom the resource is for; what is not known becomes a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.records.fields import FieldRef
from graph.text.sentence import Phrase, Sentence
from matching.days import calendar
from matching.gates.gate import Gate, verdicts
from matching.pairs import Pairs, Verdicts, crossed
from matching.snapshot.encoders import UNKNOWN, Column
from matching.words import ASKS, FAILS, PASSES, GateName, Verdict

_OLDEST = 999
_AS_TEXT = 1 << 14
ASK_TEXT = Phrase(
    "gate.eligibility.ask_text",
    "이용 대상이 글로만 적혀 있습니다. 원문을 읽고 해당하는지 확인하십시오.",
    "Whom it is for is written as text only. Read it and check.",
)


def age_range(pairs: Pairs) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The clients' least and greatest age on the first day the help is wanted; 0 and the highest where unknown.

    From a birth year alone, two ages are possible.
    """
    year, mark = calendar(pairs.service_days)
    born, born_in = pairs.of_client("birth_date"), pairs.of_client("birth_year")
    birth_year, birth_mark = calendar(np.maximum(born, 1))
    age = year - birth_year - (mark < birth_mark)
    by_year = np.where(born_in == UNKNOWN, _OLDEST, year - born_in)
    least = np.where(born_in == UNKNOWN, 0, by_year - 1)
    return np.where(born == UNKNOWN, least, age), np.where(born == UNKNOWN, by_year, age)


def _age(pairs: Pairs) -> Verdicts:
    low, high = pairs.of("age_from"), pairs.of("age_to")
    bounded = (low != UNKNOWN) | (high != UNKNOWN)
    known = (pairs.of_client("birth_date") != UNKNOWN) | (pairs.of_client("birth_year") != UNKNOWN)
    youngest, oldest = age_range(pairs)
    top = np.where(high == UNKNOWN, _OLDEST, high)
    sure = known & (youngest >= low) & (oldest <= top)
    possible = ~known | ((oldest >= low) & (youngest <= top))
    return _three(~bounded | sure, possible)


def _sex(pairs: Pairs) -> Verdicts:
    wanted, sex = pairs.of("eligible_sex"), pairs.of_client("sex")
    free = wanted == UNKNOWN
    return _three(free | (wanted == sex), free | (sex == UNKNOWN))


def _household_type(pairs: Pairs) -> Verdicts:
    types, own = pairs.of("household_types"), pairs.of_client_household("type")
    fits = types >> np.maximum(own, 0) & 1 == 1
    return _of_households(types == UNKNOWN, own, fits)


def _income(pairs: Pairs) -> Verdicts:
    up_to, own = pairs.of("income_up_to"), pairs.of_client_household("income_band")
    return _of_households(up_to == UNKNOWN, own, own <= up_to)


def _dong(pairs: Pairs) -> Verdicts:
    names = pairs.snapshot.names

    def served(dong: int) -> NDArray[np.bool_]:
        own = names.dongs.values[dong]
        return names.sets.table(("holds", own), lambda dongs: own in dongs, np.bool_, True)

    fits = crossed(pairs.of_client("dong"), pairs.of("dongs"), served)
    return _three(fits, fits)


def _other_benefit(pairs: Pairs) -> Verdicts:
    sets, own = pairs.snapshot.names.sets, pairs.of_client_household("benefits")
    empty = sets.table("empty", lambda benefits: not benefits, np.bool_, True)

    def without_clash(benefits: int) -> NDArray[np.bool_]:
        if benefits == UNKNOWN:
            return empty
        held = sets.values[benefits]
        return sets.table(("no_clash", held), lambda other: held.isdisjoint(other), np.bool_, True)

    excluding = pairs.of("excluded_by")
    return _of_households(empty.take(excluding), own, crossed(own, excluding, without_clash))


def _of_households(free: NDArray[np.bool_], own: Column, fits: NDArray[np.bool_]) -> Verdicts:
    """A condition on what is known of the client's household; without one it is free."""
    unknown = own == UNKNOWN
    return _three(free | (fits & ~unknown), free | fits | unknown)


def _three(sure: NDArray[np.bool_], possible: NDArray[np.bool_]) -> Verdicts:
    found: Verdicts = np.where(sure, PASSES, np.where(possible, ASKS, FAILS))
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """One condition: which resources set it, how it is checked, what it cites, and how it is said."""

    said: Callable[[Pairs], NDArray[np.bool_]]
    check: Callable[[Pairs], Verdicts]
    cite: Callable[[Pairs], tuple[FieldRef, ...]]
    failed: Phrase
    asked: Phrase


def _part(
    key: str,
    said: Callable[[Pairs], NDArray[np.bool_]],
    check: Callable[[Pairs], Verdicts],
    cite: Callable[[Pairs], tuple[FieldRef, ...]],
    failed: tuple[str, str],
    asked: tuple[str, str],
) -> _Part:
    return _Part(
        said,
        check,
        cite,
        Phrase(f"gate.eligibility.{key}.failed", *failed),
        Phrase(f"gate.eligibility.{key}.asked", *asked),
    )


_PARTS = (
    _part(
        "age",
        lambda pairs: _says(pairs, "age_from") | _says(pairs, "age_to"),
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
        lambda pairs: _says(pairs, "eligible_sex"),
        _sex,
        lambda pairs: pairs.cite_client("sex"),
        ("성별 조건에 맞지 않습니다.", "It is for the other sex."),
        ("성별 조건이 있습니다. 확인하십시오.", "There is a condition of sex. Check it."),
    ),
    _part(
        "household_type",
        lambda pairs: _says(pairs, "household_types"),
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
        lambda pairs: _says(pairs, "income_up_to"),
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
        lambda pairs: _says(pairs, "dongs"),
        _dong,
        lambda pairs: pairs.cite_client("dong"),
        ("사는 동이 이용 지역이 아닙니다.", "The client's dong is not served."),
        ("이용 지역을 확인하십시오.", "Check which dongs are served."),
    ),
    _part(
        "other_benefit",
        lambda pairs: _says(pairs, "excluded_by"),
        _other_benefit,
        lambda pairs: pairs.cite_client_household("benefits"),
        ("이미 받는 급여와 함께 받을 수 없습니다.", "It cannot be had beside a benefit already received."),
        (
            "함께 받을 수 없는 급여가 있습니다. 받고 계신 급여를 여쭈어 보십시오.",
            "Some benefits exclude it. Ask which ones are received.",
        ),
    ),
)


def _says(pairs: Pairs, column: str) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pairs.of(column) != UNKNOWN
    return found


def _conditions(pairs: Pairs) -> NDArray[np.int16]:
    """As bits, in order of the parts, which conditions each resource sets; above them whether it does so as text."""
    known, found = pairs.of("eligible_known") == 1, np.zeros(len(pairs), np.int16)
    for i, part in enumerate(_PARTS):
        found[known & part.said(pairs)] |= 1 << i
    found[~known & (pairs.of("eligibility_text") == 1)] = _AS_TEXT
    return found


def check(pairs: Pairs) -> Verdicts:
    """The least of all conditions; conditions that are only written as text are a question."""
    found, conditions = verdicts(pairs), pairs.kept(_conditions)
    there = int(np.bitwise_or.reduce(conditions, initial=0))
    if there & _AS_TEXT:
        found[conditions == _AS_TEXT] = ASKS
    for i, part in enumerate(_PARTS):
        if there >> i & 1:
            at = (conditions & (1 << i)).nonzero()[0]
            found[at] = np.minimum(found[at], part.check(pairs.bare(at)))
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
    ahead=(_conditions,),
)
