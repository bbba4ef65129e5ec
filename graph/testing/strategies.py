"""Hypothesis strategies for every record type, derived from the records' own fields."""

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from graph.records.consents import Consent, KeepApart
from graph.records.linkages import Linkage, Refusal
from graph.records.needs import Ask, Feeds
from graph.records.people import Household, Person
from graph.records.registry import PREFIXES, RECORD_TYPES, Record, references
from graph.records.resources import Resource
from graph.records.rounds import RoundLeg
from graph.records.ties import Tie
from graph.records.values import SLOTS_PER_WEEK, Amount, Eligibility, Place, Slots
from graph.testing.builders import FICTITIOUS_DONG, OTHER_DONG
from graph.words.kinds import LinkageOutcome, Period, PlacePrecision
from graph.words.need_areas import need_words
from graph.words.service_types import service_types
from graph.words.word import Word

R = TypeVar("R", bound=Record)
IDS_PER_TYPE = 3
"""Ids come from a small pool, so that drawn records meet each other."""

WORDS = (
    "김하늘",
    "박 나래",
    "이슬기",
    "병원 동행",
    "품앗이종합사회복지관",
    "(사)함께이웃",
    "도시락",
    "Café 3호점",
)
texts = st.sampled_from(WORDS) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12
)
named_texts = st.sampled_from(WORDS) | texts.filter(lambda text: bool(text.strip()))
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
slots = st.integers(0, (1 << SLOTS_PER_WEEK) - 1).map(Slots)
_latitudes = st.floats(37.48, 37.52)
_longitudes = st.floats(126.98, 127.02)

_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(1, 60),
    float: st.floats(0, 1000),
    bool: st.booleans(),
    date: days,
    datetime: moments,
    Slots: slots,
}
_NAMED_FIELDS = frozenset({"name", "mapping", "key", "code"})
_CODES = {
    "item": st.sampled_from(tuple(need_words())),
    "service_type": st.sampled_from(tuple(service_types())),
}


def ids(kind: type[Record]) -> st.SearchStrategy[str]:
    """Ids of a type from its small pool."""
    return st.integers(1, IDS_PER_TYPE).map(lambda n: f"{PREFIXES[kind]}-{n}")


@st.composite
def places(draw: st.DrawFn) -> Place:
    """Places in and around the invented dong, half of them with a point."""
    words: dict[str, Any] = {"address": draw(st.none() | texts), "tong": draw(st.none() | texts)}
    if draw(st.booleans()):
        return Place(**words)
    precision = draw(st.sampled_from(PlacePrecision))
    return Place(**words, latitude=draw(_latitudes), longitude=draw(_longitudes), precision=precision)


@st.composite
def amounts(draw: st.DrawFn) -> Amount:
    """Amounts above nothing."""
    return Amount(count=draw(st.floats(0.25, 1000)), period=draw(st.sampled_from(Period)))


def of_type(hint: Any, name: str = "") -> st.SearchStrategy[Any]:
    """Values of a field's type."""
    if get_origin(hint) in (Union, types.UnionType):
        (inner,) = (arg for arg in get_args(hint) if arg is not type(None))
        return st.none() | of_type(inner, name)
    if hint is str and name in _NAMED_FIELDS:
        return named_texts
    if hint is str and name in _CODES:
        return _CODES[name]
    if hint in _PLAIN:
        return _PLAIN[hint]
    if get_origin(hint) is frozenset:
        return st.frozensets(of_type(get_args(hint)[0]), max_size=3)
    if get_origin(hint) is tuple:
        return st.lists(of_type(get_args(hint)[0]), max_size=3).map(tuple)
    if hint is Place:
        return places()
    if hint is Amount:
        return amounts()
    if isinstance(hint, type) and issubclass(hint, Word):
        return st.sampled_from(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        return st.builds(_settled(hint), **_field_strategies(hint))
    raise TypeError(f"no strategy for {hint}")


def _field_strategies(kind: type[Any]) -> dict[str, st.SearchStrategy[Any]]:
    hints = get_type_hints(kind)
    return {field.name: of_type(hints[field.name], field.name) for field in fields(kind)}


def records(kind: type[R]) -> st.SearchStrategy[R]:
    """Valid records of a type; ids and references come from the small pools."""
    strategies = _field_strategies(kind)
    strategies["id"] = ids(kind)
    strategies["dong"] = st.sampled_from([FICTITIOUS_DONG, OTHER_DONG])
    hints = get_type_hints(kind)
    for name, allowed in references(kind).items():
        kinds = list(RECORD_TYPES) if "*" in allowed else list(allowed)
        to = st.sampled_from(kinds).flatmap(lambda named: ids(RECORD_TYPES[named]))
        strategies[name] = to if hints[name] is str else st.none() | to
    return st.builds(_settled(kind), **strategies)


def any_record() -> st.SearchStrategy[Record]:
    """Valid records of any type."""
    return st.sampled_from(list(RECORD_TYPES.values())).flatmap(records)


def _settled(kind: type[R]) -> Callable[..., R]:
    """A constructor that first settles what contradicts itself among drawn values."""

    def build(**drawn: Any) -> R:
        for first, last in _SPANS:
            if drawn.get(first) is not None and drawn.get(last) is not None:
                drawn[first], drawn[last] = sorted((drawn[first], drawn[last]))
        if kind in _SETTLE:
            _SETTLE[kind](drawn)
        return kind(**drawn)

    return build


_SPANS = (
    ("valid_from", "valid_to"),
    ("raised_on", "resolved_on"),
    ("from_on", "until_on"),
    ("started_on", "ended_on"),
    ("given_on", "until"),
    ("age_from", "age_to"),
)


def _person(drawn: dict[str, Any]) -> None:
    drawn["name"] = drawn["name"] or "김하늘"
    drawn["birth_year"] = (
        None if drawn["birth_date"] or not drawn["birth_year"] else 1900 + drawn["birth_year"]
    )


def _resource(drawn: dict[str, Any]) -> None:
    if drawn["capacity"] is not None:
        drawn["stock"] = None
    if drawn["capacity"] is not None or drawn["stock"] is not None:
        drawn["unlimited"] = None
    season = drawn["valid_from"] is not None
    drawn["season_from"], drawn["season_to"] = ("11-15", "03-15") if season else (None, None)


def _ask(drawn: dict[str, Any]) -> None:
    drawn["slots"] = drawn["slots"] or None


def _two_ends(one: str, other: str) -> Callable[[dict[str, Any]], None]:
    def settle(drawn: dict[str, Any]) -> None:
        if drawn[one] == drawn[other]:
            prefix, _, number = drawn[one].partition("-")
            drawn[other] = f"{prefix}-{int(number) % IDS_PER_TYPE + 1}"

    return settle


def _linkage(drawn: dict[str, Any]) -> None:
    drawn["outcome"] = drawn["outcome"] or LinkageOutcome.WENT_WELL
    drawn["review_on"] = drawn["review_on"] or date(2026, 1, 5)
    drawn["hold_until"] = drawn["hold_until"] or datetime(2026, 1, 5, tzinfo=UTC)


def _refusal(drawn: dict[str, Any]) -> None:
    drawn["other"] = drawn["other"] or "p-1"
    drawn["service_type"] = drawn["service_type"] or "hospital_escort"
    drawn["until"] = drawn["until"] or date(2026, 1, 5)


def _round_leg(drawn: dict[str, Any]) -> None:
    drawn["set_aside"] = drawn["set_aside"] and not drawn["locked"]


def _consent(drawn: dict[str, Any]) -> None:
    drawn["authority"] = drawn["authority"] or "후견인"


def _nothing(drawn: dict[str, Any]) -> None:
    """Nothing contradicts itself."""


_SETTLE: dict[Any, Callable[[dict[str, Any]], None]] = {
    Person: _person,
    Household: _nothing,
    Resource: _resource,
    Ask: _ask,
    Feeds: _two_ends("source", "target"),
    Tie: _two_ends("source", "target"),
    KeepApart: _two_ends("one", "other"),
    Linkage: _linkage,
    Refusal: _refusal,
    RoundLeg: _round_leg,
    Consent: _consent,
    Eligibility: _nothing,
}

for _kind in RECORD_TYPES.values():
    st.register_type_strategy(_kind, records(_kind))
