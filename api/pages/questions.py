"""The ten questions of the network: their list, a form for each, and the answer below it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Path, Query
from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.responses import Response

from api.http.problems import status_of
from api.pages.forms import given
from api.pages.here import AtDesk, Here
from api.pages.parts import FormField, Option
from api.pages.render import render
from api.pages.slots import SlotsPicker, picker, slots_of
from casework.overview.asking import PATHS_DRAWN, AnswerTold, StepTold, ask_network, picture_of
from casework.overview.questions import FORMS, Asked, Part, Question, QuestionTold, questions
from casework.register.clients import find_residents, list_clients, open_client
from casework.register.search import search
from casework.register.words import services
from casework.rights import Act, require
from graph.errors import PumasiError
from graph.records.people import Person
from graph.records.registry import type_of
from graph.words.kinds import SpokenLanguage

router = APIRouter(prefix="/network/questions")
PARTIES = (Part.PERSON, Part.OTHER, Part.GIVER)
_FOUND = 10
_PAGES = {"Person": "/people", "Resource": "/resources"}
Code = Annotated[Question, Path()]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsPage:
    """All ten."""

    questions: tuple[QuestionTold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyField:
    """Whom a question is about: a name to look for, and those found to choose from."""

    name: FormField
    found: FormField | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One place on a path."""

    text: str
    href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """A path with what it says."""

    path: tuple[Step, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """A question, its form, and the answer once it was asked."""

    question: str
    href: str
    parties: tuple[PartyField, ...]
    fields: tuple[FormField, ...]
    slots: SlotsPicker | None
    answer: AnswerTold | None
    rows: tuple[AnswerRow, ...]
    picture: Markup | None
    undrawn: int
    error: str | None
    asks_for_nothing: bool


@router.get("")
def every(here: AtDesk) -> Response:
    """The ten questions."""
    require(here.actor.viewer, Act.ASK_NETWORK)
    return render(here.request, "questions.html", QuestionsPage(questions=questions(here.language)))


@router.get("/{question}")
def form(
    here: AtDesk,
    question: Code,
    person: Annotated[str, Query(max_length=100)] = "",
    giver: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """The form of a question; one that is whole already is answered at once."""
    require(here.actor.viewer, Act.ASK_NETWORK)
    chosen = {Part.PERSON: person, Part.GIVER: giver}
    asked = Asked(person=person or None, giver=giver or None)
    if all(getattr(asked, part.value) for part in FORMS[question].needs):
        return _answered(here, question, asked, _parties(here, question, None, chosen), None)
    return _page(here, question, _parties(here, question, None, chosen), None)


@router.post("/{question}")
async def ask(here: AtDesk, question: Code) -> Response:
    """Ask; where a name fits several people, choose first. It posts, so that no address keeps a name."""
    require(here.actor.viewer, Act.ASK_NETWORK)
    sent = await here.request.form()
    try:
        parties = _parties(here, question, sent, {})
    except PumasiError as error:
        return _page(here, question, _parties(here, question, None, {}), sent, error=error)
    ids = {one.name.name.removesuffix("_name"): _only(one) for one in parties}
    speaks = given(sent, "speaks", 10)
    asked = Asked(
        person=ids.get("person"),
        other=ids.get("other"),
        giver=ids.get("giver"),
        kind=given(sent, "kind", 60) or None,
        speaks=SpokenLanguage(speaks) if speaks in list(SpokenLanguage) else None,
        free=slots_of(sent),
    )
    if any(_unsettled(one) for one in parties):
        return _page(here, question, parties, sent, status=422)
    return _answered(here, question, asked, parties, sent)


def _answered(
    here: Here, question: Question, asked: Asked, parties: tuple[PartyField, ...], sent: FormData | None
) -> Response:
    try:
        told = ask_network(here.desk, here.actor, question, asked)
    except PumasiError as error:
        return _page(here, question, parties, sent, error=error)
    return _page(here, question, parties, sent, told=told)


def _page(
    here: Here,
    question: Question,
    parties: tuple[PartyField, ...],
    sent: FormData | None,
    *,
    told: AnswerTold | None = None,
    error: PumasiError | None = None,
    status: int = 200,
) -> Response:
    form = FORMS[question]
    page = QuestionPage(
        question=question.label(here.language),
        href=f"/network/questions/{question.value}",
        parties=parties,
        fields=_fields(here, question, sent),
        slots=picker(here, sent if sent is not None and "when" in sent else None)
        if Part.FREE in form.may
        else None,
        answer=told,
        rows=()
        if told is None
        else tuple(AnswerRow(path=tuple(map(_step, row.path)), sentence=row.sentence) for row in told.rows),
        picture=None if told is None else picture_of(told, here.language),
        undrawn=0 if told is None else max(0, len(told.rows) - PATHS_DRAWN),
        error=None if error is None else here.told(error),
        asks_for_nothing=not form.needs,
    )
    return render(here.request, "question.html", page, status=status if error is None else status_of(error))


def _step(step: StepTold) -> Step:
    page = _PAGES.get(step.type)
    return Step(text=step.name, href=f"{page}/{step.id}" if page and step.id else None)


def _fields(here: Here, question: Question, sent: FormData | None) -> tuple[FormField, ...]:
    form, fields = FORMS[question], list[FormField]()
    if Part.KIND in form.needs:
        kinds = (Option(value=one.code, label=one.label) for one in services(here.language))
        fields.append(
            FormField(
                name="kind",
                label=here.say("도움 종류"),
                kind="select",
                required=True,
                options=(Option(value="", label=here.say("고르십시오")), *kinds),
            )
        )
    if Part.SPEAKS in form.may:
        words = (Option(value=one.value, label=one.label(here.language)) for one in SpokenLanguage)
        fields.append(
            FormField(
                name="speaks",
                label=here.say("할 수 있는 말"),
                kind="select",
                options=(Option(value="", label=here.say("상관없음")), *words),
            )
        )
    return tuple(one if sent is None else replace(one, value=given(sent, one.name, 60)) for one in fields)


def _parties(
    here: Here, question: Question, sent: FormData | None, chosen: dict[Part, str]
) -> tuple[PartyField, ...]:
    wanted = [part for part in FORMS[question].needs if part in PARTIES]
    return tuple(_party(here, part, sent, chosen.get(part, "")) for part in wanted)


def _party(here: Here, part: Part, sent: FormData | None, chosen: str) -> PartyField:
    """The field of one party; a choice counts as long as the name that it was found for stays."""
    typed = "" if sent is None else given(sent, f"{part.value}_name", 100)
    name = FormField(
        name=f"{part.value}_name",
        label=part.label(here.language),
        value=typed,
        required=not chosen,
        hint=here.say("다른 분을 찾으려면 이름이나 초성을 적으십시오.")
        if chosen
        else here.say("이름이나 초성으로 찾습니다."),
    )
    if sent is None:
        found = _chosen(here, part, chosen) if chosen else ()
        return PartyField(name=name, found=_choice(here, part, found, chosen) if found else None)
    picked = given(sent, part.value, 100)
    if not typed:
        if picked:
            return PartyField(name=name, found=_choice(here, part, _chosen(here, part, picked), picked))
        return PartyField(name=replace(name, error=here.say("이름을 적으십시오.")), found=None)
    found = _search(here, part, typed)
    if not found:
        return PartyField(name=replace(name, error=here.say("찾는 분이 없습니다.")), found=None)
    if picked not in {one.value for one in found}:
        picked = found[0].value if len(found) == 1 else ""
    return PartyField(name=name, found=_choice(here, part, found, picked))


def _chosen(here: Here, part: Part, party: str) -> tuple[Option, ...]:
    """Somebody who was chosen elsewhere, by the name that the viewer may call them."""
    if type_of(party) is not Person:
        return ()
    told = open_client(here.desk, here.actor, party)
    return (Option(value=party, label=f"{told.name} · {told.about}"),)


def _search(here: Here, part: Part, text: str) -> tuple[Option, ...]:
    """People by name, clients first; helpers may be organisations too."""
    clients = list_clients(here.desk, here.actor, query=text, limit=_FOUND).rows
    others = find_residents(here.desk, here.actor, text, limit=_FOUND)
    found = [Option(value=one.id, label=f"{one.name} · {one.about}") for one in clients]
    found += [Option(value=one.id, label=f"{one.name} · {one.about}") for one in others]
    if part is not Part.PERSON:
        groups = [one for one in search(here.desk, here.actor, text) if one.type == "Organisation"]
        found += [Option(value=one.id, label=one.name) for one in groups[:_FOUND]]
    return tuple(found)


def _choice(here: Here, part: Part, found: tuple[Option, ...], picked: str) -> FormField:
    return FormField(
        name=part.value,
        label=here.say("%(part)s 고르기") % {"part": part.label(here.language)},
        kind="select",
        value=picked,
        options=(Option(value="", label=here.say("고르십시오")), *found),
        required=True,
        error=None if picked else here.say("여러 분을 찾았습니다. 한 분을 고르십시오."),
    )


def _only(field: PartyField) -> str | None:
    return (field.found.value or None) if field.found is not None else None


def _unsettled(field: PartyField) -> bool:
    return _only(field) is None
