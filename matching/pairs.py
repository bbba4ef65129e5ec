"""One ask beside many resources: the batch that gates and criteria read; a single pair is a batch of one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.records.fields import FieldRef
from graph.text.sentence import Subject
from graph.words.service_types import ServiceType, service_types
from matching.snapshot.encoders import UNKNOWN, Column
from matching.snapshot.snapshot import HOUSEHOLD, ORGANISATION, PERSON, Snapshot
from matching.snapshot.table import Rows

Verdicts = NDArray[np.int8]
Points = NDArray[np.int32]
F = TypeVar("F")
C = TypeVar("C", bound=Column)

Columns = dict[Callable[..., Any], Any]
"""Columns by the function that finds them: what is known of each pair."""


class Pairs:
    """An ask's row and the rows of the resources held against it.

    What was found by ``kept`` is taken along with the pairs it is about; what was found by ``once`` is
    shared by all pairs that were taken from the same ones.
    """

    def __init__(self, snapshot: Snapshot, ask: int, rows: Rows) -> None:
        self.snapshot, self.ask, self.rows = snapshot, ask, rows
        self.client = int(snapshot["asks"]["person"][ask])
        self.client_party = self.client * 4 + PERSON if self.client >= 0 else -1
        self.columns: Columns = {}
        self._facts: dict[Callable[..., Any], Any] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, keep: NDArray[Any]) -> Self:
        """The pairs that a mask or positions choose."""
        at = keep.nonzero()[0] if keep.dtype == bool else keep
        chosen = object.__new__(type(self))
        chosen.__dict__.update(self.__dict__)
        chosen.rows = self.rows.take(at)
        chosen.columns = {make: column.take(at) for make, column in self.columns.items()}
        return chosen

    def kept(self, make: Callable[[Any], C]) -> C:
        """What a function finds for each pair."""
        if make not in self.columns:
            self.columns[make] = make(self)
        found: C = self.columns[make]
        return found

    def once(self, find: Callable[[Snapshot, int], F]) -> F:
        """What a function finds about the client."""
        if find not in self._facts:
            self._facts[find] = find(self.snapshot, self.client)
        found: F = self._facts[find]
        return found

    # the resources' side

    def of(self, column: str) -> Column:
        """A column of the resources."""
        return self.snapshot["resources"][column].take(self.rows, axis=0)

    @property
    def givers(self) -> Rows:
        """The party numbers of the givers."""
        return self.kept(_givers)

    @property
    def helpers(self) -> Rows:
        """The rows of givers that are persons; -1 for others."""
        return self.kept(_helpers)

    @property
    def organisations(self) -> Rows:
        """The rows of givers that are organisations; -1 for others."""
        return self.kept(_organisations)

    @property
    def households(self) -> Rows:
        """The rows of givers that are households; -1 for others."""
        return self.kept(_households)

    def of_helper(self, column: str, unknown: Any = -1) -> Column:
        """A column of the persons who give; unknown where the giver is none."""
        return taken(self.snapshot["people"][column], self.helpers, unknown)

    # the client's side

    def asked(self, column: str) -> Any:
        """A value of the ask."""
        return self.snapshot["asks"][column][self.ask]

    def of_client(self, column: str) -> Any:
        """A value of the client."""
        return self.snapshot["people"][column][self.client]

    @cached_property
    def client_household(self) -> int:
        """The row of the client's household; negative where it is not known."""
        return self.snapshot.household_of(self.client)

    def of_client_household(self, column: str, unknown: Any = -1) -> Any:
        """A value of the client's household."""
        row = self.client_household
        return unknown if row < 0 else self.snapshot["households"][column][row]

    @cached_property
    def service_day(self) -> int:
        """The first day the help is wanted on, today at the earliest, as an ordinal."""
        return max(self.snapshot.today, int(self.asked("from_on")))

    @cached_property
    def asked_type(self) -> ServiceType | None:
        """What is asked for, where the code is in the list."""
        return service_types().get(self.snapshot.names.types.values[self.asked("service_type")])

    def trait(self, name: str) -> NDArray[np.bool_]:
        """A yes-or-no trait of each offered service type; False for a code that the list does not hold."""
        known = service_types()
        table = self.snapshot.names.types.table(
            name, lambda code: bool(code in known and getattr(known[code], name)), np.bool_, False
        )
        found: NDArray[np.bool_] = table.take(self.of("service_type"))
        return found

    @property
    def at_home(self) -> NDArray[np.bool_]:
        """Whether the help is given at the client's home."""
        return self.kept(_at_home)

    # what sentences say of a batch of one

    @property
    def helper_subject(self) -> Subject:
        """The giver, to be named by a View."""
        return Subject(self.giver_id)

    @property
    def giver_id(self) -> str:
        """The giver's id; the resource's where the giver is not held here."""
        party = int(self.givers[0])
        return self.snapshot.party_id(party) if party >= 0 else self.resource_id

    @property
    def resource_id(self) -> str:
        """The resource's id."""
        return self.snapshot["resources"].ids[int(self.rows[0])]

    @property
    def client_id(self) -> str:
        """The client's id."""
        return self.snapshot.person_id(self.client)

    @property
    def ask_id(self) -> str:
        """The ask's id."""
        return self.snapshot["asks"].ids[self.ask]

    def cite_resource(self, *fields: str) -> tuple[FieldRef, ...]:
        """Fields of the resource."""
        return tuple(FieldRef(self.resource_id, field) for field in fields)

    def cite_ask(self, *fields: str) -> tuple[FieldRef, ...]:
        """Fields of the ask."""
        return tuple(FieldRef(self.ask_id, field) for field in fields)

    def cite_client(self, *fields: str) -> tuple[FieldRef, ...]:
        """Fields of the client."""
        return tuple(FieldRef(self.client_id, field) for field in fields)

    def cite_giver(self, *fields: str) -> tuple[FieldRef, ...]:
        """Fields of the giver, of whatever kind; none where the giver is not held here."""
        return tuple(FieldRef(self.giver_id, field) for field in fields) if self.givers[0] >= 0 else ()

    def cite_client_household(self, *fields: str) -> tuple[FieldRef, ...]:
        """Fields of the client's household; where none is known, that it is not."""
        row = self.client_household
        if row < 0:
            return self.cite_client("household")
        return tuple(FieldRef(self.snapshot["households"].ids[row], field) for field in fields)


def _givers(pairs: Pairs) -> Rows:
    return pairs.of("giver")


def _helpers(pairs: Pairs) -> Rows:
    return Snapshot.rows_of(pairs.givers, PERSON)


def _organisations(pairs: Pairs) -> Rows:
    return Snapshot.rows_of(pairs.givers, ORGANISATION)


def _households(pairs: Pairs) -> Rows:
    return Snapshot.rows_of(pairs.givers, HOUSEHOLD)


def _at_home(pairs: Pairs) -> NDArray[np.bool_]:
    comes, found = pairs.of("comes_home"), pairs.trait("needs_home_visit")
    found &= comes == UNKNOWN
    found |= comes == 1
    return found


def taken(column: Column, rows: Rows, unknown: Any) -> Column:
    """A column at rows, with the unknown where a row is negative."""
    if not len(column):
        return np.full((len(rows), *column.shape[1:]), unknown, column.dtype)
    values: Column = column.take(rows, axis=0)
    values[rows < 0] = unknown
    return values


def among(values: Column, few: Column) -> NDArray[np.bool_]:
    """Where values are one of others, in whatever order those are."""
    if len(few) > 3:
        return within(values, np.sort(few))
    found = np.zeros(len(values), bool)
    for one in few:
        found |= values == one
    return found


def within(values: Column, ordered: Column) -> NDArray[np.bool_]:
    """Where values are one of others, which ascend."""
    if not len(ordered):
        return np.zeros(len(values), bool)
    at = ordered.searchsorted(values)
    at[at == len(ordered)] = 0
    found: NDArray[np.bool_] = ordered[at] == values
    return found
