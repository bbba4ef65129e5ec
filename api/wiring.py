"""Puts the application together; only here are stores opened and the desk built."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from functools import partial

from api.auth.accounts import FIRST_NAME
from api.auth.door import Door, open_door
from api.errors import AccountExists, PasswordUnreadable
from api.jobs.registry import Jobs
from api.keys import key_of
from api.parts import Parts, SignInEvent
from api.settings import NO_DONG, Settings
from casework.desk import Desk
from casework.overview.condition import holds_real_data
from casework.register.pending import PendingPreviews
from graph.policy.load import policy_on
from graph.records.people import Staff
from graph.records.registry import IdMaker
from graph.store import GraphStore as GraphStore
from graph.store import LogAction, LogNote
from graph.stores import file_of, open_store
from graph.stores.credentials import Credentials
from graph.stores.sqlite.holding import held_together
from graph.view import Viewer
from graph.words.kinds import StaffRole, ViewPurpose
from matching.snapshot.keeper import SnapshotKeeper

_WAIT_SECONDS = 15.0
_FIRST_START = "첫 계정 등록"


def utc_now() -> datetime:
    """The clock of a running application."""
    return datetime.now(UTC)


def open_desk(
    settings: Settings, *, clock: Callable[[], datetime] = utc_now, ids: IdMaker | None = None
) -> Desk:
    """The desk over the store of an installation; whoever opens it closes its store.

    Raises:
        KeyUnreadable: the key file does not hold a key.
        KeySaltMissing: a passphrase was typed, but its salt is not in the data folder.
        PasswordUnreadable: the password file of the server does not hold one.
        StoreUnavailable: the store cannot be opened.
    """
    key = key_of(settings)
    credentials = credentials_of(settings)
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    store = open_store(
        settings.store_url,
        key=key,
        credentials=credentials,
        clock=clock,
        beside=settings.graph_file,
        authority=settings.neo4j_ca_file,
    )
    return Desk(
        store=store,
        policy=policy_on,
        clock=clock,
        snapshots=SnapshotKeeper(store, policy_on, mebibytes=settings.snapshot_mebibytes),
        ids=ids or IdMaker(),
    )


def open_other_store(
    settings: Settings, *, keyed: bool, clock: Callable[[], datetime] = utc_now
) -> GraphStore:
    """A store beside the installation's own, as one to move to; under a key only when one is named for it.

    Raises:
        KeyUnreadable: the key file does not hold a key.
        PasswordUnreadable: the password file of the server does not hold one.
        StoreUnavailable: the store cannot be opened.
    """
    key = key_of(settings) if keyed else None
    return open_store(
        settings.store_url,
        key=key,
        credentials=credentials_of(settings),
        clock=clock,
        authority=settings.neo4j_ca_file,
    )


def build(
    settings: Settings,
    *,
    clock: Callable[[], datetime] = utc_now,
    ids: IdMaker | None = None,
    first_worker: Callable[[Desk], Viewer] | None = None,
) -> Parts:
    """Open the files of an installation; the first start makes the account of the team.

    ``first_worker`` says whose account that is: by default a leader whom the store holds, else a new one.

    Raises:
        AccountsUnusable: the file of accounts cannot be opened.
        KeyUnreadable: the key file does not hold a key.
        KeySaltMissing: a passphrase was typed, but its salt is not in the data folder.
        PasswordUnreadable: the password file of the server does not hold one.
        StoreUnavailable: the store cannot be opened.
    """
    with ExitStack() as opened:
        desk = open_desk(settings, clock=clock, ids=ids)
        store = desk.store
        opened.callback(store.close)
        opened.enter_context(held_together(settings.accounts_file, _WAIT_SECONDS))
        door = open_door(settings, clock, key=key_of(settings))
        opened.callback(door.close)
        first_password = None
        if not door.accounts.each():
            worker = first_worker(desk) if first_worker is not None else _leader(desk, settings)
            # Another application may have been started over the same folder at the same moment.
            with suppress(AccountExists):
                first_password = door.accounts.add(FIRST_NAME, worker)
        _keep_staff(store, door)
        unencrypted = (
            file_of(settings.store_url) is not None and key_of(settings) is None and holds_real_data(desk)
        )
        jobs = Jobs(clock)
        opened.callback(jobs.close)
        close = opened.pop_all().close
    return Parts(
        settings=settings,
        clock=clock,
        door=door,
        desk=desk,
        previews=PendingPreviews(clock),
        jobs=jobs,
        journal=partial(_note_sign_in, store),
        check_store=partial(_check_store, store),
        close=close,
        unencrypted=unencrypted,
        first_password=first_password,
    )


def credentials_of(settings: Settings) -> Credentials | None:
    """Who the server is told we are: by the password file, else by the variables; nobody without a password.

    Raises:
        PasswordUnreadable: the file holds no password.
    """
    user, file = settings.neo4j_user, settings.neo4j_password_file
    if file is None:
        given = settings.neo4j_password
        return None if given is None else Credentials(user=user, password=given.get_secret_value())
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise PasswordUnreadable() from None
    line = lines[0] if lines else ""
    named, colon, password = line.partition(":")
    if not colon:
        named, password = user, line
    if not named or not password:
        raise PasswordUnreadable()
    return Credentials(user=named, password=password)


def _leader(desk: Desk, settings: Settings) -> Viewer:
    """The leader of the team that the store holds already, as a sample does; else somebody new."""
    dong = None if settings.dong == NO_DONG else settings.dong
    with desk.store.read() as reader:
        for kept in reader.each(Staff, dong=dong):
            if kept.record.role is StaffRole.TEAM_LEADER:
                return Viewer(staff=kept.record.id, role=kept.record.role, dong=kept.record.dong)
    return Viewer(staff=desk.ids.new(Staff), role=StaffRole.TEAM_LEADER, dong=settings.dong)


def _keep_staff(store: GraphStore, door: Door) -> None:
    """Every account's worker is a record, so that what they decide can point at them."""
    viewers = {account.viewer.staff: account for account in door.accounts.each()}
    with store.read() as reader:
        missing = viewers.keys() - reader.find(Staff, viewers).keys()
    for staff in sorted(missing):
        account = viewers[staff]
        record = Staff(id=staff, dong=account.viewer.dong, name=account.name, role=account.viewer.role)
        with store.write(by=staff, why=_FIRST_START) as unit:
            unit.put(record)


def _note_sign_in(store: GraphStore, staff: str, event: SignInEvent, place: str) -> None:
    store.note(
        LogNote(
            action=LogAction.SIGN_IN,
            by=staff,
            purpose=ViewPurpose.OPERATION.value,
            recipient="",
            subjects=(),
            what=event,
            place=place,
        )
    )


def _check_store(store: GraphStore) -> None:
    with store.read() as reader:
        reader.cursor()
