"""Food against allergies: a known clash excludes, anything unknown is asked (D8)."""

from __future__ import annotations

from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.snapshot import Snapshot
from matching.words import Verdict


def may_eat(snapshot: Snapshot, resource: int, people: list[int]) -> Verdict:
    """Whether people may eat what a resource holds: FAIL on a known clash, ASK where a side is unknown."""
    sets, held = snapshot.names.sets, int(snapshot["resources"]["allergens"][resource])
    known = [int(snapshot["people"]["allergies"][person]) for person in people]
    if held == UNKNOWN:
        harmless = known and all(one != UNKNOWN and not sets.values[one] for one in known)
        return Verdict.PASS if harmless else Verdict.ASK
    allergens = sets.values[held]
    if any(one != UNKNOWN and not allergens.isdisjoint(sets.values[one]) for one in known):
        return Verdict.FAIL
    return Verdict.ASK if allergens and UNKNOWN in known else Verdict.PASS
