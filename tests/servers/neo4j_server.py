"""A real Neo4j of a test's own, which it may stop, kill and start again."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

SCRIPT = Path(__file__).with_name("neo4j")
# A server of a few seconds has no use for code compiled twice.
SHORT_LIVED = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"


class ServerMissing(Exception):
    """No server can be started here; the text says why."""


@dataclass(frozen=True, kw_only=True)
class Neo4jServer:
    """A server with its data in a folder: started again after ``kill``, it has them back."""

    folder: Path
    port: int
    password: str = ""
    heap: str = "512m"
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def authority(self) -> str:
        """Its host and port, for a URL of another scheme."""
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers. Raises ServerMissing."""
        options = ["--port", str(self.port)]
        options += ["--auth", self.password] if self.password else []
        options += [word for name, value in self.settings.items() for word in ("--set", f"{name}={value}")]
        self._run("start", *options)

    def stop(self) -> None:
        """End it in order; harmless when it is not running."""
        self._run("stop")

    def kill(self) -> None:
        """End it as a power cut would."""
        self._run("kill")

    def check(self) -> None:
        """Look at every page of the database of a server that was stopped. Raises ServerMissing: it is damaged."""
        self._run("admin", "database", "check", "neo4j")

    def restarted(self, settings: Mapping[str, str]) -> Neo4jServer:
        """The same data under other settings."""
        self.stop()
        changed = replace(self, settings=settings)
        changed.start()
        return changed

    def fill(self, folder: Path) -> None:
        """Make the database of a stopped server of the files of an import. Raises ServerMissing."""
        self._run("admin", "database", "import", "full", "neo4j", "@import.args", cwd=folder)

    def _run(self, *arguments: str, cwd: Path | None = None) -> None:
        environment = os.environ | {
            "NEO4J_TEST_HOME": str(self.folder / "home"),
            "NEO4J_TEST_STATE": str(self.folder / "running"),
            "NEO4J_TEST_HEAP": self.heap,
            "NEO4J_TEST_PAGECACHE": "128m",
            "NEO4J_TEST_JVM": SHORT_LIVED,
        }
        # The server outlives the script and would hold a pipe open, so the script speaks into a file.
        with (self.folder / "said").open("w+b") as said:
            done = subprocess.run(
                [SCRIPT, *arguments], env=environment, cwd=cwd, stdout=said, stderr=said, check=False
            )
            said.seek(0)
            if done.returncode:
                raise ServerMissing(said.read().decode(errors="replace").strip())


@contextmanager
def a_server(
    *,
    password: str = "",
    heap: str = "512m",
    settings: Mapping[str, str] | None = None,
    files: Path | None = None,
) -> Iterator[Neo4jServer]:
    """A running server with an empty database, or one made of the files of an import; it goes at the end.

    Raises:
        ServerMissing: it cannot be started here, or made.
    """
    folder = Path(tempfile.mkdtemp(prefix="pumasi-neo4j-"))
    server = Neo4jServer(
        folder=folder, port=_free_port(), password=password, heap=heap, settings=settings or {}
    )
    try:
        if files is not None:
            server.fill(files)
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
