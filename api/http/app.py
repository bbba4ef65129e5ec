"""The application: routes, pages, guards and error answers put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Depends, FastAPI, params
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.errors import SignInLocked, SignInNeeded, TokenRefused
from api.http.context import wants_page
from api.http.envelope import Envelope
from api.http.identity import SAFE_METHODS, find_session, identify
from api.http.problems import MEDIA_TYPE, Problem, from_http, from_validation, problem_of, problem_response
from api.http.register import API_ROUTERS, OPEN_ROUTERS, PAGE_ROUTERS
from api.pages.frame import menu_of
from api.pages.render import error_page
from api.pages.static_files import StaticFiles
from api.parts import Parts
from api.version import VERSION
from casework.overview.drawings import PICTURE_FILES
from graph.errors import PumasiError, StoreUnavailable

API = "/api/v1"
STORE_RETRY_SECONDS = 15
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": Problem, "description": "A problem", "content": {MEDIA_TYPE: {}}}
}


def create_app(parts: Parts) -> FastAPI:
    """The application over opened parts, which it closes when it stops."""

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        parts.close()

    app = FastAPI(
        title="Pumasi 품앗이",
        version=VERSION,
        openapi_url=f"{API}/openapi.json",
        # The ready-made pages load their scripts from another host.
        docs_url=None,
        redoc_url=None,
        lifespan=life,
    )
    app.state.parts = parts
    for router in API_ROUTERS:
        app.include_router(router, prefix=API, responses=_PROBLEMS, dependencies=_guard(router))
    for router in PAGE_ROUTERS:
        app.include_router(router, include_in_schema=False, dependencies=_guard(router))
    app.mount("/static/viz", StaticFiles(PICTURE_FILES), name="pictures")
    app.mount("/static", StaticFiles(), name="static")
    app.state.menu = menu_of(PAGE_ROUTERS)
    for kind in (PumasiError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _handle)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(Envelope, settings=parts.settings, answer=answer)
    return app


def _guard(router: APIRouter) -> list[params.Depends]:
    return [] if router in OPEN_ROUTERS else [Depends(identify)]


async def answer(request: Request, error: PumasiError) -> Response:
    """An error as the way to sign in, a page that says what to do next, or problem details."""
    if isinstance(error, SignInNeeded) and not request.url.path.startswith("/api/"):
        return _to_sign_in(request)
    problem, wait = problem_of(error, request), _retry_after(error)
    if wants_page(request):
        if problem.status < 500 and not hasattr(request.state, "session"):
            # Whoever cannot be looked up just now is shown the error like a stranger.
            with suppress(PumasiError):
                request.state.session = await find_session(request)
        page = error_page(request, problem)
        page.headers.update(wait)
        return page
    bearer = {"WWW-Authenticate": "Bearer"} if isinstance(error, SignInNeeded | TokenRefused) else {}
    return problem_response(problem, wait | bearer)


def _retry_after(error: PumasiError) -> dict[str, str]:
    """When to try again, where that is known."""
    match error:
        case SignInLocked():
            return {"Retry-After": str(error.minutes * 60)}
        case StoreUnavailable():
            return {"Retry-After": str(STORE_RETRY_SECONDS)}
        case _:
            return {}


def _to_sign_in(request: Request) -> Response:
    if "hx-request" in request.headers:
        page = urlsplit(request.headers.get("hx-current-url", "")).path or "/"
        return Response(status_code=401, headers={"HX-Redirect": f"/sign-in?next={quote(page)}"})
    back = request.url.path if request.method in SAFE_METHODS else "/"
    return RedirectResponse(f"/sign-in?next={quote(back)}", status_code=303)


async def _handle(request: Request, error: Exception) -> Response:
    match error:
        case PumasiError():
            return await answer(request, error)
        case HTTPException():
            return await answer(request, from_http(error))
        case RequestValidationError():
            return await answer(request, from_validation(error.errors()))
        case _:
            raise error
