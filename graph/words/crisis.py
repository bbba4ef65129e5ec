"""Crisis words and patterns, asked ahead of any ranking: a match is a reason to look now, never a verdict.

The rules lean to the safe side. They read words, not people: the worker decides, and a text without a match
is no sign of safety.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from graph.text.normalise import fold
from graph.words.word import Language

_NUMBERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "112": ("경찰 긴급신고(아동학대 포함)", "Police emergency (also child abuse)"),
        "119": ("소방·구급", "Fire and ambulance"),
        "109": ("자살예방 상담전화", "Suicide prevention line"),
        "129": ("보건복지상담센터", "Health and welfare call centre"),
        "182": ("실종아동찾기센터", "Missing persons centre"),
        "1366": ("여성긴급전화", "Women's emergency line"),
        "1577-1389": ("노인학대 신고전화", "Elder abuse hotline"),
        "1644-8295": ("장애인학대 신고전화", "Disability abuse hotline"),
        "1544-4500": ("한국가스안전공사", "Korea Gas Safety Corporation"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisCall:
    """A number to call and who answers."""

    number: str
    ko: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisKind:
    """A kind of crisis: what it is called, whom to call first, what to do now."""

    code: str
    ko: str
    en: str
    calls: tuple[CrisisCall, ...]
    do_ko: str
    do_en: str
    patterns: tuple[re.Pattern[str], ...]
    harmless: re.Pattern[str] | None

    def label(self, language: Language) -> str:
        """The kind as people of that language read it."""
        return self.ko if language == "ko" else self.en

    def what_to_do(self, language: Language) -> str:
        """What to do now, whom to call, and that the team leader is told."""
        return self.do_ko if language == "ko" else self.do_en


@dataclass(frozen=True, slots=True, kw_only=True)
class Crisis:
    """A kind of crisis that a text speaks of, with the words that say so in the order of the text.

    The words are the person's own: show them to the worker, never log them.
    """

    kind: CrisisKind
    words: tuple[str, ...]


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(" ?", " ").replace(" ", " ?") if _is_hangul(pattern) else pattern)


def _is_hangul(pattern: str) -> bool:
    return any("가" <= c <= "힣" for c in pattern)


@cache
def crisis_kinds() -> Mapping[str, CrisisKind]:
    """Return the kinds of crisis by code, the most urgent first."""
    text = (resources.files("graph.words") / "data" / "crisis.toml").read_text(encoding="utf-8")
    kinds = {
        code: CrisisKind(
            code=code,
            ko=row["ko"],
            en=row["en"],
            calls=tuple(CrisisCall(number=n, ko=_NUMBERS[n][0], en=_NUMBERS[n][1]) for n in row["call"]),
            do_ko=row["do_ko"],
            do_en=row["do_en"],
            patterns=tuple(map(_compiled, row["patterns"])),
            harmless=_compiled("|".join(row["harmless"])) if row["harmless"] else None,
        )
        for code, row in tomllib.loads(text)["kind"].items()
    }
    return MappingProxyType(kinds)


def _words_of(kind: CrisisKind, folded: str) -> tuple[str, ...]:
    # A harmless phrase gives way to a full stop, so that no pattern reaches across it.
    left = kind.harmless.sub(lambda found: "." * len(found[0]), folded) if kind.harmless else folded
    found = {(m.start(), m[0].strip()) for pattern in kind.patterns for m in pattern.finditer(left)}
    return tuple(dict.fromkeys(words for _, words in sorted(found)))


def crises_in(text: str) -> tuple[Crisis, ...]:
    """Return the crises that a text speaks of, the most urgent kind first; empty when none is found."""
    folded = fold(text)
    found = ((kind, _words_of(kind, folded)) for kind in crisis_kinds().values())
    return tuple(Crisis(kind=kind, words=words) for kind, words in found if words)
