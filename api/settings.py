"""What an installation can set, from PUMASI_* variables and the command line."""

from __future__ import annotations

import os
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, FilePath, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

NO_DONG = "9999900000"
"""The dong of an installation that names none: a code that no real dong has."""


def default_data_folder() -> Path:
    """Where an office's data lies when nothing else is said."""
    shared = os.environ.get("XDG_DATA_HOME")
    return (Path(shared) if shared else Path.home() / ".local" / "share") / "pumasi"


class Settings(BaseSettings):
    """The settings of one running application; the key of the files comes from a file, never from here.

    ``neo4j_password_file`` holds ``user:password`` or the password alone; it comes before the two variables.
    ``neo4j_ca_file`` holds the certificates (PEM) by which that of a ``neo4j+s://`` server is checked.
    """

    model_config = SettingsConfigDict(
        env_prefix="PUMASI_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    data: Path = Field(default_factory=default_data_folder)
    store: str | None = None
    key_file: FilePath | None = None
    ask_key: bool = False
    neo4j_user: str = "neo4j"
    neo4j_password: SecretStr | None = None
    neo4j_password_file: FilePath | None = None
    neo4j_ca_file: FilePath | None = None
    dong: str = Field(default=NO_DONG, pattern=r"^[0-9]{10}$")
    host: str = "127.0.0.1"
    port: int = Field(default=8350, ge=1, le=65535)
    host_names: Annotated[tuple[str, ...], NoDecode] = ()
    tls_cert: FilePath | None = None
    tls_key: FilePath | None = None
    team_name: str = "동 맞춤형복지팀"
    team_name_en: str = "Neighbourhood welfare team"
    idle_minutes: int = Field(default=10, ge=1, le=240)
    session_hours: int = Field(default=12, ge=1, le=24)
    failures_before_lock: int = Field(default=5, ge=3, le=20)
    lock_minutes: int = Field(default=15, ge=1, le=1440)
    body_mebibytes: int = Field(default=64, ge=1, le=1024)
    snapshot_mebibytes: int = Field(default=1024, ge=64)

    @field_validator("host_names", mode="before")
    @classmethod
    def _names(cls, given: object) -> object:
        """Names parted by commas, as a variable holds them."""
        return tuple(filter(None, given.replace(" ", "").split(","))) if isinstance(given, str) else given

    @model_validator(mode="after")
    def _certificate_and_key(self) -> Self:
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ValueError("PUMASI_TLS_CERT and PUMASI_TLS_KEY go together")
        return self

    @property
    def tls(self) -> bool:
        """Whether connections are encrypted."""
        return self.tls_cert is not None

    @property
    def store_url(self) -> str:
        """Where the graph is kept; a file in the data folder when nothing else is said."""
        return self.store or f"sqlite:///{self.graph_file.resolve()}"

    @property
    def graph_file(self) -> Path:
        """Where the graph lies when nothing else is said; a list is kept beside it though it is on a server."""
        return self.data / "graph.db"

    @property
    def accounts_file(self) -> Path:
        """The file of accounts, sessions and tokens, where it really lies: what replaces it must not replace a link."""
        return Path(os.path.realpath(self.data / "accounts.db"))

    @property
    def loopback(self) -> bool:
        """Whether only this computer can connect."""
        return is_loopback(self.host)

    @property
    def accepted_hosts(self) -> frozenset[str]:
        """Host names that requests may be addressed to; empty for any, which needs TLS."""
        if self.host_names:
            return frozenset(name.lower() for name in self.host_names)
        return frozenset() if self.tls else frozenset({"localhost", "127.0.0.1", "[::1]", self.host.lower()})


def is_loopback(host: str) -> bool:
    """Whether an address or name means this computer alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
