"""A plan that was profiled, as plain text: operators, rows and db hits."""

from collections.abc import Iterator, Mapping
from typing import Any


def as_text(profile: Mapping[str, Any]) -> str:
    """One operator a line, what it reads from below it and further in."""
    lines = list(_lines(profile, 0))
    head = f"{'rows':>9} {'db hits':>9}  operator"
    total = sum(hits for _, hits, _ in lines)
    rows = [f"{rows:>9,} {hits:>9,}  {text}" for rows, hits, text in lines]
    return "\n".join([head, *rows, f"{'':>9} {total:>9,}  in all"]) + "\n"


def _lines(plan: Mapping[str, Any], depth: int) -> Iterator[tuple[int, int, str]]:
    given = plan["args"]
    name = plan["operatorType"].partition("@")[0]
    details = " ".join(str(given.get("Details", "")).split())[:100]
    yield given.get("Rows", 0), given.get("DbHits", 0), f"{'  ' * depth}{name} {details}".rstrip()
    for child in plan.get("children", ()):
        yield from _lines(child, depth + 1)
