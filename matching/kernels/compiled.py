"""The one door to numba: kernels are compiled where it is installed, and plain Python where it is not.

Compiled code is kept beside the source in ``__pycache__``, made by ``python -m matching.kernels``.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., object])

COMPILED = find_spec("numba") is not None
"""Whether kernels are compiled; where not, HiGHS finds the same optima."""


def compiled(function: F) -> F:
    """A function on arrays and numbers, compiled with its result kept on disk and the interpreter lock let go.

    Numba sees a change only in the file of the function itself: after a change in a file that others
    call, run ``python -m matching.kernels`` again.
    """
    if not COMPILED:
        return function
    found: F = import_module("numba").njit(cache=True, nogil=True)(function)
    return found


def bare(function: F) -> F:
    """The same for what makes no array: those that are handed over are not counted as held, call by call."""
    if not COMPILED:
        return function
    found: F = import_module("numba").njit(cache=True, nogil=True, _nrt=False)(function)
    return found


def inlined(function: F) -> F:
    """The same for what is called in inner loops: its body is put where it is called.

    A call hands every array of its tuples over and counts it as held; that costs more than a short body.
    """
    if not COMPILED:
        return function
    found: F = import_module("numba").njit(inline="always", nogil=True, _nrt=False)(function)
    return found
