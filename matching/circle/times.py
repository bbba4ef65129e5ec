"""Half-hours of one neighbour: nobody is in two places at once, and every visit gets one that is free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


def tight(masks: Sequence[int]) -> list[int]:
    """Those of some visits, by position, that may compete for a half-hour; the others always find one left.

    A visit whose half-hours outnumber the visits that overlap with it can be placed last, and so on.
    """
    left = list(range(len(masks)))
    while True:
        kept = [
            one for one in left if masks[one].bit_count() < sum(bool(masks[one] & masks[two]) for two in left)
        ]
        if len(kept) == len(left):
            return left
        left = kept


def atoms(masks: Iterable[int]) -> list[int]:
    """The coarsest parts of the week such that each mask is a union of them, in order of their first bit."""
    parts: list[int] = []
    for mask in masks:
        split = [piece for part in parts for piece in (part & mask, part & ~mask) if piece]
        for part in parts:
            mask &= ~part
        parts = [*split, mask] if mask else split
    return sorted(parts, key=lambda part: part & -part)


def placed(masks: Mapping[int, int], before: Mapping[int, int] | None = None) -> dict[int, int]:
    """A half-hour of its own for each key out of its mask, early ones first; without those that find none.

    A key keeps the half-hour it had ``before`` where it can. Augmenting paths (Kuhn 1955) in order of keys.
    """
    had = before or {}
    taken = {had[key]: key for key in masks if key in had and masks[key] >> had[key] & 1}
    settled = set(taken.values())

    def place(key: int, seen: set[int]) -> bool:
        for slot in bits(masks[key]):
            if slot not in seen:
                seen.add(slot)
                if slot not in taken or place(taken[slot], seen):
                    taken[slot] = key
                    return True
        return False

    for key in sorted(masks.keys() - settled):
        place(key, set())
    return {key: slot for slot, key in taken.items()}


def bits(mask: int) -> Iterable[int]:
    """The numbers of the bits that are set, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
