"""Neighbours who offer something, and what they offer."""

from __future__ import annotations

from collections.abc import Iterator

from graph.records.registry import Record
from graph.records.resources import Resource
from graph.records.values import Amount
from graph.words.giving import Requirement
from graph.words.kinds import Period, ResourceKind, SpokenLanguage
from importers.sample.dong import Dong, Giver, Tong
from importers.sample.maker import Maker, Table, rows_of
from importers.sample.residents import Resident
from importers.sample.times import some_days_of

Offer = dict[str, str]
_OFFERS = Table(*((row, float(row["weight"])) for row in rows_of("neighbour_offers") if row["weight"] != "0"))
_INTERPRETING = next(row for row in rows_of("neighbour_offers") if row["service_type"] == "interpreting")
_OFFERS_EACH = Table((1, 72), (2, 22), (3, 6))
_REACH = (300, 400, 500, 700, 1000)


def choose_offers(maker: Maker, one: Resident) -> list[Offer]:
    """What a neighbour offers, no kind twice; whoever speaks both languages interprets."""
    offers: dict[str, Offer] = {}
    if one.language is not None:
        offers["interpreting"] = _INTERPRETING
    for _ in range(_OFFERS_EACH.draw(maker.chance)):
        row = _OFFERS.draw(maker.chance)
        offers.setdefault(row["service_type"], row)
    one.needs = frozenset(code for row in offers.values() for code in row["needs"].split())
    if maker.likely(0.15):
        one.needs |= {Requirement.NEIGHBOUR_TRAINING.value}
    return list(offers.values())


def helper_records(
    maker: Maker, dong: Dong, tong: Tong, one: Resident, offers: list[Offer]
) -> Iterator[Record]:
    """A neighbour's offers as human resources."""
    for row in offers:
        offer = Resource(
            id=maker.new_id(Resource),
            dong=dong.code,
            name=row["name"],
            kind=ResourceKind.HUMAN,
            service_type=row["service_type"],
            giver=one.id,
            formal=False,
            capacity=_capacity(maker, row),
            slots=some_days_of(row["when"], maker) if maker.likely(0.88) else None,
            comes_home=None if maker.likely(0.1) else row["service_type"] not in _OUTSIDE,
            reach_metres=maker.one_of(_REACH) if maker.likely(0.7) else None,
            languages=frozenset({one.language, SpokenLanguage.KOREAN}) if one.language else None,
            paused_until=maker.days_ahead(3, 25) if maker.likely(0.03) else None,
            valid_to=maker.days_ahead(20, 300) if maker.likely(0.05) else None,
            verified_on=maker.days_ago(0, 420) if maker.likely(0.85) else None,
        )
        tong.offers.setdefault(offer.service_type, []).append(Giver(offer.id, one.id, offer.service_type))
        yield offer


_OUTSIDE = frozenset(
    {"phone_talk", "medication_reminder", "information_giving", "job_tips", "school_escort", "kimjang_help"}
)


def _capacity(maker: Maker, row: Offer) -> Amount | None:
    if maker.likely(0.1):
        return None
    count = max(1, int(row["count"]) + maker.between(-1, 1))
    return Amount(count=float(count), period=Period(row["period"]))
