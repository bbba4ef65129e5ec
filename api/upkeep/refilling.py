"""Restoring a backup to a server: into an empty database, or in the place of a store that is backed up first."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from api.auth.accounts import Clock
from api.settings import Settings
from api.upkeep.archive import contents_of
from api.upkeep.backups import ENDING, FOLDER, back_up_held
from api.upkeep.errors import RestoreUnverified, StoreInTheWay, WrittenMeanwhile
from api.upkeep.restoring import BY, WHY, Restored, accounts_from, restored_note
from api.upkeep.restoring import ENDING as ASIDE
from api.upkeep.taking_out import Lines, store_lines
from api.upkeep.workplace import workplace
from api.wiring import credentials_of
from graph.dump import DumpedVersion
from graph.stores import is_on_server, open_store, replay_forgotten
from graph.stores.moving import Tally, tallied
from graph.stores.neo4j.load import Standing
from graph.stores.neo4j.store import Neo4jStore, open_neo4j
from graph.stores.remembered import remembered
from graph.stores.sqlite.files import free_name
from graph.stores.sqlite.holding import held_alone
from graph.stores.sqlite.restoring import take_place

_EMPTY = Standing(sequence=0, forgets=0, entries=0)


def goes_to_server(settings: Settings) -> bool:
    """Whether the installation keeps its store on a server."""
    return is_on_server(settings.store_url)


def refill(
    settings: Settings,
    backup: Path,
    *,
    key: bytes | None,
    backup_key: bytes | None,
    with_accounts: bool,
    replace: bool,
    clock: Clock,
) -> Restored:
    """Put a backup into the empty database of the installation, or with ``replace`` in the place of its store.

    Who was forgotten since goes before anything is sent, so that nobody reads about them in between. What is
    sent is unseen until all of it is there. Accounts come as with a file.

    Raises:
        BackupRefused: the file is no backup, not whole, or not of this key.
        StoreInTheWay: the database holds a store, and ``replace`` was not said.
        WrittenMeanwhile: somebody wrote while the present was backed up; nothing was changed.
        RestoreUnverified: what arrived is not what was sent.
        StoreUnavailable: the server cannot be used, or the installation is open.
    """
    contents = contents_of(backup)
    if not contents.encrypted:
        backup_key = None
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with ExitStack() as held:
        held.enter_context(held_alone(settings.accounts_file))
        folder = held.enter_context(workplace(settings.data, "pumasi-restore"))
        lines = store_lines(backup, contents, folder, key, backup_key, held)
        accounts = accounts_from(
            backup, contents, settings, folder, key, backup_key, clock, asked_for=with_accounts
        )
        store = open_neo4j(
            settings.store_url,
            credentials_of(settings),
            clock,
            beside=settings.graph_file,
            authority=settings.neo4j_ca_file,
        )
        held.callback(store.close)
        stands = store.standing()
        if stands not in (None, _EMPTY) and not replace:
            raise StoreInTheWay()
        lines, again = _without(remembered(settings.graph_file), lines, folder, key, clock, held)
        aside = (
            [] if stands is None or stands == _EMPTY else [_set_aside(settings, store, stands, key, clock)]
        )
        _send(store, lines)
        store.note(restored_note(contents, again))
        if accounts is not None:
            kept = take_place(accounts, settings.accounts_file, key, ASIDE)
            aside += [] if kept is None else [kept]
    return Restored(
        contents=contents,
        forgotten_again=len(again),
        present_was_readable=stands is not None,
        accounts_restored=accounts is not None,
        aside=tuple(aside),
    )


def _without(
    ids: frozenset[str], lines: Lines, folder: Path, key: bytes | None, clock: Clock, held: ExitStack
) -> tuple[Lines, tuple[str, ...]]:
    """The lines after the forgotten were forgotten again, in a file of its own where they hold any of them."""
    found = {line.id for line in lines() if isinstance(line, DumpedVersion) and line.id in ids}
    if not found:
        return lines, ()
    scratch = open_store(f"sqlite:///{folder / 'scratch.db'}", key=key, clock=clock)
    held.callback(scratch.close)
    scratch.load(lines())
    again = replay_forgotten(scratch, found, by=BY, why=WHY)
    return scratch.dump, again


def _set_aside(
    settings: Settings, store: Neo4jStore, stands: Standing, key: bytes | None, clock: Clock
) -> Path:
    """Back the present up, and make room where nobody wrote since."""
    kept = free_name(settings.data / FOLDER / f"{ASIDE}-{clock():%Y%m%d-%H%M%S}{ENDING}")
    figures = back_up_held(settings, key, kept, clock).contents.figures
    backed_up = Standing(
        sequence=figures["sequence"], forgets=figures["forgets"], entries=figures["log_entries"]
    )
    if backed_up != stands or not store.make_room(stands):
        raise WrittenMeanwhile()
    return kept


def _send(store: Neo4jStore, lines: Lines) -> None:
    sent, arrived = Tally(), Tally()
    store.load(tallied(lines(), sent))
    for _ in tallied(store.dump(), arrived):
        pass
    if arrived.digest != sent.digest:
        raise RestoreUnverified()
