"""Opening the file: made when it is not there, brought up to date when it is older, read when it cannot be written."""

import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep

from graph.errors import StoreUnavailable
from graph.stores.sqlite import connection
from graph.stores.sqlite.connection import connect, make_private
from graph.stores.sqlite.files import log_of, real_file, sync_folder, writable
from graph.stores.sqlite.holding import Hold, in_use
from graph.stores.sqlite.set_up import check, is_current, make
from graph.stores.sqlite.store import SqliteStore
from graph.stores.sqlite.upgrade import upgrade

_PAUSE_SECONDS = 0.02


def open_sqlite(path: str, key: bytes | None, clock: Callable[[], datetime]) -> SqliteStore:
    """Open or make the store in a file; one that cannot be written is opened to be read.

    Raises:
        StoreUnavailable: there is no such folder, the file is none of ours, newer, damaged, locked, or its
            key is another one.
    """
    file = real_file(Path(path))
    if not writable(file):
        return _open_to_read(file, key, clock)
    until = monotonic() + connection.BUSY_MILLISECONDS / 1000
    while True:
        hold = Hold(file)
        try:
            store = _try_to_open(file, key, clock, hold, wait_seconds=max(0.0, until - monotonic()))
        except BaseException:
            hold.close()
            raise
        if store is not None:
            return store
        hold.close()
        if monotonic() > until:
            raise in_use()
        sleep(_PAUSE_SECONDS)


def _try_to_open(
    file: Path, key: bytes | None, clock: Callable[[], datetime], hold: Hold, *, wait_seconds: float
) -> SqliteStore | None:
    """The store, or None when others make the file, or have an older one open, at the moment."""
    if not file.exists():
        # Whoever else makes it goes on to share it: that is looked for again, not waited for.
        if not hold.alone():
            return None
        if not file.exists():
            _make(file, key)
    if not hold.share(wait_seconds):
        raise in_use()
    _refuse_empty(file)
    db = connect(file, key, first=check)
    try:
        if not is_current(db):
            # Alone, since a process with the older program would go on with tables that are no more.
            if not hold.alone():
                db.close()
                return None
            upgrade(db, file, key)
            # Sharing again lets go for a moment, and somebody may put another file in its place.
            if not hold.share():
                db.close()
                return None
    except BaseException:
        db.close()
        raise
    return SqliteStore(file, key, clock, db, hold)


def _open_to_read(file: Path, key: bytes | None, clock: Callable[[], datetime]) -> SqliteStore:
    if not file.exists():
        raise StoreUnavailable(
            "폴더에 쓸 권한이 없어 저장소를 만들 수 없습니다. 권한을 확인하십시오.",
            "The store cannot be made: the folder cannot be written. Check the permissions.",
        )
    _refuse_empty(file)
    hold = Hold(file)
    try:
        if not hold.share():
            raise in_use()
        db = connect(file, key, read_only=True, still=log_of(file) is None, first=check)
        try:
            if not is_current(db):
                raise StoreUnavailable(
                    "이전 판의 파일이라 올려야 하는데 쓸 권한이 없습니다. 쓸 수 있는 폴더로 복사하여 여십시오.",
                    "The file is of an earlier version and cannot be written. Copy it to a folder that can be.",
                )
        finally:
            db.close()
    except BaseException:
        hold.close()
        raise
    return SqliteStore(file, key, clock, None, hold)


def _refuse_empty(file: Path) -> None:
    if file.stat().st_size == 0 and log_of(file) is None:
        raise StoreUnavailable(
            "빈 파일입니다. 자료가 있었다면 백업을 복원하고, 처음이라면 그 파일을 지운 뒤 다시 시작하십시오.",
            "The file is empty. If it held data, restore a backup; if this is a first start, delete it and start again.",
        )


def _make(file: Path, key: bytes | None) -> None:
    """Make an empty store under another name first, so that the file is there whole or not at all."""
    new = file.with_name(f"{file.name}.new-{secrets.token_hex(4)}")
    make_private(new)
    try:
        db = connect(new, key)
        try:
            make(db)
        finally:
            db.close()
        new.rename(file)
    except BaseException:
        for ending in ("", "-wal", "-shm"):
            new.with_name(f"{new.name}{ending}").unlink(missing_ok=True)
        raise
    sync_folder(file.parent)
