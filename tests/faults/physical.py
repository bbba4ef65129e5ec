"""Whether the file of an embedded store is sound, as SQLite itself sees it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph.stores.sqlite.connection import connect
from tests.faults.place import Place


def a_file(folder: Path, *, encrypted: bool) -> Place:
    """A store in a folder that is made for it; its key, if it has one, lies beside the folder."""
    folder.mkdir(exist_ok=True)
    key_file = folder.with_name(f"{folder.name}.key")
    if encrypted:
        key_file.write_text(bytes(range(32)).hex(), "ascii")
    return Place(url=f"sqlite:{folder / 'store.db'}", key_file=str(key_file) if encrypted else None)


def file_of(place: Place) -> Path:
    """The file of an embedded store."""
    return Path(place.url.removeprefix("sqlite:"))


def file_faults(place: Place, file: Path | None = None) -> Iterator[str]:
    """What SQLite finds wrong with the pages, the indexes, the references and the search index."""
    db = connect(file or file_of(place), place.key())
    try:
        # The check of the cipher looks at the file alone, where a page may be missing that the log still holds.
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        found = [row[0] for row in db.execute("PRAGMA integrity_check").fetchall()]
        if found != ["ok"]:
            yield f"integrity_check: {found}"
        if place.key_file is not None:
            yield from (f"cipher: {row[0]}" for row in db.execute("PRAGMA cipher_integrity_check").fetchall())
        yield from (f"foreign key: {row}" for row in db.execute("PRAGMA foreign_key_check").fetchall())
        db.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 0)")
    finally:
        db.close()


def make_older(place: Place, mark: str) -> None:
    """Let the file look as an earlier program left it: other columns, and that program's digest of them."""
    db = connect(file_of(place), place.key())
    db.execute('ALTER TABLE "Person" DROP COLUMN left_on')
    db.execute('ALTER TABLE "Resource" ADD COLUMN gone_since TEXT')
    db.execute("UPDATE meta SET value = ? WHERE key = 'fingerprint'", (mark,))
    db.close()
