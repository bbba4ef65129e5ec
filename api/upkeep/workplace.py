"""A folder for what is only begun, beside where it will lie; what a killed run left there goes with the next."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.stores.sqlite.holding import Hold


@contextmanager
def workplace(beside: Path, prefix: str) -> Iterator[Path]:
    """A new folder that its owner alone may read, removed with all in it when the block ends."""
    for left in beside.glob(f".{prefix}-*"):
        hold = Hold(left / "work")
        if hold.alone():
            shutil.rmtree(left, ignore_errors=True)
        hold.close()
    folder, hold = _made(beside, prefix)
    try:
        yield folder
    finally:
        hold.close()
        shutil.rmtree(folder, ignore_errors=True)


def _made(beside: Path, prefix: str) -> tuple[Path, Hold]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=f".{prefix}-", dir=beside))
        hold = Hold(folder / "work")
        # Whoever clears away may have met the folder before it was held.
        if hold.share() and folder.is_dir():
            return folder, hold
        hold.close()
