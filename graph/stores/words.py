"""What a search finds: the meaning of ``Reader.search``, shared by all stores."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from graph.records.registry import Record
from graph.store import Primitive
from graph.stores.codec import NAMED, SEARCHED, codec
from graph.text.hangul import is_initials, matches_initials
from graph.text.normalise import fold

_NAMES, _LONGEST_NAME = 16_384, 20
"""How many names are remembered as they are searched, of at most so many characters."""
_WORD = re.compile(r"[^\W_]+")
_LINE = re.compile(r"[^\W_]+(?: [^\W_]+)*")


@dataclass(frozen=True, slots=True)
class SearchedText:
    """A record's searchable text: its words run together, a line between marks; and its names."""

    lines: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """The words of a query: those to find in the text, and those holding 초성, to find in names."""

    words: tuple[str, ...]
    by_initials: tuple[str, ...]

    @staticmethod
    def of(text: str) -> "SearchQuery":
        """Read what somebody typed."""
        words = tuple(dict.fromkeys(_WORD.findall(fold(text))))
        return SearchQuery(
            tuple(word for word in words if not is_initials(word)),
            tuple(word for word in words if is_initials(word)),
        )

    def found_in(self, text: SearchedText | None) -> bool:
        """Tell whether all words of the query occur; a query without words finds nothing."""
        if text is None or not (self.words or self.by_initials):
            return False
        return all(word in text.lines for word in self.words) and all(
            any(matches_initials(word, name) for name in text.names) for word in self.by_initials
        )


@cache
def _places(kind: type[Record]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    at = codec(kind).at
    return (
        tuple(at[name] for name in SEARCHED.get(kind, ())),
        tuple(at[name] for name in NAMED.get(kind, ())),
    )


def searched_text(kind: type[Record], row: Sequence[Primitive]) -> SearchedText | None:
    """The searchable text of a row of column values, or None when it has none."""
    searched, named = _places(kind)
    texts = tuple([str(row[i]) for i in searched if row[i]])
    if not texts:
        return None
    names = tuple([str(row[i]) for i in named if row[i]])
    short = len(texts) == 1 and len(texts[0]) <= _LONGEST_NAME
    return _name_searched(texts, names) if short else text_searched(texts, names)


@lru_cache(maxsize=_NAMES)
def _name_searched(texts: tuple[str, ...], names: tuple[str, ...]) -> SearchedText:
    """The same of a name alone: in a large file most are met again."""
    return text_searched(texts, names)


def text_searched(texts: Sequence[str], names: Sequence[str]) -> SearchedText:
    """The searchable text of some texts and names."""
    lines = [line.replace(" ", "") for text in texts for line in _LINE.findall(fold(text))]
    return SearchedText("\n".join(lines), tuple(map(fold, names)))
