"""Files coming in: a preview first, then the import by the preview's token, and back out again."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from pydantic import Field
from starlette.responses import Response

from api.http.acting import Acting, AtDesk, WithParts, download
from api.http.ids import ImportId, PreviewToken
from api.http.wire import Wire
from casework.register import imports
from casework.register.imports import ImportTold, Undone
from casework.register.previewed import PreviewTold, tell

router = APIRouter(tags=["imports"])

CSV = "text/csv; charset=utf-8"


class PreviewMade(Wire):
    """The token to import or save the preview by, and what the file would do."""

    token: str
    minutes_kept: int
    preview: PreviewTold


class ImportSent(Wire):
    """Which preview is taken in."""

    token: str = Field(min_length=1, max_length=100, examples=["q3rL…"])


class ImportMade(Wire):
    """The id of the import, by which it can be undone."""

    id: str = Field(examples=["i-0123456789abcdef"])


@router.post("/imports/previews", status_code=201)
def look(
    parts: WithParts,
    actor: Acting,
    file: Annotated[UploadFile, File(description="CSV, TSV, XLSX, JSON")],
    mapping: Annotated[str | None, Form(max_length=100, description="대응표 / ready-made mapping")] = None,
    mapping_toml: Annotated[str | None, Form(max_length=100_000, description="TOML")] = None,
    within: Annotated[str, Form(pattern=r"^(\d{2}|\d{5}|\d{10})?$", description="코드 앞자리")] = "",
    keep_undecided: Annotated[bool, Form()] = False,
) -> PreviewMade:
    """See what a file would do; nothing is written."""
    content, name = file.file.read(), PurePath(file.filename or "file").name
    preview = imports.look_at_file(
        parts.desk,
        actor,
        content,
        name,
        imports.mapping_for(content, name, mapping, mapping_toml),
        scope=imports.scope_for(actor, within=within, keep_undecided=keep_undecided),
    )
    return _made(parts, actor, parts.previews.keep(actor, preview))


@router.get("/imports/previews/{token}")
def see(token: PreviewToken, parts: WithParts, actor: Acting) -> PreviewMade:
    """A preview again."""
    return _made(parts, actor, token)


@router.get(
    "/imports/previews/{token}/refused.csv", response_class=Response, responses={200: {"content": {CSV: {}}}}
)
def refused(token: PreviewToken, parts: WithParts, actor: Acting) -> Response:
    """The refused rows with advice, to be mended and sent again."""
    preview = parts.previews.find(actor, token)
    return download(preview.refused_csv(), f"거부-{PurePath(preview.plan.file_name).stem}.csv", CSV)


@router.delete("/imports/previews/{token}", status_code=204)
def let_go(token: PreviewToken, parts: WithParts, actor: Acting) -> None:
    """Let a preview go."""
    parts.previews.drop(actor, token)


@router.post("/imports", status_code=201)
def apply(sent: ImportSent, parts: WithParts, actor: Acting) -> ImportMade:
    """Take in a file that was looked at, as one change."""
    preview = parts.previews.find(actor, sent.token)
    made = imports.apply_import(parts.desk, actor, preview)
    parts.previews.drop(actor, sent.token)
    return ImportMade(id=made)


@router.get("/imports")
def list_imports(desk: AtDesk, actor: Acting) -> tuple[ImportTold, ...]:
    """The imports of the dong, newest first."""
    return imports.list_imports(desk, actor)


@router.post("/imports/{import_id}/undo")
def undo(import_id: ImportId, desk: AtDesk, actor: Acting) -> Undone:
    """Put back what an import changed; what was changed or is in use since stays and is listed."""
    return imports.undo_import(desk, actor, import_id)


def _made(parts: WithParts, actor: Acting, token: str) -> PreviewMade:
    preview = parts.previews.find(actor, token)
    return PreviewMade(
        token=token, minutes_kept=parts.previews.minutes_kept, preview=tell(preview, actor.language)
    )
