"""What to develop, as a table."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from api.pages.here import Here
from api.pages.render import render
from casework.linking.developed_told import DevelopTold, open_development
from casework.linking.rounds_told import RoundTold
from casework.rights import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopmentPage:
    """The resources to develop, the best first."""

    kind: str
    told: DevelopTold
    notice: str | None
    error: str | None
    may_close: bool


def development_response(
    here: Here, told: RoundTold, notice: str | None, error: str | None, status: int
) -> Response:
    """The page of a round of development."""
    page = DevelopmentPage(
        kind=told.kind,
        told=open_development(here.desk, here.actor, told.id),
        notice=notice,
        error=error,
        may_close=here.may(Act.RUN_ROUND) and not told.closed,
    )
    return render(here.request, "development.html", page, status=status)
