"""Consents, some run out or missing; refusals; and a few people who must not meet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from graph.records.consents import Consent, KeepApart
from graph.records.linkages import Refusal
from graph.records.registry import Record
from graph.words.kinds import ConsentPurpose, KeepApartReason, RefusalScope, Side
from importers.sample.dong import Dong, Tong
from importers.sample.maker import Maker
from importers.sample.needs import Asked
from importers.sample.residents import Resident

_CLIENT = (
    (ConsentPurpose.MATCHING, 0.93),
    (ConsentPurpose.CONTACT, 0.88),
    (ConsentPurpose.SENSITIVE, 0.7),
)
_HELPER = ((ConsentPurpose.MATCHING, 0.96), (ConsentPurpose.CONTACT, 0.94))
_REASONS = tuple(KeepApartReason)[:4]


def consent_records(maker: Maker, dong: Dong, one: Resident) -> Iterator[Consent]:
    """What a client or helper agreed to; one in twenty has run out, one in fifty was withdrawn."""
    for purpose, share in _CLIENT if one.client else _HELPER:
        if maker.likely(share):
            yield _consent(maker, dong, one, purpose, None)
    if one.client and maker.likely(0.4):
        agency = maker.one_of(("welfare", "senior", "health", "mental"))
        yield _consent(maker, dong, one, ConsentPurpose.SHARING, dong.agencies[agency])


def _consent(
    maker: Maker, dong: Dong, one: Resident, purpose: ConsentPurpose, recipient: str | None
) -> Consent:
    expired = maker.likely(0.05)
    withdrawn: date | None = maker.days_ago(1, 30) if not expired and maker.likely(0.02) else None
    guardian = _guardian(one)
    return Consent(
        id=maker.new_id(Consent),
        dong=dong.code,
        person=one.id,
        purpose=purpose,
        given_on=maker.days_ago(380, 900) if expired else maker.days_ago(31, 340),
        recipient=recipient,
        until=maker.days_ago(1, 30) if expired else maker.days_ahead(10, 700) if maker.likely(0.8) else None,
        withdrawn_on=withdrawn,
        decided_by=guardian.id if guardian else None,
        authority="법정대리인(부모)" if guardian else None,
    )


def _guardian(one: Resident) -> Resident | None:
    """For a child under fourteen a parent decides (PIPA §22의2)."""
    if one.age >= 14:
        return None
    return next((other for other in one.home.members if other.age >= 19), None)


def refusal_records(maker: Maker, dong: Dong, tong: Tong, asked: list[Asked]) -> Iterator[Record]:
    """Now and then a client or a neighbour said no: to someone, to a kind of help, or for now."""
    for one in asked:
        helper = maker.one_of(tong.helpers)
        if helper is not one.client and maker.likely(0.05):
            yield Refusal(
                id=maker.new_id(Refusal),
                dong=dong.code,
                person=one.client.id,
                side=Side.CLIENT,
                scope=RefusalScope.THIS_ONE,
                other=helper.id,
                said_on=maker.days_ago(2, 200),
                reason="아는 사람이라 집을 보이기 싫습니다.",
            )
        if maker.likely(0.02):
            yield Refusal(
                id=maker.new_id(Refusal),
                dong=dong.code,
                person=one.client.id,
                side=Side.CLIENT,
                scope=RefusalScope.THIS_KIND,
                service_type=maker.one_of(("home_care", "cleaning_help", "companionship", "communal_meal")),
                said_on=maker.days_ago(2, 200),
            )
    for helper in tong.helpers:
        if maker.likely(0.015):
            yield Refusal(
                id=maker.new_id(Refusal),
                dong=dong.code,
                person=helper.id,
                side=Side.HELPER,
                scope=RefusalScope.NOT_BEFORE,
                until=maker.days_ahead(5, 60),
                said_on=maker.days_ago(1, 20),
                reason="손주를 보러 갑니다.",
            )


def keep_apart_records(maker: Maker, dong: Dong, tong: Tong) -> Iterator[KeepApart]:
    """In one tong of three there are two people who must not meet."""
    if not maker.likely(0.3) or not tong.clients:
        return
    client = maker.one_of(tong.clients)
    other = maker.one_of(maker.one_of(tong.homes).members)
    if other.home is not client.home:
        yield KeepApart(
            id=maker.new_id(KeepApart),
            dong=dong.code,
            one=client.id,
            other=other.id,
            reason=maker.one_of(_REASONS),
            covers_households=maker.likely(0.8),
            valid_from=maker.days_ago(30, 900) if maker.likely(0.5) else None,
        )
