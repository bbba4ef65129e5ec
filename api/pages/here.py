"""What a page works with: the desk, who acts and why, and the words of the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.http.context import parts_of
from api.http.identity import Identified
from api.pages.texts import text
from casework.desk import SEOUL, Actor, Desk
from casework.rights import Act, may
from graph.errors import PumasiError
from graph.words.word import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """One request of somebody who is signed in."""

    request: Request
    desk: Desk
    actor: Actor

    @property
    def language(self) -> Language:
        """The language of the answer."""
        return self.actor.language

    def say(self, message: str) -> str:
        """A Korean text in the language of the answer."""
        return text(self.language, message)

    def told(self, error: PumasiError) -> str:
        """What an error says, in the language of the answer."""
        return error.ko if self.language == "ko" else error.en

    def may(self, act: Act) -> bool:
        """Whether the worker has the right, so that a page shows only what would be answered."""
        return may(self.actor.viewer, act)


def at_desk(request: Request, identity: Identified) -> Here:
    """The desk of the application, for the worker of this request."""
    return Here(request=request, desk=parts_of(request).desk, actor=identity.actor)


AtDesk = Annotated[Here, Depends(at_desk)]


def go_to(address: str) -> Response:
    """After something was done: the page that shows it, which may be loaded again without doing it again."""
    return RedirectResponse(address, status_code=303)


def clock_time(moment: str) -> str:
    """The hour of a moment (ISO 8601) in Seoul, with its day unless that is said elsewhere."""
    at = datetime.fromisoformat(moment).astimezone(SEOUL)
    return f"{at.month}. {at.day}. {at:%H:%M}"
