"""Moving a whole store: into another one, into a file, or into the files of an import, and looking it over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from casework.desk import Actor, Desk
from casework.errors import MoveUnverified, ReasonMissing
from casework.rights import Act, require
from graph.dump import DumpedVersion, DumpHeader, Line
from graph.errors import DumpRefused
from graph.store import GraphStore, LogAction, LogNote
from graph.stores.moving import Tally, read_lines, tallied, write_lines
from graph.stores.neo4j.bulk.folder import Expected
from graph.stores.neo4j.bulk.making import make_folder
from importers.progress import Progress, silent

__all__ = ["ENDINGS", "Moved", "admin_files", "load_file", "move_store", "save_store"]

ENDINGS = (".jsonl", ".jsonl.gz")
"""How the name of a file of a whole store ends."""

_REPORT_EVERY = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What arrived: lines by section, records' versions by type, and the digest of all of it."""

    digest: str
    counts: Mapping[str, int]
    types: Mapping[str, int]


def move_store(desk: Desk, actor: Actor, to: GraphStore, *, why: str, progress: Progress = silent) -> Moved:
    """Put the whole store into an empty one and compare; kept in the log as an export, which moves along.

    Raises:
        ReasonMissing: no reason is given.
        RightMissing: the actor may not move the store.
        StoreOccupied: something was written to the other store before.
        MoveUnverified: what arrived is not what was sent.
    """
    _note(desk, actor, why)
    return _arrive(to, desk.store.dump(), progress)


def save_store(desk: Desk, actor: Actor, to: Path, *, why: str, progress: Progress = silent) -> Moved:
    """Write the whole store into a new file and read it back; kept in the log as an export.

    Raises:
        ReasonMissing: no reason is given.
        RightMissing: the actor may not move the store.
        FileExistsError: a file of that name is there.
        MoveUnverified: what was read back is not what was written.
    """
    _note(desk, actor, why)
    sent = write_lines(_told(desk.store.dump(), progress), to)
    return _compared(sent, read_lines(to))


def load_file(file: Path, to: GraphStore, *, progress: Progress = silent) -> Moved:
    """Put the store of a file into an empty one and compare.

    Raises:
        DumpRefused: the file is damaged, or no store wrote it.
        StoreOccupied: something was written to the store before.
        MoveUnverified: what arrived is not what was sent.
    """
    try:
        return _arrive(to, read_lines(file), progress)
    except DumpRefused as refused:
        raise refused.of_file(file.name) from refused


def admin_files(desk: Desk, actor: Actor, folder: Path, *, why: str, progress: Progress = silent) -> Expected:
    """Write the whole store into a new folder of files for a server's import; kept in the log as an export.

    Raises:
        ReasonMissing: no reason is given.
        RightMissing: the actor may not move the store.
        FileExistsError: the folder is there already.
    """
    _note(desk, actor, why)
    return make_folder(folder, _told(desk.store.dump(), progress))


def _note(desk: Desk, actor: Actor, why: str) -> None:
    require(actor.viewer, Act.MOVE)
    if not why.strip():
        raise ReasonMissing()
    desk.store.note(
        LogNote(
            action=LogAction.EXPORT,
            by=actor.viewer.staff,
            purpose=actor.purpose.value,
            recipient="",
            subjects=(),
            what=f"{Act.MOVE.value}: {why.strip()}",
            place=actor.place,
        )
    )


def _arrive(to: GraphStore, lines: Iterable[Line], progress: Progress) -> Moved:
    sent = Tally()
    to.load(_told(tallied(lines, sent), progress))
    return _compared(sent, to.dump())


def _compared(sent: Tally, found: Iterable[Line]) -> Moved:
    arrived = Tally()
    for _ in tallied(found, arrived):
        pass
    if arrived.digest != sent.digest:
        raise MoveUnverified()
    return Moved(
        digest=arrived.digest, counts=dict(arrived.counts), types=dict(sorted(arrived.types.items()))
    )


def _told(lines: Iterable[Line], progress: Progress) -> Iterator[Line]:
    done = total = 0
    for line in lines:
        if isinstance(line, DumpHeader):
            total = line.sequence
        elif isinstance(line, DumpedVersion):
            done += 1
            if done % _REPORT_EVERY == 0:
                progress(done, max(total, done))
        yield line
    progress(done, done)
