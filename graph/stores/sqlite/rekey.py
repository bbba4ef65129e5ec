"""Putting files under another key: a compared copy takes the place of each."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from graph.stores.progress import Tell, silent
from graph.stores.sqlite.copies import copy_under_key, opens
from graph.stores.sqlite.files import discard, put_in_place, real_file
from graph.stores.sqlite.holding import held_alone


def rekey(
    files: Sequence[Path], key: bytes | None, new_key: bytes | None, tell: Tell = silent
) -> tuple[Path, ...]:
    """Encrypt files by another key, or by none; returns those that were not under it before.

    Every copy is made and compared before the first one takes its place. A crash leaves each file whole,
    under the old key or the new one; doing it again finishes.

    Raises:
        StoreUnavailable: somebody has a file open, the key does not fit, or a copy is not the same.
    """
    with ExitStack() as held:
        there = [real_file(file) for file in files if file.exists()]
        for file in there:
            held.enter_context(held_alone(file))
        todo = [file for file in there if opens(file, key) or not opens(file, new_key)]
        copies = {file: file.with_name(f"{file.name}.rekeyed") for file in todo}
        try:
            for done, (file, copy) in enumerate(copies.items()):
                tell(done, len(copies))
                discard(copy)
                copy_under_key(file, key, copy, new_key)
            for file, copy in copies.items():
                put_in_place(copy, file)
        finally:
            for copy in copies.values():
                discard(copy)
        tell(len(copies), len(copies))
        return tuple(todo)
