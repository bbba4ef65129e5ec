"""The ten questions of the graph (D33): what each asks for, and how each is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from casework.errors import QuestionIncomplete
from graph.records.values import Slots
from graph.words.kinds import SpokenLanguage
from graph.words.service_types import service_types
from graph.words.word import Language, Word
from matching.network import helping, introducing
from matching.network.answer import Answer
from matching.snapshot.snapshot import Snapshot

MOST = 200
"""How many rows of an answer are looked at for those that may be told."""


class Question(Word):
    """What the network can be asked."""

    INTRODUCES = "introduces", "누가 이분을 소개해 줄 수 있습니까?", "Who can introduce this person?"
    COULD_HELP = (
        "could_help",
        "아는 사이 가운데 누가 이 도움을 줄 수 있습니까?",
        "Who of those they know could give this help?",
    )
    LOSES_HELP = (
        "loses_help",
        "이분이 쉬게 되면 누가 도움을 잃습니까?",
        "Who loses help if this helper falls ill?",
    )
    SHARES_GROUP = "shares_group", "누가 이분과 같은 모임에 다닙니까?", "Who belongs to the same group?"
    SHOULD_MEET = (
        "should_meet",
        "외로운 이웃 가운데 누구를 서로 소개하면 좋겠습니까?",
        "Which isolated neighbours should meet?",
    )
    HELPED_BEFORE = (
        "helped_before",
        "전에 누가 도왔고 왜 끝났습니까?",
        "Who helped before, and why did it stop?",
    )
    SERVED_TWICE = (
        "served_twice",
        "어느 기관들이 서로 모르는 채 한 가구를 돕고 있습니까?",
        "Which agencies serve one household without knowing it?",
    )
    CARRIES_FIVE = (
        "carries_five",
        "누가 연계 없이 다섯 명 이상을 돕고 있습니까?",
        "Who helps five or more people without a linkage?",
    )
    SEES_DAILY = "sees_daily", "누가 이분을 날마다 만납니까?", "Who sees this person daily?"
    FREES_MOST = (
        "frees_most",
        "어떤 요청이 채워지면 돕는 이웃의 부담이 가장 많이 줄어듭니까?",
        "Which open ask would ease most helpers?",
    )


class Part(Word):
    """What a question may ask for."""

    PERSON = "person", "당사자", "Client"
    OTHER = "other", "만나려는 분", "Whom to meet"
    GIVER = "giver", "돕는 분", "Helper"
    KIND = "kind", "도움 종류", "Kind of help"
    SPEAKS = "speaks", "할 수 있는 말", "Language"
    FREE = "free", "시간", "Times"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a question asks about: ids, the code of a kind of help, a language, weekly half-hours."""

    person: str | None = None
    other: str | None = None
    giver: str | None = None
    kind: str | None = None
    speaks: SpokenLanguage | None = None
    free: Slots | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """What a question needs, what it may have, and how it is answered."""

    needs: tuple[Part, ...]
    answer: Callable[[Snapshot, Asked], Answer]
    may: tuple[Part, ...] = ()


def _introduces(snapshot: Snapshot, asked: Asked) -> Answer:
    return introducing.who_introduces(snapshot, asked.person or "", asked.other or "")


def _could_help(snapshot: Snapshot, asked: Asked) -> Answer:
    kinds = frozenset({asked.kind or ""})
    return introducing.who_could(snapshot, asked.person or "", kinds, speaks=asked.speaks, free=asked.free)


FORMS: Mapping[Question, Form] = MappingProxyType(
    {
        Question.INTRODUCES: Form((Part.PERSON, Part.OTHER), _introduces),
        Question.COULD_HELP: Form((Part.PERSON, Part.KIND), _could_help, may=(Part.SPEAKS, Part.FREE)),
        Question.LOSES_HELP: Form((Part.GIVER,), lambda s, a: helping.who_loses_help(s, a.giver or "")),
        Question.SHARES_GROUP: Form(
            (Part.PERSON,), lambda s, a: introducing.who_shares_a_group(s, a.person or "")
        ),
        Question.SHOULD_MEET: Form((), lambda s, a: introducing.who_should_meet(s, isolated=True, most=MOST)),
        Question.HELPED_BEFORE: Form(
            (Part.PERSON,), lambda s, a: helping.who_helped_before(s, a.person or "")
        ),
        Question.SERVED_TWICE: Form((), lambda s, a: helping.who_serves_unknowingly(s)),
        Question.CARRIES_FIVE: Form((), lambda s, a: helping.who_carries_informally(s)),
        Question.SEES_DAILY: Form((Part.PERSON,), lambda s, a: helping.who_sees_daily(s, a.person or "")),
        Question.FREES_MOST: Form((), lambda s, a: helping.which_frees_most(s, most=MOST)),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionTold:
    """A question in words, with the codes of what it needs and of what it may have."""

    code: str
    question: str
    needs: tuple[str, ...]
    may: tuple[str, ...]


def questions(language: Language) -> tuple[QuestionTold, ...]:
    """All ten, in their order."""
    return tuple(
        QuestionTold(
            code=question.value,
            question=question.label(language),
            needs=tuple(part.value for part in form.needs),
            may=tuple(part.value for part in form.may),
        )
        for question, form in FORMS.items()
    )


def meant(question: Question, asked: Asked) -> Asked:
    """What of the asked a question is about, without what it does not ask for.

    Raises:
        QuestionIncomplete: it lacks what the question needs, or the kind of help does not exist.
    """
    form = FORMS[question]
    for part in form.needs:
        given = getattr(asked, part.value)
        if not given or (part is Part.KIND and given not in service_types()):
            raise QuestionIncomplete(field=part.ko, field_en=part.en)
    return Asked(**{part.value: getattr(asked, part.value) for part in (*form.needs, *form.may)})
