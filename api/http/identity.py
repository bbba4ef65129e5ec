"""Who makes a request: the worker of a session's cookie or of a bearer token, and for what purpose."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.auth.accounts import Account
from api.auth.sessions import Session
from api.errors import FormExpired, PurposeRefused, SignInNeeded, TokenRefused
from api.http.context import language_of, parts_of, place_of
from api.settings import Settings
from casework.desk import Actor
from graph.view import Viewer
from graph.words.kinds import ViewPurpose
from graph.words.word import Language

PURPOSE_HEADER = "Pumasi-Purpose"
FORM_TOKEN_HEADER = "X-CSRF-Token"  # noqa: S105 - a header's name
FORM_TOKEN_FIELD = "form_token"  # noqa: S105 - a field's name
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who asks: the account and its worker, why, in which language, and from where.

    ``session`` is unset for a token.
    """

    account: Account
    purpose: ViewPurpose
    language: Language
    place: str
    session: Session | None = None

    @property
    def viewer(self) -> Viewer:
        """The worker, as rights and Views know them."""
        return self.account.viewer

    @property
    def actor(self) -> Actor:
        """Who acts, as every act of casework takes it."""
        return self.actor_for(self.purpose)

    def actor_for(self, purpose: ViewPurpose) -> Actor:
        """The same worker, for the purpose that a page serves; a token keeps its own."""
        own = purpose if self.session is not None else self.purpose
        return Actor(viewer=self.viewer, purpose=own, language=self.language, place=self.place)


def cookie_name(settings: Settings) -> str:
    """The session cookie's name; with TLS the browser itself ties it to this host."""
    return "__Host-pumasi_session" if settings.tls else "pumasi_session"


def set_session_cookie(response: Response, token: str, settings: Settings) -> None:
    """Hand the browser its session; it goes with the browser's own session and to this host alone."""
    response.set_cookie(
        cookie_name(settings), token, path="/", secure=settings.tls, httponly=True, samesite="strict"
    )


def clear_session_cookie(response: Response, settings: Settings) -> None:
    """Take the session from the browser."""
    response.delete_cookie(
        cookie_name(settings), path="/", secure=settings.tls, httponly=True, samesite="strict"
    )


def from_this_site(request: Request) -> bool:
    """Whether a browser says that one of our own pages, or the address bar, made the request."""
    return request.headers.get("sec-fetch-site", "none") in {"same-origin", "none"}


async def find_session(request: Request) -> Session | None:
    """The live session of the request's cookie."""
    parts = parts_of(request)
    token = request.cookies.get(cookie_name(parts.settings))
    return None if token is None else await run_in_threadpool(parts.door.sessions.find, token)


async def identify(request: Request) -> Identity:
    """Who asks, by bearer token or by session; an unsafe request of a session carries its form token.

    Raises:
        SignInNeeded: neither is there, or the session ended.
        TokenRefused: the token is unknown, revoked or expired.
        PurposeRefused: the purpose is unknown or not the token's.
        FormExpired: the form token is missing or another session's.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme:
        return await _by_token(request, scheme, token.strip())
    session = await find_session(request)
    if session is None:
        raise SignInNeeded()
    # Set before the form is checked, so that an error page still shows who is signed in.
    request.state.session = session
    if request.method not in SAFE_METHODS:
        await _check_form_token(request, session)
    return Identity(
        account=session.account,
        purpose=_named_purpose(request) or ViewPurpose.CASE_WORK,
        language=language_of(request),
        place=place_of(request),
        session=session,
    )


async def _by_token(request: Request, scheme: str, token: str) -> Identity:
    if scheme.lower() != "bearer":
        raise TokenRefused()
    use = await run_in_threadpool(parts_of(request).door.tokens.recognise, token)
    named = _named_purpose(request)
    if named not in (None, use.purpose):
        raise PurposeRefused()
    return Identity(
        account=use.account, purpose=use.purpose, language=language_of(request), place=place_of(request)
    )


def _named_purpose(request: Request) -> ViewPurpose | None:
    code = request.headers.get(PURPOSE_HEADER)
    if code is None:
        return None
    try:
        return ViewPurpose(code)
    except ValueError:
        raise PurposeRefused() from None


async def _check_form_token(request: Request, session: Session) -> None:
    sent: object = request.headers.get(FORM_TOKEN_HEADER)
    if sent is None:
        sent = (await request.form()).get(FORM_TOKEN_FIELD)
    fits = isinstance(sent, str) and hmac.compare_digest(sent.encode(), session.form_token.encode())
    if not fits or not from_this_site(request):
        raise FormExpired()


Identified = Annotated[Identity, Depends(identify)]
"""A route's parameter of this type lets in only those who are signed in or hold a token."""
