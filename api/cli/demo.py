"""`pumasi demo`: an invented dong in a folder of its own, served on this computer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from api import wiring
from api.auth.accounts import FIRST_NAME
from api.cli.console import both, out, say
from api.cli.options import DataOption, settings_of
from api.cli.sample import fill
from api.cli.serve import run
from api.settings import Settings
from casework.desk import Desk
from casework.register.sample import guide_of, is_empty
from graph.view import Viewer

FOLDER = "demo"
_TEAM = {"team_name": "품앗이1동 맞춤형복지팀", "team_name_en": "Welfare team of Pumasi 1-dong"}
_FILES = ("graph.db", "accounts.db")


def demo(
    port: Annotated[int | None, typer.Option(help=both("포트", "Port"), min=1, max=65535)] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help=both("처음부터 다시", "Start over"))] = False,
    seed: Annotated[int, typer.Option(help=both("같은 수는 같은 자료", "The same seed, the same data"))] = 1,
    data: DataOption = None,
) -> None:
    """가상의 동을 만들어 이 컴퓨터에서 엽니다. / Make an invented dong and serve it on this computer.

    The account belongs to the case manager of the first scene's client, with a leader's rights, so that
    every page shows something. The password is a new one at every start.
    """
    settings = demo_settings(settings_of(data).data, port)
    if fresh:
        start_over(settings.data)

    def first_worker(desk: Desk) -> Viewer:
        if is_empty(desk):
            fill(desk, "dong", seed)
        return guide_of(desk)

    parts = wiring.build(settings, first_worker=first_worker)
    password = parts.first_password or parts.door.accounts.renew_password(FIRST_NAME)
    out.print(f"http://{settings.host}:{settings.port}", markup=False)
    out.print(f"{say('아이디', 'User name')}: {FIRST_NAME}", markup=False)
    out.print(f"{say('비밀번호', 'Password')}: {password}", markup=False)
    run(replace(parts, first_password=None, unencrypted=False))


def folder_in(data: Path) -> Path:
    """Where the demo lies within a data folder."""
    return data / FOLDER


def demo_settings(data: Path, port: int | None) -> Settings:
    """Settings of the demo: a folder of its own, loopback, no encryption, whatever the environment says."""
    folder = folder_in(data)
    return settings_of(
        folder, store=f"sqlite:///{(folder / 'graph.db').resolve()}", host="127.0.0.1", port=port
    ).model_copy(update={"key_file": None, "ask_key": False, "tls_cert": None, "tls_key": None, **_TEAM})


def start_over(folder: Path) -> None:
    """Remove the files of an earlier demo, and nothing else."""
    for name in _FILES:
        for ending in ("", "-wal", "-shm"):
            (folder / f"{name}{ending}").unlink(missing_ok=True)
