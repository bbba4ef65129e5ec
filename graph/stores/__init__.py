"""Stores behind the one contract ``graph.store.GraphStore``; ``open_store`` is the only door."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from graph.errors import RecordMissing, StoreUnavailable
from graph.store import GraphStore
from graph.stores.credentials import Credentials
from graph.stores.memory import MemoryStore
from graph.stores.moments import utc_now

__all__ = ["file_of", "is_on_server", "open_store", "replay_forgotten"]


def open_store(
    url: str,
    *,
    key: bytes | None = None,
    credentials: Credentials | None = None,
    clock: Callable[[], datetime] = utc_now,
    beside: Path | None = None,
    authority: Path | None = None,
) -> GraphStore:
    """Open the store of a URL: ``memory:``, ``sqlite:///path`` or ``neo4j://server/database``.

    A file that is not there is made. ``key`` (32 bytes) encrypts a whole file, ``credentials`` are for a
    server; neither ever stands in a URL. ``clock`` gives UTC moments. ``beside`` is the file on this computer
    beside which the ids of the forgotten of a server are kept as well; a store in a file has its own.
    ``authority`` holds the certificates that a server's is checked by, where this computer does not trust it.

    Raises:
        StoreUnavailable: the URL names no store, or the store cannot be opened.
    """
    scheme, colon, rest = url.partition(":")
    if scheme == "memory" and colon and not rest:
        return MemoryStore(clock)
    if scheme == "sqlite" and rest.removeprefix("//").strip("/"):
        from graph.stores.sqlite.opening import open_sqlite

        return open_sqlite(_path_of(rest), key, clock)
    if is_on_server(url):
        from graph.stores.neo4j.store import open_neo4j

        return open_neo4j(url, credentials, clock, beside=beside, authority=authority)
    raise StoreUnavailable(
        "주소를 알 수 없습니다. 'sqlite:///파일 경로', 'neo4j+s://서버:7687' 또는 'memory:'로 적으십시오.",
        "The address is unknown. Write 'sqlite:///path', 'neo4j+s://server:7687' or 'memory:'.",
    )


def replay_forgotten(store: GraphStore, ids: Iterable[str], *, by: str, why: str) -> tuple[str, ...]:
    """Forget again, in a store restored from a backup, the people who had been forgotten since.

    ``ids`` is what ``GraphStore.forgotten`` said last before the restoration. Returns the people found.
    """
    found = []
    for record_id in sorted(set(ids)):
        with suppress(RecordMissing):
            store.forget(record_id, by=by, why=why)
            found.append(record_id)
    return tuple(found)


def file_of(url: str) -> Path | None:
    """The file in which the store of a URL is kept; None for a store that is no file."""
    scheme, _, rest = url.partition(":")
    return Path(_path_of(rest)) if scheme == "sqlite" and rest.removeprefix("//").strip("/") else None


def is_on_server(url: str) -> bool:
    """Whether the store of a URL is kept on a server."""
    return url.partition(":")[0].partition("+")[0] in ("neo4j", "bolt")


def _path_of(rest: str) -> str:
    """``sqlite:///a`` and ``sqlite:a`` are relative, ``sqlite:////a`` and ``sqlite:/a`` absolute."""
    return rest.removeprefix("///") if rest.startswith("///") else rest.removeprefix("//")
