"""Remembers what short cells were read as; a long one would be kept in memory for nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")
_LONGEST = 80


def remembered(size: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Let a function remember the last ``size`` results for texts of at most 80 characters."""

    def wrap(read: Callable[P, T]) -> Callable[P, T]:
        kept = cast(Callable[P, T], lru_cache(maxsize=size)(read))

        @wraps(read)
        def read_or_recall(*args: P.args, **named: P.kwargs) -> T:
            for given in args:
                if isinstance(given, str) and len(given) > _LONGEST:
                    return read(*args, **named)
            return kept(*args, **named)

        return read_or_recall

    return wrap
