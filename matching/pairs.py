"""Asks beside resources: the batch that gates and criteria read; one ask, or a single pair, is a batch as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Self, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from graph.records.fields import FieldRef
from graph.text.sentence import Subject
from graph.words.service_types import service_types
from matching.snapshot.encoders import UNKNOWN, Column
from matching.snapshot.snapshot import HOUSEHOLD, ORGANISATION, PERSON, Snapshot
from matching.snapshot.table import Rows

Verdicts = NDArray[np.int8]
Points = NDArray[np.int32]
Positions = NDArray[np.int64]
F = TypeVar("F")
C = TypeVar("C", bound=Column)

_SINGLE = (1,)

Columns = dict[Callable[..., Any], Any]
"""Columns by the function that finds them: what is known of each pair."""


class Pairs:
    """Rows of resources, and the row of the one ask they are held against, or of the ask of each.

    What is read of asks and clients has one value, or one a pair, and broadcasts against what is read of
    resources; asks in a column, shape (a, 1), are beside all resources. What was found by ``kept`` is taken
    along with the pairs it is about, and what was known before is looked up where it is asked for; what was
    found by ``once`` is shared by all pairs that were taken from the same ones.
    """

    def __init__(self, snapshot: Snapshot, ask: int | Rows, rows: Rows) -> None:
        self.snapshot, self.rows = snapshot, rows
        self.asks = ask if isinstance(ask, np.ndarray) else np.array([ask], np.int32)
        self.clients: Rows = snapshot["asks"]["person"].take(self.asks)
        self.columns: Columns = {}
        self._known: Columns = {}
        self._places: Positions | None = None
        self._part: tuple[Pairs, slice] | None = None
        self._facts: dict[tuple[Callable[..., Any], int], Any] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, keep: NDArray[Any]) -> Self:
        """The pairs that a mask or positions choose."""
        at = keep.nonzero()[0] if keep.dtype == bool else keep
        chosen, known = self.bare(at), self._known
        chosen.columns = {make: held.take(at) for make, held in self.columns.items() if make not in known}
        return chosen

    def bare(self, at: Positions) -> Self:
        """The pairs at positions, without what was found of them."""
        chosen = object.__new__(type(self))
        chosen.__dict__.update(self.__dict__)
        chosen.rows = self.rows.take(at)
        if len(self.asks) > 1:
            chosen.asks, chosen.clients = self.asks.take(at), self.clients.take(at)
        chosen.columns, chosen._part = {}, None
        if self._part is not None:
            chosen._known = {}
        elif self._known:
            chosen._places = at if self._places is None else self._places.take(at)
        return chosen

    def each(self) -> list[Self]:
        """Every pair by itself; what one of them is asked for is found for all of these at once."""
        return [self._single(slice(i, i + 1)) for i in range(len(self))]

    def _single(self, at: slice) -> Self:
        chosen = object.__new__(type(self))
        chosen.__dict__.update(self.__dict__)
        chosen.rows, chosen.columns, chosen._part = self.rows[at], {}, (self, at)
        if len(self.asks) > 1:
            chosen.asks, chosen.clients = self.asks[at], self.clients[at]
        return chosen

    def kept(self, make: Callable[[Any], C]) -> C:
        """What a function finds for each pair."""
        found: C | None = self.columns.get(make)
        if found is None:
            found = self.columns[make] = self._find(make)
        return found

    def _find(self, make: Callable[[Any], C]) -> C:
        if self._part is not None:
            whole, at = self._part
            return cast("C", whole.kept(make)[at])
        known: C | None = self._known.get(make)
        if known is None:
            return make(self)
        return known if self._places is None else cast("C", known.take(self._places))

    @property
    def known(self) -> tuple[Callable[[Any], Any], ...]:
        """The functions whose columns are there."""
        return (*self.columns, *self._known.keys() - self.columns.keys())

    def know(self, columns: Columns) -> None:
        """Take for known what functions would find for each pair."""
        self._known, self._places = columns, None

    def once(self, find: Callable[[Snapshot, int], F]) -> F:
        """What a function finds about the one client."""
        client = self.client
        if (find, client) not in self._facts:
            self._facts[find, client] = find(self.snapshot, client)
        found: F = self._facts[find, client]
        return found

    def by_client(self, concerned: NDArray[np.bool_]) -> Iterator[tuple[int, Positions]]:
        """Each client who is among the concerned (by person), and the positions of their pairs."""
        here = concerned.take(self.clients) & (self.clients >= 0)
        if not here.any():
            return
        if len(self.clients) == 1:
            yield self.client, np.arange(len(self))
            return
        at = here.nonzero()[0]
        at = at[self.clients[at].argsort(kind="stable")]
        ends = np.flatnonzero(np.diff(self.clients[at])) + 1
        for of_one in np.split(at, ends):
            yield int(self.clients[of_one[0]]), of_one

    # the resources' side

    def of(self, column: str) -> Column:
        """A column of the resources."""
        return picked(self.snapshot["resources"][column], self.rows)

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

    # the client's side: one value, or one a pair

    def asked(self, column: str) -> Column:
        """A column of the asks."""
        return picked(self.snapshot["asks"][column], self.asks)

    def of_client(self, column: str) -> Column:
        """A column of the clients."""
        return picked(self.snapshot["people"][column], self.clients)

    @property
    def client_households(self) -> Rows:
        """The rows of the clients' households; negative where they are not known."""
        return self.of_client("household")

    def of_client_household(self, column: str) -> Column:
        """A column of the clients' households; unknown where those are not known."""
        return taken(self.snapshot["households"][column], self.client_households, UNKNOWN)

    @property
    def service_days(self) -> NDArray[np.int32]:
        """The first day the help is wanted on, today at the earliest, as ordinals."""
        found: NDArray[np.int32] = np.maximum(self.asked("from_on"), np.int32(self.snapshot.today))
        return found

    @property
    def each_ask(self) -> Rows:
        """The row of the ask of each pair."""
        return np.broadcast_to(self.asks, len(self))

    def by_ask(self, find: Callable[[Pairs], C]) -> C:
        """What a function finds in the columns of asks alone, by the policy: reckoned once for all asks."""

        def make() -> C:
            every = np.arange(len(self.snapshot["asks"]), dtype=np.int32)
            return find(Pairs(self.snapshot, every, every[:0]))

        of_all = self.snapshot.derived(find, ("asks",), make, self.snapshot.policy.version)
        return cast("C", picked(of_all, self.asks))

    def of_asks(self, find: Callable[[Pairs], C]) -> C:
        """What a function finds on the asks' side alone, reckoned once for each run of pairs of one ask."""
        if len(self.asks) == 1:
            return find(self)
        ends = np.flatnonzero(np.diff(self.asks, append=-1)) + 1
        few = Pairs(self.snapshot, self.asks[ends - 1], self.rows[:0])
        return cast("C", np.repeat(find(few), np.diff(ends, prepend=0), axis=0))

    # the one ask, of a batch that has no other

    @property
    def ask(self) -> int:
        """The row of the one ask."""
        return int(self.asks.item())

    @property
    def client(self) -> int:
        """The row of the one client."""
        return int(self.clients.item())

    @property
    def service_day(self) -> int:
        """The day of the one ask."""
        return int(self.service_days.item())

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
        return cited(self.resource_id, fields)

    def cite_ask(self, *fields: str) -> tuple[FieldRef, ...]:
        """Fields of the ask."""
        return cited(self.ask_id, fields)

    def cite_client(self, *fields: str) -> tuple[FieldRef, ...]:
        """Fields of the client."""
        return cited(self.client_id, fields)

    def cite_giver(self, *fields: str) -> tuple[FieldRef, ...]:
        """Fields of the giver, of whatever kind; none where the giver is not held here."""
        return cited(self.giver_id, fields) if self.givers[0] >= 0 else ()

    def cite_client_household(self, *fields: str) -> tuple[FieldRef, ...]:
        """Fields of the client's household; where none is known, that it is not."""
        row = self.snapshot.household_of(self.client)
        if row < 0:
            return self.cite_client("household")
        return cited(self.snapshot["households"].ids[row], fields)


def cited(record_id: str, names: tuple[str, ...]) -> tuple[FieldRef, ...]:
    """Fields of one record."""
    return tuple([FieldRef(record_id, name) for name in names])


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


PARTY_COLUMNS = (_givers, _helpers, _organisations, _households, _at_home)


def picked(column: Column, rows: Rows) -> Column:
    """A column at rows, to be read only: of a single row it is a part of the column itself."""
    if rows.shape == _SINGLE:
        row = rows.item()
        return column[row : row + 1 or None]
    return column.take(rows, axis=0)


def taken(column: Column, rows: Rows, unknown: Any) -> Column:
    """A column at rows, to be read only, with the unknown where a row is negative."""
    if not len(column) or (rows.shape == _SINGLE and rows.item() < 0):
        return np.full((*rows.shape, *column.shape[1:]), unknown, column.dtype)
    if rows.shape == _SINGLE:
        return picked(column, rows)
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


def crossed(ours: Column, theirs: Column, of: Callable[[int], Column]) -> Column:
    """A function of two codes for each pair; ``of`` gives by our code a table over theirs, the unknown last."""
    if len(ours) == 1:
        return of(ours.item()).take(theirs)
    held = np.zeros(int(ours.max(initial=UNKNOWN)) + 2, bool)
    held[ours] = True
    number = np.cumsum(held) - 1
    codes = np.flatnonzero(held)
    tables = [of(UNKNOWN if code == len(held) - 1 else code) for code in codes.tolist()]
    found: Column = np.stack(tables)[number.take(ours), theirs] if tables else theirs[:0]
    return found
