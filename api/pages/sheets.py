"""The team's own sheets going out: empty to begin with, or filled to be edited and imported again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from api.http.acting import download
from api.http.problems import status_of
from api.pages.here import AtDesk
from api.pages.imports import choose
from casework.register.exports import blank_sheet, export_sheet
from graph.errors import PumasiError

router = APIRouter(prefix="/imports/sheets")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/{sheet}/blank.xlsx")
def blank(here: AtDesk, sheet: str) -> Response:
    """An empty sheet, with how each column is written."""
    made = blank_sheet(sheet, here.language)
    return download(made.content, made.name, XLSX)


@router.post("")
def filled(
    here: AtDesk,
    sheet: Annotated[str, Form(max_length=40)] = "",
    why: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """A sheet with all that the worker may read; the reason stays in the log."""
    try:
        made = export_sheet(here.desk, here.actor, sheet, "xlsx", why=why)
    except PumasiError as error:
        return choose(here, error=here.told(error), status=status_of(error))
    return download(made.content, made.name, XLSX)
