"""Files in which workers tell what happened: a line counts once it is whole."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType


class Teller:
    """Appends lines to a file."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def __enter__(self) -> Teller:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)

    def say(self, *words: object) -> None:
        """One line; the death of this process does not lose it."""
        os.write(self._file, (" ".join(map(str, words)) + "\n").encode())

    def tell(self, *words: object) -> None:
        """One line; returns when nothing can lose it any more."""
        self.say(*words)
        os.fsync(self._file)


def told(path: str | Path) -> list[list[str]]:
    """The words of each whole line; none when the worker did not come so far."""
    file = Path(path)
    if not file.exists():
        return []
    whole, _, _ = file.read_text("utf-8").rpartition("\n")
    return [line.split(" ") for line in whole.split("\n") if line]
