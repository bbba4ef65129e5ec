"""`pumasi move`: a whole store into another place, with its history and its log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from api import wiring
from api.auth.accounts import FIRST_NAME
from api.cli.console import both, err, out, say
from api.cli.options import AsOption, DataOption, PurposeOption, acting_in, settings_of
from api.cli.progress import bar
from casework.register.arrived import check_arrived, read_expected
from casework.register.moving import ENDINGS, Moved, admin_files, load_file, move_store, save_store
from graph.words.kinds import ViewPurpose

KeyFile = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help=both("그 저장소의 키 파일", "Key file of that store")),
]
PasswordFile = Annotated[
    Path | None,
    typer.Option(
        exists=True, dir_okay=False, help=both("그 서버의 비밀번호 파일", "Password file of that server")
    ),
]


def move(
    source: Annotated[
        str | None, typer.Argument(metavar="FROM", help=both("저장소 주소 또는 파일", "Store or file"))
    ] = None,
    target: Annotated[
        str | None,
        typer.Argument(metavar="TO", help=both("빈 저장소 주소 또는 새 파일", "Empty store or new file")),
    ] = None,
    why: Annotated[str, typer.Option(help=both("사유(접근 기록에 남음)", "Reason (kept in the log)"))] = "",
    to_admin_files: Annotated[
        Path | None,
        typer.Option(
            file_okay=False,
            help=both("neo4j-admin으로 넣을 파일의 새 폴더", "New folder of files for neo4j-admin"),
        ),
    ] = None,
    check: Annotated[
        str | None,
        typer.Option(metavar="URL", help=both("들어온 저장소를 검사", "Check the store that was made")),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help=both("검사할 파일의 폴더", "The folder of its files")
        ),
    ] = None,
    whole: Annotated[
        bool, typer.Option("--whole", help=both("일부가 아니라 전부 검사", "Check all of it, not a part"))
    ] = False,
    from_key_file: KeyFile = None,
    to_key_file: KeyFile = None,
    from_password_file: PasswordFile = None,
    to_password_file: PasswordFile = None,
    data: DataOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.OPERATION,
) -> None:
    """저장소 전체를 이력과 접근 기록까지 옮깁니다. / Move a whole store, its history and log too."""
    if check is not None or against is not None:
        if check is None or against is None:
            raise typer.BadParameter("--check URL --against FOLDER")
        _check(data, check, against, to_password_file, whole=whole)
        return
    if source is None or (target is None) == (to_admin_files is None):
        raise typer.BadParameter("FROM TO | FROM --to-admin-files FOLDER")
    into = _Place(data, target or "", to_key_file, to_password_file)
    if source.endswith(ENDINGS):
        if into.file is not None or to_admin_files is not None:
            raise typer.BadParameter(say("파일은 저장소로만 옮깁니다.", "A file goes into a store."))
        with into.opened() as store, bar(say("옮기는 중", "Moving")) as tell:
            _say(load_file(Path(source), store, progress=tell))
        into.warn()
        return
    given = {"store": source, "key_file": from_key_file, "neo4j_password_file": from_password_file}
    with acting_in(settings_of(data, **given), account, purpose) as (parts, actor):
        label = say("옮기는 중", "Moving")
        if to_admin_files is not None:
            with bar(label) as tell:
                expected = admin_files(parts.desk, actor, to_admin_files, why=why, progress=tell)
            say_command(to_admin_files, expected.nodes, expected.relationships)
        elif into.file is not None:
            with bar(label) as tell:
                moved = save_store(parts.desk, actor, into.file, why=why, progress=tell)
            _say(moved)
        else:
            with into.opened() as store, bar(label) as tell:
                moved = move_store(parts.desk, actor, store, why=why, progress=tell)
            _say(moved)
    into.warn()


class _Place:
    """Where a store goes: a file, or a store with its own key or password."""

    def __init__(self, data: Path | None, url: str, key: Path | None, password: Path | None) -> None:
        self._data, self._url, self._key, self._password = data, url, key, password
        self.file = Path(url) if url.endswith(ENDINGS) else None

    def warn(self) -> None:
        """Say it where what was moved lies in files that anybody with the disk can read."""
        in_files = self.file is not None or not self._url or self._url.startswith("sqlite:")
        if in_files and self._key is None:
            err.print(
                say(
                    "옮긴 자료가 암호화되지 않은 파일에 있습니다. 저장소로 쓸 것이면 'pumasi rekey'로 암호화하고, 아니면 쓴 뒤 "
                    "지우십시오.",
                    "What was moved lies in files that are not encrypted. Encrypt a store with 'pumasi rekey'; delete "
                    "other files after use.",
                ),
                style="yellow",
                markup=False,
            )

    @contextmanager
    def opened(self) -> Iterator[wiring.GraphStore]:
        """The store, closed in the end."""
        settings = settings_of(
            self._data, store=self._url, key_file=self._key, neo4j_password_file=self._password
        )
        store = wiring.open_other_store(settings, keyed=self._key is not None)
        try:
            yield store
        finally:
            store.close()


def _check(data: Path | None, url: str, folder: Path, password: Path | None, *, whole: bool) -> None:
    with _Place(data, url, None, password).opened() as store, bar(say("검사", "Checking")) as tell:
        found = check_arrived(store, read_expected(folder), whole=whole, progress=tell)
    out.print(
        say(
            f"맞습니다. 기록 {found.records:,}건, 접근 기록 {found.entries:,}건, 대조한 변경 {found.units:,}건.",
            f"It is right: {found.records:,} records, {found.entries:,} log entries, "
            f"{found.units:,} changes compared line by line.",
        )
    )


def say_command(folder: Path, nodes: int, relationships: int) -> None:
    """What was written, and the command that takes it in."""
    out.print(
        say(
            f"노드 {nodes:,}개, 관계 {relationships:,}개", f"{nodes:,} nodes, {relationships:,} relationships"
        )
    )
    err.print(
        say(
            "서버를 멈추고 그 폴더에서 다음을 실행한 뒤, 켜고 '--check'로 검사하십시오. 그 데이터베이스에 있던 자료는 "
            "없어집니다.",
            "Stop the server, run this in that folder, start it, and check with '--check'. What the database held "
            "before is lost.",
        ),
        markup=False,
    )
    out.print(f"cd {folder}", markup=False, soft_wrap=True)
    out.print("neo4j-admin database import full neo4j @import.args", markup=False, soft_wrap=True)


def _say(moved: Moved) -> None:
    versions, entries = moved.counts.get("version", 0), moved.counts.get("log", 0)
    out.print(
        say(
            f"옮기고 대조했습니다. 기록의 판 {versions:,}개, 접근 기록 {entries:,}건.",
            f"Moved and compared: {versions:,} versions of records, {entries:,} log entries.",
        )
    )
    out.print(f"SHA-256 {moved.digest}", markup=False, soft_wrap=True)
