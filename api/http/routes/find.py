"""Finding: records by words, places nearby, vocabularies, and what somebody's own words may ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from api.http.acting import Acting, AtDesk
from api.http.wire import Wire
from casework.register import search as finding
from casework.register import words
from casework.register.search import Found
from casework.register.words import NeedArea, OwnWordsTold, ServiceTold

router = APIRouter(tags=["find"])


class OwnWords(Wire):
    """What somebody said, in their words; it is neither kept nor logged."""

    text: str = Field(min_length=1, max_length=2000, examples=["무릎이 아파서 병원에 혼자 못 가요."])
    crisis_ruled_out: bool = Field(default=False, description="위기가 아님을 확인함 / found to be no crisis")


@router.get("/search")
def search(
    query: Annotated[str, Query(min_length=1, max_length=100, examples=["반찬"])],
    desk: AtDesk,
    actor: Acting,
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
) -> tuple[Found, ...]:
    """People, organisations and resources of the dong by words or initials (초성)."""
    return finding.search(desk, actor, query, limit=limit)


@router.get("/near")
def near(
    latitude: Annotated[float, Query(ge=32, le=39.5, examples=[37.5385])],
    longitude: Annotated[float, Query(ge=123, le=132.5, examples=[127.0823])],
    desk: AtDesk,
    actor: Acting,
    radius_metres: Annotated[float, Query(gt=0, le=20_000)] = 500,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> tuple[Found, ...]:
    """Organisations and resources around a point, nearest first; homes are never listed."""
    return finding.near(desk, actor, latitude, longitude, radius_metres=radius_metres, limit=limit)


@router.get("/words/need-areas")
def need_areas(actor: Acting) -> tuple[NeedArea, ...]:
    """The need areas with their sub-areas and items."""
    return words.need_areas(actor.language)


@router.get("/words/service-types")
def service_types(
    actor: Acting, need: Annotated[str | None, Query(max_length=100)] = None
) -> tuple[ServiceTold, ...]:
    """What can be given, or what serves one need."""
    return words.services(actor.language, need=need)


@router.post("/words/search")
def own_words(sent: OwnWords, actor: Acting) -> OwnWordsTold:
    """From own words to the crises they speak of, with whom to call; to what can be given where there is none."""
    return words.own_words(sent.text, actor.language, crisis_ruled_out=sent.crisis_ruled_out)
