"""Search from a need in people's own words to the service types that could meet it.

BM25 (Robertson and Zaragoza 2009) over bigrams of names, synonyms and need items, with the groups of
`graph.words.synonyms` as further terms, and a bonus for a name or synonym that stands in the text whole.
It suggests and a person chooses; `graph.words.crisis` is asked first, always.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from graph.text.hangul import bigrams
from graph.text.normalise import fold
from graph.words.need_areas import need_word
from graph.words.service_types import ServiceType, service_types
from graph.words.synonyms import groups_in

_K1, _B = 1.2, 0.4
_NAME_WEIGHT, _SYNONYM_WEIGHT, _NEED_WEIGHT = 2.0, 1.0, 0.35
_GROUP_WEIGHT = 1.5
_WHOLE_PHRASE = 4.0
_GROUP_MARK = "="
_LATIN_WORD = re.compile(r"[a-z]{2,}")
_LATIN_SILENT = frozenset(
    {"an", "and", "at", "by", "for", "from", "in", "is", "my", "of", "on", "or", "the", "to", "with"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A service type that a text may mean, with the words of the text that speak for it."""

    code: str
    score: float
    matched_words: tuple[str, ...]


def _terms(text: str) -> Counter[str]:
    """Return Hangul bigrams, whole Latin words and the groups named; a lone syllable says too little."""
    counted = Counter(term for term in bigrams(text) if len(term) > 1 and not term.isascii())
    counted.update(word for word in _LATIN_WORD.findall(fold(text)) if word not in _LATIN_SILENT)
    counted.update(_GROUP_MARK + head for head in groups_in(text))
    return counted


def _document(one: ServiceType) -> dict[str, float]:
    weights: dict[str, float] = defaultdict(float)
    fields: list[tuple[float, Iterable[str]]] = [
        (_NAME_WEIGHT, (one.ko, one.en)),
        (_SYNONYM_WEIGHT, one.synonyms),
        (_NEED_WEIGHT, (need_word(code).ko for code in one.serves)),
    ]
    for weight, texts in fields:
        for text in texts:
            for term, count in _terms(text).items():
                weights[term] += weight * count
    return weights


class ServiceLexicon:
    """The index over all service types; built once, read by any thread, the same answer each time."""

    def __init__(self) -> None:
        """Index the closed list."""
        types = service_types()
        documents = {code: _document(one) for code, one in types.items()}
        mean_length = sum(sum(d.values()) for d in documents.values()) / len(documents)
        holders = Counter(term for document in documents.values() for term in document)
        self._postings: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for code, document in documents.items():
            norm = _K1 * (1 - _B + _B * sum(document.values()) / mean_length)
            for term, weight in document.items():
                rarity = math.log(1 + (len(documents) - holders[term] + 0.5) / (holders[term] + 0.5))
                boost = _GROUP_WEIGHT if term.startswith(_GROUP_MARK) else 1.0
                self._postings[term].append((code, boost * rarity * weight * (_K1 + 1) / (weight + norm)))
        self._phrases: list[tuple[str, str, str]] = [
            (fold(phrase).replace(" ", ""), phrase, code)
            for code, one in types.items()
            for phrase in (one.ko, *one.synonyms)
        ]

    def search(self, text: str, limit: int = 10) -> tuple[Hit, ...]:
        """Return the best types for a text, best first, ties by code; none when nothing speaks for any."""
        scores: dict[str, float] = defaultdict(float)
        words: dict[str, dict[str, None]] = defaultdict(dict)
        named = groups_in(text)
        folded = fold(text)
        joined = folded.replace(" ", "")
        for phrase, shown, code in self._phrases:
            if self._stands_in(phrase, folded, joined):
                scores[code] += _WHOLE_PHRASE * math.sqrt(len(phrase))
                words[code][shown] = None
        for term in _terms(text):
            for code, weight in self._postings.get(term, ()):
                scores[code] += weight
                spoken = named[term.removeprefix(_GROUP_MARK)] if term.startswith(_GROUP_MARK) else None
                if spoken:
                    words[code][spoken] = None
        for code in scores:
            if not words[code]:
                words[code] = {w: None for w in folded.split() if self._speaks_for(w, code)}
        best = sorted(scores, key=lambda code: (-scores[code], code))[: max(limit, 0)]
        return tuple(
            Hit(code=code, score=round(scores[code], 6), matched_words=tuple(words[code])) for code in best
        )

    def _speaks_for(self, word: str, code: str) -> bool:
        return any(code == holder for term in _terms(word) for holder, _ in self._postings.get(term, ()))

    @staticmethod
    def _stands_in(phrase: str, folded: str, joined: str) -> bool:
        if len(phrase) > 1:
            return phrase in joined
        return f" {phrase}" in f" {folded}"


@cache
def service_lexicon() -> ServiceLexicon:
    """Return the one index of this process."""
    return ServiceLexicon()
