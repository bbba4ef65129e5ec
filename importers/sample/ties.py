"""Ties and memberships: alleys, kin, clubs, parents of schoolchildren, friends in other tongs, and strain."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from graph.records.registry import Record
from graph.records.ties import Membership, Tie
from graph.words.kinds import Closeness, Direction, Strain, SupportKind, TieKind
from importers.sample.dong import Dong, Tong
from importers.sample.maker import Maker, Table
from importers.sample.residents import Home, Resident

_CLOSENESS = Table((Closeness.STRONG, 22), (Closeness.ORDINARY, 44), (Closeness.WEAK, 22), (None, 12))
_STRAIN = Table((None, 70), (Strain.NONE, 22), (Strain.TENSE, 6), (Strain.BROKEN, 2))
_KIN_STRAIN = Table((None, 55), (Strain.NONE, 20), (Strain.TENSE, 15), (Strain.BROKEN, 10))
_DIRECTION = Table((Direction.BOTH, 50), (Direction.FORWARD, 15), (Direction.BACKWARD, 15), (None, 20))
_S = SupportKind
_SUPPORTS: dict[TieKind, Table[frozenset[SupportKind]]] = {
    TieKind.NEIGHBOUR: Table(
        (frozenset({_S.PRACTICAL}), 3),
        (frozenset({_S.COMPANY}), 3),
        (frozenset({_S.INFORMATIONAL}), 2),
        (frozenset({_S.EMOTIONAL, _S.COMPANY}), 2),
        (frozenset[SupportKind](), 3),
    ),
    TieKind.FAMILY: Table(
        (frozenset({_S.EMOTIONAL}), 3),
        (frozenset({_S.MATERIAL}), 2),
        (frozenset({_S.EMOTIONAL, _S.PRACTICAL}), 3),
        (frozenset[SupportKind](), 2),
    ),
    TieKind.FRIEND: Table((frozenset({_S.EMOTIONAL, _S.COMPANY}), 4), (frozenset({_S.COMPANY}), 3)),
    TieKind.FELLOW_MEMBER: Table((frozenset({_S.COMPANY}), 5), (frozenset({_S.INFORMATIONAL}), 2)),
    TieKind.RELATIVE: Table((frozenset({_S.EMOTIONAL}), 2), (frozenset[SupportKind](), 3)),
    TieKind.RESIDENT_LEADER: Table((frozenset({_S.INFORMATIONAL}), 4), (frozenset({_S.PRACTICAL}), 1)),
    TieKind.AGENCY: Table((frozenset({_S.PRACTICAL}), 3), (frozenset({_S.MATERIAL}), 2)),
    TieKind.WORKER: Table((frozenset({_S.INFORMATIONAL, _S.EMOTIONAL}), 1)),
}
_FORMAL = frozenset({TieKind.AGENCY, TieKind.WORKER})
_KIN = frozenset({TieKind.FAMILY, TieKind.RELATIVE})
_CONTACTS = (0.25, 0.5, 1.0, 1.0, 2.0, 3.0, 7.0)
_CLUBS = ("club1", "club2", "church", "parish", "school", "women", "midlife")


def _tie(maker: Maker, dong: Dong, source: str, target: str, kind: TieKind, told_by: str | None) -> Tie:
    """A tie with what is known of it."""
    strain = (_KIN_STRAIN if kind in _KIN else _STRAIN).draw(maker.chance)
    if kind in _FORMAL:
        strain = None
    broken = strain is Strain.BROKEN
    return Tie(
        id=maker.new_id(Tie),
        dong=dong.code,
        source=source,
        target=target,
        kind=kind,
        closeness=Closeness.WEAK if broken else _CLOSENESS.draw(maker.chance),
        strain=strain,
        direction=None if broken else _DIRECTION.draw(maker.chance),
        supports=frozenset() if broken else _SUPPORTS[kind].draw(maker.chance),
        formal=kind in _FORMAL,
        contacts_per_week=0.0 if broken else maker.one_of(_CONTACTS) if maker.likely(0.5) else None,
        introduces=_introduces(maker, kind, broken),
        told_by=told_by,
        valid_from=maker.days_ago(100, 9000) if maker.likely(0.2) else None,
    )


def _introduces(maker: Maker, kind: TieKind, broken: bool) -> bool | None:
    if broken:
        return False
    if kind is TieKind.RESIDENT_LEADER:
        return True
    return maker.likely(0.8) if maker.likely(0.35) else None


def join_clubs(maker: Maker, dong: Dong, tong: Tong) -> Iterator[Record]:
    """Memberships by age: senior clubs, church, parents' circle."""
    for home in tong.homes:
        if home.isolated:
            continue
        children = any(6 <= one.age <= 15 for one in home.members)
        for one in home.members:
            club = _club_for(maker, one, children)
            if club is not None:
                tong.members.setdefault(club, []).append(one)
                yield Membership(
                    id=maker.new_id(Membership),
                    dong=dong.code,
                    person=one.id,
                    organisation=dong.agencies[club],
                    role="총무" if maker.likely(0.02) else None,
                    valid_from=maker.days_ago(60, 4000) if maker.likely(0.3) else None,
                )


def _club_for(maker: Maker, one: Resident, children: bool) -> str | None:
    if one.age >= 65:
        return _draw_if(maker, 0.46, ("club1", "club1", "club2", "church", "parish"))
    if one.age >= 28 and children:
        return _draw_if(maker, 0.34, ("school", "school", "church"))
    if one.age >= 40:
        return _draw_if(maker, 0.2, ("church", "parish", "women", "midlife"))
    return None


def _draw_if(maker: Maker, share: float, clubs: tuple[str, ...]) -> str | None:
    return maker.one_of(clubs) if maker.likely(share) else None


def tong_ties(maker: Maker, dong: Dong, tong: Tong) -> Iterator[Tie]:
    """All ties of a tong, each pair of people once."""
    seen: set[tuple[str, str]] = set()
    for source, target, kind, told_by in _pairs(maker, dong, tong):
        pair = (source, target) if source < target else (target, source)
        if source != target and pair not in seen:
            seen.add(pair)
            yield _tie(maker, dong, source, target, kind, told_by)


_Pair = tuple[str, str, TieKind, str | None]


def _pairs(maker: Maker, dong: Dong, tong: Tong) -> Iterator[_Pair]:
    social = [home for home in tong.homes if not home.isolated]
    adults = [_adult(maker, home) for home in social]
    yield from _alley_pairs(maker, social, adults)
    for one, other in pairwise(maker.chance.sample(adults, len(adults))):
        if maker.likely(0.16):
            yield one.id, other.id, TieKind.RELATIVE if maker.likely(0.3) else TieKind.FAMILY, None
    for club in _CLUBS:
        members = tong.members.get(club, [])
        for one, other in pairwise(members):
            if maker.likely(0.62):
                yield one.id, other.id, TieKind.FELLOW_MEMBER, None
    for one in adults:
        if dong.acquaintances and maker.likely(0.45):
            yield one.id, maker.one_of(dong.acquaintances), TieKind.FRIEND, None
    yield from _leader_pairs(maker, tong, adults)
    for client in tong.clients:
        yield from _client_pairs(maker, dong, client, adults)


def _alley_pairs(maker: Maker, homes: list[Home], adults: list[Resident]) -> Iterator[_Pair]:
    """Next doors know each other well, two doors on less, three doors on hardly."""
    for step, share in ((1, 0.88), (2, 0.54), (3, 0.32)):
        for i in range(len(homes) - step):
            if homes[i].alley == homes[i + step].alley and maker.likely(share):
                yield adults[i].id, adults[i + step].id, TieKind.NEIGHBOUR, None


def _leader_pairs(maker: Maker, tong: Tong, adults: list[Resident]) -> Iterator[_Pair]:
    """The 통장 knows half of those who struggle, and some of the older people who live alone."""
    leader = next((one for one in adults if 45 <= one.age <= 75 and not one.client), None)
    if leader is None:
        return
    for client in tong.clients:
        if not client.home.isolated and maker.likely(0.5):
            yield client.id, leader.id, TieKind.RESIDENT_LEADER, leader.id
    for home in tong.homes:
        if home.older_alone and not home.isolated and maker.likely(0.2):
            yield home.members[0].id, leader.id, TieKind.RESIDENT_LEADER, leader.id


def _client_pairs(maker: Maker, dong: Dong, client: Resident, adults: list[Resident]) -> Iterator[_Pair]:
    """The team asks a client for the whole network, so more of it is known."""
    for one in client.home.members:
        if one is not client:
            yield client.id, one.id, TieKind.FAMILY, client.id
    yield client.id, dong.agencies["office"], TieKind.WORKER, None
    if client.home.isolated:
        return
    if maker.likely(0.6):
        yield client.id, dong.agencies[maker.one_of(("welfare", "senior", "health"))], TieKind.AGENCY, None
    for _ in range(maker.between(1, 5)):
        kind = maker.one_of((TieKind.NEIGHBOUR, TieKind.NEIGHBOUR, TieKind.FRIEND, TieKind.FAMILY))
        yield client.id, maker.one_of(adults).id, kind, client.id


def _adult(maker: Maker, home: Home) -> Resident:
    return home.members[1] if len(home.members) > 1 and maker.likely(0.45) else home.members[0]
