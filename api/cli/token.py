"""`pumasi token`: tokens of programs that use the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer
from rich.table import Table

from api.cli.console import Speech, both, err, out, say
from api.cli.options import AsOption, DataOption, PurposeOption, opened, settings_of

app = typer.Typer(no_args_is_help=True, help=both("API 토큰", "Tokens for the API"))


@app.command()
def issue(
    account: AsOption,
    purpose: PurposeOption,
    label: Annotated[str, typer.Option(help=both("쓰는 곳", "What uses it"))] = "",
    days: Annotated[int, typer.Option(min=1, max=366, help=both("유효 일수", "Days it is valid"))] = 90,
    data: DataOption = None,
) -> None:
    """토큰을 발급하고 한 번 보여 줍니다. / Issue a token; it is shown once."""
    with opened(settings_of(data)) as parts:
        until = parts.clock() + timedelta(days=days)
        token_id, token = parts.door.tokens.issue(account, purpose, label, expires_at=until)
        err.print(say(f"토큰 번호 {token_id}", f"Token number {token_id}"), markup=False)
        out.print(token, markup=False, soft_wrap=True)


@app.command("list")
def show(data: DataOption = None) -> None:
    """토큰을 봅니다. / List the tokens."""
    with opened(settings_of(data)) as parts:
        table = Table(
            say("번호", "Number"),
            say("계정", "Account"),
            say("목적", "Purpose"),
            say("쓰는 곳", "What uses it"),
            say("상태", "State"),
            box=None,
        )
        for token in parts.door.tokens.each():
            ended = token.revoked_at or (token.expires_at and token.expires_at <= parts.clock())
            state = say("폐기·만료", "Ended") if ended else say("유효", "Valid")
            table.add_row(token.id, token.account, token.purpose.label(Speech.language), token.label, state)
        out.print(table)


@app.command()
def revoke(
    number: Annotated[str, typer.Argument(help=both("토큰 번호", "Number of the token"))],
    data: DataOption = None,
) -> None:
    """토큰을 폐기합니다. / Revoke a token."""
    with opened(settings_of(data)) as parts:
        if not parts.door.tokens.revoke(number):
            err.print(say("유효한 토큰이 아닙니다.", "There is no valid token of that number."), style="red")
            raise typer.Exit(1)
        out.print(say("폐기했습니다.", "Revoked."))
