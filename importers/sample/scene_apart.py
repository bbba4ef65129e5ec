"""The scene of two who must not meet, though the shortest introduction leads there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time

from graph.records.consents import KeepApart
from graph.records.registry import Record
from graph.records.values import Slots
from graph.words.kinds import (
    AcceptAtHome,
    Closeness,
    HouseholdType,
    IncomeBand,
    KeepApartReason,
    Period,
    Sex,
    SupportKind,
    TieKind,
)
from importers.sample import scenes as s
from importers.sample.scene_stage import Stage, weekly


def apart_records(stage: Stage) -> Iterator[Record]:
    """Two steps lead to a helper whom the client must never meet, three to another."""
    here = stage.place(-210, 40, "3통")
    home = stage.home(here, HouseholdType.ALONE, 1, IncomeBand.UP_TO_75)
    yield home
    yield replace(
        stage.person(s.APART_CLIENT, "송미란", Sex.FEMALE, 61, here, home),
        accepts_at_home=AcceptAtHome.WOMEN_ONLY,
        case_manager=stage.dong.case_managers[2],
    )
    for person, name, sex, age, at in (
        (s.APART_HELPER, "고영선", Sex.FEMALE, 60, (-180, 60)),
        (s.APART_BETWEEN, "백순희", Sex.FEMALE, 66, (-200, 55)),
        (s.APART_NEIGHBOUR, "노현자", Sex.FEMALE, 68, (-212, 42)),
        (s.APART_CLUB_HEAD, "심옥경", Sex.FEMALE, 72, (-90, -60)),
        (s.APART_OTHER_HELPER, "류진아", Sex.FEMALE, 49, (60, -210)),
    ):
        helps = person in (s.APART_HELPER, s.APART_OTHER_HELPER)
        yield replace(
            stage.person(person, name, sex, age, stage.place(*at, "3통")),
            load_limit=4 if helps else None,
            cannot_with=frozenset() if helps else None,
        )
    yield from stage.consents(s.APART_CLIENT, s.APART_HELPER, s.APART_OTHER_HELPER)
    for source, target, kind in (
        (s.APART_CLIENT, s.APART_BETWEEN, TieKind.FRIEND),
        (s.APART_BETWEEN, s.APART_HELPER, TieKind.FRIEND),
        (s.APART_CLIENT, s.APART_NEIGHBOUR, TieKind.NEIGHBOUR),
        (s.APART_NEIGHBOUR, s.APART_CLUB_HEAD, TieKind.FELLOW_MEMBER),
        (s.APART_CLUB_HEAD, s.APART_OTHER_HELPER, TieKind.FELLOW_MEMBER),
    ):
        yield stage.tie(source, target, kind, Closeness.STRONG, SupportKind.EMOTIONAL, introduces=True)
    mornings = Slots()
    for weekday in (1, 3):
        mornings |= Slots.between(weekday, time(9), time(13), outward=True)
    for resource, helper in ((s.APART_ESCORT, s.APART_HELPER), (s.APART_OTHER_ESCORT, s.APART_OTHER_HELPER)):
        yield stage.offer(resource, helper, "hospital_escort", "병원 동행", weekly(2), mornings)
    yield KeepApart(
        id=stage.new_id(KeepApart),
        dong=stage.dong.code,
        one=s.APART_CLIENT,
        other=s.APART_HELPER,
        reason=KeepApartReason.OWN_WISH,
        note="두 사람만 아는 일로 서로 만나지 않기로 함",
    )
    need = stage.need(
        s.APART_CLIENT, "health.physical.treatment", "항암 맞고 오는 길에는 혼자 못 서 있겠어요.", high=True
    )
    yield need
    yield stage.ask(s.APART_ASK, need, "hospital_escort", 1, Period.WEEK, mornings)
