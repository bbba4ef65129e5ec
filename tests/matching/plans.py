"""All plans of a region, and the figures of theirs that do not hang on which of equal optima was found.

``python -m tests.matching.plans`` prints those of the sample of a dong.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from graph.policy.load import policy_on
from graph.records.registry import Record
from graph.stores.memory import MemoryStore
from importers.sample import scenes
from importers.sample.stream import sample_records
from matching.allocate.allocate import Allocation, told, worked
from matching.candidates import candidates
from matching.circle.arrange import arrange
from matching.circle.circle import Circle
from matching.circle.templates import template_on
from matching.develop.missing import Missing, missing
from matching.develop.more import OneMore, one_more_of_each
from matching.exchange.propose import Exchanges, propose
from matching.kernels.compiled import COMPILED
from matching.snapshot.build import build
from matching.snapshot.snapshot import Snapshot

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """What is proposed for a region, without the store's own cursor."""

    allocation: Allocation
    exchanges: Exchanges
    circle: Circle
    more: tuple[OneMore, ...]
    missing: tuple[Missing, ...]


def plans_of(snapshot: Snapshot) -> Plans:
    """Every plan of a region that holds the sample's scenes."""
    work = worked(snapshot, table=candidates(snapshot))
    lunchbox = template_on("lunchbox", snapshot.day)
    return Plans(
        allocation=replace(told(work), data_version=""),
        exchanges=replace(propose(snapshot), data_version=""),
        circle=replace(arrange(snapshot, scenes.MEALS_CLIENT, lunchbox).circle, data_version=""),
        more=one_more_of_each(work),
        missing=missing(work),
    )


def figures(plans: Plans) -> dict[str, Any]:
    """How good each plan is, whichever of equally good ones it is."""
    plan, circle = plans.allocation, plans.circle
    return {
        "allocation": [*astuple(plan.found), *astuple(plan.bound)],
        "exchanges": [plans.exchanges.total, plans.exchanges.bound],
        "circle": [len(circle.members), circle.burden, circle.bound, len(circle.open)],
        "more": [[one.resource, one.people, one.crisis, one.at_most] for one in plans.more],
        "missing": [
            [one.service_type, one.dong, one.hours.value, one.people, one.crisis, one.at_most]
            for one in plans.missing
        ],
    }


def sample() -> list[Record]:
    """The sample of a dong."""
    return list(sample_records("dong", seed=1, day=NOW.date()))


def snapshot_of(records: Iterable[Record]) -> Snapshot:
    """The snapshot of some records, in the order in which they come."""
    store = MemoryStore(clock=lambda: NOW)
    with store.write(by="s", why="test") as unit:
        unit.put_all(records)
    with store.read() as reader:
        return build(reader, now=NOW, policy=policy_on(NOW.date()))


def main() -> None:
    """Print the figures, and whether kernels are compiled."""
    print(json.dumps({"compiled": COMPILED, **figures(plans_of(snapshot_of(sample())))}))


if __name__ == "__main__":
    main()
