"""Groups of words that people use for one thing, for searching only: a group says nothing about people."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from graph.text.normalise import fold


@cache
def synonym_groups() -> Mapping[str, tuple[str, ...]]:
    """Return the words of each group by its head, the head first; many are stems, to meet every ending."""
    text = (resources.files("graph.words") / "data" / "synonyms.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({row["head"]: (row["head"], *row["words"].split("|")) for row in rows})


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    # A word of one syllable counts only at the start of a written word: 약 in 약국, never in 계약.
    return tuple(
        (
            head,
            re.compile(
                "|".join(
                    rf"(?<!\w){re.escape(word)}" if len(word) == 1 else re.escape(word).replace(r"\ ", " ?")
                    for word in sorted(words, key=lambda word: (-len(word), word))
                )
            ),
        )
        for head, words in synonym_groups().items()
    )


def groups_in(text: str) -> dict[str, str]:
    """Return the heads of the groups that a text names, each with the word that names it, in fixed order."""
    folded = fold(text)
    found = ((head, pattern.search(folded)) for head, pattern in _patterns())
    return {head: match[0] for head, match in found if match}
