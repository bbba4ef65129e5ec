"""Renders a page's context through its template, in the language of the request."""

from __future__ import annotations

from dataclasses import Field, dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.http.context import language_of, request_id_of
from api.pages.frame import frame_of
from api.pages.static_files import address
from api.pages.texts import translations
from graph.text.particles import with_particle
from graph.words.word import Language

if TYPE_CHECKING:
    from api.http.problems import Problem

TEMPLATES = Path(__file__).with_name("templates")
_SEOUL = ZoneInfo("Asia/Seoul")
_PASSING = 503


class Context(Protocol):
    """A page's context: a dataclass, so that a template can do nothing but show it."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


@cache
def environment(language: Language) -> Environment:
    """The templates of one language, escaped and strict about names.

    Filters: ``day``, ``moment`` and ``iso_moment`` (Seoul time), ``with_particle("은/는")``; ``asset(path)`` is a
    file's address.
    """
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    # The extension adds this method to the environment as it runs.
    with_texts: Any = env
    with_texts.install_gettext_translations(translations(language), newstyle=True)
    env.filters["day"] = lambda value: _say_day(value, language)
    env.filters["moment"] = lambda value: _say_moment(value, language)
    env.filters["iso_moment"] = lambda value: _say_moment(datetime.fromisoformat(value), language)
    env.filters["with_particle"] = lambda word, pair: word if language == "en" else with_particle(word, pair)
    env.globals["asset"] = address
    return env


def render(request: Request, template: str, page: Context, *, status: int = 200) -> HTMLResponse:
    """A whole page, or a part of one for htmx: the template sees ``page`` and ``frame`` and nothing else."""
    found = environment(language_of(request)).get_template(template)
    return HTMLResponse(found.render(page=page, frame=frame_of(request)), status_code=status)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """What went wrong, what to do next, and the number to tell the administrator.

    ``again`` is the address to ask once more, where that may go well in a moment.
    """

    status: int
    title: str
    detail: str
    request_id: str
    again: str | None = None


def error_page(request: Request, problem: Problem) -> HTMLResponse:
    """An error as a person reads it."""
    url = request.url
    passing = problem.status == _PASSING and request.method == "GET"
    page = ErrorPage(
        status=problem.status,
        title=problem.title,
        detail=problem.detail,
        request_id=request_id_of(request),
        again=url.path + (f"?{url.query}" if url.query else "") if passing else None,
    )
    return render(request, "error.html", page, status=problem.status)


def _say_day(value: date, language: Language) -> str:
    return format_date(value, "yyyy. M. d." if language == "ko" else "d MMM yyyy", locale=language)


def _say_moment(value: datetime, language: Language) -> str:
    shape = "yyyy. M. d. HH:mm" if language == "ko" else "d MMM yyyy HH:mm"
    return format_datetime(value, shape, tzinfo=_SEOUL, locale=language)
