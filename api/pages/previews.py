"""What a file would do: looked at first, then taken in."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from starlette.responses import Response

from api.http.acting import WithParts, download
from api.http.problems import status_of
from api.jobs.job import Progress, Said, Stage
from api.pages.here import AtDesk, Here
from api.pages.imports import choose
from api.pages.jobs import begin
from api.pages.parts import Cell, Column, Count, Table, Tone
from api.pages.render import render
from casework.errors import PreviewGone
from casework.register.imports import apply_import, look_at_file, mapping_for, scope_for
from casework.register.previewed import DuplicateTold, PreviewTold, tell
from graph.errors import PumasiError

router = APIRouter(prefix="/imports/previews")
CSV = "text/csv; charset=utf-8"
LOOKING = Stage(
    label=Said(ko="파일을 살펴보고 있습니다", en="Looking at the file"),
    note=Said(
        ko="아직 아무것도 저장하지 않습니다. 끝나면 미리 보기로 넘어갑니다.",
        en="Nothing is saved yet. The preview opens when this is done.",
    ),
    total_estimated=True,
)
APPLYING = Stage(
    label=Said(ko="파일을 반영하고 있습니다", en="Importing the file"),
    note=Said(
        ko="파일 전체를 한 번에 저장합니다. 중간에 프로그램이 멈추면 아무것도 반영되지 않고 이전 그대로 남습니다. "
        "이 창을 닫아도 반영은 계속됩니다.",
        en="The whole file is saved at once: if the application stops before the end, everything stays as it was. "
        "The import goes on even if you close this window.",
    ),
)
_TONES: dict[str, Tone] = {"new": "good", "changed": "info", "conflict": "caution", "refused": "bad"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Rows that a person should look at, and what becomes of them."""

    table: Table
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    """What the file would do."""

    token: str
    minutes: int
    told: PreviewTold
    counts: tuple[Count, ...]
    more: tuple[Count, ...]
    refused: Table
    columns: Table
    lists: tuple[Listed, ...]
    error: str | None


@router.post("")
def look(
    here: AtDesk,
    parts: WithParts,
    file: Annotated[UploadFile, File()],
    mapping: Annotated[str, Form(max_length=100)] = "",
    within: Annotated[str, Form(max_length=10)] = "",
    keep_undecided: Annotated[bool, Form()] = False,
) -> Response:
    """See what the file would do; nothing is written."""
    content, name = file.file.read(), PurePath(file.filename or "file").name
    within = within.strip()
    wrong = None
    if not content:
        wrong = here.say("파일을 고르십시오.")
    elif not (within.isdigit() and len(within) in (2, 5, 10)) and within:
        wrong = here.say("지역 코드는 2자리(시도), 5자리(시군구), 10자리(행정동) 숫자로 적으십시오.")
    if wrong:
        return choose(here, mapping=mapping, within=within, keep=keep_undecided, error=wrong, status=422)

    def work(progress: Progress) -> str:
        preview = look_at_file(
            here.desk,
            here.actor,
            content,
            name,
            mapping_for(content, name, mapping or None),
            scope=scope_for(here.actor, within=within, keep_undecided=keep_undecided),
            progress=progress,
        )
        return f"/imports/previews/{parts.previews.keep(here.actor, preview)}"

    def refused(error: PumasiError) -> Response:
        return choose(
            here,
            mapping=mapping,
            within=within,
            keep=keep_undecided,
            error=here.told(error),
            status=status_of(error),
        )

    return begin(here, parts, LOOKING, work, back="/imports", refused=refused)


@router.get("/{token}")
def see(here: AtDesk, parts: WithParts, token: str) -> Response:
    """The preview, before anything is taken in."""
    return _preview(here, parts, token)


@router.get("/{token}/refused.csv")
def refused(here: AtDesk, parts: WithParts, token: str) -> Response:
    """The refused rows with advice, to be mended and brought again."""
    preview = parts.previews.find(here.actor, token)
    return download(preview.refused_csv(), f"거부-{PurePath(preview.plan.file_name).stem}.csv", CSV)


@router.post("/{token}/apply")
def apply(here: AtDesk, parts: WithParts, token: str) -> Response:
    """Take it in, as one change."""
    preview = parts.previews.find(here.actor, token)

    def work(progress: Progress) -> str:
        apply_import(here.desk, here.actor, preview, progress=progress)
        # Its time may be over by now, which undoes nothing.
        with suppress(PreviewGone):
            parts.previews.drop(here.actor, token)
        return "/imports?done=imported"

    return begin(
        here,
        parts,
        APPLYING,
        work,
        back=f"/imports/previews/{token}",
        refused=lambda error: _preview(here, parts, token, error),
        subject=token,
    )


def _preview(here: Here, parts: WithParts, token: str, error: PumasiError | None = None) -> Response:
    told = tell(parts.previews.find(here.actor, token), here.language)
    page = PreviewPage(
        token=token,
        minutes=parts.previews.minutes_kept,
        told=told,
        counts=tuple(
            Count(
                label=count.label,
                number=count.rows,
                tone=_TONES.get(count.state, "plain") if count.rows else "plain",
            )
            for count in told.counts
        ),
        more=(
            Count(
                label=here.say("운영 기간이 지난 행"),
                number=told.expired,
                tone="caution" if told.expired else "plain",
            ),
            Count(label=here.say("동을 정하지 못한 행"), number=told.dong_undecided, tone="plain"),
            Count(label=here.say("중복 의심"), number=told.duplicates_count, tone="plain"),
            Count(label=here.say("이 파일에서 사라진 기록"), number=told.missing_count, tone="plain"),
        ),
        refused=_table(
            here.say("거부된 행"),
            ((here.say("줄"), True), (here.say("열"), False), (here.say("고치는 방법"), False)),
            [(str(row.line), row.column, row.advice) for row in told.refused],
        ),
        columns=_table(
            here.say("열별 해석 결과"),
            (
                (here.say("열"), False),
                (here.say("칸"), False),
                (here.say("읽음"), True),
                (here.say("읽지 못함(원문 보관)"), True),
                (here.say("빈칸"), True),
                (here.say("읽지 못한 줄의 예"), False),
            ),
            [
                (
                    c.column,
                    c.label,
                    f"{c.read:,}",
                    f"{c.unread:,}",
                    f"{c.blank:,}",
                    ", ".join(map(str, c.examples)),
                )
                for c in told.columns
                if c.read or c.unread or c.blank
            ],
        ),
        lists=_lists(here, told),
        error=None if error is None else here.told(error),
    )
    return render(here.request, "preview.html", page, status=200 if error is None else status_of(error))


def _lists(here: Here, told: PreviewTold) -> tuple[Listed, ...]:
    """What a person should look at before it is taken in; a list without rows is left out."""
    line, field = (here.say("줄"), True), (here.say("칸"), False)
    lists = (
        Listed(
            table=_table(
                here.say("이 파일로 바뀌는 칸"), (line, field), [(str(c.line), c.label) for c in told.changes]
            ),
            hint=here.say("새 기록은 빼고, 이미 있는 기록에서 이 파일로 달라지는 칸입니다."),
        ),
        Listed(
            table=_table(
                here.say("직접 고친 값이라 그대로 두는 칸"),
                (line, field),
                [(str(edit.line), edit.label) for edit in told.edited_by_hand],
            ),
            hint=here.say("누군가 화면에서 고친 값입니다. 파일이 덮어쓰지 않습니다."),
        ),
        Listed(
            table=_table(here.say("운영 기간이 지난 행"), (line,), [(str(at),) for at in told.expired_lines]),
            hint=here.say("지우지 않고 기간이 지난 것으로 보관합니다."),
        ),
        Listed(
            table=_table(
                here.say("중복으로 보이는 기록"),
                (line, (here.say("상대"), False), (here.say("까닭"), False)),
                [(str(pair.line), _other(here, pair), pair.reason) for pair in told.duplicates],
            ),
            hint=here.say("합치지 않고 알려 드리기만 합니다."),
        ),
        Listed(
            table=_table(
                here.say("이 파일에서 사라진 기록"),
                ((here.say("지난번 줄"), True), (here.say("기록 번호"), False)),
                [(str(gone.line_then), gone.record) for gone in told.missing],
            ),
            hint=here.say("지우지 않습니다. 그만둔 곳이면 기록에 종료일을 적으십시오."),
        ),
    )
    return tuple(one for one in lists if one.table.rows)


def _other(here: Here, pair: DuplicateTold) -> str:
    """Where the other one of a pair is: a line of this file, or a record that is kept."""
    return pair.other if pair.other_line is None else here.say("%(line)s줄") % {"line": pair.other_line}


def _table(caption: str, columns: tuple[tuple[str, bool], ...], rows: list[tuple[str, ...]]) -> Table:
    return Table(
        caption=caption,
        columns=tuple(Column(label=label, number=number) for label, number in columns),
        rows=tuple(tuple(Cell(text=text) for text in row) for row in rows),
    )
