"""Signing in and out."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.auth.hashes import new_token
from api.errors import FormExpired, SignInLocked, SignInRefused
from api.http.context import language_of, parts_of, place_of
from api.http.identity import (
    Identified,
    clear_session_cookie,
    cookie_name,
    from_this_site,
    set_session_cookie,
)
from api.http.problems import status_of
from api.pages.parts import FormField
from api.pages.render import render
from api.pages.texts import text
from graph.errors import PumasiError
from graph.words.word import Language

router = APIRouter()
_FORM_COOKIE = "pumasi_sign_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage:
    """The form, with what went wrong the time before."""

    form_token: str
    next: str
    fields: tuple[FormField, ...]
    error: str | None = None
    expired: bool = False


@router.get("/sign-in")
def show(request: Request, next: str = "/") -> Response:
    """The form to sign in."""
    parts = parts_of(request)
    token = request.cookies.get(cookie_name(parts.settings))
    expired = token is not None and parts.door.sessions.find(token) is None
    return _form(request, _own_path(next), expired=expired)


@router.post("/sign-in")
def sign_in(
    request: Request,
    name: Annotated[str, Form(max_length=100)],
    password: Annotated[str, Form(max_length=200)],
    form_token: Annotated[str, Form(max_length=100)],
    next: Annotated[str, Form(max_length=500)] = "/",
) -> Response:
    """Check the password; a new session starts, and one that the browser had before ends."""
    parts = parts_of(request)
    kept = request.cookies.get(_FORM_COOKIE, "")
    if not kept or not hmac.compare_digest(kept.encode(), form_token.encode()) or not from_this_site(request):
        return _form(request, _own_path(next), name=name, error=FormExpired())
    try:
        account = parts.door.sign_in.check(name, password)
    except (SignInRefused, SignInLocked) as error:
        parts.journal("nobody", "refused", place_of(request))
        return _form(request, _own_path(next), name=name, error=error)
    _end_session(request)
    parts.journal(account.viewer.staff, "signed_in", place_of(request))
    response = RedirectResponse(_own_path(next), status_code=303)
    set_session_cookie(response, parts.door.sessions.start(account.name), parts.settings)
    response.delete_cookie(_FORM_COOKIE, path="/sign-in")
    return response


@router.post("/sign-out")
def sign_out(request: Request, identity: Identified) -> Response:
    """End the session."""
    parts = parts_of(request)
    _end_session(request)
    parts.journal(identity.viewer.staff, "signed_out", identity.place)
    response = RedirectResponse("/sign-in", status_code=303)
    clear_session_cookie(response, parts.settings)
    return response


def _form(
    request: Request,
    next: str,
    *,
    name: str = "",
    error: PumasiError | None = None,
    expired: bool = False,
) -> Response:
    token, language = new_token(), language_of(request)
    said = None if error is None else (error.ko if language == "ko" else error.en)
    page = SignInPage(
        form_token=token, next=next, fields=_fields(language, name), error=said, expired=expired
    )
    response = render(request, "sign_in.html", page, status=200 if error is None else status_of(error))
    response.set_cookie(
        _FORM_COOKIE,
        token,
        path="/sign-in",
        secure=parts_of(request).settings.tls,
        httponly=True,
        samesite="strict",
    )
    return response


def _fields(language: Language, name: str) -> tuple[FormField, ...]:
    return (
        FormField(
            name="name", label=text(language, "아이디"), value=name, required=True, autocomplete="username"
        ),
        FormField(
            name="password",
            label=text(language, "비밀번호"),
            kind="password",
            required=True,
            autocomplete="current-password",
        ),
    )


def _end_session(request: Request) -> None:
    parts = parts_of(request)
    token = request.cookies.get(cookie_name(parts.settings))
    if token is not None:
        parts.door.sessions.end(token)


def _own_path(next: str) -> str:
    """A path on this server, or the first page: never another site's address."""
    safe = next.startswith("/") and not next.startswith(("//", "/\\")) and next.isprintable()
    return next if safe else "/"
