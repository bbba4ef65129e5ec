"""Where the store under test is, and what a worker process is told."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.moments import utc_now

PATIENCE_SECONDS = 300.0
"""How long a busy machine may take for anything before a test gives up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The URL of a store, the file that holds its key in hexadecimal, and above how many versions it stages."""

    url: str
    key_file: str | None = None
    staged_above: int | None = None

    def open(self, clock: Callable[[], datetime] = utc_now) -> GraphStore:
        """Open the store as an application would."""
        if self.staged_above is not None:
            # Only here, since workers on a file need not load the driver.
            from graph.stores.neo4j.running import Limits
            from graph.stores.neo4j.store import open_neo4j

            limits = Limits(staged_above=self.staged_above, writing_seconds=PATIENCE_SECONDS)
            return open_neo4j(self.url, None, clock, limits)
        return open_store(self.url, key=self.key(), clock=clock)

    @property
    def embedded(self) -> bool:
        """Whether the store is a file: nothing but this machine can make it unavailable."""
        return self.url.startswith("sqlite:")

    def key(self) -> bytes | None:
        """The key, if there is one."""
        return None if self.key_file is None else bytes.fromhex(Path(self.key_file).read_text("ascii"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What one worker process does: where, under which name, with which seed, and where it tells of it.

    ``told`` is a file beside the store; ``argument`` means what the worker says it means.
    """

    place: Place
    name: str
    told: str
    seed: int
    dong: str
    argument: str = ""

    def words(self) -> str:
        """As one argument of a command line."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def given(cls) -> Task:
        """The task in the first argument of this process."""
        fields = json.loads(sys.argv[1])
        return cls(**{**fields, "place": Place(**fields["place"])})
