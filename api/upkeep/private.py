"""A small file that its owner alone may read: there whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from graph.stores.sqlite.files import name_finished


def write_once(file: Path, text: str) -> None:
    """Write a new file in one step.

    Raises:
        FileExistsError: a file of that name is there.
        OSError: the disk did not take it.
    """
    # What makes the file lets its owner alone read it.
    opened, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(opened, "w", encoding="ascii") as out:
            out.write(text)
        name_finished(unfinished, file)
    finally:
        unfinished.unlink(missing_ok=True)
