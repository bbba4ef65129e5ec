"""A progress bar on stderr for what takes a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.cli.console import err
from casework.register.sample import Progress as Tell


@contextmanager
def bar(label: str) -> Iterator[Tell]:
    """A bar that acts tell how far they are: done and total."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as shown:
        task = shown.add_task(label, total=None)

        def tell(done: int, total: int) -> None:
            shown.update(task, completed=done, total=max(total, 1))

        yield tell
