"""Solving in a process of its own: the application goes on answering, and to stop it is to end the process.

The process is given a snapshot and opens no store, so it needs no key and can leave nothing half-written.
"""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from types import MappingProxyType

from api.errors import SolverGone
from casework.linking.solving import AROUND, Progress, Solved, Task
from graph.errors import PumasiError

_ASK_EVERY_SECONDS = 0.2
_CONTEXT = get_context("spawn")


@dataclass(frozen=True, slots=True)
class _Refused:
    """An error of the house: its class and what fills its sentences."""

    kind: type[PumasiError]
    fields: dict[str, object]


def run_apart(task: Task, progress: Progress) -> Solved:
    """Solve a task in another process; whatever ``progress`` raises ends that process and is raised.

    Raises:
        SolverGone: the process ended without an answer.
    """
    receive, send = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_solve, args=(task.detached(), send), daemon=True)
    process.start()
    send.close()
    try:
        found = _watched(receive, progress, task.steps + AROUND)
    except EOFError:
        raise SolverGone() from None
    finally:
        process.terminate()
        process.join()
        receive.close()
    if isinstance(found, _Refused):
        raise found.kind(**found.fields)
    return found


def _watched(receive: Connection, progress: Progress, total: int) -> Solved | _Refused:
    """What the process answers in the end; its steps, and that it is still at work, are told meanwhile."""
    behind = 0
    while True:
        progress(1 + behind, total)
        if receive.poll(_ASK_EVERY_SECONDS):
            found: int | Solved | _Refused = receive.recv()
            if not isinstance(found, int):
                return found
            behind = found


def _solve(task: Task, send: Connection) -> None:
    """What the other process does."""
    try:
        found: Solved | _Refused = task.solve(send.send)
    except PumasiError as error:
        found = _Refused(type(error), dict(error.fields))
    send.send(found)
    send.close()


def _proxy(held: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(held)


# The dated policy holds its tables unchangeably, which pickle does not know.
ForkingPickler.register(MappingProxyType, lambda held: (_proxy, (dict(held),)))
