"""What the running application is made of; ``api.wiring`` puts it together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from api.auth.door import Door
from api.jobs.registry import Jobs
from api.settings import Settings
from casework.desk import Desk
from casework.register.pending import PendingPreviews

SignInEvent = Literal["signed_in", "refused", "signed_out"]
Journal = Callable[[str, SignInEvent, str], None]
"""Keeps who (a staff id, or nobody) came in or was refused, and from which address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The opened parts that routes, pages and commands use."""

    settings: Settings
    clock: Callable[[], datetime]
    door: Door
    journal: Journal
    desk: Desk
    previews: PendingPreviews
    jobs: Jobs
    check_store: Callable[[], None]
    """Raises when the store does not answer."""
    close: Callable[[], None]
    unencrypted: bool = False
    """Whether data that is no sample lies in files without a key."""
    first_password: str | None = None
    """The password of the account that was made just now; shown once, kept nowhere."""
