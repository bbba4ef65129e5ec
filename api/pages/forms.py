"""What small forms share: reading a day, and a page of one decision that keeps what was typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from starlette.datastructures import FormData
from starlette.responses import Response

from api.http.problems import status_of
from api.pages.here import Here
from api.pages.parts import FormField
from api.pages.render import render
from graph.errors import PumasiError


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPage:
    """One form: what it is about, its fields, where it goes, and the way back."""

    title: str
    about: str
    notice: str | None
    fields: tuple[FormField, ...]
    href: str
    back: str
    button: str
    hidden: tuple[tuple[str, str], ...] = ()
    error: str | None = None


def show_form(here: Here, page: DecisionPage, error: PumasiError | None = None) -> Response:
    """The form, again with what was typed and what was wrong with it."""
    if error is None:
        return render(here.request, "decision.html", page)
    return render(
        here.request, "decision.html", replace(page, error=here.told(error)), status=status_of(error)
    )


def filled(fields: tuple[FormField, ...], form: FormData) -> tuple[FormField, ...]:
    """The fields as they were sent."""
    return tuple(
        replace(field, value=str(form.get(field.name, ""))) if field.kind != "file" else field
        for field in fields
    )


def with_error(fields: tuple[FormField, ...], name: str, error: str) -> tuple[FormField, ...]:
    """The fields with what is wrong with one of them."""
    return tuple(replace(field, error=error) if field.name == name else field for field in fields)


def has_errors(fields: tuple[FormField, ...]) -> bool:
    """Whether any field is wrong."""
    return any(field.error for field in fields)


def given(form: FormData, name: str, limit: int = 500) -> str:
    """A text that was sent, without blanks around it."""
    return str(form.get(name, "")).strip()[:limit]


def day_given(form: FormData, name: str) -> date | None:
    """A day that was sent; none where it is empty or no day."""
    try:
        return date.fromisoformat(given(form, name, 10))
    except ValueError:
        return None


def by_script(here: Here) -> bool:
    """Whether a part of the page asks, which keeps what was typed and shows the error itself."""
    return "hx-request" in here.request.headers
