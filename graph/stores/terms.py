"""The terms of a full-text index, and those that a query looks for."""

import hashlib
from functools import cache, lru_cache

from graph.stores.codec import NAMED, SEARCHED
from graph.stores.columns import compact
from graph.stores.geometry import cell_of
from graph.stores.words import SearchedText, SearchQuery, text_searched
from graph.text.hangul import initials

_REMEMBERED, _SHORT = 16_384, 40
"""The terms of how many texts are remembered, of at most so many characters."""


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def terms_of(text: SearchedText) -> str:
    """What the index holds for a text: its bigrams, and those of the 초성 of its names.

    The last character stands alone as well, so that a prefix finds every single character.
    """
    short = len(text.lines) + sum(map(len, text.names)) <= _SHORT
    return _terms_of_short(text) if short else _terms_of(text)


@lru_cache(maxsize=_REMEMBERED)
def _terms_of_short(text: SearchedText) -> str:
    """The same of a name alone: in a large file most are met again."""
    return _terms_of(text)


def _terms_of(text: SearchedText) -> str:
    runs = text.lines.split("\n") + [initials(name) for name in text.names]
    terms = [term for run in runs if run for term in (*_pairs(run), run[-1])]
    return " ".join(dict.fromkeys(terms))


def terms_in(query: SearchQuery) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The terms, and the beginnings of terms, that every text has in which the query may occur."""
    runs = query.words + tuple(initials(word) for word in query.by_initials)
    whole = dict.fromkeys(pair for run in runs for pair in _pairs(run))
    return tuple(whole), tuple(dict.fromkeys(run for run in runs if len(run) == 1))


def match_expression(query: SearchQuery) -> str | None:
    """The expression of SQLite for those terms, or None for a query without words."""
    whole, begun = terms_in(query)
    return " AND ".join([*(f'"{term}"' for term in whole), *(f'"{term}"*' for term in begun)]) or None


_PROBE = "Ａbc-Def 12 김하늘\n각 ㄱㄴ, é 서울특별시"


@cache
def found_by_fingerprint() -> str:
    """A digest of how records are found: it changes when other fields are searched, or by other terms and cells."""
    text = text_searched([_PROBE], [_PROBE])
    fields = [[[kind.__name__, *names] for kind, names in of.items()] for of in (SEARCHED, NAMED)]
    told = [fields, text.lines, text.names, terms_of(text), cell_of(37.5, 127.0)]
    return hashlib.sha256(compact(told).encode()).hexdigest()
