"""The terms of the full-text index, and the expression that looks for them."""

from graph.stores.words import SearchedText, SearchQuery
from graph.text.hangul import initials


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def terms_of(text: SearchedText) -> str:
    """What the index holds for a text: its bigrams, and those of the 초성 of its names.

    The last character stands alone as well, so that a prefix finds every single character.
    """
    runs = text.lines.split("\n") + [initials(name) for name in text.names]
    terms = [term for run in runs if run for term in (*_pairs(run), run[-1])]
    return " ".join(dict.fromkeys(terms))


def match_expression(query: SearchQuery) -> str | None:
    """The expression that finds every text the query may occur in, or None for a query without words."""
    runs = query.words + tuple(initials(word) for word in query.by_initials)
    terms = [f'"{pair}"' for run in runs for pair in _pairs(run)]
    terms += [f'"{run}"*' for run in runs if len(run) == 1]
    return " AND ".join(dict.fromkeys(terms)) or None
