"""What happened around a client: who, when, why, what."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from api.pages.here import AtDesk
from api.pages.parts import Changed, HistoryEntry
from api.pages.render import render
from casework.overview.history import Happened, client_history

router = APIRouter(prefix="/people/{person}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """The history of a client, newest first."""

    href: str
    name: str
    entries: tuple[HistoryEntry, ...]


@router.get("/history")
def show(here: AtDesk, person: str) -> Response:
    """Every change of the client's records."""
    told = client_history(here.desk, here.actor, person)
    page = HistoryPage(
        href=f"/people/{person}", name=told.name, entries=tuple(_entry(one) for one in told.happened)
    )
    return render(here.request, "history.html", page)


def _entry(one: Happened) -> HistoryEntry:
    return HistoryEntry(
        at=one.at,
        who=one.by,
        what=" · ".join(one.what[:6]) + (" …" if len(one.what) > 6 else ""),
        why=one.why,
        changed=tuple(Changed(label=c.label, before=c.before, after=c.after) for c in one.changed),
    )
