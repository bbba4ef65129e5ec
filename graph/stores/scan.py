"""Reading by looking at every record: plain, slow, and the meaning that faster readers must match."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any, TypeVar, cast

from graph.errors import RecordMissing
from graph.records.registry import RECORD_TYPES, Record, references, type_of
from graph.records.ties import Tie
from graph.store import Among, Columns, Kept, Primitive
from graph.stores.codec import codec
from graph.stores.columns import compact
from graph.stores.geometry import distance_metres
from graph.stores.words import SearchQuery, searched_text

R = TypeVar("R", bound=Record)


class ScanReader(ABC):
    """A Reader over ``kept`` and ``kept_of``; indexes are for others."""

    @abstractmethod
    def kept(self, record_id: str) -> Kept[Any] | None:
        """The record of an id at the moment that is read, if it is there."""
        ...

    @abstractmethod
    def kept_of(self, kind: type[R]) -> Iterator[Kept[R]]:
        """All records of a type at that moment, by id."""
        ...

    def get(self, kind: type[R], record_id: str) -> Kept[R]:
        """See ``Reader.get``."""
        kept = self.kept(record_id) if type_of(record_id) is kind else None
        if kept is None:
            raise RecordMissing(id=record_id)
        return cast("Kept[R]", kept)

    def find(self, kind: type[R], ids: Iterable[str]) -> dict[str, Kept[R]]:
        """See ``Reader.find``."""
        found = {i: self.kept(i) for i in sorted(set(ids)) if type_of(i) is kind}
        return {i: cast("Kept[R]", kept) for i, kept in found.items() if kept is not None}

    def each(
        self, kind: type[R], *, dong: str | None = None, after: str | None = None, limit: int | None = None
    ) -> Iterator[Kept[R]]:
        """See ``Reader.each``."""
        wanted = (
            kept
            for kept in self.kept_of(kind)
            if (dong is None or kept.record.dong == dong) and (after is None or kept.record.id > after)
        )
        return islice(wanted, limit)

    def referring(self, kind: type[R], field: str, to: str) -> tuple[Kept[R], ...]:
        """See ``Reader.referring``."""
        check_reference(kind, field)
        return tuple(kept for kept in self.kept_of(kind) if getattr(kept.record, field) == to)

    def count(self, kind: type[Record], *, dong: str | None = None) -> int:
        """See ``Reader.count``."""
        return sum(1 for _ in self.each(kind, dong=dong))

    def adjacent(self, record_id: str) -> tuple[str, ...]:
        """See ``Reader.adjacent``."""
        return tuple(sorted(self._neighbours().get(record_id, ())))

    def ways(
        self, start: str, goal: str, *, max_steps: int = 3, limit: int = 100
    ) -> tuple[tuple[str, ...], ...]:
        """See ``Reader.ways``."""
        neighbours = self._neighbours()
        found: list[tuple[str, ...]] = []
        going: list[tuple[str, ...]] = [(start,)] if start != goal else []
        for _ in range(max_steps):
            going = [(*way, n) for way in going for n in neighbours.get(way[-1], ()) if n not in way]
            found += [way for way in going if way[-1] == goal]
            going = [way for way in going if way[-1] != goal]
        return tuple(sorted(found, key=lambda way: (len(way), way))[:limit])

    def _neighbours(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for kept in self.kept_of(Tie):
            found.setdefault(kept.record.source, set()).add(kept.record.target)
            found.setdefault(kept.record.target, set()).add(kept.record.source)
        return found

    def search(
        self, text: str, *, kinds: Sequence[type[Record]] = (), dong: str | None = None, limit: int = 50
    ) -> tuple[str, ...]:
        """See ``Reader.search``."""
        query = SearchQuery.of(text)
        found = [
            kept.record.id
            for kind in kinds or RECORD_TYPES.values()
            for kept in self.each(kind, dong=dong)
            if query.found_in(searched_text(kind, codec(kind).encode(kept.record)))
        ]
        return tuple(sorted(set(found))[:limit])

    def near(
        self, latitude: float, longitude: float, radius_metres: float, *, kinds: Sequence[type[Record]] = ()
    ) -> tuple[tuple[str, float], ...]:
        """See ``Reader.near``."""
        found: dict[str, float] = {}
        for kind in kinds or RECORD_TYPES.values():
            for kept in self.kept_of(kind) if codec(kind).point else ():
                place = cast("Any", kept.record).place
                if place is not None and place.point is not None:
                    metres = distance_metres(latitude, longitude, *place.point)
                    if metres <= radius_metres:
                        found[kept.record.id] = metres
        return tuple(sorted(found.items(), key=lambda item: (item[1], item[0])))

    def columns(
        self, kind: type[Record], names: Columns, *, dong: str | None = None, among: Among | None = None
    ) -> Iterator[tuple[Primitive, ...]]:
        """See ``Reader.columns``."""
        check_columns(kind, names, among)
        of_kind = codec(kind)
        pick = [_picked(of_kind.at, name) for name in names]
        fields, ids = among_fields(among), frozenset(among[1] if among else ())
        for kept in self.each(kind, dong=dong):
            if among is None or any(getattr(kept.record, field) in ids for field in fields):
                row = of_kind.encode(kept.record)
                yield tuple(one(row) for one in pick)


def _picked(at: Mapping[str, int], name: str | tuple[str, ...]) -> Callable[[Sequence[Primitive]], Primitive]:
    if isinstance(name, str):
        return itemgetter(at[name])
    places = [at[one] for one in name]
    return lambda row: compact([row[i] for i in places])


def check_columns(kind: type[Record], names: Columns, among: Among | None) -> None:
    """Refuse columns that are not there, and a field that holds no ids. Raises KeyError."""
    known = codec(kind).at
    for name in names:
        for one in (name,) if isinstance(name, str) else name:
            if one not in known:
                raise KeyError(f"{kind.__name__} has no column {one}")
    if among is not None and among[0] != "id":
        for field in among_fields(among):
            check_reference(kind, field)


def among_fields(among: Among | None) -> tuple[str, ...]:
    """The fields of which one is to hold an id."""
    if among is None:
        return ()
    return (among[0],) if isinstance(among[0], str) else among[0]


def check_reference(kind: type[Record], field: str) -> None:
    """Refuse a field that holds no ids. Raises KeyError."""
    if field not in references(kind):
        raise KeyError(f"{kind.__name__}.{field} is no reference")
