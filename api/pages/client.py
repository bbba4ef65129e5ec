"""The page of a client: needs and asks, suggestions for one ask, linkages, consents, the small picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.http.problems import status_of
from api.pages.ask_panel import Asked, AskPanel, ask_panel
from api.pages.client_parts import ConsentRow, NeedCard, circle_href, consent_rows, need_cards
from api.pages.done import said
from api.pages.here import AtDesk, Here
from api.pages.linkage_cards import LinkageCard, linkage_cards
from api.pages.network import Listed
from api.pages.over_time import helpers
from api.pages.render import render
from casework.linking.refusals import RefusalTold, standing_refusals
from casework.overview.drawings import Drawing, drawing
from casework.register.clients import ClientPage, open_client
from casework.rights import Act
from graph.errors import PumasiError

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientShown:
    """Everything the page shows; ``named`` while names are shown for once."""

    id: str
    href: str
    name: str
    about: str
    case_manager: str | None
    alerts: tuple[str, ...]
    named: bool
    may_name: bool
    notice: str | None
    error: str | None
    needs: tuple[NeedCard, ...]
    panel: AskPanel | None
    picture: Drawing | None
    running: tuple[LinkageCard, ...]
    past: tuple[LinkageCard, ...]
    consents: tuple[ConsentRow, ...]
    refusals: tuple[RefusalTold, ...]
    may_decide: bool
    circle_href: str | None
    stepping_in: tuple[Listed, ...]


@router.get("/people/{person}")
def show(
    here: AtDesk,
    person: str,
    ask: Annotated[str | None, Query(max_length=40)] = None,
    why: Annotated[str | None, Query(max_length=40)] = None,
    done: Annotated[str | None, Query(max_length=40)] = None,
) -> Response:
    """A client, names masked."""
    return client_response(here, person, Asked(ask=ask, why=why), notice=said(here, done))


@router.post("/people/{person}/names")
def names(here: AtDesk, person: str) -> Response:
    """The same page with names, once, since somebody asked for it; the log says so."""
    return client_response(here, person, Asked(), masked=False)


@router.post("/people/{person}/asks/{ask}/resources")
async def find_resource(here: AtDesk, person: str, ask: str) -> Response:
    """Resources by words, to ask "why not this one?"; it posts, since a resource may bear a name."""
    form = await here.request.form()
    return client_response(here, person, Asked(ask=ask, text=str(form.get("text", ""))[:100]))


def client_response(
    here: Here,
    person: str,
    asked: Asked,
    *,
    masked: bool = True,
    notice: str | None = None,
    error: PumasiError | None = None,
) -> Response:
    """The page for an answer, with what was done or what went wrong."""
    client = open_client(here.desk, here.actor, person, masked=masked)
    chosen = asked.ask if asked.ask and client.ask(asked.ask) else first_ask(client)
    linkages = linkage_cards(here, client)
    page = ClientShown(
        id=person,
        href=f"/people/{person}",
        name=client.name,
        about=client.about,
        case_manager=client.case_manager,
        alerts=client.alerts,
        named=not masked,
        may_name=here.may(Act.SEE_NAMES),
        notice=notice,
        error=None if error is None else here.told(error),
        needs=need_cards(here, client, chosen),
        panel=None if chosen is None else ask_panel(here, client, chosen, asked),
        picture=_small_picture(here, person, masked),
        running=tuple(card for card in linkages if card.running),
        past=tuple(card for card in linkages if not card.running),
        consents=consent_rows(here, client),
        refusals=standing_refusals(here.desk, here.actor, person),
        may_decide=here.may(Act.DECIDE),
        circle_href=circle_href(here, client),
        stepping_in=helpers(here, person, masked=masked),
    )
    return render(here.request, "client.html", page, status=200 if error is None else status_of(error))


def first_ask(client: ClientPage) -> str | None:
    """The ask that the page opens with: the first open one of the most urgent need, else the first of all."""
    asks = [ask for need in client.needs for ask in need.asks]
    found = next((ask for ask in asks if ask.state_code == "open"), asks[0] if asks else None)
    return None if found is None else found.id


def _small_picture(here: Here, person: str, masked: bool) -> Drawing | None:
    """The picture of the side panel; one that cannot be drawn must not hold up the page."""
    if not here.may(Act.DRAW):
        return None
    try:
        return drawing(here.desk, here.actor, person, masked=masked, compact=True)
    except PumasiError:
        return None
