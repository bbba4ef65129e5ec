"""What surrounds every page: who is signed in, the menu, the way to the other language, the form token."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request

from api.auth.sessions import Session
from api.http.context import language_of, parts_of
from api.pages.texts import mark, text
from casework.rights import Act, may
from graph.words.word import Language

# The main menu in its order; a section is shown as soon as it has a page.
_SECTIONS = (
    ("/", mark("오늘")),
    ("/people", mark("당사자")),
    ("/resources", mark("자원")),
    ("/rounds", mark("품앗이 찾기")),
    ("/network", mark("우리 동 관계망")),
    ("/imports", mark("가져오기")),
    ("/log", mark("기록")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    """One entry of the main menu."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What base.html needs besides the page's own context."""

    language: Language
    other_language_href: str
    team: str
    menu: tuple[MenuItem, ...]
    user: str | None
    role: str | None
    form_token: str
    unencrypted: bool = False
    """Whether to tell those who answer for the installation that its files have no key."""


def menu_of(routers: Iterable[APIRouter]) -> tuple[tuple[str, str], ...]:
    """The sections that have a page: address and Korean label."""
    served = {getattr(route, "path", None) for router in routers for route in router.routes}
    return tuple(section for section in _SECTIONS if section[0] in served)


def frame_of(request: Request) -> Frame:
    """The frame of the page that answers a request."""
    language, settings = language_of(request), parts_of(request).settings
    session: Session | None = getattr(request.state, "session", None)
    other: Language = "en" if language == "ko" else "ko"
    # A form's answer cannot be asked for again, and a failed page need not be found again.
    here = request.url.include_query_params(lang=other)
    back = f"{here.path}?{here.query}" if request.method == "GET" else f"/?lang={other}"
    return Frame(
        language=language,
        other_language_href=back,
        team=settings.team_name if language == "ko" else settings.team_name_en,
        menu=_menu(request, language) if session else (),
        user=session.account.name if session else None,
        role=session.account.viewer.role.label(language) if session else None,
        form_token=session.form_token if session else "",
        unencrypted=parts_of(request).unencrypted
        and session is not None
        and may(session.account.viewer, Act.SEE_CONDITION),
    )


def _menu(request: Request, language: Language) -> tuple[MenuItem, ...]:
    path = request.url.path
    return tuple(
        MenuItem(
            label=text(language, label),
            href=href,
            current=path == href or (href != "/" and path.startswith(f"{href}/")),
        )
        for href, label in request.app.state.menu
    )
