"""A small team whose store takes the files in, and what its store holds at a moment."""

from __future__ import annotations

import tempfile
from hashlib import sha256
from pathlib import Path

from graph.records.areas import Area
from graph.records.imports import Import
from graph.records.registry import RECORD_TYPES
from graph.store import GraphStore
from graph.stores.moving import write_lines
from graph.testing import builders as a
from tests.casework.team import Team
from tests.fuzz.sheets import NEIGHBOURS


def _square(west: float, south: float) -> str:
    east, north = west + 0.05, south + 0.05
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return f'{{"type":"Polygon","coordinates":[{ring}]}}'


AREAS = (
    Area(id="d-two", dong=a.OTHER_DONG, sido="가상시", sigungu="가상구", name="나눔동",
         legal_names=frozenset({"나눔동"}), boundary=_square(127.02, 37.48)),
    Area(id="d-three", dong="9911000300", sido="가상시", sigungu="가상구", name="두레동", boundary=_square(127.1, 37.4)),
)  # fmt: skip


def a_team() -> Team:
    """A team with clients, a resource, and the dongs around its own."""
    team = Team()
    team.keep(*AREAS, *(a.a_person(id=f"p-n{at}", name=name) for at, name in enumerate(NEIGHBOURS)))
    return team


def digest(store: GraphStore) -> str:
    """Of every record that the store holds, but for the imports, which are kept as history."""
    found = sha256()
    with store.read() as reader:
        for kind in RECORD_TYPES.values():
            if kind is not Import:
                for kept in reader.each(kind):
                    found.update(repr(kept.record).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def dump(team: Team) -> bytes:
    """The team's store as JSON lines."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dump.jsonl"
        write_lines(team.store.dump(), path)
        return path.read_bytes()
