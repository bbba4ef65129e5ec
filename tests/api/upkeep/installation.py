"""An installation with invented records and one account, as files in a folder."""

import shutil
from datetime import UTC, datetime

from api import wiring
from api.keys import write_new_key
from api.settings import Settings
from api.upkeep.backups import back_up
from api.upkeep.restoring import restore
from graph.records.people import Person
from graph.testing.builders import a_person, one_of_each
from graph.testing.clauses.base import put

DONG = "9911000100"


def now():
    return datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def settings_in(folder, **given):
    return Settings(**{"data": folder, "dong": DONG, **given})


def a_key(folder, name="pumasi.key"):
    write_new_key(folder / name)
    return folder / name


def fill(settings, *records):
    """Make the files; returns the password of the first account."""
    parts = wiring.build(settings)
    try:
        put(parts.desk.store, *(records or one_of_each()))
        return parts.first_password
    finally:
        parts.close()


def change(settings, name):
    """Write another name for a person, as work goes on."""
    desk = wiring.open_desk(settings)
    put(desk.store, a_person(name=name))
    desk.store.close()


def forget(settings, person):
    desk = wiring.open_desk(settings)
    desk.store.forget(person, by="s-lee", why="본인 요청")
    desk.store.close()


def people(settings):
    """Names by id, the log's state and the faults of an installation."""
    desk = wiring.open_desk(settings)
    try:
        with desk.store.read() as reader:
            found = {kept.record.id: kept.record.name for kept in reader.each(Person)}
        assert desk.store.check_log().broken_at is None
        assert list(desk.store.examine()) == []
        return found
    finally:
        desk.store.close()


def signs_in(settings, password):
    parts = wiring.build(settings)
    try:
        return parts.door.sign_in.check("team", password).name == "team"
    finally:
        parts.close()


def files(folder):
    return {one.name for one in folder.iterdir() if not one.name.endswith(".lock")}


def copied(folder, to):
    return shutil.copytree(folder, to, ignore=shutil.ignore_patterns("*.lock"))


def backup_of(settings, name="b.pumasi-backup", key=None):
    return back_up(settings, key, settings.data / name, now).file


def put_back(settings, file, *, key=None, backup_key=None, with_accounts=False):
    return restore(settings, file, key=key, backup_key=backup_key, with_accounts=with_accounts, clock=now)
