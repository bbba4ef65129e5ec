"""Previews that wait for a yes: in memory alone, each its maker's own, for a short while."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from casework.desk import Actor
from casework.errors import PreviewGone
from casework.register.imports import Preview

KEPT_FOR = timedelta(minutes=30)
ROWS_AT_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class _Waiting:
    preview: Preview
    staff: str
    until: datetime


class PendingPreviews:
    """Keeps previews between the look and the import; nothing of a file reaches the disk before.

    Beyond ``rows`` rows in all, the oldest previews make room.
    """

    def __init__(self, clock: Callable[[], datetime], *, rows: int = ROWS_AT_MOST) -> None:
        """Keep none yet."""
        self._clock, self._rows = clock, rows
        self._waiting: dict[str, _Waiting] = {}
        self._lock = Lock()

    @property
    def minutes_kept(self) -> int:
        """How long a preview waits."""
        return int(KEPT_FOR.total_seconds() // 60)

    def keep(self, actor: Actor, preview: Preview) -> str:
        """Keep a preview and return the token that finds it again."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._drop_expired()
            self._waiting[token] = _Waiting(preview, actor.viewer.staff, self._clock() + KEPT_FOR)
            while self._held() > self._rows and len(self._waiting) > 1:
                del self._waiting[next(iter(self._waiting))]
        return token

    def find(self, actor: Actor, token: str) -> Preview:
        """The preview of a token.

        Raises:
            PreviewGone: it is not the actor's, was imported, or its time is over.
        """
        with self._lock:
            self._drop_expired()
            waiting = self._waiting.get(token)
            if waiting is None or waiting.staff != actor.viewer.staff:
                raise PreviewGone()
            return waiting.preview

    def drop(self, actor: Actor, token: str) -> None:
        """Let a preview go, once it was imported or is no longer wanted.

        Raises:
            PreviewGone: there is none of the actor's.
        """
        self.find(actor, token)
        with self._lock:
            self._waiting.pop(token, None)

    def _held(self) -> int:
        return sum(len(waiting.preview.plan.rows) for waiting in self._waiting.values())

    def _drop_expired(self) -> None:
        now = self._clock()
        for token in [token for token, waiting in self._waiting.items() if waiting.until <= now]:
            del self._waiting[token]
