"""`pumasi account`: who may sign in."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from api.cli.console import Speech, both, out, say
from api.cli.options import DataOption, opened, settings_of
from graph.records.people import Staff
from graph.view import Viewer
from graph.words.kinds import StaffRole

app = typer.Typer(no_args_is_help=True, help=both("로그인 계정", "Accounts that sign in"))
NameArgument = Annotated[str, typer.Argument(help=both("계정 이름", "Name of the account"))]


@app.command("list")
def show(data: DataOption = None) -> None:
    """계정을 봅니다. / List the accounts."""
    with opened(settings_of(data)) as parts:
        table = Table(
            say("이름", "Name"), say("역할", "Role"), say("행정동", "Dong"), say("번호", "Staff id"), box=None
        )
        for account in parts.door.accounts.each():
            viewer = account.viewer
            table.add_row(account.name, viewer.role.label(Speech.language), viewer.dong, viewer.staff)
        out.print(table)


@app.command()
def add(
    name: NameArgument,
    role: Annotated[StaffRole, typer.Option(help=both("역할", "Role"))],
    dong: Annotated[str | None, typer.Option(help=both("행정동 코드", "Code of the dong"))] = None,
    data: DataOption = None,
) -> None:
    """계정을 만들고 비밀번호를 한 번 보여 줍니다. / Make an account; its password is shown once."""
    settings = settings_of(data)
    with opened(settings) as parts:
        viewer = Viewer(staff=parts.desk.ids.new(Staff), role=role, dong=dong or settings.dong)
        out.print(parts.door.accounts.add(name, viewer), markup=False)


@app.command()
def password(name: NameArgument, data: DataOption = None) -> None:
    """비밀번호를 새로 만들고 한 번 보여 줍니다. / Make a new password; it is shown once."""
    with opened(settings_of(data)) as parts:
        out.print(parts.door.accounts.renew_password(name), markup=False)
