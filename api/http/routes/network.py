"""The network of the dong: its figures, its ten questions, whose asks stay unmet; a client's network over time."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import ConfigDict, Field
from starlette.responses import Response

from api.errors import FieldProblem, RequestInvalid
from api.http.acting import Acting, AtDesk
from api.http.ids import PersonId
from api.http.routes.pictures import SVG
from api.http.wire import Wire
from casework.overview.asking import AnswerTold, ask_network
from casework.overview.dong import DongTold, dong_network
from casework.overview.fairness import FairnessTold, fairness_of_round, fairness_today
from casework.overview.over_time import OverTimeTold, network_over_time, trend_of
from casework.overview.questions import Asked, Question, QuestionTold, questions
from casework.register.encoded import slots_of
from graph.records.values import Slots
from graph.words.kinds import SpokenLanguage

router = APIRouter(tags=["network"])

QuestionCode = Annotated[Question, Path(examples=["sees_daily"])]
Most = Annotated[int, Query(ge=1, le=50, description="목록마다 몇까지 / how many of each list")]
Months = Annotated[int, Query(ge=1, le=60, description="몇 달 / how many months")]


class QuestionSent(Wire):
    """What a question asks about; which parts it needs, ``GET /network/questions`` tells.

    ``free`` are spans of weekday, start and end.
    """

    person: str | None = Field(default=None, max_length=100)
    other: str | None = Field(default=None, max_length=100)
    giver: str | None = Field(default=None, max_length=100)
    kind: str | None = Field(default=None, max_length=60)
    speaks: SpokenLanguage | None = None
    free: list[tuple[str, str, str]] | None = Field(default=None, max_length=70)

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"person": "p-scene00000000001", "kind": "hospital_escort", "speaks": "vi"}]
        }
    )


@router.get("/network/figures")
def figures(desk: AtDesk, actor: Acting, most: Most = 10) -> DongTold:
    """The dong's network: how closely it is knit, who is alone, who carries much, who should meet."""
    return dong_network(desk, actor, most=most)


@router.get("/network/fairness")
def fairness(
    desk: AtDesk,
    actor: Acting,
    of_round: Annotated[
        str | None, Query(alias="round", max_length=100, description="배정 번호 / id of an allocation")
    ] = None,
) -> FairnessTold:
    """Clients whose asks stay unmet, by dong, age, household and language: today, or in a plan."""
    return fairness_today(desk, actor) if of_round is None else fairness_of_round(desk, actor, of_round)


@router.get("/network/questions")
def every_question(actor: Acting) -> tuple[QuestionTold, ...]:
    """The ten questions that the network answers, and what each asks for."""
    return questions(actor.language)


@router.post("/network/questions/{question}")
def ask(question: QuestionCode, sent: QuestionSent, desk: AtDesk, actor: Acting) -> AnswerTold:
    """Ask one of them; the answer is a table of paths, each with a sentence."""
    asked = Asked(
        person=sent.person,
        other=sent.other,
        giver=sent.giver,
        kind=sent.kind,
        speaks=sent.speaks,
        free=_slots(sent.free),
    )
    return ask_network(desk, actor, question, asked)


@router.get("/clients/{person}/network/over-time")
def over_time(person: PersonId, desk: AtDesk, actor: Acting, months: Months = 12) -> OverTimeTold:
    """A client's network month by month, and who could step in for whom; for the client's own worker."""
    return network_over_time(desk, actor, person, months=months)


@router.get(
    "/clients/{person}/network/over-time.svg",
    response_class=Response,
    responses={200: {"content": {SVG: {}}}},
)
def line(person: PersonId, desk: AtDesk, actor: Acting, months: Months = 12) -> Response:
    """The same as lines."""
    drawn = trend_of(network_over_time(desk, actor, person, months=months), actor.language)
    return Response(
        str(drawn), media_type=SVG, headers={"Content-Security-Policy": "default-src 'none'; sandbox"}
    )


def _slots(spans: list[tuple[str, str, str]] | None) -> Slots | None:
    if not spans:
        return None
    try:
        return slots_of(spans, outward=True)
    except ValueError:
        ko = '["tue", "09:00", "12:00"] 꼴로 적으십시오.'
        en = 'Write spans like ["tue", "09:00", "12:00"].'
        raise RequestInvalid([FieldProblem(place="body", field="free", ko=ko, en=en)]) from None
