"""Puts the application together; only here are stores opened and the desk built."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from api.auth.accounts import FIRST_NAME
from api.auth.door import open_door
from api.parts import Parts, SignInEvent
from api.settings import Settings
from graph.records.people import Staff
from graph.records.registry import IdMaker
from graph.view import Viewer
from graph.words.kinds import StaffRole


def utc_now() -> datetime:
    """The clock of a running application."""
    return datetime.now(UTC)


def build(settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> Parts:
    """Open the files of an installation; the first start makes the account of the team.

    Raises:
        AccountsUnusable: the file of accounts cannot be opened.
    """
    key = None if settings.key_file is None else bytes.fromhex(settings.key_file.read_text().strip())
    door = open_door(settings, clock, key=key)
    first_password = None
    if not door.accounts.each():
        viewer = Viewer(staff=IdMaker().new(Staff), role=StaffRole.TEAM_LEADER, dong="0000000000")
        first_password = door.accounts.add(FIRST_NAME, viewer)

    def journal(staff: str, event: SignInEvent, place: str) -> None:
        return None

    return Parts(
        settings=settings,
        clock=clock,
        door=door,
        journal=journal,
        store_answers=lambda: True,
        close=door.close,
        first_password=first_password,
    )
