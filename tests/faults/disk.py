"""A disk that can be made full and be given room again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

AMPLE = 512 * 1024 * 1024


class Disk(Protocol):
    """A folder on a disk of a size that can be changed."""

    folder: Path
    name: str

    def leave(self, byte_count: int) -> None:
        """Leave so much room beyond what is used now."""
        ...

    def leave_for_copy(self, byte_count: int) -> None:
        """Leave so much room for another file."""
        ...

    def make_room(self) -> None:
        """Give it ample room again."""
        ...


class MemoryDisk:
    """A file system of its own in memory; mounting it takes rights that not everybody has."""

    name = "small file system"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        _mount("-t", "tmpfs", "-o", f"size={AMPLE}", "tmpfs", str(folder))

    def leave(self, byte_count: int) -> None:
        """See ``Disk.leave``."""
        found = os.statvfs(self.folder)
        used = (found.f_blocks - found.f_bfree) * found.f_frsize
        _mount("-o", f"remount,size={used + byte_count}", str(self.folder))

    def leave_for_copy(self, byte_count: int) -> None:
        """See ``Disk.leave_for_copy``."""
        self.leave(byte_count)

    def make_room(self) -> None:
        """See ``Disk.make_room``."""
        _mount("-o", f"remount,size={AMPLE}", str(self.folder))

    def close(self) -> None:
        """Take it away."""
        subprocess.run(["umount", "-l", str(self.folder)], check=True)


class LimitedFiles:
    """A limit of this process on how large a file may grow; nobody needs rights for it."""

    name = "limit on the size of files"

    def __init__(self, folder: Path) -> None:
        import resource

        self.folder, self._resource = folder, resource
        self._before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def leave(self, byte_count: int) -> None:
        """See ``Disk.leave``: as much for the largest file, and less for the others."""
        largest = max((file.stat().st_size for file in self.folder.rglob("*") if file.is_file()), default=0)
        self.leave_for_copy(largest + byte_count)

    def leave_for_copy(self, byte_count: int) -> None:
        """See ``Disk.leave_for_copy``."""
        self._resource.setrlimit(self._resource.RLIMIT_FSIZE, (byte_count, self._before[1]))

    def make_room(self) -> None:
        """See ``Disk.make_room``."""
        self._resource.setrlimit(self._resource.RLIMIT_FSIZE, self._before)

    def close(self) -> None:
        """Lift the limit."""
        self.make_room()


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """A small file system where one can be mounted, else a limit on the size of files."""
    folder.mkdir()
    disk: MemoryDisk | LimitedFiles
    try:
        disk = MemoryDisk(folder)
    except (OSError, subprocess.CalledProcessError):
        disk = LimitedFiles(folder)
    try:
        yield disk
    finally:
        with suppress(OSError):
            disk.make_room()
        disk.close()


def _mount(*arguments: str) -> None:
    if sys.platform != "linux" or shutil.which("mount") is None:
        raise OSError("nothing can be mounted here")
    subprocess.run(["mount", *arguments], check=True, capture_output=True)
