"""Takes a file of this machine into memory: an ordinary one, of a bearable size, that stands still meanwhile."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from importers.errors import SheetUnreadable
from importers.reading.sheet import MAX_BYTES, refuse_large


def read_file(path: Path) -> bytes:
    """The whole content of a file.

    Raises:
        SheetUnreadable: a folder, pipe or device, too large, changed while it was read, or not to be opened.
    """
    try:
        # Opening a pipe would wait for its writer without end.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as opened:
            before = os.fstat(handle)
            if not stat.S_ISREG(before.st_mode):
                raise SheetUnreadable(
                    path.name,
                    "보통 파일이 아닙니다. 다른 파일을 고르십시오.",
                    "it is no ordinary file. Choose another.",
                )
            refuse_large(before.st_size, path.name)
            content = opened.read(MAX_BYTES + 1)
            after = os.fstat(handle)
    except OSError as problem:
        raise SheetUnreadable(
            path.name,
            "파일을 열 수 없습니다. 권한을 확인하십시오.",
            "it cannot be opened. Check its permissions.",
        ) from problem
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(
        content
    ) != after.st_size:
        raise SheetUnreadable(
            path.name,
            "읽는 동안 내용이 바뀌었습니다. 저장이 끝난 뒤 다시 하십시오.",
            "it changed while it was read. Try again once it is saved.",
        )
    return content
