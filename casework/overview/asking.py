"""Asking the network one of its ten questions: who may ask it of whom, and what of the answer may be told."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from casework.desk import Actor, Desk, own_dong
from casework.errors import ResponsibleOnly
from casework.overview.dong import introducible
from casework.overview.questions import FORMS, MOST, Asked, Question, meant
from casework.overview.tellable import is_client, nameable, path_tellable
from casework.rights import Act, require
from graph.records.linkages import Linkage
from graph.records.needs import Ask
from graph.records.people import Household, Organisation, Person
from graph.records.registry import type_of
from graph.records.resources import Resource
from graph.view import View
from graph.words.service_types import service_type
from graph.words.word import Language
from matching.network.answer import Row
from viz.ways import ROWS_DRAWN, Kind, Place, Ways, ways_svg

PATHS_DRAWN = ROWS_DRAWN
"""How many paths of an answer its picture shows."""
_NAMED_ALONE = frozenset({Question.HELPED_BEFORE, Question.SEES_DAILY})
"""Questions about a client's own helpers: who has not agreed to be known is in the answer as a role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTold:
    """One place on a path; ``id`` is empty where nothing can be opened, ``type`` is of its record."""

    type: str
    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTold:
    """One answer: the path to it, and what it says."""

    path: tuple[StepTold, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTold:
    """What the network answers; ``left_out`` where not all of it may be told to the viewer.

    How many are left out is not told: of few that would be telling.
    """

    question: str
    code: str
    about: str
    rows: tuple[RowTold, ...]
    left_out: bool


def ask_network(desk: Desk, actor: Actor, question: Question, asked: Asked, *, most: int = 50) -> AnswerTold:
    """Ask the network; a question about somebody is for the worker who answers for them.

    Raises:
        QuestionIncomplete: it lacks whom or what it asks about.
        RecordMissing: nobody has that id.
        OtherDong: another dong keeps them.
        ResponsibleOnly: another worker answers for the one it asks about; strain would show in the answer.
        NotInSnapshot: they are no resident any more.
    """
    require(actor.viewer, Act.ASK_NETWORK)
    asked = meant(question, asked)
    with desk.look(actor, Act.ASK_NETWORK, about=asked.person, reason=question.value) as view:
        for one in (asked.person, asked.giver):
            if one is not None:
                _require_own(view, actor, one)
        if asked.other is not None:
            _of_the_dong(view, actor, asked.other)
        found = FORMS[question].answer(desk.own_snapshot(actor.viewer), asked)
        rows = [row for row in found if _tellable(view, question, row)]
        subject = asked.person or asked.giver
        return AnswerTold(
            question=question.label(view.language),
            code=question.value,
            about="" if subject is None else view.name(subject),
            rows=tuple(_told(view, question, row) for row in rows[:most]),
            left_out=len(rows) < len(found) or len(rows) > most or len(found) >= MOST,
        )


def _require_own(view: View, actor: Actor, party: str) -> None:
    """Whom a question is about must be the viewer's own, or an organisation of the dong."""
    _of_the_dong(view, actor, party)
    if type_of(party) is Organisation:
        return
    if not view.responsible_for(party):
        raise ResponsibleOnly()
    view.shown.add(party)


def _of_the_dong(view: View, actor: Actor, party: str) -> None:
    """Somebody whom another dong keeps is not asked about, nor led to (D31)."""
    kind = Organisation if type_of(party) is Organisation else Person
    own_dong(actor, view.reader.get(kind, party).record)


def _tellable(view: View, question: Question, row: Row) -> bool:
    """Whether a row may be told: everybody on it may be named, and all of them together."""
    people = [one for one in row.path if type_of(one) is Person]
    if question in _NAMED_ALONE:
        return not view.parts(people) and not _hidden(view, row)
    match question:
        case Question.SHOULD_MEET:
            return introducible(view, row)
        case Question.SERVED_TWICE:
            return bool(_served(view, row.path[1]))
        case Question.CARRIES_FIVE:
            return nameable(view, people[0]) and not view.parts(people)
        case Question.FREES_MOST:
            return view.responsible_for(people[0]) and is_client(view, people[0]) and not view.parts(people)
        case Question.LOSES_HELP:
            return nameable(view, people[-1]) and not view.parts(people)
    return path_tellable(view, [one for one in people if one != view.about])


def _hidden(view: View, row: Row) -> bool:
    """Whether a linkage on the path is not there for the viewer."""
    linkages = view.reader.find(Linkage, [one for one in row.path if type_of(one) is Linkage])
    return any(view.hides(kept.record) for kept in linkages.values())


def _served(view: View, household: str) -> list[str]:
    """Those of a household whom the team helps and the viewer answers for: by them it is called."""
    members = (kept.record.id for kept in view.reader.referring(Person, "household", household))
    return sorted(one for one in members if view.responsible_for(one) and is_client(view, one))


def _told(view: View, question: Question, row: Row) -> RowTold:
    # Whom a helper helps along ties is told as a count: they are nobody's business but their own.
    path = row.path[:1] if question is Question.CARRIES_FIVE else row.path
    path = path[:2] if question is Question.FREES_MOST else path
    return RowTold(path=tuple(_step(view, one) for one in path), sentence=view.sentence(row.sentence))


def _step(view: View, record_id: str) -> StepTold:
    kind = type_of(record_id)
    shown, name = record_id, view.closed
    if kind is Person:
        shown = record_id if view.about is None or view.about == record_id else view.found(record_id)
        name = view.name(record_id)
    elif kind is Household:
        shown, name = "", _household(view, record_id)
    elif kind is Ask:
        name = service_type(view.reader.get(Ask, record_id).record.service_type).label(view.language)
    elif kind is Linkage:
        shown, name = "", view.name(view.reader.get(Linkage, record_id).record.resource)
    elif kind in (Organisation, Resource):
        name = view.name(record_id)
    return StepTold(type="" if kind is None else kind.__name__, id=shown, name=name)


def _household(view: View, household: str) -> str:
    who = ", ".join(map(view.name, _served(view, household)))
    return f"{who} 님 가구" if view.language == "ko" else f"Household of {who}"


_KINDS = {"Person": Kind.PERSON, "Household": Kind.PERSON, "Organisation": Kind.GROUP}


def picture_of(told: AnswerTold, language: Language) -> Markup | None:
    """The paths of an answer as one picture; none where nothing leads anywhere."""
    rows = tuple(tuple(map(_place, row.path)) for row in told.rows if len(row.path) > 1)
    return ways_svg(Ways(title=told.question, rows=rows, language=language)) if rows else None


def _place(step: StepTold) -> Place:
    # Who may not be found has no id, and their name is one alias in this answer.
    return Place(step.id or f"{step.type} {step.name}", step.name, _KINDS.get(step.type, Kind.THING))
