"""One Ask with reasons of a gu, beside the same question as one Cypher query to a Neo4j server that holds the gu.

The server is named by ``PUMASI_BENCH_NEO4J_GU``; two indexes are added to those of the store there.
"""

import os
from contextlib import closing
from datetime import date, timedelta
from math import cos, radians
from pathlib import Path
from typing import Any

from neo4j import Driver, GraphDatabase, NotificationMinimumSeverity, Session

from graph.policy.load import policy_on
from graph.policy.policy import Band, Policy
from graph.records.needs import Ask
from graph.records.people import Household, Person
from graph.store import Reader
from graph.stores import open_store
from graph.stores.codec import encode
from graph.stores.columns import encode_moment
from graph.words.kinds import AcceptAtHome, HomeCondition, IncomeBand, Period, Sex, SpokenLanguage
from graph.words.service_types import ServiceType, closeness, service_types
from matching.amounts import _VISIT_UNITS
from matching.gates.language import INTERPRETING
from matching.rank import open_asks, order, suggest
from matching.snapshot.keeper import SnapshotKeeper
from matching.snapshot.snapshot import Snapshot
from matching.where import METRES_PER_DEGREE
from tests.bench.apart import apart
from tests.bench.clock import timed
from tests.bench.cypher_profile import as_text
from tests.bench.cypher_query import ASK, INDEXES
from tests.bench.report import Line, Table
from tests.bench.scene import NOW

_ASKS, _K, _ROUNDS, _TIMES = 24, 5, 3, 20
_ONLY = {AcceptAtHome.WOMEN_ONLY: Sex.FEMALE, AcceptAtHome.MEN_ONLY: Sex.MALE}
PROFILE = Path(__file__).with_name("cypher_profile.txt")

Given = dict[str, Any]


def url() -> str | None:
    """The address of a server that holds a gu, where one is named."""
    return os.environ.get("PUMASI_BENCH_NEO4J_GU")


def run(address: str | None) -> Table:
    """Without a server, that it was left out."""
    if address is None:
        about = "**Left out**: `PUMASI_BENCH_NEO4J_GU` names no server that holds a gu."
        return Table("One Ask beside one Cypher query", about, ())
    return apart(_run, address)


def _run(address: str) -> Table:
    with closing(open_store(address, clock=lambda: NOW)) as store:
        snapshot = SnapshotKeeper(store, policy_on).snapshot((), NOW)
        asks = _chosen(snapshot)
        with store.read() as reader:
            given = {ask: parameters(reader, snapshot.policy, ask) for ask in asks}
    with _driver(address) as driver, driver.session(database="neo4j") as session:
        for statement in (*INDEXES, "CALL db.awaitIndexes(600)"):
            session.run(statement).consume()
        theirs = {ask: _answer(session, given[ask]) for ask in asks}
        equal = [ask for ask in asks if theirs[ask] == _ours(snapshot, ask)]
        timed(lambda ask: _answer(session, given[ask]), equal)
        timed(lambda ask: suggest(snapshot, ask, k=_K), equal)
        query, _ = timed(lambda ask: _answer(session, given[ask]), equal * _ROUNDS)
        ours, _ = timed(lambda ask: suggest(snapshot, ask, k=_K), equal * _ROUNDS)
        PROFILE.write_text(_profile(session, given[equal[0]]), encoding="utf-8")
    people, resources = len(snapshot["people"]), len(snapshot["resources"])
    return Table(
        "One Ask beside one Cypher query",
        f"{people:,} people and {resources:,} resources, in a snapshot and on a Neo4j server. {len(asks)} Asks "
        f"were compared, spread evenly in order of ids over the open ones that find at least {_K}: {len(equal)} "
        f"with the same best {_K} ids and points in the same order, {len(asks) - len(equal)} passed over because "
        "they differ. Beside ours, which gives every reason, caution and introduction: ids and points alone by one "
        "query (`tests/bench/cypher_query.py`) that says all gates which can fail and all criteria, through the "
        "driver, warm, its plan cached, what concerns the client's person and home and the kinds of help that fit "
        f"given to it as parameters; medians of {_ROUNDS} rounds. The operators of one, with rows and db hits, "
        "are in `tests/bench/cypher_profile.txt`.",
        (
            Line(
                what=f"one Ask with reasons, beside one Cypher query ({len(equal)} Asks)",
                figure=str(ours),
                beside=str(query),
                ratio=f"{query.of(ours):,.1f}",
                aim=f"at least {_TIMES} times faster",
                met=query.of(ours) >= _TIMES,
            ),
        ),
    )


def _chosen(snapshot: Snapshot) -> list[str]:
    found = [ask for ask in open_asks(snapshot) if len(order(snapshot, snapshot["asks"].row(ask)).rows) >= _K]
    return found[:: max(1, len(found) // _ASKS)][:_ASKS]


def _driver(address: str) -> Driver:
    return GraphDatabase.driver(
        address, telemetry_disabled=True, notifications_min_severity=NotificationMinimumSeverity.OFF
    )


def _answer(session: Session, given: Given) -> list[tuple[str, int]]:
    return [(record["id"], record["points"]) for record in session.run(ASK, given)]


def _profile(session: Session, given: Given) -> str:
    summary = session.run(f"PROFILE {ASK}", given).consume()
    assert summary.profile is not None
    return as_text(summary.profile)


def _ours(snapshot: Snapshot, ask: str) -> list[tuple[str, int]]:
    ranking, ids = order(snapshot, snapshot["asks"].row(ask)), snapshot["resources"].ids
    return [
        (ids[row], int(points)) for row, points in zip(ranking.rows[:_K], ranking.scores[:_K], strict=True)
    ]


def parameters(reader: Reader, policy: Policy, ask_id: str) -> Given:
    """What the query is told of an Ask, its client, their home, the kinds of help that fit, and the policy."""
    ask = reader.get(Ask, ask_id).record
    client = reader.get(Person, ask.person).record
    household = reader.get(Household, client.household).record if client.household else None
    day = max(NOW.date(), ask.from_on or NOW.date())
    slots = ask.slots.hex() if ask.slots is not None else ""
    types = [
        _type(one, ask, policy) for one in service_types().values() if closeness(ask.service_type, one.code)
    ]
    return {
        "k": _K,
        "client": client.id,
        "household": client.household,
        "asked": ask.service_type,
        "types": types,
        "codes": [one["code"] for one in types],
        "lumps": [one.code for one in service_types().values() if one.unit not in _VISIT_UNITS],
        "interpreting": sorted(INTERPRETING),
        "every_language": [f'"{one.value}"' for one in SpokenLanguage],
        "today": NOW.date().isoformat(),
        "now": encode_moment(NOW),
        "day": day.isoformat(),
        "mark": f"{day:%m-%d}",
        "timed": ask.slots is not None,
        "named": max(1, sum(int(digit, 16).bit_count() for digit in slots)),
        "slots": [_digit(at, digit) for at, digit in enumerate(slots) if digit != "0"],
        **_of_person(client, day),
        **_of_home(client, household),
        **_of_policy(policy),
    }


def _type(one: ServiceType, ask: Ask, policy: Policy) -> Given:
    visits = ask.amount.count if one.unit in _VISIT_UNITS else 1.0
    weekly = 1.0 if ask.amount.period is Period.ONCE else 7 / policy.period_days[ask.amount.period]
    fit = (0, policy.fit.related, policy.fit.substitute, policy.fit.exact)
    return {
        "code": one.code,
        "fit": fit[closeness(ask.service_type, one.code)],
        "home": one.needs_home_visit,
        "remote": one.remote,
        "walkable": one.walkable,
        "checks": [f'"code":"{need.value}"' for need in sorted(one.requires) if need.is_safety_check],
        "licences": [f'"code":"{need.value}"' for need in sorted(one.requires) if not need.is_safety_check],
        "more": visits * weekly,
    }


def _digit(at: int, digit: str) -> Given:
    """One hexadecimal digit of the wanted half-hours: how many it shares with each digit that may stand there."""
    return {
        "at": at,
        "of": {other: (int(digit, 16) & int(other, 16)).bit_count() for other in "0123456789abcdef"},
    }


def _of_person(client: Person, day: date) -> Given:
    age = client.age_on(day)
    paused = client.visits_paused_until
    only = _ONLY.get(client.accepts_at_home) if client.accepts_at_home else None
    return {
        "dong": f'"{client.dong}"',
        "oldest": age,
        "youngest": age if age is None or client.birth_date else age - 1,
        "sex": client.sex and client.sex.value,
        "languages": [f'"{one.value}"' for one in sorted(client.languages or ())],
        "allergies": [f'"{getattr(one, "value", one)}"' for one in sorted(client.allergies or ())],
        "only": only and only.value,
        "walks": client.walks_metres,
        "lets_in": client.accepts_at_home is not AcceptAtHome.NOBODY and not (paused and paused > day),
    }


def _of_home(client: Person, household: Household | None) -> Given:
    person = encode(client)
    own = person["place.latitude"] is not None or person["place.tong"] is not None
    held = person if own or household is None else encode(household)
    conditions = set(household.home_conditions or ()) if household else set()
    if household and (household.floor or 0) >= 2 and household.has_lift is False:
        conditions.add(HomeCondition.STAIRS)
    bands = list(IncomeBand)
    income = household.income_band if household else None
    return {
        "household_type": f'"{household.type.value}"' if household and household.type else None,
        "income": [one.value for one in bands[bands.index(income) :]] if income else None,
        "benefits": [
            f'"{getattr(one, "value", one)}"' for one in sorted((household and household.benefits) or ())
        ],
        "conditions": [f'"{one.value}"' for one in sorted(conditions)],
        "home": {part: held[f"place.{part}"] for part in ("latitude", "longitude", "tong")}
        | {"dong": held["dong"]},
        "north": METRES_PER_DEGREE,
        "east": METRES_PER_DEGREE * _cosine(held["place.latitude"]),
    }


def _cosine(latitude: Any) -> float:
    return cos(radians(latitude)) if latitude is not None else 1.0


def _of_policy(policy: Policy) -> Given:
    balance, tie = policy.balance, policy.tie
    return {
        "slots_points": policy.slots_all_covered,
        "distance": _bands(policy.distance),
        "load": _bands(policy.load),
        "freshness": [
            [(NOW.date() - timedelta(days=one.up_to)).isoformat(), one.points] for one in policy.freshness
        ],
        "balance": {name: getattr(balance, name) for name in type(balance).__slots__},
        "tie": {name: getattr(tie, name) for name in type(tie).__slots__},
        "worth": {name: getattr(tie, name) for name in ("strong", "ordinary", "weak")},
        "well": {"each": policy.went_well.each, "most": policy.went_well.most},
        "same_helper": policy.same_helper,
        "days": {period.value: days for period, days in policy.period_days.items()},
        "detour": policy.walking.detour_factor,
        "metres_per_minute": policy.walking.metres_per_minute,
    }


def _bands(bands: tuple[Band, ...]) -> list[list[float]]:
    return [[one.up_to, one.points] for one in bands]
