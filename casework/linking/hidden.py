"""Which gates and criteria a viewer is not told of: those that rest on fields they may not read."""

from __future__ import annotations

from functools import cache

from graph.records.fields import Privacy, field_specs
from graph.records.registry import RECORD_TYPES
from graph.view import View
from graph.words.word import Word
from matching.criteria.every import CRITERIA
from matching.gates.every import GATES


def hidden_from(view: View) -> frozenset[Word]:
    """Names of the rules to be hidden in a disclosure about a client.

    Private rules and those that read a restricted field are told to the responsible worker alone.
    """
    return frozenset() if view.responsible_for(view.about) else hidden_from_most()


@cache
def hidden_from_most() -> frozenset[Word]:
    """Names of the rules to be hidden from everybody but the responsible worker."""
    gates = (gate.name for gate in GATES if gate.private or _rests_on_restricted(gate.reads))
    criteria = (criterion.name for criterion in CRITERIA if _rests_on_restricted(criterion.reads))
    return frozenset((*gates, *criteria))


def _rests_on_restricted(reads: tuple[str, ...]) -> bool:
    return any(_privacy(field) in (Privacy.RESTRICTED, Privacy.SENSITIVE) for field in reads)


def _privacy(path: str) -> Privacy:
    kind, _, field = path.partition(".")
    return field_specs(RECORD_TYPES[kind])[field.partition(".")[0]].privacy
