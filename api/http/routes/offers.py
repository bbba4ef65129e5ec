"""What goes out: households for something that came in, and the team's sheets."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field
from starlette.responses import Response

from api.http.acting import Acting, AtDesk, download
from api.http.ids import ResourceId
from api.http.wire import Wire
from casework.linking import offer as offering
from casework.linking.offer import OfferTold
from casework.register.exports import export_sheet

router = APIRouter(tags=["offers"])

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ExportSent(Wire):
    """Which sheet is taken out, and why; the reason stays in the access log."""

    sheet: str = Field(max_length=60)
    form: Literal["csv", "xlsx"] = "csv"
    why: str = Field(max_length=300)

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"sheet": "resources", "form": "xlsx", "why": "연말 자원 확인"}]}
    )


@router.get("/resources/{resource}/offer")
def offer(
    resource: ResourceId, desk: AtDesk, actor: Acting, limit: Annotated[int, Query(ge=1, le=200)] = 30
) -> OfferTold:
    """The households for something that came in, first to be offered first."""
    return offering.offer(desk, actor, resource, limit=limit)


@router.post(
    "/exports",
    response_class=Response,
    responses={200: {"content": {media_type: {} for media_type in _TYPES.values()}}},
)
def export(sent: ExportSent, desk: AtDesk, actor: Acting) -> Response:
    """One of the team's sheets, filled with ids, to be edited and imported again."""
    exported = export_sheet(desk, actor, sent.sheet, sent.form, why=sent.why)
    answer = download(exported.content, exported.name, _TYPES[sent.form])
    answer.headers["Pumasi-Rows"] = str(exported.rows)
    answer.headers["Pumasi-Left-Out"] = str(exported.left_out)
    return answer
