"""Files put beside or in the place of others, so that a crash at any moment leaves the old or the new one."""

import os
import shutil
from pathlib import Path

from graph.errors import StoreUnavailable

_BESIDE = ("-wal", "-shm", "-journal")


def real_file(path: Path) -> Path:
    """Where a file really lies; what is put in its place must not replace a link.

    Raises:
        StoreUnavailable: there is no such folder, or it is no file.
    """
    try:
        file = path.resolve()
        folder = file.parent.is_dir()
    except (OSError, RuntimeError) as error:
        raise StoreUnavailable(
            "경로가 자기 자신을 가리키거나 읽을 수 없습니다. 바로가기(링크)를 확인하십시오.",
            "The path leads back to itself or cannot be read. Check its links.",
        ) from error
    if file.is_symlink():
        raise StoreUnavailable(
            "경로가 자기 자신을 가리킵니다. 바로가기(링크)를 확인하십시오.",
            "The path leads back to itself. Check its links.",
        )
    if not folder:
        raise StoreUnavailable(
            "저장할 폴더가 없습니다. 폴더를 먼저 만드십시오.", "The folder does not exist. Make it first."
        )
    if file.exists() and not file.is_file():
        raise StoreUnavailable(
            "파일이 아니라 폴더나 장치입니다. 파일 이름을 적으십시오.",
            "It is a folder or a device. Name a file.",
        )
    return file


def writable(file: Path) -> bool:
    """Whether this process may write a file and beside it."""
    asked = [file, file.parent] if file.exists() else [file.parent]
    effective = os.access in os.supports_effective_ids
    return all(os.access(one, os.W_OK, effective_ids=effective) for one in asked)


def log_of(file: Path) -> Path | None:
    """The write-ahead log or journal beside a file that still holds changes of it, if there is one."""
    for ending in ("-wal", "-journal"):
        beside = file.with_name(f"{file.name}{ending}")
        try:
            if beside.stat().st_size > 0:
                return beside
        except OSError:
            continue
    return None


def sync_file(file: Path) -> None:
    """Wait until what was written to a file lies on the disk."""
    opened = os.open(file, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder lie on the disk, where the system can say so."""
    if os.name == "posix":
        sync_file(folder)


def discard(file: Path) -> None:
    """Remove a file that was only begun, with all that SQLite put beside it."""
    for ending in ("", *_BESIDE):
        file.with_name(f"{file.name}{ending}").unlink(missing_ok=True)


def free_name(file: Path) -> Path:
    """The name itself, or with a number behind it when a file has it: nothing is ever overwritten."""
    found, number = file, 1
    while found.exists():
        number += 1
        found = file.with_name(f"{file.name}-{number}")
    return found


def put_in_place(new: Path, file: Path) -> None:
    """Put a whole file in the place of another in one step; nobody may have either open.

    Raises:
        StoreUnavailable: the old file's log still holds changes, which the new file would take for its own.
    """
    if log_of(file) is not None:
        raise StoreUnavailable(
            "파일 옆의 기록(-wal)에 아직 옮기지 않은 변경이 있어 멈추었습니다. 저장소를 한 번 열었다 닫고 다시 하십시오.",
            "The log beside the file (-wal) still holds changes. Open and close the store once, then try again.",
        )
    sync_file(new)
    for ending in _BESIDE:
        file.with_name(f"{file.name}{ending}").unlink(missing_ok=True)
    new.replace(file)
    sync_folder(file.parent)


def name_finished(partial: Path, file: Path) -> None:
    """Give a finished file its name, but never that of a file that is there.

    Raises:
        FileExistsError: a file has the name.
    """
    sync_file(partial)
    try:
        os.link(partial, file)
    except FileExistsError:
        raise
    except OSError:
        # A disk without links, such as a memory stick: the look and the rename are two steps there.
        if file.exists():
            raise FileExistsError(file) from None
        partial.rename(file)
    else:
        partial.unlink()
    sync_folder(file.parent)


def set_aside(file: Path, ending: str) -> Path:
    """Keep a file, and the log beside it, under another name; the file itself stays where it is."""
    aside = free_name(file.with_name(f"{file.name}.{ending}"))
    for beside in ("-wal", "-journal", ""):
        from_ = file.with_name(f"{file.name}{beside}")
        if from_.exists():
            to = aside.with_name(f"{aside.name}{beside}")
            try:
                os.link(from_, to)
            except OSError:
                shutil.copy2(from_, to)
                sync_file(to)
    sync_folder(file.parent)
    return aside
