"""Who has a file open: everybody shares it, and whoever puts another in its place holds it alone.

SQLite's own locks end where a file is replaced: a process that waits for one would go on with the old file.
So a small file beside it is locked, for as long as a store is open. Where the system has no such locks,
replacing an open file is refused by the system itself.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from graph.errors import StoreUnavailable

if sys.platform != "win32":
    import fcntl

_PAUSE_SECONDS = 0.02


class Hold:
    """A lock on a file; the system lets it go when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        """Open the file to be locked beside another; in a folder that cannot be written, only if it is there."""
        lock = path.with_name(f"{path.name}.lock")
        try:
            self._file: int | None = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            try:
                self._file = os.open(lock, os.O_RDONLY)
            except OSError:
                self._file = None

    def share(self, wait_seconds: float = 0.0) -> bool:
        """Hold it together with others; tell whether that went."""
        return self._lock(alone=False, wait_seconds=wait_seconds)

    def alone(self, wait_seconds: float = 0.0) -> bool:
        """Hold it alone; tell whether that went. Where it did not, nothing is held any more."""
        return self._lock(alone=True, wait_seconds=wait_seconds)

    def close(self) -> None:
        """Let go; closing twice is harmless."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _lock(self, *, alone: bool, wait_seconds: float) -> bool:
        if sys.platform == "win32" or self._file is None:
            return True
        until = monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(self._file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
            except BlockingIOError:
                if monotonic() >= until:
                    return False
                sleep(_PAUSE_SECONDS)
            except OSError:
                # A file system without locks: sharing needs none, and being alone cannot be known.
                return not alone
            else:
                return True


def in_use() -> StoreUnavailable:
    """What to say when somebody else has the file open."""
    return StoreUnavailable(
        "다른 프로그램이 이 파일을 열고 있습니다. 실행 중인 'pumasi serve'와 다른 작업을 끝낸 뒤 다시 하십시오.",
        "Another program has the file open. Stop 'pumasi serve' and other commands, then try again.",
    )


@contextmanager
def held_alone(path: Path) -> Iterator[None]:
    """Nobody else has the file open, nor opens it, during the block.

    Raises:
        StoreUnavailable: somebody has it open.
    """
    hold = Hold(path)
    try:
        if not hold.alone():
            raise in_use()
        yield
    finally:
        hold.close()


@contextmanager
def held_together(path: Path, wait_seconds: float) -> Iterator[None]:
    """Nobody puts another file in its place during the block.

    Raises:
        StoreUnavailable: somebody is doing that, and took longer than the wait.
    """
    hold = Hold(path)
    try:
        if not hold.share(wait_seconds):
            raise in_use()
        yield
    finally:
        hold.close()
