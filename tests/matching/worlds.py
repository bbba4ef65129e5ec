"""Small invented neighbourhoods, drawn at random, in which everything that matching reads varies."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from graph.records.registry import Record
from graph.records.values import Amount, Eligibility, Qualification, Slots
from graph.testing.builders import (
    a_consent,
    a_household,
    a_keep_apart,
    a_linkage,
    a_membership,
    a_need,
    a_person,
    a_place,
    a_refusal,
    a_resource,
    a_tie,
    a_walking_time,
    an_ask,
    an_organisation,
)
from graph.words.giving import Requirement
from graph.words.kinds import (
    AcceptAtHome,
    Closeness,
    ConsentPurpose,
    Direction,
    HomeCondition,
    HouseholdType,
    IncomeBand,
    LinkageOutcome,
    LinkageState,
    Period,
    RefusalScope,
    ResourceKind,
    Sex,
    Side,
    SpokenLanguage,
    Strain,
    SupportKind,
    TieKind,
    Urgency,
)

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
TYPES = (
    "hospital_escort",
    "agency_hospital_escort",
    "outing_escort",
    "school_escort",
    "companionship",
    "rice",
)
PEOPLE = tuple(f"p-{i}" for i in range(7))
HOMES = ("h-0", "h-1", "h-2")
GROUPS = ("o-0", "o-1")
_DAYS = (None, None, DAY - timedelta(400), DAY - timedelta(40), DAY - timedelta(1), DAY, DAY + timedelta(9))


def a_world(rnd: Random) -> list[Record]:
    """A consistent set of records; every reference is among them."""
    one = rnd.choice
    records: list[Record] = [_home(rnd, home) for home in HOMES]
    records += [_group(rnd, group) for group in GROUPS]
    records += [_person(rnd, person) for person in PEOPLE]
    records += [a_walking_time(tong="3통", other_tong="4통", walk_minutes=one((2, 8, 40)))] * one((0, 1))
    records += [_resource(rnd, f"r-{i}") for i in range(6)]
    for i in range(3):
        person = one(PEOPLE)
        records.append(a_need(id=f"n-{i}", person=person, urgency=one(tuple(Urgency))))
        records.append(_ask(rnd, f"a-{i}", f"n-{i}", person))
    records += [_consent(rnd, i, person) for i, person in enumerate(PEOPLE * 2) if rnd.random() < 0.75]
    for i in range(one((4, 9, 14))):
        source, target = rnd.sample(PEOPLE + GROUPS, 2)
        records.append(_tie(rnd, f"t-{i:02}", source, target))
    for i in range(one((0, 3))):
        records.append(
            a_membership(id=f"m-{i}", person=one(PEOPLE), organisation=one(GROUPS), valid_to=one(_DAYS))
        )
    for i in range(one((0, 2, 5))):
        records.append(_linkage(rnd, f"l-{i}", records))
    for i in range(one((0, 0, 2))):
        records.append(_refusal(rnd, f"no-{i}"))
    for i in range(one((0, 0, 1, 2))):
        first, second = rnd.sample(PEOPLE, 2)
        records.append(
            a_keep_apart(
                id=f"k-{i}",
                one=first,
                other=second,
                covers_households=one((True, False)),
                valid_to=one(_DAYS),
            )
        )
    return records


def some(rnd: Random, of: Sequence[Any]) -> frozenset[Any] | None:
    """Unknown, none, or some of them."""
    return rnd.choice((None, frozenset(), frozenset(rnd.sample(tuple(of), rnd.randint(1, 2)))))


def _place(rnd: Random) -> Any:
    tong = rnd.choice(("3통", "4통", None))
    return rnd.choice((None, a_place(rnd.choice((0, 200, 700, 3000)), rnd.choice((0, 90, 500)), tong=tong)))


def _slots(rnd: Random) -> Slots | None:
    spans = [Slots.between(day, time(9), time(rnd.choice((10, 12))), outward=True) for day in range(3)]
    return rnd.choice((None, *spans, spans[0] | spans[1]))


def _home(rnd: Random, home: str) -> Record:
    one = rnd.choice
    return a_household(
        id=home,
        place=_place(rnd),
        type=one((None, *HouseholdType)),
        income_band=one((None, IncomeBand.UP_TO_40, IncomeBand.UP_TO_100)),
        benefits=some(rnd, ("생계급여", "주거급여")),
        home_conditions=some(rnd, tuple(HomeCondition)),
        floor=one((None, 1, 4)),
        has_lift=one((None, True, False)),
    )


def _group(rnd: Random, group: str) -> Record:
    one = rnd.choice
    return an_organisation(
        id=group,
        place=_place(rnd),
        formal=one((None, True, False)),
        verified_on=one(_DAYS),
        valid_to=one(_DAYS),
    )


def _person(rnd: Random, person: str) -> Record:
    one = rnd.choice
    checks = [Requirement.CHILD_CHECK, Requirement.DRIVING_LICENCE, Requirement.CARE_WORKER]
    held = tuple(
        Qualification(code=c.value, valid_until=one(_DAYS)) for c in rnd.sample(checks, one((0, 1, 2)))
    )
    birth = one((None, date(1950, 11, 23), date(1961, 11, 24), date(2010, 1, 1)))
    return a_person(
        id=person,
        household=one((None, *HOMES)),
        place=_place(rnd),
        birth_date=birth,
        birth_year=None if birth else one((None, 1961)),
        sex=one((None, *Sex)),
        languages=one((None, frozenset({SpokenLanguage.KOREAN}), frozenset({SpokenLanguage.VIETNAMESE}))),
        accepts_at_home=one((None, *AcceptAtHome)),
        cannot_with=some(rnd, tuple(HomeCondition)),
        walks_metres=one((None, 400, 2000)),
        allergies=some(rnd, ("땅콩", "우유")),
        qualifications=held,
        load_limit=one((None, 0, 1, 3)),
        visits_paused_until=one(_DAYS),
        verified_on=one(_DAYS),
        left_on=one((None, None, None, *_DAYS)),
        strengths=one((None, "바느질")),
    )


def _resource(rnd: Random, resource: str) -> Record:
    one = rnd.choice
    limit: dict[str, Any] = one(
        (
            {"capacity": None},
            {"capacity": Amount(count=one((0, 1, 2)), period=one((Period.WEEK, Period.MONTH)))},
            {"capacity": None, "stock": one((0, 5))},
            {"capacity": None, "unlimited": True},
        )
    )
    season = one(((None, None), (None, None), ("11-15", "02-10"), ("06-01", "08-31")))
    kind = one(TYPES)
    return a_resource(
        id=resource,
        service_type=kind,
        kind=ResourceKind.GOODS if kind == "rice" else one((ResourceKind.HUMAN, ResourceKind.SERVICE)),
        giver=one(PEOPLE + PEOPLE + GROUPS + HOMES),
        formal=one((None, None, True, False)),
        slots=_slots(rnd),
        slots_text=one((None, "평일 오전")),
        place=_place(rnd),
        comes_home=one((None, True, False)),
        reach_metres=one((None, 300, 5000)),
        eligibility=one((None, None, _eligibility(rnd))),
        eligibility_text=one((None, "저소득 어르신")),
        languages=one((None, None, frozenset({SpokenLanguage.KOREAN}))),
        allergens=some(rnd, ("땅콩", "우유")),
        best_before=one((None, None, *_DAYS)),
        season_from=season[0],
        season_to=season[1],
        valid_from=one((None, None, DAY - timedelta(500), DAY + timedelta(3))),
        valid_to=one((None, None, DAY + timedelta(9), DAY + timedelta(300))),
        paused_until=one((None, None, *_DAYS)),
        verified_on=one(_DAYS),
        **limit,
    )


def _eligibility(rnd: Random) -> Eligibility:
    one = rnd.choice
    return Eligibility(
        age_from=one((None, 65)),
        age_to=one((None, 76)),
        sex=one((None, None, Sex.FEMALE)),
        household_types=some(rnd, tuple(HouseholdType)),
        income_up_to=one((None, IncomeBand.UP_TO_50)),
        dongs=one((None, None, frozenset({"9911000100"}), frozenset({"9911000200"}))),
        excluded_by=some(rnd, ("생계급여", "주거급여")),
    )


def _ask(rnd: Random, ask: str, need: str, person: str) -> Record:
    one = rnd.choice
    return an_ask(
        id=ask,
        need=need,
        person=person,
        service_type=one(TYPES),
        amount=Amount(count=one((1, 2)), period=one((Period.ONCE, Period.WEEK, Period.MONTH))),
        slots=_slots(rnd),
        slots_text=one((None, "아침")),
        from_on=one((None, None, None, DAY + timedelta(5))),
    )


def _consent(rnd: Random, i: int, person: str) -> Record:
    one = rnd.choice
    given = DAY - timedelta(one((1, 300)))
    decided = one((None, None, None, PEOPLE[0]))
    return a_consent(
        id=f"c-{i:02}",
        person=person,
        purpose=one((ConsentPurpose.MATCHING,) * 4 + (ConsentPurpose.CONTACT,)),
        given_on=given,
        until=one((None, None, None, given, DAY, DAY + timedelta(9))),
        withdrawn_on=one((None, None, None, None, DAY, DAY + timedelta(1))),
        recipient=one((None, None, None, None, GROUPS[0])),
        decided_by=decided,
        authority=decided and "성년후견인",
    )


def _tie(rnd: Random, tie: str, source: str, target: str) -> Record:
    one = rnd.choice
    return a_tie(
        id=tie,
        source=source,
        target=target,
        kind=one(tuple(TieKind)),
        closeness=one((None, *Closeness)),
        strain=one((None, None, None, *Strain)),
        direction=one((None, *Direction)),
        supports=some(rnd, tuple(SupportKind)) or frozenset(),
        formal=one((None, None, True, False)),
        contacts_per_week=one((None, 1.0, 2.5)),
        introduces=one((None, None, True, False)),
        valid_to=one((None, None, None, *_DAYS)),
    )


def _linkage(rnd: Random, linkage: str, records: list[Record]) -> Record:
    one = rnd.choice
    resources: list[Any] = [record for record in records if record.id.startswith("r-")]
    asks: list[Any] = [record for record in records if record.id.startswith("a-")]
    resource, ask, state = one(resources), one((None, *asks)), one(tuple(LinkageState))
    return a_linkage(
        id=linkage,
        person=ask.person if ask else one(PEOPLE),
        resource=resource.id,
        giver=resource.giver,
        ask=ask.id if ask else None,
        state=state,
        amount=one((None, Amount(count=1, period=one((Period.WEEK, Period.ONCE))))),
        hold_until=NOW + timedelta(hours=one((-1, 1))) if state is LinkageState.ASKED else None,
        review_on=DAY if state is LinkageState.WAITING else None,
        started_on=one((None, DAY - timedelta(60), DAY - timedelta(3))),
        outcome=one(tuple(LinkageOutcome)) if state is LinkageState.ENDED else None,
    )


def _refusal(rnd: Random, refusal: str) -> Record:
    one, scope = rnd.choice, rnd.choice(tuple(RefusalScope))
    person, other = rnd.sample(PEOPLE + GROUPS, 2)
    return a_refusal(
        id=refusal,
        person=person,
        side=one(tuple(Side)),
        scope=scope,
        other=other if scope is RefusalScope.THIS_ONE else one((None, other)),
        service_type=one(TYPES) if scope is RefusalScope.THIS_KIND else one((None, *TYPES)),
        until=one((DAY, DAY + timedelta(9))) if scope is RefusalScope.NOT_BEFORE else one(_DAYS),
        withdrawn_on=one((None, None, None, DAY)),
    )


_OBSTACLES = {
    "p-": ("accepts_at_home", "cannot_with", "load_limit", "visits_paused_until", "left_on", "languages"),
    "h-": ("home_conditions",),
    "o-": ("valid_to",),
    "r-": (
        *("best_before", "season_from", "season_to", "valid_from", "valid_to", "paused_until"),
        *("eligibility", "languages", "slots", "reach_metres", "stock"),
    ),
    "a-": ("slots", "from_on"),
}


def a_kind_world(rnd: Random) -> list[Record]:
    """A neighbourhood in which most obstacles are gone, so that most asks find somebody."""
    records: list[Record] = [_smoothed(rnd, record) for record in a_world(rnd) if record.id[:2] != "c-"]
    agreed = [person for person in PEOPLE if rnd.random() < 0.9]
    return records + [a_consent(id=f"c-{person}", person=person) for person in agreed]


def _smoothed(rnd: Random, record: Any) -> Record:
    fields: dict[str, Any] = {name: None for name in _OBSTACLES.get(record.id[:2], ()) if rnd.random() < 0.85}
    if "season_from" in fields or "season_to" in fields:
        fields |= {"season_from": None, "season_to": None}
    if record.id.startswith(("r-", "a-")):
        fields["service_type"] = rnd.choice(("companionship", "hospital_escort", "outing_escort"))
    smoothed: Record = replace(record, **fields)
    return smoothed
