"""A backup as one file: a tar of the files of an installation behind a list of what they are."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from api.upkeep.errors import BackupRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

LIST = "pumasi-backup.json"
GRAPH, ACCOUNTS, SALT = "graph.db", "accounts.db", "key.salt"
DUMP, SEALED = "store.jsonl.gz", "store.sealed"
"""What a store on a server is backed up as, without a key and with one."""
_MEMBERS = frozenset({GRAPH, ACCOUNTS, SALT, DUMP, SEALED})
_FORMAT, _VERSION = "pumasi-backup", 1
_CHUNK = 1 << 20
_LONGEST_LIST = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a backup says that it holds: sizes in bytes and SHA-256 by file, and figures about the store."""

    made_at: str
    program: str
    encrypted: bool
    files: Mapping[str, Mapping[str, Any]]
    figures: Mapping[str, Any]


def pack(
    files: Mapping[str, Path], to: Path, *, made_at: str, program: str, encrypted: bool, figures: Any
) -> Contents:
    """Put files into one, the list first; nothing is compressed, so that memory and time stay small."""
    listed = {name: {"bytes": file.stat().st_size, "sha256": digest_of(file)} for name, file in files.items()}
    contents = Contents(
        made_at=made_at, program=program, encrypted=encrypted, files=listed, figures=asdict(figures)
    )
    text = json.dumps(
        {"format": _FORMAT, "version": _VERSION, **asdict(contents)}, ensure_ascii=False, indent=1
    ).encode()
    with to.open("xb") as out, tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        _add(tar, LIST, len(text), io.BytesIO(text))
        for name, file in files.items():
            with file.open("rb") as read:
                _add(tar, name, file.stat().st_size, read)
    return contents


def _add(tar: tarfile.TarFile, name: str, size: int, read: IO[bytes]) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, read)


def digest_of(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as read:
        return hashlib.file_digest(read, "sha256").hexdigest()


def contents_of(backup: Path) -> Contents:
    """What a backup says that it holds.

    Raises:
        BackupRefused: the file is no backup, or of a newer program.
    """
    with _opened(backup) as tar:
        first = tar.next()
        if first is None or first.name != LIST or first.size > _LONGEST_LIST:
            raise _no_backup()
        held = tar.extractfile(first)
        if held is None:
            raise _no_backup()
        try:
            told = json.loads(held.read())
            if told.pop("format") != _FORMAT:
                raise _no_backup()
            if told.pop("version") > _VERSION:
                raise BackupRefused(
                    "더 새로운 판의 프로그램이 만들었습니다. 프로그램을 새 판으로 올리십시오.",
                    "a newer version of the program made it. Upgrade the program.",
                )
            contents = Contents(**told)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise _no_backup() from None
    if not _well_formed(contents):
        raise _no_backup()
    return contents


def _well_formed(contents: Contents) -> bool:
    """Whether what was read from a file is of the types that it should be."""
    wanted = {"made_at": str, "program": str, "encrypted": bool, "files": dict, "figures": dict}
    return all(isinstance(getattr(contents, name), of_type) for name, of_type in wanted.items()) and all(
        isinstance(one, dict) and isinstance(one.get("bytes"), int) and isinstance(one.get("sha256"), str)
        for one in contents.files.values()
    )


def unpack(backup: Path, name: str, to: Path, contents: Contents) -> None:
    """Take one file out, and compare it with the list.

    Raises:
        BackupRefused: it is not there, or not as it was put in.
    """
    listed = contents.files.get(name)
    with _opened(backup) as tar:
        try:
            held = tar.extractfile(name) if name in _MEMBERS and listed is not None else None
        except KeyError:
            held = None
        if held is None or listed is None:
            raise _not_whole()
        digest = hashlib.sha256()
        with to.open("xb") as out:
            to.chmod(0o600)
            while chunk := held.read(_CHUNK):
                digest.update(chunk)
                out.write(chunk)
    if to.stat().st_size != listed["bytes"] or digest.hexdigest() != listed["sha256"]:
        raise _not_whole()


@contextmanager
def _opened(backup: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(backup, "r:") as tar:
            yield tar
    except tarfile.ReadError:
        raise _no_backup() from None
    except (tarfile.TarError, EOFError):
        raise _not_whole() from None


def _no_backup() -> BackupRefused:
    return BackupRefused(
        "품앗이 백업 파일이 아니거나 앞부분이 손상되었습니다. 'pumasi backup'이 만든 파일을 고르십시오.",
        "it is no backup of this application, or its beginning is damaged. Choose a file that 'pumasi backup' made.",
    )


def _not_whole() -> BackupRefused:
    return BackupRefused(
        "파일이 잘렸거나 바뀌었습니다. 다른 백업을 고르십시오.",
        "the file was cut short or changed. Choose another backup.",
    )
