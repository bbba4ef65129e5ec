"""Backs the installation up again and again, as `pumasi backup` does; tells each backup that was made."""

from __future__ import annotations

from pathlib import Path

from api.settings import Settings
from api.upkeep.backups import back_up
from graph.stores.moments import utc_now
from tests.faults.place import Task
from tests.faults.telling import Teller

ENDING = ".pumasi-backup"


def main() -> None:
    """``argument`` is the folder that the backups go to."""
    task = Task.given()
    folder = Path(task.argument)
    settings = Settings(data=folder, store=task.place.url)
    with Teller(task.told) as teller:
        number = 0
        while True:
            to = folder / f"{task.name}-{number}{ENDING}"
            teller.tell("began", to.name)
            back_up(settings, task.place.key(), to, utc_now)
            teller.tell("made", to.name)
            number += 1


if __name__ == "__main__":
    main()
