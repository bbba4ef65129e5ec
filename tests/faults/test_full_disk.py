"""A disk that becomes full while the file is written, imported into, backed up or upgraded."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.settings import Settings
from api.upkeep.backups import back_up
from casework.desk import Actor, Desk
from casework.register import imports
from graph.errors import StoreUnavailable
from graph.policy.load import policy_on
from graph.records.people import Household, Organisation
from graph.store import GraphStore
from graph.stores.moments import utc_now
from graph.view import Viewer
from graph.words.kinds import StaffRole, ViewPurpose
from matching.snapshot.keeper import SnapshotKeeper
from tests.faults.counting import Counts
from tests.faults.deeds import Deed, begin, perform
from tests.faults.disk import Disk, small_disk
from tests.faults.judge import Acknowledged, Writer, judge
from tests.faults.physical import a_file, file_faults, file_of, make_older
from tests.faults.place import Place
from tests.faults.trial import fail_on
from tests.faults.workers.importer import sheet

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files are not limited there")

DONG = "9911000001"
ROWS = 3000


@pytest.fixture
def disk(tmp_path: Path, counts: Counts) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk") as disk:
        counts.name += f", {disk.name}"
        yield disk


@pytest.fixture(
    params=[
        pytest.param(False, id="plain"),
        pytest.param(True, id="encrypted", marks=pytest.mark.faults),
    ]
)
def place(request: pytest.FixtureRequest, disk: Disk) -> Place:
    return a_file(disk.folder / "store", encrypted=request.param)


class Office:
    """One who writes, and what was acknowledged."""

    def __init__(self, place: Place, counts: Counts) -> None:
        self.place, self.counts, self.chance = place, counts, counts.chance()
        self.writer = Writer("full", DONG)
        self.acknowledged = Acknowledged([self.writer], rows=ROWS)
        self.store = place.open()
        begin(self.store)

    def write(self, units: int) -> None:
        """So many units; each is acknowledged before the next."""
        for _ in range(units):
            deed = Deed(self.writer.name, len(self.writer.units), DONG)
            self.writer.units[deed.n] = perform(self.store, deed, self.chance, lambda: None)

    def desk(self) -> tuple[Desk, Actor]:
        """The desk over the store, and its leader."""
        snapshots = SnapshotKeeper(self.store, policy_on)
        leader = Viewer(staff="s-full", role=StaffRole.TEAM_LEADER, dong=DONG)
        actor = Actor(viewer=leader, purpose=ViewPurpose.REGISTER_UPKEEP)
        return Desk(store=self.store, policy=policy_on, clock=utc_now, snapshots=snapshots), actor

    def judge(self) -> None:
        """Nothing acknowledged is lost, nothing is torn."""
        verdict = judge(self.store, self.acknowledged, self.chance)
        self.store.close()
        verdict.torn += file_faults(self.place)
        figures = {"lost": len(verdict.lost), "torn": len(verdict.torn)}
        self.counts.figures.update(acknowledged=self.acknowledged.count, **figures)
        fail_on([*verdict.lost, *verdict.torn])


def households(store: GraphStore) -> int:
    with store.read() as reader:
        return reader.count(Household)


def test_a_full_disk_refuses_units_and_the_open_store_goes_on_when_there_is_room(
    place: Place, disk: Disk, counts: Counts
) -> None:
    office = Office(place, counts)
    for _ in range(4):
        office.write(20)
        disk.leave(office.chance.randrange(4_096, 400_000))
        with pytest.raises(StoreUnavailable) as refused:
            office.write(10_000)
        assert "disk" in refused.value.en
        counts.figures["refused"] += 1
        # Reading goes on, and sees nothing of the unit that was refused.
        assert households(office.store) == len(office.writer.units)
        disk.make_room()
    office.write(5)
    counts.figures["rounds"] = 4
    office.judge()


def test_an_import_that_fills_the_disk_leaves_nothing_and_goes_in_when_there_is_room(
    place: Place, disk: Disk, counts: Counts
) -> None:
    office = Office(place, counts)
    office.write(20)
    desk, actor = office.desk()
    content = sheet("full", ROWS)
    preview = imports.look_at_file(desk, actor, content, "기관.csv", imports.load_mapping("organisations"))
    for room in (4_096, 200_000, 1_000_000):
        disk.leave(room)
        with pytest.raises(StoreUnavailable):
            imports.apply_import(desk, actor, preview)
        counts.figures["refused"] += 1
        with office.store.read() as reader:
            assert reader.count(Organisation) == 0
        disk.make_room()
        office.write(3)
    office.acknowledged.imports.append(imports.apply_import(desk, actor, preview))
    office.judge()


def test_a_backup_that_fills_the_disk_leaves_no_file_and_is_made_when_there_is_room(
    place: Place, disk: Disk, counts: Counts
) -> None:
    office = Office(place, counts)
    office.write(40)
    settings = Settings(data=disk.folder, store=place.url)
    backup = disk.folder / "one.pumasi-backup"
    before = {file.name for file in disk.folder.iterdir()}
    size = file_of(place).stat().st_size
    for room in (4_096, size // 4, size // 2):
        disk.leave_for_copy(room)
        with pytest.raises((StoreUnavailable, OSError)):
            back_up(settings, place.key(), backup, utc_now)
        counts.figures["refused"] += 1
        disk.make_room()
        assert {file.name for file in disk.folder.iterdir()} == before
        office.write(3)
    back_up(settings, place.key(), backup, utc_now)
    assert backup.exists()
    office.judge()


def test_an_upgrade_that_fills_the_disk_leaves_the_older_file_as_it_was(
    place: Place, disk: Disk, counts: Counts
) -> None:
    office = Office(place, counts)
    office.write(40)
    office.store.close()
    make_older(place, "olderone")
    size = file_of(place).stat().st_size
    for room in (4_096, size // 4, size // 2):
        disk.leave_for_copy(room)
        with pytest.raises(StoreUnavailable):
            place.open()
        counts.figures["refused"] += 1
        disk.make_room()
    office.store = place.open()
    office.write(5)
    office.judge()


def test_a_store_opens_on_a_full_disk_or_says_why_and_is_whole_afterwards(
    place: Place, disk: Disk, counts: Counts
) -> None:
    office = Office(place, counts)
    for room in (0, 4_096, 65_536):
        office.write(20)
        disk.leave(room)
        office.store.close()
        try:
            again = place.open()
        except StoreUnavailable:
            counts.figures["refused"] += 1
        else:
            assert households(again) == len(office.writer.units)
            again.close()
        disk.make_room()
        office.store = place.open()
    office.judge()
