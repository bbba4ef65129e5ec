"""The records of a sample, one after the other, each after those it points at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from graph.records.areas import Area
from graph.records.people import Staff
from graph.records.registry import Record
from graph.words.kinds import IncomeBand, Sex, StaffRole
from importers.sample.agencies import agency_records
from importers.sample.dong import Alley, Dong, Tong
from importers.sample.figures import FIGURES, Figures, Size
from importers.sample.geography import (
    Ground,
    Point,
    area_of,
    cells,
    gu_middle,
    tong_middle,
    walking_times,
)
from importers.sample.helpers import choose_offers, helper_records
from importers.sample.linkages import linkage_records
from importers.sample.maker import Maker
from importers.sample.names import family_name, given_name
from importers.sample.needs import Asked, need_records
from importers.sample.people import household_records
from importers.sample.protection import consent_records, keep_apart_records, refusal_records
from importers.sample.residents import Home, Resident, draft_home
from importers.sample.scene_acts import scene_records
from importers.sample.ties import join_clubs, tong_ties

CENTRE: Point = (37.5385, 127.0823)
_ROLES = (
    StaffRole.TEAM_LEADER,
    StaffRole.SUPERVISOR,
    StaffRole.RESOURCE_KEEPER,
    StaffRole.ADMINISTRATOR,
    StaffRole.CASE_MANAGER,
    StaffRole.CASE_MANAGER,
    StaffRole.CASE_MANAGER,
)
_HOMES_PER_ALLEY = 12
_NEXT_SEED = 1_000_003


def sample_records(size: Size, *, seed: int, day: date, centre: Point = CENTRE) -> Iterator[Record]:
    """An invented neighbourhood: ``dong`` has some 2,500 people, ``gu`` some 350,000, ``city`` 3 million.

    Equal arguments give equal records. A record comes after every record it points at. Only one tong is
    held at a time, so a city takes hardly more memory than a dong.
    """
    for gu in range(FIGURES[size].gus):
        for records in gu_records(size, gu, seed=seed, day=day, centre=centre):
            yield from records


def gu_records(
    size: Size, gu: int, *, seed: int, day: date, centre: Point = CENTRE
) -> Iterator[Iterator[Record]]:
    """One gu of a sample, from 0, dong by dong; no record of it points out of its dong."""
    figures = FIGURES[size]
    maker = Maker(seed + gu * _NEXT_SEED, day)
    ground = Ground(*centre)
    east, north = gu_middle(gu)
    for number, cell in enumerate(cells(figures.dongs)):
        middle = (cell[0] + east, cell[1] + north)
        area = area_of(maker, seed, ground, gu, number, middle)
        yield _dong_records(maker, ground, figures, area, middle, scenes=gu == number == 0)


def _dong_records(
    maker: Maker, ground: Ground, figures: Figures, area: Area, middle: Point, *, scenes: bool
) -> Iterator[Record]:
    yield area
    staff = [_worker(maker, area.dong, role) for role in _ROLES]
    yield from staff
    dong = Dong(
        code=area.dong,
        name=area.name,
        ground=ground,
        middle=middle,
        case_managers=tuple(one.id for one in staff if one.role is StaffRole.CASE_MANAGER),
    )
    yield from walking_times(maker, dong.code, figures.tongs_per_dong)
    yield from agency_records(maker, dong)
    if scenes:
        yield from scene_records(dong, maker.day)
    for i in range(figures.tongs_per_dong):
        yield from _tong_records(maker, dong, figures, i)


def _worker(maker: Maker, dong: str, role: StaffRole) -> Staff:
    sex = maker.one_of(tuple(Sex))
    name = family_name(maker) + given_name(maker, sex, maker.between(1970, 1998))
    return Staff(id=maker.new_id(Staff), dong=dong, name=name, role=role)


def _tong_records(maker: Maker, dong: Dong, figures: Figures, i: int) -> Iterator[Record]:
    alleys = -(-figures.households_per_tong // _HOMES_PER_ALLEY)
    middle = tong_middle(dong.middle, i, figures.tongs_per_dong)
    tong = Tong(i + 1, [_alley(maker, middle) for _ in range(alleys)])
    tong.homes = [draft_home(maker, n // _HOMES_PER_ALLEY) for n in range(figures.households_per_tong)]
    _choose_roles(maker, tong, figures)
    offers = {one.id: choose_offers(maker, one) for one in tong.helpers}
    for home in tong.homes:
        yield from household_records(maker, dong, tong, home)
    yield from join_clubs(maker, dong, tong)
    yield from tong_ties(maker, dong, tong)
    for one in tong.helpers:
        yield from helper_records(maker, dong, tong, one, offers[one.id])
        yield from consent_records(maker, dong, one)
    asked: list[Asked] = []
    for one in tong.clients:
        if not one.helper:
            yield from consent_records(maker, dong, one)
        yield from need_records(maker, dong, tong, one, asked)
    yield from linkage_records(maker, dong, tong, asked)
    yield from refusal_records(maker, dong, tong, asked)
    yield from keep_apart_records(maker, dong, tong)
    dong.acquaintances.extend(home.members[0].id for home in tong.homes[::9] if not home.isolated)


def _alley(maker: Maker, middle: Point) -> Alley:
    chance = maker.chance
    return Alley(
        middle[0] + chance.uniform(-45, 45), middle[1] + chance.uniform(-45, 45), chance.random() < 0.35
    )


def _choose_roles(maker: Maker, tong: Tong, figures: Figures) -> None:
    """Clients are the likelier the more weighs on a household; helpers are whoever has time."""
    weighted = sorted(tong.homes, key=lambda home: maker.chance.random() ** (1 / _burden(home)), reverse=True)
    for home in weighted[: figures.clients_per_tong]:
        client = _client_of(maker, home)
        client.client = True
        tong.clients.append(client)
    able = [
        one
        for home in tong.homes
        if not home.isolated
        for one in home.members
        if 22 <= one.age <= 78 and (not one.client or maker.likely(0.2))
    ]
    tong.helpers = maker.chance.sample(able, min(figures.helpers_per_tong, len(able)))
    for one in tong.helpers:
        one.helper = True


def _client_of(maker: Maker, home: Home) -> Resident:
    """Who of a household asks: often the eldest, more often still whoever came from abroad."""
    adults = [one for one in home.members if one.age >= 19] or home.members
    foreign = [one for one in adults if one.language is not None]
    if foreign and maker.likely(0.7):
        return foreign[0]
    return max(adults, key=lambda one: one.age) if maker.likely(0.6) else maker.one_of(adults)


def _burden(home: Home) -> float:
    oldest: Resident = max(home.members, key=lambda one: one.age)
    burden = 1.0 + 4 * home.older_alone + 2 * (oldest.age >= 75) + 2 * home.isolated
    burden += 3 * home.up_to(IncomeBand.UP_TO_48) + 2 * any(one.language is not None for one in home.members)
    if len(home.members) > 1 and any(one.age < 19 for one in home.members):
        burden += 1.5
    return burden
