"""Ends a process in the middle of an act: at its n-th change to a folder, or when a file grows too long."""

import os
import resource
import signal
import sys
import warnings
from collections.abc import Callable, Iterator

_CHANGES = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir"}


def killed_at(number: int, act: Callable[[], object]) -> bool:
    """Do something in a process that is killed before its n-th change; tell whether it got that far."""

    def prepare() -> None:
        seen = 0

        def count(event: str, _: object) -> None:
            nonlocal seen
            if event in _CHANGES:
                seen += 1
                if seen == number:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)

    return _ended(prepare, act) == -signal.SIGKILL


def killed_writing(most_bytes: int, act: Callable[[], object]) -> bool:
    """Do something in a process that is killed as soon as it makes a file longer than that."""

    def prepare() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    return _ended(prepare, act) == -signal.SIGXFSZ


def killed_after(act: Callable[[], object]) -> None:
    """Do something in a process that is killed with all that it opened still open."""

    def killed() -> None:
        held = act()
        os.kill(os.getpid(), signal.SIGKILL if held is not None else signal.SIGABRT)

    assert _ended(lambda: None, killed) == -signal.SIGKILL


def every_point(act: Callable[[int], bool]) -> Iterator[int]:
    """The points at which an act was killed, until it is not any more."""
    number = 1
    while act(number):
        yield number
        number += 1


def _ended(prepare: Callable[[], None], act: Callable[[], object]) -> int:
    with warnings.catch_warnings():
        # Threads of numeric libraries are idle here.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        code = 1
        try:
            prepare()
            act()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    ended = os.waitstatus_to_exitcode(status)
    assert ended <= 0, "the act failed instead of being killed"
    return ended
