"""Clocks for tests."""

from datetime import UTC, datetime, timedelta


class Ticking:
    """A clock that moves on by a second each time it is read, so that every unit has its own moment."""

    def __init__(self, start: datetime = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)) -> None:
        """Begin at a moment."""
        self.now = start

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now
