"""The same rules again, naively: plain Python over records and networkx over ties, to check matching by."""

from datetime import date
from itertools import combinations
from math import ceil
from typing import Any

import networkx as nx

from graph.policy.policy import Band
from graph.words.kinds import (
    AcceptAtHome,
    Closeness,
    HomeCondition,
    LinkageOutcome,
    LinkageState,
    Period,
    RefusalScope,
    Sex,
    Strain,
    TieKind,
)
from graph.words.service_types import closeness, service_type
from matching.words import CriterionName, GateName, Verdict
from tests.matching.oracle_facts import ITEMS, Facts, holds
from tests.matching.worlds import DAY


def points_in(bands: tuple[Band, ...], value: float) -> int:
    return next((band.points for band in bands if value <= band.up_to), 0)


def in_season(resource: Any, day: date) -> bool:
    first, last, mark = resource.season_from, resource.season_to, day.strftime("%m-%d")
    if first is None:
        return True
    return first <= mark <= last if first <= last else mark >= first or mark <= last


class Oracle(Facts):
    """A world of records, judged naively."""

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
            GateName.SEASON: fail_if(not in_season(resource, day)),
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
