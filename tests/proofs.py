"""What the answers of matching were compared with: tests count it, and a run prints the counts at its end."""

from __future__ import annotations

from collections import Counter
from enum import Enum


class Claim(Enum):
    """What is compared with what; docs/correctness.md names each."""

    RANKING = "order and points of an ask: every rule read naively, record by record"
    CANDIDATES = "candidates of all asks at once: each ask ranked alone"
    SHORT = "short form: every assignment tried"
    SHORT_PRICES = "prices of the short form: every assignment tried with one unit more"
    SHORT_HIGHS = "short form and its prices: HiGHS"
    SHORT_CHANGES = "short form kept through changes: solved afresh"
    VISITS = "visits at half-hours: every plan tried"
    VISIT_PRICES = "prices of visits: solved again with one visit more"
    VISITS_HIGHS = "visits and their prices: HiGHS"
    VISITS_AGAIN = "visits and prices from an earlier plan: solved afresh"
    PLANS = "plans in tiers with every limit: every plan tried"
    PLANS_AGAIN = "plans in tiers from an earlier one: solved afresh"
    PLANS_LARGE = "plans of parts too large to be exact: between what holds and its bound, every plan tried"
    GAP = "plans of unequal sizes: published optima of generalised assignment"
    SOLVER = "programs behind the door to HiGHS: every choice tried"
    EXCHANGES = "exchanges: every choice tried"
    PREFLIB = "exchange pools of PrefLib: one program that shares no code"
    CYCLES = "cycles and chains: networkx"
    CIRCLES = "circles: every choice tried"
    ONE_MORE = "one visit more of a resource: solved again with it"
    NEW_GIVER = "a resource that does not exist yet: solved again with it"
    KEPT = "plans, exchanges, repairs and circles: nothing that may not be, each rule read naively"
    ORDERS = "the same input in another order: the same answer"
    STORES = "every plan of the demo dong: on another store"
    NUMBA = "plans, exchanges, cycles: without compiled kernels"


_counted: Counter[Claim] = Counter()


def proved(claim: Claim, times: int = 1) -> None:
    """Count comparisons that held; to be called behind the assertion."""
    _counted[claim] += times


def taken() -> dict[str, int]:
    """What was counted since this was last asked for, by the name of the claim."""
    found = {claim.name: count for claim, count in _counted.items()}
    _counted.clear()
    return found
