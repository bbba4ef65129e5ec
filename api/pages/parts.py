"""What the macros in templates/parts show: plain data, already in the reader's language and masked by a View."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Tone = Literal["plain", "good", "caution", "bad", "info"]
ButtonTone = Literal["primary", "secondary", "tertiary", "danger"]
GiverTone = Literal["public", "private", "neighbour"]
Verdict = Literal["pass", "fail", "ask", "behind", "ahead"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A button: a link, or with ``method`` post a form of its own.

    ``about`` is said to screen readers only, so that equal buttons differ. ``target`` is the CSS selector of
    the part of the page that the answer replaces; without it the whole page follows. ``part`` is what of the
    answer goes into the target instead, when it is not the target itself.
    """

    label: str
    href: str
    method: Literal["get", "post"] = "get"
    tone: ButtonTone = "tertiary"
    about: str | None = None
    target: str | None = None
    part: str | None = None
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedItem:
    """A need in the list of a client: ``urgency`` is the code of the word, ``facts`` short phrases."""

    id: str
    title: str
    area: str
    urgency: str
    urgency_label: str
    href: str
    facts: tuple[str, ...] = ()
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One reason's share of the order; ``said`` is its sentence."""

    text: str
    points: int
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A resource that could help: reasons first; the points only inside the part that explains the order.

    ``score`` is empty where the viewer may not see all of it.
    """

    id: str
    name: str
    giver_label: str
    giver_tone: GiverTone
    reasons: tuple[str, ...]
    notes: tuple[str, ...] = ()
    giver: str | None = None
    introduction: str | None = None
    cautions: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    score: tuple[ScoreLine, ...] = ()
    total: int | None = None
    outcome: str | None = None
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule's answer in "why not"; ``other`` is what it says of the first suggestion."""

    verdict: Verdict
    text: str
    question: str | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """Why a resource is not suggested, or stands where it stands."""

    name: str
    summary: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table."""

    text: str
    href: str | None = None
    tone: Tone | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table: its heading, and whether it holds numbers."""

    label: str
    number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; the first cell of a row names it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption_shown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search box; it posts, since an address would keep the name that was searched for."""

    href: str
    label: str
    value: str = ""
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Where one is in a list, and the ways on."""

    said: str
    first_href: str | None = None
    next_href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One thing that happened: when, who, what, why."""

    at: datetime
    who: str
    what: str
    why: str
    changed: tuple[Changed, ...] = ()
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number with its word."""

    label: str
    number: int
    tone: Tone = "plain"
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label and what is known."""

    label: str
    text: str
    withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """Nothing here yet, and what to do."""

    title: str
    text: str
    action: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice of a field."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field of a form: ``kind`` is an input type, or textarea, select, radio, checkbox.

    ``values`` are the ticked ones of checkboxes besides ``value``.
    """

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    values: frozenset[str] = frozenset()
    hint: str | None = None
    error: str | None = None
    required: bool = False
    autocomplete: str = "off"
    options: tuple[Option, ...] = ()
    accept: str | None = None
