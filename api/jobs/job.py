"""A job as it stands at a moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from graph.errors import PumasiError
from graph.words.word import Language


class Progress(Protocol):
    """Told now and then how far the work is."""

    def __call__(self, done: int, total: int) -> None:
        """Take note of the rows done and the rows in all."""
        ...


Work = Callable[[Progress], str]
"""What a job does; it returns the address of the page that shows the result."""


class JobState(Enum):
    """Where a job stands; one that waits for its turn counts as running."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One text in both languages."""

    ko: str
    en: str

    def in_language(self, language: Language) -> str:
        """The text in one language."""
        return self.ko if language == "ko" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a job does, and what becomes of the records if it is cut short.

    ``total_estimated`` where the rows in all are guessed from the lines of a file, which cells may hold too.
    ``steps`` name what is done where progress counts steps, not rows; ``at`` is where its page lies. A job that
    ``may_stop`` can be stopped by its owner.
    """

    label: Said
    note: Said
    total_estimated: bool = False
    steps: tuple[Said, ...] = ()
    at: str = "/imports/jobs"
    may_stop: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job of one worker: how far it is (rows), then its result (an address) or its error.

    ``total`` is 0 until it is known; ``back`` is the page to go back to if it fails; ``subject`` names what it
    works on, so that the same is not begun twice at once.
    """

    token: str
    staff: str
    stage: Stage
    back: str
    request_id: str
    subject: str
    done: int = 0
    total: int = 0
    state: JobState = JobState.RUNNING
    result: str | None = None
    error: PumasiError | None = None
    ended_at: datetime | None = None
