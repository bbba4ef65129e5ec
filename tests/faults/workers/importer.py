"""Takes a large sheet in through the application, as one change; tells when it begins and what was taken."""

from __future__ import annotations

from casework.desk import Actor, Desk
from casework.register import imports
from graph.errors import StoreUnavailable
from graph.policy.load import policy_on
from graph.stores.moments import utc_now
from graph.view import Viewer
from graph.words.kinds import StaffRole, ViewPurpose
from matching.snapshot.keeper import SnapshotKeeper
from tests.faults.place import Task
from tests.faults.telling import Teller


def sheet(name: str, rows: int) -> bytes:
    """An invented sheet of organisations; sheets of different names share no row."""
    lines = (f"가상기관 {name} {n},사회복지관,가상로 {n}" for n in range(rows))
    return "\n".join(("기관명,기관 종류,주소", *lines)).encode()


def main() -> None:
    """``argument`` is how many rows the sheet has."""
    task = Task.given()
    store = task.place.open()
    desk = Desk(store=store, policy=policy_on, clock=utc_now, snapshots=SnapshotKeeper(store, policy_on))
    leader = Viewer(staff=f"s-{task.name}", role=StaffRole.TEAM_LEADER, dong=task.dong)
    actor = Actor(viewer=leader, purpose=ViewPurpose.REGISTER_UPKEEP)
    content = sheet(task.name, int(task.argument))
    mapping = imports.load_mapping("organisations")
    with Teller(task.told) as teller:
        try:
            preview = imports.look_at_file(desk, actor, content, "기관.csv", mapping)
            teller.tell("applying")
            teller.tell("taken", imports.apply_import(desk, actor, preview))
        except StoreUnavailable:
            if task.place.embedded:
                raise
            # The server went away: the file is kept whole or not at all, and nobody was told that it is.
            teller.tell("refused")
    store.close()


if __name__ == "__main__":
    main()
