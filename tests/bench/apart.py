"""Each part runs in a process of its own, so that the memory of one is not counted to the next."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

T = TypeVar("T")


def apart(call: Callable[..., T], *given: Any) -> T:
    """What a function of a module returns in a fresh process."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(call, *given).result()
