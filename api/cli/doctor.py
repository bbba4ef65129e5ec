"""`pumasi doctor`: is everything in place, and what to do where it is not."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from api import wiring
from api.cli.console import out, say
from api.cli.options import DataOption, StoreOption, settings_of
from api.errors import OpenHostRefused
from api.pages.static_files import FOLDER
from api.settings import Settings
from api.version import VERSION
from casework.overview.condition import condition_of
from graph.errors import PumasiError


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at: well, or what to do."""

    name: str
    advice: str | None = None


def doctor(data: DataOption = None, store: StoreOption = None) -> None:
    """설치 상태를 점검합니다. / Check the installation."""
    settings = settings_of(data, store=store)
    out.print(
        f"pumasi {VERSION}, Python {platform.python_version()}, {settings.data}", markup=False, soft_wrap=True
    )
    findings = list(examine(settings))
    for finding in findings:
        well = finding.advice is None
        out.print(f"{'✓' if well else '✗'} {finding.name}", style="green" if well else "red", markup=False)
        if finding.advice is not None:
            out.print(f"  {finding.advice}", markup=False)
    if any(finding.advice for finding in findings):
        raise typer.Exit(1)


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything that is looked at, one after the other."""
    yield Finding(name=say("접속 주소", "Address"), advice=_open_host(settings))
    yield Finding(name=say("화면 파일", "Browser files"), advice=_browser_files(FOLDER / "vendor"))
    if not settings.accounts_file.exists():
        yield Finding(
            name=say("자료 폴더", "Data folder"),
            advice=say(
                "아직 자료가 없습니다. 'pumasi serve'로 시작하십시오.",
                "No data yet. Start with 'pumasi serve'.",
            ),
        )
        return
    yield Finding(name=say("자료 폴더 권한", "Rights of the data folder"), advice=_rights(settings.data))
    yield Finding(name=say("계정과 저장소", "Accounts and store"), advice=_advice(lambda: _open(settings)))
    yield from _store(settings)


def _advice(look: Callable[[], None]) -> str | None:
    try:
        look()
    except PumasiError as error:
        return say(error.ko, error.en)
    return None


def _open(settings: Settings) -> None:
    parts = wiring.build(settings)
    try:
        parts.check_store()
    finally:
        parts.close()


def _store(settings: Settings) -> Iterator[Finding]:
    """What the store holds, and whether its log is as it was written."""
    try:
        desk = wiring.open_desk(settings)
    except PumasiError:
        return
    try:
        found = condition_of(desk)
    finally:
        desk.store.close()
    total = sum(found.records.values())
    yield Finding(name=say(f"기록 {total:,}건", f"{total:,} records"))
    yield Finding(
        name=say(f"접근 기록 {found.log_entries:,}건", f"Access log of {found.log_entries:,} entries"),
        advice=None
        if found.log_broken_at is None
        else say(
            f"{found.log_broken_at}번부터 고쳐진 흔적이 있습니다. 백업과 비교하고 개인정보 보호책임자에게 알리십시오.",
            f"From number {found.log_broken_at} on it is not as it was written. Compare with a backup, and tell "
            "the privacy officer.",
        ),
    )


def _open_host(settings: Settings) -> str | None:
    refused = OpenHostRefused()
    return None if settings.tls or settings.loopback else say(refused.ko, refused.en)


def _browser_files(vendor: Path) -> str | None:
    if (vendor / "versions.json").is_file():
        return None
    return say("'make setup'으로 내려받으십시오.", "Fetch them with 'make setup'.")


def _rights(folder: Path) -> str | None:
    if os.name != "posix" or folder.stat().st_mode & 0o077 == 0:
        return None
    return say(
        "다른 사용자가 읽을 수 있습니다. 'chmod 700'으로 막으십시오.",
        "Other users can read it. Close it with 'chmod 700'.",
    )
