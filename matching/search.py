"""From a need in people's own words to what could meet it; words of crisis come before any ranking."""

from __future__ import annotations

from dataclasses import dataclass

from graph.text.lexicon import Hit, service_lexicon
from graph.words.crisis import Crisis, crises_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The crises to look at now, and service types to choose from.

    ``hits`` are in order of how much the words speak for them; there are none while a crisis is not ruled
    out.
    """

    crises: tuple[Crisis, ...] = ()
    hits: tuple[Hit, ...] = ()


def search(text: str, *, limit: int = 10, crisis_ruled_out: bool = False) -> Found:
    """What a text may mean: the crises it speaks of, and the service types once no crisis stands before them.

    ``crisis_ruled_out`` says that a person has looked at the crises and found them to be none.
    """
    crises = tuple(crises_in(text))
    stopped = bool(crises) and not crisis_ruled_out
    return Found(crises=crises, hits=() if stopped else service_lexicon().search(text, limit))
