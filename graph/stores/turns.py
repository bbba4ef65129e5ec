"""Writers take turns within a process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from graph.errors import StoreUnavailable


class Turns:
    """Lets one unit of work run at a time; a unit inside a unit is refused instead of waiting for ever."""

    def __init__(self) -> None:
        """Nobody's turn yet."""
        self._lock = threading.Lock()
        self._writer: int | None = None

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for the turn and hold it for the block."""
        if self._writer == threading.get_ident():
            raise StoreUnavailable(
                "변경을 마치기 전에 다른 변경을 시작했습니다. 하나씩 마치십시오.",
                "A change was begun inside another one. Finish one before the next.",
            )
        with self._lock:
            self._writer = threading.get_ident()
            try:
                yield
            finally:
                self._writer = None
