"""From a need in people's own words to what could meet it; words of crisis come before any ranking."""

from __future__ import annotations

from dataclasses import dataclass

from graph.text.lexicon import Hit, service_lexicon
from graph.words.crisis import Crisis, crises_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Either crises to look at now, or service types to choose from; never both.

    ``hits`` are suggestions in order of how much the words speak for them; a person chooses.
    """

    crises: tuple[Crisis, ...] = ()
    hits: tuple[Hit, ...] = ()


def search(text: str, *, limit: int = 10) -> Found:
    """What a text may mean: the crises it speaks of, else the service types, best first."""
    crises = tuple(crises_in(text))
    if crises:
        return Found(crises=crises)
    return Found(hits=service_lexicon().search(text, limit))
