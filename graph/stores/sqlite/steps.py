"""From one schema of the shared tables to the next, in numbered steps.

A new record field needs no step: the tables of the records are drawn anew from the versions.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """The statements that bring a file of the schema before to the schema of this number."""

    to: int
    statements: tuple[str, ...]


STEPS: tuple[Step, ...] = ()


def steps_after(version: int) -> tuple[Step, ...]:
    """What a file of a schema still needs, in order."""
    return tuple(step for step in STEPS if step.to > version)
