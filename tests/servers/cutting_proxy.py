"""A way to a server that breaks where a test says, as networks do."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from urllib.parse import urlsplit

COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""The whole message by which a client asks for a commit (Bolt)."""


class Cut(Enum):
    """Where the next commit loses its connection."""

    BEFORE_COMMIT = "the server is not asked"
    AFTER_COMMIT = "the server has answered, and nobody hears it"


class CuttingProxy:
    """Passes bytes on, until told to cut."""

    def __init__(self, url: str) -> None:
        """Stand before the server of a URL."""
        target = urlsplit(url)
        self._target = (target.hostname or "", target.port or 0)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._lock = threading.Lock()
        self._next: Cut | None = None
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"bolt://127.0.0.1:{self._door.getsockname()[1]}"

    def cut_next(self, where: Cut) -> None:
        """Cut the next commit, once."""
        self._next = where

    def cut_now(self) -> None:
        """Cut every connection there is; new ones are let through."""
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for pair in pairs:
            _end(*pair)

    def close(self) -> None:
        """Let nobody through any more."""
        self._door.close()
        self.cut_now()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                server = socket.create_connection(self._target)
                with self._lock:
                    self._pairs.append((client, server))
                threading.Thread(target=self._ask, args=(client, server), daemon=True).start()
                threading.Thread(target=_pass, args=(server, client), daemon=True).start()

    def _ask(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while data := client.recv(65536):
                cut, self._next = (self._next, None) if COMMIT in data else (None, self._next)
                if cut is Cut.AFTER_COMMIT:
                    # What is answered goes to nobody: the way back is shut first.
                    client.shutdown(socket.SHUT_WR)
                    server.sendall(data)
                    server.settimeout(1)
                    _hear_out(server)
                if cut is not None:
                    break
                server.sendall(data)
        _end(client, server)


def _pass(source: socket.socket, to: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            to.sendall(data)
    _end(source, to)


def _hear_out(server: socket.socket) -> None:
    """Wait until the server has said everything."""
    with suppress(OSError):
        while server.recv(65536):
            pass


def _end(*sockets: socket.socket) -> None:
    for one in sockets:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()


@contextmanager
def cutting_proxy(url: str) -> Iterator[CuttingProxy]:
    """A proxy before a server, for the block."""
    proxy = CuttingProxy(url)
    try:
        yield proxy
    finally:
        proxy.close()
