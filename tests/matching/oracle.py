"""The same rules again, naively: plain Python over records and networkx over ties, to check matching by."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from math import ceil, cos, hypot, radians
from typing import Any

import networkx as nx

from graph.policy.policy import Policy, points_in
from graph.records.linkages import HOLDING
from graph.records.registry import Record
from graph.words.giving import GivingUnit
from graph.words.kinds import (
    AcceptAtHome,
    Closeness,
    ConsentPurpose,
    Direction,
    HomeCondition,
    LinkageOutcome,
    LinkageState,
    Period,
    RefusalScope,
    ResourceKind,
    Sex,
    Side,
    Strain,
    SupportKind,
    TieKind,
)
from graph.words.service_types import closeness, service_type
from matching.words import CriterionName, GateName, Verdict
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
class Oracle:
    """A world of records, judged naively."""

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

    # gates

    def gates(self, ask: Any, resource: Any) -> dict[GateName, Verdict]:
        client, giver = self.by_id[ask.person], self.by_id[resource.giver]
        helper = giver if resource.giver.startswith("p-") else None
        day = max(DAY, ask.from_on or DAY)
        household = client.household and self.by_id[client.household]
        fail_if = lambda failed: Verdict.FAIL if failed else Verdict.PASS  # noqa: E731
        behind = self.behind(resource.giver)
        agreed = self.agreed(ask.person) and (
            resource.giver.startswith("o-") or any(self.agreed(p) for p in behind)
        )
        gone = (helper and helper.left_on and helper.left_on <= day) or (
            resource.giver.startswith("o-") and not holds(giver, day)
        )
        return {
            GateName.SERVICE_FIT: fail_if(not closeness(ask.service_type, resource.service_type)),
            GateName.NOT_ONESELF: fail_if(resource.giver in (ask.person, client.household)),
            GateName.CONSENT: fail_if(not agreed),
            GateName.REFUSAL: fail_if(self.refused(ask, resource)),
            GateName.KEEP_APART: fail_if(any(self.apart(ask.person, p) for p in behind)),
            GateName.VALID_ON_THE_DAY: fail_if(not holds(resource, day) or gone),
            GateName.SEASON: fail_if(not resource.in_season(day)),
            GateName.BEST_BEFORE: fail_if(resource.best_before and resource.best_before < day),
            GateName.ALLERGY: self.allergy(resource, client),
            GateName.PAUSED: fail_if(resource.paused_until and resource.paused_until > day),
            GateName.CAPACITY: self.capacity(ask, resource),
            GateName.SLOTS: self.slots(ask, resource),
            GateName.REACH: self.reach(ask, resource, client),
            GateName.ELIGIBILITY: self.eligibility(resource, client, household, day),
            **self.qualified(resource, giver, helper, day),
            GateName.LANGUAGE: self.language(resource, client, helper),
            GateName.ACCEPTS_AT_HOME: self.accepted(resource, client, helper),
            GateName.HOME_CONDITIONS: self.conditions(resource, household, helper),
            GateName.VISITS_PAUSED: fail_if(
                self.at_home(resource)
                and any(p and p.visits_paused_until and p.visits_paused_until > day for p in (client, helper))
            ),
            GateName.LOAD: self.limit(ask, resource, helper),
        }

    def allergy(self, resource: Any, client: Any) -> Verdict:
        food, mine = resource.allergens, client.allergies
        if mine == frozenset() or food == frozenset():
            return Verdict.PASS
        if food is None:
            ask = mine is not None and service_type(resource.service_type).is_food
            return Verdict.ASK if ask else Verdict.PASS
        if mine is None:
            return Verdict.ASK
        return Verdict.FAIL if food & mine else Verdict.PASS

    def capacity(self, ask: Any, resource: Any) -> Verdict:
        left = self.left(resource)
        if left is None:
            return Verdict.ASK
        if left <= 1e-6:
            return Verdict.FAIL
        into = resource.capacity.period if resource.capacity else Period.ONCE
        return (
            Verdict.ASK
            if left < self.convert(ask.amount.count, ask.amount.period, into) - 1e-6
            else Verdict.PASS
        )

    def slots(self, ask: Any, resource: Any) -> Verdict:
        if ask.slots is None:
            return Verdict.ASK if ask.slots_text else Verdict.PASS
        if resource.slots is None:
            return Verdict.PASS if resource.kind in ITEMS and not resource.slots_text else Verdict.ASK
        meeting = len(ask.slots & resource.slots)
        wanted = ceil(self.weekly(ask.amount.count, ask.amount.period, ask.service_type) - 1e-9)
        if not meeting:
            return Verdict.FAIL
        return Verdict.PASS if meeting >= max(1, min(wanted, len(ask.slots))) else Verdict.ASK

    def reach(self, ask: Any, resource: Any, client: Any) -> Verdict:
        traits, home = service_type(resource.service_type), self.at_home(resource)
        agency = home and resource.giver.startswith("o-") and resource.reach_metres is None
        if traits.remote or agency or not (traits.walkable or home or resource.reach_metres is not None):
            return Verdict.PASS
        limits = [resource.reach_metres] + ([] if home else [client.walks_metres])
        known = [limit for limit in limits if limit is not None]
        way = self.metres(ask, resource)
        if way is None:
            return Verdict.ASK
        if known:
            return Verdict.FAIL if way > min(known) else Verdict.PASS
        return Verdict.ASK if way > self.policy.walking.reach_metres else Verdict.PASS

    def eligibility(self, resource: Any, client: Any, household: Any, day: date) -> Verdict:
        rule = resource.eligibility
        if rule is None:
            return Verdict.ASK if resource.eligibility_text else Verdict.PASS
        found = [Verdict.PASS]
        if rule.age_from is not None or rule.age_to is not None:
            age = client.age_on(day)
            ages = [] if age is None else [age] if client.birth_date else [age - 1, age]
            inside = {(rule.age_from or 0) <= a <= (rule.age_to or 999) for a in ages}
            found.append(
                Verdict.PASS if inside == {True} else Verdict.FAIL if inside == {False} else Verdict.ASK
            )
        if rule.sex:
            found.append(Verdict.ASK if client.sex is None else Verdict(2 * (client.sex is rule.sex)))
        if rule.household_types is not None:
            own = household and household.type
            found.append(Verdict.ASK if not own else Verdict(2 * (own in rule.household_types)))
        if rule.income_up_to:
            own = household and household.income_band
            order = list(type(rule.income_up_to))
            found.append(
                Verdict.ASK if not own else Verdict(2 * (order.index(own) <= order.index(rule.income_up_to)))
            )
        if rule.dongs is not None:
            found.append(Verdict(2 * (client.dong in rule.dongs)))
        if rule.excluded_by:
            own = household.benefits if household else None
            found.append(Verdict.ASK if own is None else Verdict(2 * (not own & rule.excluded_by)))
        return min(found)

    def qualified(self, resource: Any, giver: Any, helper: Any, day: date) -> dict[GateName, Verdict]:
        found = {GateName.QUALIFICATION: Verdict.PASS, GateName.SAFETY_CHECK: Verdict.PASS}
        if resource.giver.startswith("o-") and (resource.formal or giver.formal):
            return found
        for needed in service_type(resource.service_type).requires:
            held = [q for q in (helper.qualifications if helper else ()) if q.code == needed.value]
            dated = any(q.valid_until and q.valid_until >= day for q in held)
            if needed.is_safety_check:
                found[GateName.SAFETY_CHECK] = min(
                    found[GateName.SAFETY_CHECK], Verdict.PASS if dated else Verdict.FAIL
                )
            else:
                valid = dated or any(q.valid_until is None for q in held)
                verdict = Verdict.ASK if not held else Verdict.PASS if valid else Verdict.FAIL
                found[GateName.QUALIFICATION] = min(found[GateName.QUALIFICATION], verdict)
        return found

    def language(self, resource: Any, client: Any, helper: Any) -> Verdict:
        theirs = resource.languages if resource.languages is not None else helper and helper.languages
        common = self.policy.common_language
        if resource.kind in ITEMS:
            return Verdict.PASS
        if client.languages is None:
            return Verdict.ASK if theirs is not None and common not in theirs else Verdict.PASS
        if theirs is None:
            return Verdict.PASS if common in client.languages else Verdict.ASK
        return Verdict.PASS if theirs & client.languages else Verdict.FAIL

    def accepted(self, resource: Any, client: Any, helper: Any) -> Verdict:
        only = {AcceptAtHome.WOMEN_ONLY: Sex.FEMALE, AcceptAtHome.MEN_ONLY: Sex.MALE}

        def lets_in(accepts: Any, sex: Any) -> Verdict:
            if accepts is AcceptAtHome.NOBODY:
                return Verdict.FAIL
            if accepts in only:
                return Verdict.ASK if sex is None else Verdict(2 * (sex is only[accepts]))
            return Verdict.PASS

        if self.at_home(resource):
            if client.accepts_at_home is None:
                return Verdict.ASK
            return lets_in(client.accepts_at_home, helper and helper.sex)
        if helper and resource.comes_home is False and not service_type(resource.service_type).remote:
            return lets_in(helper.accepts_at_home, client.sex)
        return Verdict.PASS

    def conditions(self, resource: Any, household: Any, helper: Any) -> Verdict:
        if not self.at_home(resource):
            return Verdict.PASS
        known = household.home_conditions if household else None
        stairs = bool(household and (household.floor or 0) >= 2 and household.has_lift is False)
        sure = (known or frozenset()) | ({HomeCondition.STAIRS} if stairs else frozenset())
        cannot = helper.cannot_with if helper else None
        if cannot and cannot & sure:
            return Verdict.FAIL
        if cannot is None:
            return Verdict.ASK if sure else Verdict.PASS
        return Verdict.ASK if cannot and known is None else Verdict.PASS

    def limit(self, ask: Any, resource: Any, helper: Any) -> Verdict:
        if not helper:
            return Verdict.PASS
        visits, unknown = self.load(helper.id)
        visits += self.weekly(ask.amount.count, ask.amount.period, resource.service_type)
        if helper.load_limit is not None and visits > helper.load_limit + 1e-6:
            return Verdict.FAIL
        limit = self.policy.visits_per_week if helper.load_limit is None else helper.load_limit
        return Verdict.ASK if visits + unknown > limit + 1e-6 else Verdict.PASS

    # criteria

    def points(self, ask: Any, resource: Any) -> dict[CriterionName, int]:
        policy, traits = self.policy, service_type(resource.service_type)
        helper = self.by_id[resource.giver] if resource.giver.startswith("p-") else None
        way = None if traits.remote else self.metres(ask, resource)
        meeting = len(ask.slots & resource.slots) if ask.slots and resource.slots else 0
        giver = self.by_id[resource.giver]
        verified = resource.verified_on or getattr(giver, "verified_on", None)
        well = [x for x in self.all("l") if x.giver == giver.id and x.outcome is LinkageOutcome.WENT_WELL]
        share = None
        if helper and helper.load_limit:
            share = sum(self.load(helper.id)) / helper.load_limit
        fit = (0, policy.fit.related, policy.fit.substitute, policy.fit.exact)
        return {
            CriterionName.FIT: fit[closeness(ask.service_type, resource.service_type)],
            CriterionName.DISTANCE: 0 if way is None else points_in(policy.distance, way),
            CriterionName.SLOTS: policy.slots_all_covered * meeting // len(ask.slots) if ask.slots else 0,
            CriterionName.TIE: self.tie(ask.person, resource.giver),
            CriterionName.LOAD: 0 if share is None else points_in(policy.load, share),
            CriterionName.FRESHNESS: points_in(policy.freshness, max((DAY - verified).days, 0))
            if verified
            else 0,
            CriterionName.BALANCE: self.balance(ask.person, resource),
            CriterionName.SAME_HELPER: self.same(ask.person, giver.id),
            CriterionName.WENT_WELL: min(len(well) * policy.went_well.each, policy.went_well.most),
        }

    def ways(self, client: str, giver: str) -> list[list[str]]:
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from([client, giver])
        for t in self.all("t"):
            if holds(t) and t.strain not in (Strain.TENSE, Strain.BROKEN) and t.introduces is not False:
                graph.add_edge(t.source, t.target)
        found = []
        for path in nx.all_simple_paths(graph, client, giver, cutoff=3):
            between = path[1:-1]
            if between and all(self.introduces(one) for one in between) and self.may_meet(path):
                found.append(path)
        return found

    def introduces(self, one: str) -> bool:
        person = self.by_id[one]
        there = one.startswith("p-") and not (person.left_on and person.left_on <= DAY)
        silent = any(
            no.person == one and no.scope is RefusalScope.NOT_BEFORE and not no.other and not no.service_type
            for no in self.noes()
        )
        return there and self.agreed(one) and not silent

    def may_meet(self, path: list[str]) -> bool:
        for a, b in combinations(path, 2):
            if any({no.person, no.other} == {a, b} for no in self.noes()):
                return False
            if any(self.apart(x, y) for x in self.behind(a) for y in self.behind(b)):
                return False
        return True

    def tie(self, client: str, giver: str) -> int:
        scale = self.policy.tie
        worth = {
            Closeness.STRONG: scale.strong,
            Closeness.ORDINARY: scale.ordinary,
            Closeness.WEAK: scale.weak,
        }
        direct = [t for t in self.all("t") if holds(t) and {t.source, t.target} == {client, giver}]
        good = [t for t in direct if t.strain not in (Strain.TENSE, Strain.BROKEN)]
        strained = len(good) < len(direct)
        found = [worth.get(t.closeness, 0) for t in good]
        if not strained:
            found += [{3: scale.two_steps, 4: scale.three_steps}[len(w)] for w in self.ways(client, giver)]
            groups = {m.organisation for m in self.all("m") if m.person == client and holds(m)}
            fellow = any(m.person == giver and m.organisation in groups and holds(m) for m in self.all("m"))
            if (fellow and giver != client) or giver in groups:
                found.append(scale.shared_group)
        return max(found, default=0)

    def formal(self, resource: Any) -> bool | None:
        if resource.formal is not None:
            return bool(resource.formal)
        return self.by_id[resource.giver].formal if resource.giver.startswith("o-") else False

    def balance(self, client: str, resource: Any) -> int:
        supporters: dict[str, list[bool | None]] = {}
        for t in self.all("t"):
            if holds(t) and client in (t.source, t.target) and t.strain not in (Strain.TENSE, Strain.BROKEN):
                formal = t.formal
                if formal is None and t.kind in (TieKind.WORKER, TieKind.AGENCY):
                    formal = True
                elif formal is None and t.kind not in (
                    TieKind.OTHER,
                    TieKind.VOLUNTEER,
                    TieKind.RESIDENT_LEADER,
                ):
                    formal = False
                supporters.setdefault(t.other(client), []).append(formal)
        for x in self.held():
            if x.person == client:
                supporters.setdefault(x.giver, []).append(self.formal(self.by_id[x.resource]))
        known = [True in values for values in supporters.values() if set(values) != {None}]
        if not known:
            return 0
        share, balance, formal = sum(known) / len(known), self.policy.balance, self.formal(resource)
        if share >= balance.mostly_formal:
            return balance.informal_where_formal if formal is False else 0
        if share > balance.mostly_informal:
            return balance.informal_where_mixed if formal is False else 0
        return balance.formal_where_informal if formal else 0

    def same(self, client: str, giver: str) -> int:
        together = (LinkageState.ACTIVE, LinkageState.KEPT, LinkageState.ENDED)
        broken = {
            LinkageOutcome.STOPPED_BY_CLIENT,
            LinkageOutcome.STOPPED_BY_HELPER,
            LinkageOutcome.NOT_DELIVERED,
        }
        theirs = [x for x in self.all("l") if x.person == client and x.giver == giver and x.state in together]
        return self.policy.same_helper if theirs and not any(x.outcome in broken for x in theirs) else 0

    def ranking(self, ask: Any) -> list[tuple[str, int]]:
        fitting = [r for r in self.all("r") if closeness(ask.service_type, r.service_type)]
        passing = [r for r in fitting if Verdict.FAIL not in self.gates(ask, r).values()]
        scored = [(r.id, sum(self.points(ask, r).values())) for r in passing]
        return sorted(scored, key=lambda one: (-one[1], one[0]))
