"""Resources: search, list, and one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query
from starlette.responses import Response

from api.http.problems import status_of
from api.pages.forms import by_script
from api.pages.here import AtDesk, Here
from api.pages.parts import Empty, Fact, Paging, Search
from api.pages.render import render
from casework.register.resources import ResourceList, ResourcePage, ResourceRow, list_resources, open_resource
from graph.errors import PumasiError

router = APIRouter(prefix="/resources")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourcesPage:
    """The list with what was searched for."""

    search: Search
    rows: tuple[ResourceRow, ...]
    paging: Paging
    empty: Empty | None
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceShown:
    """One resource, and what is known of it."""

    told: ResourcePage
    facts: tuple[Fact, ...]


@router.get("")
def show(here: AtDesk, after: Annotated[str | None, Query(max_length=40)] = None) -> Response:
    """All resources of the dong."""
    found = list_resources(here.desk, here.actor, after=after)
    return _page(here, found, "", first=after is None)


@router.post("")
def search(here: AtDesk, text: Annotated[str, Form(max_length=100)] = "") -> Response:
    """Resources by words; it posts, since a name may hold a person's."""
    try:
        found = list_resources(here.desk, here.actor, query=text.strip())
    except PumasiError as error:
        if by_script(here):
            raise
        nothing = ResourceList(rows=(), total=0, next=None)
        return _page(here, nothing, text, first=True, error=error)
    return _page(here, found, text.strip(), first=True)


@router.get("/{resource}")
def one(here: AtDesk, resource: str) -> Response:
    """One resource."""
    told = open_resource(here.desk, here.actor, resource)
    facts = tuple(Fact(label=f.label, text=f.text, withheld=f.withheld) for f in told.fields)
    return render(here.request, "resource.html", ResourceShown(told=told, facts=facts))


def _page(
    here: Here, found: ResourceList, text: str, *, first: bool, error: PumasiError | None = None
) -> Response:
    said = here.say("전체 %(total)s건") % {"total": f"{found.total:,}"}
    empty = Empty(
        title=here.say("찾는 자원이 없습니다."),
        text=here.say("다른 낱말이나 초성으로 찾거나, '가져오기'에서 자원 파일을 가져오십시오."),
    )
    page = ResourcesPage(
        search=Search(
            href="/resources",
            label=here.say("자원 이름·종류·제공 기관"),
            value=text,
            hint=here.say("예: 반찬, ㄱㄹㅅㄷ(경로식당), 병원 동행"),
        ),
        rows=found.rows,
        paging=Paging(
            said=said,
            first_href=None if first and not text else "/resources",
            next_href=None if found.next is None else "/resources?" + urlencode({"after": found.next}),
        ),
        empty=None if found.rows else empty,
        error=None if error is None else here.told(error),
    )
    return render(here.request, "resources.html", page, status=200 if error is None else status_of(error))
