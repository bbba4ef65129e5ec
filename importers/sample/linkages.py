"""Linkages in every state: running, asked and held, waiting, declined, ended well or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from graph.records.linkages import Linkage
from graph.words.kinds import Answer, AskState, LinkageOutcome, LinkageState
from importers.sample.dong import Dong, Giver, Tong
from importers.sample.maker import Maker, Table
from importers.sample.needs import Asked

_OPEN_STATES = Table(
    (LinkageState.PROPOSED, 30),
    (LinkageState.ASKED, 35),
    (LinkageState.WAITING, 15),
    (LinkageState.DECLINED, 20),
)
_SERVED_STATES = Table((LinkageState.ACCEPTED, 15), (LinkageState.ACTIVE, 60), (LinkageState.KEPT, 25))
_OUTCOMES = Table(
    (LinkageOutcome.WENT_WELL, 55),
    (LinkageOutcome.NO_LONGER_NEEDED, 18),
    (LinkageOutcome.STOPPED_BY_CLIENT, 9),
    (LinkageOutcome.STOPPED_BY_HELPER, 12),
    (LinkageOutcome.NOT_DELIVERED, 6),
)
_OPEN_SHARE = 0.12
_ENDED_SHARE = 0.15


def linkage_records(maker: Maker, dong: Dong, tong: Tong, asked: list[Asked]) -> Iterator[Linkage]:
    """For asks whose kind of help somebody gives here: what came of it so far."""
    for one in asked:
        givers = tong.givers_of(dong, one.ask.service_type, besides=one.client.id)
        if not givers:
            continue
        if one.ask.state is AskState.SERVED:
            yield _served(maker, dong, one, maker.one_of(givers))
        elif one.ask.state is AskState.OPEN and maker.likely(_OPEN_SHARE):
            yield _open(maker, dong, one, maker.one_of(givers))
        if maker.likely(_ENDED_SHARE):
            yield _ended(maker, dong, one, maker.one_of(givers))


def _proposed(maker: Maker, dong: Dong, one: Asked, giver: Giver) -> Linkage:
    return Linkage(
        id=maker.new_id(Linkage),
        dong=dong.code,
        person=one.client.id,
        resource=giver.resource,
        giver=giver.giver,
        ask=one.ask.id,
        amount=one.ask.amount,
        slots=one.ask.slots,
    )


def _served(maker: Maker, dong: Dong, one: Asked, giver: Giver) -> Linkage:
    state = _SERVED_STATES.draw(maker.chance)
    return replace(
        _proposed(maker, dong, one, giver),
        state=state,
        proposed_on=maker.days_ago(40, 90),
        client_answer=Answer.YES,
        helper_answer=Answer.YES,
        started_on=None if state is LinkageState.ACCEPTED else maker.days_ago(3, 39),
        decided_by=maker.one_of(dong.case_managers),
    )


def _open(maker: Maker, dong: Dong, one: Asked, giver: Giver) -> Linkage:
    state = _OPEN_STATES.draw(maker.chance)
    asked = state is LinkageState.ASKED
    declined = state is LinkageState.DECLINED
    by_client = maker.likely(0.4)
    return replace(
        _proposed(maker, dong, one, giver),
        state=state,
        proposed_on=maker.days_ago(1, 20),
        asked_at=maker.at(maker.day, 9) if asked else None,
        hold_until=maker.at(maker.day + timedelta(days=1), 18) if asked else None,
        review_on=maker.days_ahead(3, 30) if state is LinkageState.WAITING else None,
        client_answer=Answer.NO if declined and by_client else Answer.YES if not declined else None,
        helper_answer=maker.one_of((Answer.NO, Answer.FULL, Answer.NOT_REACHED))
        if declined and not by_client
        else None,
        decided_by=maker.one_of(dong.case_managers),
    )


def _ended(maker: Maker, dong: Dong, one: Asked, giver: Giver) -> Linkage:
    """An earlier one, behind an ask that is long over."""
    return replace(
        _proposed(maker, dong, one, giver),
        ask=None,
        slots=None,
        state=LinkageState.ENDED,
        client_answer=Answer.YES,
        helper_answer=Answer.YES,
        started_on=maker.days_ago(240, 420),
        ended_on=maker.days_ago(165, 239),
        outcome=_OUTCOMES.draw(maker.chance),
        decided_by=maker.one_of(dong.case_managers),
    )
