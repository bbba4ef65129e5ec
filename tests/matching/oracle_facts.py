"""What a world of records says, read naively: who is where, who said no, what is taken already."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from math import cos, hypot, radians
from typing import Any

from graph.policy.policy import Policy
from graph.records.linkages import HOLDING
from graph.records.registry import Record
from graph.words.giving import GivingUnit
from graph.words.kinds import (
    ConsentPurpose,
    Direction,
    LinkageState,
    Period,
    RefusalScope,
    ResourceKind,
    Side,
    SupportKind,
)
from graph.words.service_types import service_type
from tests.matching.worlds import DAY, NOW

VISITS = {
    GivingUnit.VISIT,
    GivingUnit.TIME,
    GivingUnit.HOUR,
    GivingUnit.DAY,
    GivingUnit.NIGHT,
    GivingUnit.MEAL,
}
ITEMS = (ResourceKind.GOODS, ResourceKind.PUBLIC_BENEFIT)


def holds(record: Any, day: date = DAY) -> bool:
    return not (record.valid_from and record.valid_from > day) and not (
        record.valid_to and record.valid_to < day
    )


@dataclass
class Facts:
    """A world of records, read naively."""

    records: Iterable[Record]
    policy: Policy
    by_id: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_id = {record.id: record for record in self.records}
        self.by_prefix: dict[str, list[Any]] = {}
        for key in sorted(self.by_id):
            self.by_prefix.setdefault(key.partition("-")[0], []).append(self.by_id[key])

    def all(self, prefix: str) -> list[Any]:
        return self.by_prefix.get(prefix, [])

    # consent, refusals, keep-aparts

    def agreed(self, person: str) -> bool:
        mine = [c for c in self.all("c") if c.person == person and c.purpose is ConsentPurpose.MATCHING]
        own = [c for c in mine if c.decided_by in (None, person)]
        if any(c.in_force(DAY) and c.recipient is None for c in own):
            return True
        if any(c.withdrawn_on and c.withdrawn_on <= DAY for c in own):
            return False
        return any(c.in_force(DAY) and c.recipient is None for c in mine)

    def home(self, person: str) -> str | None:
        return self.by_id[person].household

    def apart(self, one: str, other: str) -> bool:
        for k in self.all("k"):
            if holds(k) and one != other:
                sides = [{k.one}, {k.other}]
                if k.covers_households:
                    for side in sides:
                        side |= {
                            p.id for p in self.all("p") if p.household and p.household == self.home(min(side))
                        }
                for a, b in (sides, sides[::-1]):
                    if one in a and other in b:
                        return True
        return False

    def behind(self, giver: str) -> list[str]:
        if giver.startswith("p-"):
            return [giver]
        if giver.startswith("h-"):
            return [p.id for p in self.all("p") if p.household == giver]
        return [m.person for m in self.all("m") if m.organisation == giver and holds(m)]

    def noes(self) -> list[Any]:
        return [no for no in self.all("no") if no.in_force(DAY)]

    def no_covers(self, no: Any, other: str, kinds: set[str]) -> bool:
        by_other = no.scope is RefusalScope.THIS_ONE or (no.scope is RefusalScope.NOT_BEFORE and no.other)
        if by_other:
            return bool(no.other == other or (other.startswith("h-") and no.other in self.behind(other)))
        return no.service_type is None or no.service_type in kinds

    def refused(self, ask: Any, resource: Any) -> bool:
        kinds, giver = {ask.service_type, resource.service_type}, resource.giver
        for no in self.noes():
            mine = no.side is Side.CLIENT and no.person == ask.person
            if mine and self.no_covers(no, giver, kinds):
                return True
            if no.side is Side.HELPER and (
                no.person == giver or (giver.startswith("h-") and no.person in self.behind(giver))
            ):
                by_other = no.scope is RefusalScope.THIS_ONE or (
                    no.scope is RefusalScope.NOT_BEFORE and no.other
                )
                if no.other == ask.person if by_other else self.no_covers(no, ask.person, kinds):
                    return True
        return False

    # amounts

    def convert(self, count: float, period: Period, into: Period) -> float:
        if Period.ONCE in (period, into):
            return count
        return count * self.policy.period_days[into] / self.policy.period_days[period]

    def held(self) -> list[Any]:
        return [
            x
            for x in self.all("l")
            if x.state in HOLDING and (x.state is not LinkageState.ASKED or x.hold_until > NOW)
        ]

    def amount(self, linkage: Any) -> tuple[float, Period]:
        amount = linkage.amount or (self.by_id[linkage.ask].amount if linkage.ask else None)
        return (amount.count, amount.period) if amount else (1.0, Period.ONCE)

    def left(self, resource: Any) -> float | None:
        if resource.unlimited:
            return float("inf")
        if resource.capacity is None and resource.stock is None:
            return None
        period = resource.capacity.period if resource.capacity else Period.ONCE
        total = resource.capacity.count if resource.capacity else resource.stock
        used = [self.convert(*self.amount(x), period) for x in self.held() if x.resource == resource.id]
        return float(total - sum(used))

    def weekly(self, count: float, period: Period, code: str) -> float:
        visits = count if service_type(code).unit in VISITS else 1.0
        return self.convert(visits, period, Period.WEEK)

    def load(self, person: str) -> tuple[float, int]:
        mine = [x for x in self.held() if x.giver == person]
        visits = sum(self.weekly(*self.amount(x), self.by_id[x.resource].service_type) for x in mine)
        unknown = 0
        for t in self.all("t"):
            if not holds(t) or t.formal or not t.supports & {SupportKind.PRACTICAL, SupportKind.MATERIAL}:
                continue
            if not (t.source.startswith("p-") and t.target.startswith("p-")):
                continue
            for giver, other, against in (
                (t.source, t.target, Direction.BACKWARD),
                (t.target, t.source, Direction.FORWARD),
            ):
                linked = any(x.person == other for x in mine)
                if giver == person and t.direction and t.direction is not against and not linked:
                    visits += t.contacts_per_week or 0
                    unknown += t.contacts_per_week is None
        return visits, unknown

    # ways on foot

    def where(self, *records: Any) -> Any:
        for record in records:
            place = record and record.place
            if place and (place.latitude is not None or place.tong):
                return place
        return None

    def metres(self, ask: Any, resource: Any) -> float | None:
        person, giver = self.by_id[ask.person], self.by_id[resource.giver]
        home = self.where(person, person.household and self.by_id[person.household])
        household = getattr(giver, "household", None)
        there = self.where(resource, giver, household and self.by_id[household])
        if not home or not there:
            return None
        for w in self.all("w"):
            if {w.tong, w.other_tong} == {home.tong, there.tong}:
                return float(w.walk_minutes * self.policy.walking.metres_per_minute)
        if home.latitude is None or there.latitude is None:
            return None
        north = (there.latitude - home.latitude) * 111_195
        east = (there.longitude - home.longitude) * 111_195 * cos(radians(home.latitude))
        return hypot(north, east) * self.policy.walking.detour_factor

    def at_home(self, resource: Any) -> bool:
        comes = resource.comes_home
        return bool(service_type(resource.service_type).needs_home_visit if comes is None else comes)
