"""What every form of the pages shares: fields with their errors, and reading what was sent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice of a list."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field of a form as shown: ``kind`` is an input type, or textarea, select, radio."""

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    hint: str | None = None
    error: str | None = None
    required: bool = False
    autocomplete: str = "off"
    options: tuple[Option, ...] = ()
