"""The files that pages load, all from the application itself; their addresses change with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from starlette import staticfiles
from starlette.responses import Response
from starlette.types import Scope

from casework.overview.drawings import PICTURE_FILES

FOLDER = Path(__file__).with_name("static")


@cache
def address(path: str) -> str:
    """The address of a file under static/ (``viz/`` is the pictures' own), with a mark of its content."""
    own, _, name = path.partition("/")
    content = (PICTURE_FILES / name if own == "viz" else FOLDER / path).read_bytes()
    return f"/static/{path}?v={hashlib.sha256(content).hexdigest()[:12]}"


class StaticFiles(staticfiles.StaticFiles):
    """Serves a folder: a marked address may be kept for good, any other is asked again after a day."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Serve a folder, the pages' own unless told otherwise."""
        super().__init__(directory=folder)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with how long it may be kept."""
        response = await super().get_response(path, scope)
        marked = scope["query_string"].startswith(b"v=")
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if marked else "public, max-age=86400"
        )
        # A picture in a sandboxed frame has no origin; its scripts and fonts hold nothing of anybody.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response
