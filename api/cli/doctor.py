"""`pumasi doctor`: is everything in place, and what to do where it is not."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from api import wiring
from api.cli.console import Speech, both, out, say
from api.cli.options import DataOption, StoreOption, settings_of
from api.cli.progress import bar
from api.errors import OpenHostRefused
from api.keys import key_of
from api.pages.static_files import FOLDER
from api.settings import Settings
from api.upkeep.mending import check_accounts, mend
from api.version import VERSION
from casework.overview.condition import FaultTold, condition_of, faults_of, plans_are_compiled
from graph.errors import PumasiError

_MOST = 10_000
_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at: well, or what to do."""

    name: str
    advice: str | None = None


def doctor(
    repair: Annotated[
        bool,
        typer.Option(
            "--repair",
            help=both(
                "백업한 뒤 이력에서 현재 표와 찾아보기 표를 다시 만듭니다",
                "Back up, then draw tables and indexes anew",
            ),
        ),
    ] = False,
    data: DataOption = None,
    store: StoreOption = None,
) -> None:
    """설치 상태를 점검합니다. / Check the installation."""
    settings = settings_of(data, store=store)
    if repair:
        _repair(settings)
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
    yield Finding(name=_kernels())
    if not settings.accounts_file.exists():
        yield Finding(
            name=say("자료 폴더", "Data folder"),
            advice=say(
                "아직 자료가 없습니다. 'pumasi serve'로 시작하십시오.",
                "No data yet. Start with 'pumasi serve'.",
            ),
        )
        return
    encrypted = settings.key_file is not None or settings.ask_key
    yield Finding(
        name=say("암호화: 켜짐", "Encryption: on") if encrypted else say("암호화: 꺼짐", "Encryption: off")
    )
    yield Finding(name=say("자료 폴더 권한", "Rights of the data folder"), advice=_rights(settings.data))
    yield Finding(name=say("계정과 저장소", "Accounts and store"), advice=_advice(lambda: _open(settings)))
    yield Finding(
        name=say("계정 파일", "File of accounts"),
        advice=_advice(lambda: check_accounts(settings, key_of(settings))),
    )
    yield from _store(settings)


def _kernels() -> str:
    """How plans are made; slower is not wrong, so there is nothing to mend."""
    if plans_are_compiled():
        return say("배정과 품앗이 계산: 빠름(numba)", "Making plans: fast (numba)")
    return say(
        "배정과 품앗이 계산: 느림, 결과는 같음(빠르게 하려면 'fast' 추가 패키지 설치)",
        "Making plans: slow, with the same results (install the extra 'fast' to speed it up)",
    )


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
        with bar(say("기록을 하나하나 점검하는 중", "Examining record by record")) as tell:
            faults = list(islice(faults_of(desk, Speech.language, tell), _MOST))
    except PumasiError as error:
        yield Finding(name=say("저장소 읽기", "Reading the store"), advice=say(error.ko, error.en))
        return
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
    yield Finding(
        name=say("파일, 이력, 찾아보기 표, 연결", "File, history, indexes and references"),
        advice=_told(faults) if faults else None,
    )


def _told(faults: Sequence[FaultTold]) -> str:
    """Each kind of fault with the ids of the first few, and the way out."""
    kinds: dict[str, list[str]] = {}
    for fault in faults:
        kinds.setdefault(fault.kind, []).append(fault.where)
    lines = [f"{kind} ({len(ids):,}): {_first(ids)}" for kind, ids in kinds.items()]
    if all(fault.derived for fault in faults):
        way = say(
            "이력은 온전합니다. 서비스를 멈추고 'pumasi doctor --repair'로 다시 만드십시오.",
            "The history is whole. Stop the service and draw them anew with 'pumasi doctor --repair'.",
        )
    else:
        way = say(
            "파일을 그대로 두고, 'pumasi restore'로 가장 최근의 온전한 백업을 복원하십시오.",
            "Leave the file as it is, and restore the newest whole backup with 'pumasi restore'.",
        )
    return "\n  ".join([*lines, way])


def _first(ids: Sequence[str]) -> str:
    shown = "; ".join(filter(None, ids[:_SHOWN]))
    return f"{shown}; …" if len(ids) > _SHOWN else shown


def _repair(settings: Settings) -> None:
    key = key_of(settings)
    with bar(say("다시 만드는 중", "Drawing anew")) as tell:
        backup = mend(settings, key, tell)
    out.print(
        say(f"다시 만들었습니다. 이전 파일: {backup}", f"Drawn anew. The file as it was: {backup}"),
        markup=False,
        soft_wrap=True,
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
