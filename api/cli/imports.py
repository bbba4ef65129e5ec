"""`pumasi import` and `pumasi undo`: files coming in, after a look, and back out again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeGuard

import typer
from rich.markup import escape
from rich.table import Table

from api.auth.accounts import FIRST_NAME
from api.cli.console import Speech, both, err, out, say
from api.cli.options import AsOption, DataOption, PurposeOption, StoreOption, acting
from api.cli.progress import bar
from casework.register import imports
from casework.register.previewed import DuplicateTold, PreviewTold, tell
from graph.words.kinds import ViewPurpose

_ROWS_SHOWN = 20


def import_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, TSV, XLSX, JSON")],
    mapping: Annotated[
        str | None,
        typer.Option(help=both("대응표 이름 또는 TOML 파일", "Name of a mapping, or a TOML file")),
    ] = None,
    within: Annotated[
        str,
        typer.Option(metavar="CODE", help=both("시도·시군구·동 코드", "Code of province, district, dong")),
    ] = "",
    keep_undecided: Annotated[
        bool,
        typer.Option(
            "--keep-undecided",
            help=both("동을 알 수 없는 행도 받기", "Keep rows whose dong cannot be told"),
        ),
    ] = False,
    apply: Annotated[bool, typer.Option("--apply", help=both("반영", "Take it in"))] = False,
    refused: Annotated[
        Path | None, typer.Option(help=both("거부한 행을 저장할 파일", "File for the refused rows"))
    ] = None,
    data: DataOption = None,
    store: StoreOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.REGISTER_UPKEEP,
) -> None:
    """파일을 미리 보고, --apply를 주면 반영합니다. / Look at a file; take it in with --apply."""
    content = imports.content_of(file)
    text = imports.content_of(Path(mapping)).decode(errors="replace") if _is_file(mapping) else None
    chosen = imports.mapping_for(content, file.name, mapping, text)
    with acting(data, store, account, purpose) as (parts, actor):
        scope = imports.scope_for(actor, within=within, keep_undecided=keep_undecided)
        with bar(say("미리 보기", "Looking")) as progress:
            preview = imports.look_at_file(
                parts.desk, actor, content, file.name, chosen, scope=scope, progress=progress
            )
        show(tell(preview, Speech.language))
        if refused is not None:
            refused.write_bytes(preview.refused_csv())
        if not apply:
            err.print(
                say(
                    "아직 반영하지 않았습니다. 반영하려면 --apply를 붙이십시오.",
                    "Nothing was written. Add --apply to take it in.",
                )
            )
            return
        with bar(say("반영", "Importing")) as progress:
            made = imports.apply_import(parts.desk, actor, preview, progress=progress)
        out.print(made, markup=False)


def undo(
    import_id: Annotated[str, typer.Argument(help=both("가져오기 번호", "Id of the import"))],
    data: DataOption = None,
    store: StoreOption = None,
    account: AsOption = FIRST_NAME,
    purpose: PurposeOption = ViewPurpose.REGISTER_UPKEEP,
) -> None:
    """가져오기를 되돌립니다. / Undo an import."""
    with acting(data, store, account, purpose) as (parts, actor):
        undone = imports.undo_import(parts.desk, actor, import_id)
    out.print(
        say(
            f"삭제 {undone.removed:,}건, 복원 {undone.restored:,}건, 그대로 둔 기록 {len(undone.kept):,}건",
            f"{undone.removed:,} removed, {undone.restored:,} restored, {len(undone.kept):,} left as they are",
        )
    )
    for record in undone.kept:
        out.print(record, markup=False)


def _is_file(mapping: str | None) -> TypeGuard[str]:
    return mapping is not None and mapping.endswith(".toml")


def show(told: PreviewTold) -> None:
    """What a file would do."""
    title = f"{told.file_name} · {told.mapping_label} ({told.mapping})"
    out.print(title, markup=False)
    counts = Table(say("구분", "State"), say("행", "Rows"), box=None)
    for count in told.counts:
        counts.add_row(count.label, f"{count.rows:,}")
    counts.add_row(say("이번 파일에 없음", "Not in this file any more"), f"{told.missing_count:,}")
    counts.add_row(say("기한이 지남", "Expired"), f"{told.expired:,}")
    counts.add_row(say("중복 의심", "Possible duplicates"), f"{told.duplicates_count:,}")
    out.print(counts)
    columns = Table(
        say("열", "Column"),
        say("칸", "Field"),
        say("읽음", "Read"),
        say("못 읽음", "Not read"),
        say("빈칸", "Blank"),
        box=None,
    )
    for column in told.columns:
        columns.add_row(
            escape(column.column), column.label, f"{column.read:,}", f"{column.unread:,}", f"{column.blank:,}"
        )
    out.print(columns)
    _list(
        say("거부된 행", "Refused rows"),
        (say("행", "Line"), say("열", "Column"), say("고치는 법", "Advice")),
        [(str(row.line), row.column, row.advice) for row in told.refused],
    )
    _list(
        say("바뀌는 칸", "Fields that would change"),
        (say("행", "Line"), say("칸", "Field")),
        [(str(change.line), change.label) for change in told.changes],
    )
    _list(
        say("직접 고친 값이라 그대로 두는 칸", "Edited by hand, left as they are"),
        (say("행", "Line"), say("칸", "Field")),
        [(str(edit.line), edit.label) for edit in told.edited_by_hand],
    )
    _list(
        say("기한이 지난 행", "Expired rows"),
        (say("행", "Line"),),
        [(str(line),) for line in told.expired_lines],
    )
    _list(
        say("중복으로 보이는 기록", "Possible duplicates"),
        (say("행", "Line"), say("상대", "Other"), say("까닭", "Why")),
        [(str(one.line), _other(one), one.reason) for one in told.duplicates],
    )
    _list(
        say("이번 파일에 없는 기록", "Not in this file any more"),
        (say("지난번 행", "Line then"), say("번호", "Id")),
        [(str(one.line_then), one.record) for one in told.missing],
    )


def _other(pair: DuplicateTold) -> str:
    """Where the other one of a pair is: a line of this file, or a record that is kept."""
    return pair.other if pair.other_line is None else say(f"{pair.other_line}행", f"line {pair.other_line}")


def _list(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """The first rows of a list, if it has any."""
    if rows:
        shown = Table(title=title, title_justify="left", box=None)
        for column in columns:
            shown.add_column(column, overflow="fold")
        for row in rows[:_ROWS_SHOWN]:
            shown.add_row(*map(escape, row))
        if len(rows) > _ROWS_SHOWN:
            shown.caption = say(f"앞의 {_ROWS_SHOWN}건입니다.", f"The first {_ROWS_SHOWN}.")
        out.print(shown)
