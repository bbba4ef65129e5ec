"""Korean particles that follow the last sound of a word, also after digits, Latin and brackets."""

import re
from enum import Enum
from typing import Literal

from graph.text.hangul import syllable_parts
from graph.text.normalise import fold

Particle = Literal["은/는", "이/가", "을/를", "과/와", "으로/로"]

_FORMS: dict[Particle, tuple[str, str, str]] = {
    "은/는": ("은", "는", "은(는)"),
    "이/가": ("이", "가", "이(가)"),
    "을/를": ("을", "를", "을(를)"),
    "과/와": ("과", "와", "와(과)"),
    "으로/로": ("으로", "로", "(으)로"),
}

_DIGIT_NAMES = "영일이삼사오육칠팔구"
_UNITS = {
    "kg": "램",
    "g": "램",
    "mg": "램",
    "km": "터",
    "m": "터",
    "cm": "터",
    "mm": "터",
    "l": "터",
    "ml": "터",
}
_SIGNS = {"%": "트", "℃": "도", "㎡": "터", "㎏": "램", "+": "스"}
_LETTER_NAMES = {"l": "엘", "m": "엠", "n": "엔", "r": "알"}

_BRACKETED_END = re.compile(r"(?<=\S)\s*(?:\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕|（[^（）]*）)$")
_SILENT_END = re.compile(r"[\s\"'“”‘’「」『』《》〈〉<>()\[\]{}.,!?…·~*:;]+$")
_LAST_LATIN = re.compile(r"(?P<number>\d\s?)?(?P<word>[A-Za-z]+)$")


class Ending(Enum):
    """What a word ends on, as far as particles ask."""

    VOWEL = "vowel"
    RIEUL = "rieul"
    CONSONANT = "consonant"
    UNKNOWN = "unknown"


def _syllable_ending(syllable: str) -> Ending:
    parts = syllable_parts(syllable)
    if parts is None:
        return Ending.UNKNOWN
    if parts[2] == "ㄹ":
        return Ending.RIEUL
    return Ending.CONSONANT if parts[2] else Ending.VOWEL


def _number_ending(text: str) -> Ending:
    """Read the number aloud as far as its last syllable: 10 is 십, 40000 is 만, 2.0 ends on 영."""
    found = re.search(r"(?P<fraction>\.)?(?P<digits>\d+(?:,\d{3})*)$", text)
    if found is None:
        return Ending.UNKNOWN
    digits = found["digits"].replace(",", "")
    zeros = len(digits) - len(digits.rstrip("0"))
    if found["fraction"] or zeros in (0, len(digits)):
        return _syllable_ending(_DIGIT_NAMES[int(digits[-1])])
    if zeros < 4:
        return _syllable_ending("십백천"[zeros - 1])
    return _syllable_ending("만억조경"[min(zeros // 4, 4) - 1])


def _latin_ending(word: str, after_number: bool) -> Ending:
    lower = word.lower()
    if after_number and lower in _UNITS:
        return _syllable_ending(_UNITS[lower])
    if word.isupper() or len(word) == 1:
        return _syllable_ending(_LETTER_NAMES.get(lower[-1], "에"))
    if lower.endswith(("l", "le")):
        return Ending.RIEUL
    stopped = re.search(r"(?:[mn]|ng|[aeiou][bckpt])$", lower)
    return Ending.CONSONANT if stopped else Ending.VOWEL


def ending_of(text: str) -> Ending:
    """Return what a word ends on when read aloud; a bracketed remark at its end is not read."""
    spoken = text.strip()
    while (shorter := _SILENT_END.sub("", _BRACKETED_END.sub("", spoken))) != spoken and shorter:
        spoken = shorter
    if not spoken:
        return Ending.UNKNOWN
    last = spoken[-1]
    if last in _SIGNS:
        return _syllable_ending(_SIGNS[last])
    plain = fold(last)
    if plain.isdecimal():
        return _number_ending(fold(spoken))
    latin = _LAST_LATIN.search(spoken)
    if latin:
        return _latin_ending(latin["word"], latin["number"] is not None)
    return _syllable_ending(plain[-1:] or " ")


def particle(text: str, pair: Particle) -> str:
    """Return the particle that follows a text; where the sound is unknown, both, as in 을(를)."""
    after_consonant, after_vowel, either = _FORMS[pair]
    match ending_of(text):
        case Ending.CONSONANT:
            return after_consonant
        case Ending.VOWEL:
            return after_vowel
        case Ending.RIEUL:
            return after_vowel if pair == "으로/로" else after_consonant
        case Ending.UNKNOWN:
            return either


def with_particle(text: str, pair: Particle) -> str:
    """Return a text followed by its particle: 쌀을, 20kg을, 1개월(30일)로."""
    return text + particle(text, pair)
