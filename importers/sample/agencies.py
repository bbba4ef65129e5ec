"""The agencies, shops and groups of a dong and what they give."""

from __future__ import annotations

from collections.abc import Iterator

from graph.records.people import Organisation
from graph.records.registry import Record
from graph.records.resources import Resource
from graph.records.values import Amount, Eligibility, Place
from graph.words.kinds import (
    HouseholdType,
    IncomeBand,
    OrganisationKind,
    Period,
    PlacePrecision,
    Sex,
    SpokenLanguage,
)
from graph.words.service_types import service_type
from importers.sample.dong import Dong, Giver
from importers.sample.maker import Maker, rows_of
from importers.sample.times import slots_of

_HOURS_AS_WRITTEN = {"noon": "월~금 11:00~13:00", "weekday_am": "평일 오전", "office": "09:00~18:00"}


def agency_records(maker: Maker, dong: Dong) -> Iterator[Record]:
    """Every organisation of the dong, then what each gives."""
    places: dict[str, Place] = {}
    for row in rows_of("agencies"):
        place = places[row["key"]] = _place(maker, dong)
        found = Organisation(
            id=maker.new_id(Organisation),
            dong=dong.code,
            name=row["name"].format(dong=dong.name),
            kind=OrganisationKind(row["kind"]),
            formal=row["formal"] == "yes",
            phone=maker.landline() if row["formal"] == "yes" or maker.likely(0.5) else None,
            place=place,
            members=int(row["members"]) if row["members"] else None,
            since=maker.days_ago(600, 12_000) if maker.likely(0.5) else None,
            verified_on=maker.days_ago(0, 420) if maker.likely(0.85) else None,
        )
        dong.agencies[row["key"]] = found.id
        yield found
    for row in rows_of("offers"):
        offer = _offer(maker, dong, row, places[row["agency"]])
        dong.offers.setdefault(offer.service_type, []).append(
            Giver(offer.id, offer.giver, offer.service_type)
        )
        yield offer


def _place(maker: Maker, dong: Dong) -> Place:
    if maker.likely(0.08):
        return Place(address=f"{dong.name} 큰길 {maker.between(1, 90)}")
    east, north = dong.middle[0] + maker.between(-280, 280), dong.middle[1] + maker.between(-280, 280)
    latitude, longitude = dong.ground.point(east, north)
    return Place(
        address=f"{dong.name} 큰길 {maker.between(1, 90)}",
        latitude=latitude,
        longitude=longitude,
        precision=PlacePrecision.BUILDING,
    )


def _offer(maker: Maker, dong: Dong, row: dict[str, str], place: Place) -> Resource:
    kind = service_type(row["service_type"])
    more = dict(part.split("=", 1) for part in row["more"].split(";") if part)
    season = more.get("season", ":").split(":")
    capacity, stock, days = _limit(row["limit"])
    paused = maker.days_ahead(3, 20) if row["agency"] != "office" and maker.likely(0.03) else None
    return Resource(
        id=maker.new_id(Resource),
        dong=dong.code,
        name=row["name"],
        kind=kind.kind,
        service_type=kind.code,
        giver=dong.agencies[row["agency"]],
        formal=row["agency"] not in _NEIGHBOURLY,
        capacity=capacity,
        stock=stock,
        unlimited=True if row["limit"] == "none" else None,
        slots=slots_of(row["when"], maker),
        slots_text=_HOURS_AS_WRITTEN.get(row["when"]),
        place=place,
        comes_home=row["home"] == "yes",
        reach_metres=1200 if row["agency"] in {"volunteers", "women", "school"} else None,
        eligibility=_eligibility(dong, row, more),
        languages=_languages(more.get("lang")),
        won_each=int(more["won"]) if "won" in more else None,
        allergens=frozenset(more["allergens"].split(",")) if "allergens" in more else None,
        best_before=maker.days_ahead(max(1, days // 2), days) if days else None,
        season_from=season[0] or None,
        season_to=season[1] or None,
        paused_until=paused,
        verified_on=maker.days_ago(0, 420) if maker.likely(0.85) else None,
    )


_NEIGHBOURLY = frozenset(row["key"] for row in rows_of("agencies") if row["formal"] == "no")


def _limit(text: str) -> tuple[Amount | None, int | None, int]:
    """Capacity, stock and days to its best-before; ``?`` is what the team never asked."""
    if text.startswith("stock:"):
        _, stock, days = text.split(":")
        return None, int(stock), int(days or 0)
    if "/" in text:
        count, period = text.split("/")
        return Amount(count=float(count), period=Period(period)), None, 0
    return None, None, 0


def _eligibility(dong: Dong, row: dict[str, str], more: dict[str, str]) -> Eligibility | None:
    public = row["agency"] in {"office", "jobs", "health", "mental", "family"}
    found = Eligibility(
        age_from=int(row["age_from"]) if row["age_from"] else None,
        age_to=int(row["age_to"]) if row["age_to"] else None,
        sex=Sex(more["sex"]) if "sex" in more else None,
        household_types=frozenset(map(HouseholdType, more["hh"].split(","))) if "hh" in more else None,
        income_up_to=IncomeBand(row["income"]) if row["income"] else None,
        dongs=frozenset({dong.code}) if row["agency"] == "council" else None,
        excluded_by=frozenset(more["excl"].split(",")) if "excl" in more else None,
    )
    return None if found == Eligibility() and not public else found


def _languages(text: str | None) -> frozenset[SpokenLanguage] | None:
    return frozenset(map(SpokenLanguage, text.split(","))) if text else None
