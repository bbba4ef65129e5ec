"""Every record type by name, its id prefix, and its references."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Mapping
from itertools import product
from types import MappingProxyType
from typing import Protocol

from graph.records.areas import Area
from graph.records.consents import Consent, KeepApart
from graph.records.fields import field_specs
from graph.records.imports import Import, SourceRow
from graph.records.linkages import Linkage, Refusal
from graph.records.needs import Ask, Feeds, Need
from graph.records.people import Household, Organisation, Person, Staff
from graph.records.resources import Resource, WalkingTime
from graph.records.rounds import Round, RoundLeg
from graph.records.ties import Membership, Tie


class Record(Protocol):
    """What every record has: an opaque id and the dong that keeps it."""

    @property
    def id(self) -> str:
        """Prefixed, opaque, never derived from personal data."""
        ...

    @property
    def dong(self) -> str:
        """The ten-digit code of the dong that keeps the record."""
        ...


PREFIXES: Mapping[type[Record], str] = MappingProxyType(
    {
        Person: "p",
        Household: "h",
        Staff: "s",
        Organisation: "o",
        Resource: "r",
        WalkingTime: "w",
        Need: "n",
        Ask: "a",
        Feeds: "f",
        Tie: "t",
        Membership: "m",
        Linkage: "l",
        Refusal: "no",
        Round: "g",
        RoundLeg: "gl",
        Consent: "c",
        KeepApart: "k",
        Area: "d",
        Import: "i",
        SourceRow: "row",
    }
)
RECORD_TYPES: Mapping[str, type[Record]] = MappingProxyType({kind.__name__: kind for kind in PREFIXES})

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 16
_PAIRS = tuple(second_and_first[::-1] for second_and_first in map("".join, product(_ALPHABET, repeat=2)))
_PAIRS_AT = range(0, _LENGTH * 5, 10)
_BEGINNING, _BEGINNINGS, _TOGETHER = 20, 6, 20_000
"""Bits that begin ids made in number, bits to choose between so many beginnings, and ids that share them."""


def type_of(record_id: str) -> type[Record] | None:
    """The record type that an id's prefix names, if any."""
    prefix = record_id.partition("-")[0]
    return _BY_PREFIX.get(prefix)


def references(kind: type[Record]) -> Mapping[str, tuple[str, ...]]:
    """The fields of a record type that hold ids, with the types they may point at."""
    return {name: spec.refers_to for name, spec in field_specs(kind).items() if spec.refers_to}


class IdMaker:
    """Makes opaque ids: unguessable by default, repeatable with a seed (invented data only)."""

    def __init__(self, seed: int | None = None) -> None:
        """With a seed, the same sequence each time."""
        self._bits: Callable[[int], int] = (
            secrets.randbits if seed is None else random.Random(seed).getrandbits
        )

    def new(self, kind: type[Record]) -> str:
        """A new id of 80 random bits behind the type's prefix."""
        bits = self._drawn()
        return f"{PREFIXES[kind]}-{''.join([_PAIRS[bits >> at & 1023] for at in _PAIRS_AT])}"

    def many(self) -> ManyIds:
        """A maker for the ids of very many records that are kept together."""
        return ManyIds(self._bits)

    def _drawn(self) -> int:
        """The bits of an id; the lowest are its first characters."""
        return self._bits(_LENGTH * 5)


class ManyIds(IdMaker):
    """Makes ids of which thousands in a row share a few random beginnings; 60 bits of each are its own.

    An index of ids is then written in a few places at a time and not on every page of it. Which beginning an id
    has is drawn as well, so that the order of ids, by which ties are broken, tells nothing of that of rows.
    """

    def __init__(self, bits: Callable[[int], int]) -> None:
        """Draw from the same bits as another maker."""
        self._bits = bits
        self._begun: list[int] = []
        self._left = 0

    def _drawn(self) -> int:
        if not self._left:
            self._begun = [self._bits(_BEGINNING) for _ in range(1 << _BEGINNINGS)]
            self._left = _TOGETHER
        self._left -= 1
        bits = self._bits(_BEGINNINGS + _LENGTH * 5 - _BEGINNING)
        which, own = bits & (1 << _BEGINNINGS) - 1, bits >> _BEGINNINGS
        return own << _BEGINNING | self._begun[which]


_BY_PREFIX = {prefix: kind for kind, prefix in PREFIXES.items()}
