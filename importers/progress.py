"""How a long import tells its caller how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called now and then with rows done and rows expected; the last call has both equal."""

    def __call__(self, done: int, total: int) -> None:
        """Take note of the progress."""
        ...


def silent(done: int, total: int) -> None:
    """Show nothing."""
