"""What a gate is: the fields it reads, one function over pairs, and its sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from graph.text.sentence import Sentence
from matching.pairs import Pairs, Verdicts
from matching.snapshot.encoders import Column
from matching.words import FAILS, PASSES, GateName, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A hard rule.

    ``reads`` names the fields as ``Type.field``. ``check`` answers for a batch; ``say`` explains a FAIL or
    an ASK of a batch of one. ``private`` rules are told to the responsible worker alone (D29). A gate that
    stands ``alone`` fails by the resource and the day, whatever is asked: ranking checks it once for all.
    One that never ``asks`` answers PASS or FAIL. What ``check`` reads by ``pairs.kept`` of the resource and
    its giver, whatever is asked and on whichever day, may be named ``ahead``: ranking finds it once for all.
    """

    name: GateName
    reads: tuple[str, ...]
    check: Callable[[Pairs], Verdicts]
    say: Callable[[Pairs, Verdict], Sentence]
    private: bool = False
    alone: bool = False
    asks: bool = True
    ahead: tuple[Callable[[Pairs], Column], ...] = ()


def verdicts(pairs: Pairs, value: np.int8 = PASSES) -> Verdicts:
    """The same verdict for every pair."""
    found = np.empty(len(pairs), np.int8)
    found.fill(value)
    return found


def where_failed(failed: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Verdicts:
    """FAIL where true, else PASS."""
    found: Verdicts = np.where(failed, FAILS, PASSES)
    return found
