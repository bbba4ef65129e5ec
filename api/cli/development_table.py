"""What to develop, as a table on the command line."""

from __future__ import annotations

from rich.markup import escape
from rich.table import Table

from api.cli.console import out, say
from casework.linking.developed_told import DevelopRow, DevelopTold


def show_development(told: DevelopTold, explain: bool) -> None:
    """The rows of a round of development; each with its sentences and asks where they are asked for."""
    out.print(
        f"{say('자원 개발', 'Development')} {told.id} · {told.made_on} · {told.state}",
        style="bold",
        markup=False,
    )
    for sentence in told.says:
        out.print(sentence, markup=False)
    table = Table(box=None)
    for label, least in (
        (say("도움", "Help"), 12),
        (say("무엇을", "What"), 10),
        (say("시간", "Hours"), 16),
        (say("1주", "A week"), 4),
        (say("더 도움받는 분", "People more"), 6),
        (say("위기 요청", "In crisis"), 4),
    ):
        table.add_column(label, min_width=least, overflow="fold")
    for row in told.rows:
        table.add_row(
            *map(escape, (row.service, _what(row), row.hours, f"{row.visits:,}", *_counts(row, told.least)))
        )
    out.print(table)
    if explain:
        for row in told.rows:
            _explain(row)


def _explain(row: DevelopRow) -> None:
    out.print(f"\n{row.number}. {row.service}", style="bold", markup=False)
    for sentence in row.says:
        out.print(f"  {sentence}", markup=False)
    for one in row.asks:
        out.print(f"    · {one.client_name} {one.service} ({one.ask})", markup=False)


def _what(row: DevelopRow) -> str:
    return say("새 자원", "new") if row.new else row.resource_name


def _counts(row: DevelopRow, least: int) -> tuple[str, str]:
    if row.people is None or row.at_most is None or row.crisis is None:
        return say(f"{least}명 미만은 비공개", f"not shown below {least}"), ""
    people = f"{row.people:,}" if row.proven else f"{row.people:,}~{row.at_most:,}"
    return people, f"{row.crisis:,}"
