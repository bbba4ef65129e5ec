"""How far something long is."""

from collections.abc import Callable

Tell = Callable[[int, int], None]
"""Told how much is done, of how much."""


def silent(_done: int, _total: int) -> None:
    """Tell nobody."""
