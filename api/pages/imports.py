"""Files coming in: the form to choose one, what was taken in, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.http.problems import status_of
from api.pages.done import said
from api.pages.here import AtDesk, Here, go_to
from api.pages.parts import Option
from api.pages.render import render
from casework.register.exports import OWN_SHEETS, sheet_label
from casework.register.imports import (
    ImportTold,
    list_imports,
    mappings,
    names_of,
    undo_import,
)
from casework.rights import Act
from graph.errors import PumasiError

router = APIRouter(prefix="/imports")
_NAMED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportsPage:
    """The form to choose a file, and what was taken in before."""

    notice: str | None
    error: str | None
    mappings: tuple[Option, ...]
    mapping: str
    within: str
    keep_undecided: bool
    imports: tuple[ImportTold, ...]
    sheets: tuple[Option, ...]
    may_export: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoPage:
    """What would be undone, before it is."""

    told: ImportTold


@router.get("")
def show(here: AtDesk, done: Annotated[str | None, Query(max_length=40)] = None) -> Response:
    """The imports of the dong, and the form for the next."""
    return choose(here, notice=said(here, done))


@router.get("/{import_id}/undo")
def ask_undo(here: AtDesk, import_id: str) -> Response:
    """Ask again before an import is undone."""
    found = next((told for told in list_imports(here.desk, here.actor) if told.id == import_id), None)
    if found is None:
        return go_to("/imports")
    return render(here.request, "undo.html", UndoPage(told=found))


@router.post("/{import_id}/undo")
def undo(here: AtDesk, import_id: str) -> Response:
    """Put back what the import changed; what is in use or was changed since stays."""
    try:
        undone = undo_import(here.desk, here.actor, import_id)
    except PumasiError as error:
        return choose(here, error=here.told(error), status=status_of(error))
    notice = here.say(
        "가져오기를 되돌렸습니다. 삭제 %(removed)s건, 복원 %(restored)s건, 그대로 둔 것 %(kept)s건입니다."
    )
    words = {"removed": undone.removed, "restored": undone.restored, "kept": len(undone.kept)}
    names = names_of(here.desk, here.actor, undone.kept[:_NAMED])
    left = (" " + ", ".join(names) + (" …" if len(undone.kept) > _NAMED else "")) if names else ""
    return choose(here, notice=notice % words + left)


def choose(
    here: Here,
    *,
    mapping: str = "",
    within: str = "",
    keep: bool = True,
    notice: str | None = None,
    error: str | None = None,
    status: int = 200,
) -> Response:
    """The form to choose a file, the sheets to take out, and what was taken in before."""
    known = tuple(Option(value=name, label=label) for name, label in mappings(here.language))
    page = ImportsPage(
        notice=notice,
        error=error,
        mappings=(Option(value="", label=here.say("열 이름을 보고 자동으로 고름")), *known),
        mapping=mapping,
        within=within,
        keep_undecided=keep,
        imports=list_imports(here.desk, here.actor),
        sheets=tuple(Option(value=name, label=sheet_label(name, here.language)) for name in OWN_SHEETS),
        may_export=here.may(Act.EXPORT),
    )
    return render(here.request, "imports.html", page, status=status)
