"""Hangul by its parts: 초성, jamo, and the bigrams that every search index is made of."""

import re

from graph.text.normalise import fold

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_FIRST, _LAST = 0xAC00, 0xD7A3

_INITIAL_OF = {_FIRST + at: INITIALS[at // 588] for at in range(_LAST - _FIRST + 1)}

_WORD = re.compile(r"[^\W_]+")


def syllable_parts(character: str) -> tuple[str, str, str] | None:
    """Return initial, vowel and final ("" for none) of one Hangul syllable, or None for anything else."""
    code = ord(character)
    if not _FIRST <= code <= _LAST:
        return None
    initial, rest = divmod(code - _FIRST, 588)
    vowel, final = divmod(rest, 28)
    return INITIALS[initial], _VOWELS[vowel], _FINALS[final]


def initials(text: str) -> str:
    """Return the 초성 of each syllable; other characters stay, folded and without blanks."""
    return fold(text).replace(" ", "").translate(_INITIAL_OF)


def matches_initials(query: str, text: str) -> bool:
    """Tell whether a query of 초성, syllables or both occurs in the text; ㄱㅊㅅ and 김ㅊ find 김철수."""
    asked = fold(query).replace(" ", "")
    written = fold(text).replace(" ", "")
    if not asked:
        return False
    first_sounds = initials(written)
    return any(
        all(a == (first_sounds[at + i] if a in INITIALS else written[at + i]) for i, a in enumerate(asked))
        for at in range(len(written) - len(asked) + 1)
    )


def is_initials(query: str) -> bool:
    """Tell whether a query holds a lone 초성, so that it should be searched by initials."""
    return any(c in INITIALS for c in fold(query))


def jamo(text: str) -> str:
    """Return the text with every syllable taken apart; other characters stay, folded."""
    return "".join("".join(syllable_parts(c) or c) for c in fold(text))


def name_similarity(a: str, b: str) -> float:
    """Return 0 to 1: twice the longest common subsequence of jamo over both lengths.

    Written for personal names: 김철수 and 김철숙 reach 0.94; facilities are better
    compared by `organisation_key`.
    """
    left, right = jamo(a).replace(" ", ""), jamo(b).replace(" ", "")
    if not left or not right:
        return 0.0
    return 2 * _common(left, right) / (len(left) + len(right))


def _common(left: str, right: str) -> int:
    """Length of the longest common subsequence, one bit for each character of the left text.

    Source: Hyyrö, Bit-parallel LCS-length computation revisited, 2004.
    """
    places: dict[str, int] = {}
    for at, character in enumerate(left):
        places[character] = places.get(character, 0) | 1 << at
    every = (1 << len(left)) - 1
    free = every
    for character in right:
        met = free & places.get(character, 0)
        free = (free + met | free - met) & every
    return len(left) - free.bit_count()


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def bigrams(text: str) -> tuple[str, ...]:
    """Return the bigrams of each word in order, repeats kept; a word of one character is itself."""
    return tuple(pair for word in _WORD.findall(fold(text)) for pair in _pairs(word))
