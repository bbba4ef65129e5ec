"""What clients lack in their own words, what help they ask for, and which need feeds which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from graph.records.needs import Ask, Feeds, Need
from graph.records.registry import Record
from graph.records.values import Amount
from graph.words.kinds import AskState, HouseholdType, NeedState, Period, Urgency
from importers.sample.dong import Dong, Tong
from importers.sample.maker import Maker, Table, rows_of
from importers.sample.residents import Resident
from importers.sample.times import slots_of

_COUNT = Table((1, 30), (2, 36), (3, 24), (4, 10))
_STATES = Table((AskState.OPEN, 78), (AskState.SERVED, 20), (AskState.WITHDRAWN, 2))
_WITHOUT_ASK = Table((NeedState.OPEN, 40), (NeedState.NOT_NOW, 40), (NeedState.MET, 20))
# Safety and crises are rarer in a team's list than meals and loneliness.
_WEIGHTS = {"safety": 0.5, "daily_living": 2.2, "health": 1.3, "legal_rights": 0.5, "employment": 0.8}
_BY_WHO = {
    who: Table(
        *(
            (
                row,
                _WEIGHTS.get(row["item"].partition(".")[0], 1.0)
                * (0.35 if row["urgency"] == "crisis" else 1),
            )
            for row in rows_of("own_words")
            if row["who"] == who
        )
    )
    for who in ("older", "adult", "parent", "youth", "migrant")
}
_WISHES = (
    "오전이 편합니다.",
    "전화를 먼저 주세요.",
    "조용한 분이면 좋겠습니다.",
    "오래 보던 분이 오시면 좋겠습니다.",
)
_WISH_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Asked:
    """An ask with who asked, for the linkages that follow."""

    ask: Ask
    client: Resident


def need_records(
    maker: Maker, dong: Dong, tong: Tong, client: Resident, asked: list[Asked]
) -> Iterator[Record]:
    """A client's needs and asks, and the links between needs; every ask also joins ``asked``."""
    rows: dict[str, dict[str, str]] = {}
    for _ in range(_COUNT.draw(maker.chance)):
        row = _BY_WHO[_who(maker, client)].draw(maker.chance)
        rows.setdefault(row["item"], row)
    needs: list[str] = []
    for row in rows.values():
        with_ask = maker.likely(0.92)
        given = tong.givers_of(dong, row["service_type"], besides=client.id)
        state = _STATES.draw(maker.chance) if given else AskState.OPEN
        stands = NeedState.OPEN if with_ask else _WITHOUT_ASK.draw(maker.chance)
        raised = maker.days_ago(1, 160)
        need = Need(
            id=maker.new_id(Need),
            dong=dong.code,
            person=client.id,
            item=row["item"],
            own_words=row["words"],
            urgency=Urgency(row["urgency"]),
            state=stands,
            raised_on=raised,
            resolved_on=raised + (maker.day - raised) / 2 if stands is NeedState.MET else None,
        )
        needs.append(need.id)
        yield need
        if with_ask:
            ask = Ask(
                id=maker.new_id(Ask),
                dong=dong.code,
                need=need.id,
                person=client.id,
                service_type=row["service_type"],
                amount=Amount(count=float(row["count"]), period=Period(row["period"])),
                slots=slots_of(row["when"], maker),
                from_on=maker.days_ahead(0, 14) if maker.likely(0.4) else None,
                until_on=maker.days_ahead(60, 360) if maker.likely(0.15) else None,
                state=state,
                asked_on=raised,
                wishes=maker.one_of(_WISHES) if maker.likely(_WISH_SHARE) else None,
            )
            asked.append(Asked(ask, client))
            yield ask
    for source, target in pairwise(needs):
        if maker.likely(0.5):
            yield Feeds(id=maker.new_id(Feeds), dong=dong.code, source=source, target=target)


def _who(maker: Maker, client: Resident) -> str:
    if client.language is not None and maker.likely(0.6):
        return "migrant"
    if client.age >= 65:
        return "older"
    children = any(one.age < 19 <= client.age - one.age for one in client.home.members)
    if children and maker.likely(0.7):
        return "parent"
    if client.age <= 27 and client.home.type is not HouseholdType.COUPLE:
        return "youth"
    return "adult"
