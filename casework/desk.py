"""The desk: what every act works with, and the two ways in: to look, and to change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from casework.errors import OtherDong
from casework.rights import Act, require
from graph.errors import ResidentNumberRefused
from graph.policy.policy import Policy
from graph.records.registry import IdMaker, Record
from graph.store import AsOf, GraphStore, LogAction, LogNote, Unit
from graph.text.resident_number import find_resident_number
from graph.view import Recipient, RecipientKind, View, Viewer
from graph.words.kinds import ViewPurpose
from graph.words.word import Language
from matching.snapshot.keeper import SnapshotKeeper
from matching.snapshot.snapshot import Snapshot

SEOUL = ZoneInfo("Asia/Seoul")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, why, in which language, and from where."""

    viewer: Viewer
    purpose: ViewPurpose
    language: Language = "ko"
    place: str = "local"


@dataclass(slots=True, kw_only=True)
class Desk:
    """The store, the policy of a day, the clock (UTC) and the snapshots, handed to each act."""

    store: GraphStore
    policy: Callable[[date], Policy]
    clock: Callable[[], datetime]
    snapshots: SnapshotKeeper
    ids: IdMaker = field(default_factory=IdMaker)

    def today(self) -> date:
        """The day it is in Seoul."""
        return day_of(self.clock())

    def snapshot(self, viewer: Viewer, *, also: Iterable[str] = ()) -> Snapshot:
        """What matching looks at for a worker's dong, as it is now; ``also`` dongs whose offers must be in."""
        return self.snapshots.around(viewer.dong, self.clock(), also=also)

    def own_snapshot(self, viewer: Viewer) -> Snapshot:
        """The worker's dong alone, for figures of it; what others keep is in only as far as it bears on it."""
        around = self.snapshot(viewer)
        if around.lived_in() <= {viewer.dong}:
            return around
        return self.snapshots.snapshot({viewer.dong}, self.clock())

    @contextmanager
    def look(
        self,
        actor: Actor,
        act: Act,
        *,
        about: str | None = None,
        recipient: Recipient | None = None,
        as_of: AsOf | None = None,
        masked: bool = True,
        action: LogAction = LogAction.VIEW,
        reason: str = "",
    ) -> Iterator[View]:
        """One disclosure: a View on one moment; whom it showed is logged when the block ends, with a reason.

        What is looked at for somebody outside the team is logged as disclosed to them.

        Raises:
            RightMissing: the actor's role does not include the act.
        """
        require(actor.viewer, act)
        if not masked:
            require(actor.viewer, Act.SEE_NAMES)
        now = self.store.read() if as_of is not None else nullcontext()
        with self.store.read(as_of) as reader, now as present:
            view = View(
                viewer=actor.viewer,
                purpose=actor.purpose,
                reader=reader,
                day=as_of.day if as_of is not None and as_of.day is not None else self.today(),
                language=actor.language,
                recipient=recipient or Recipient(),
                about=about,
                masked=masked,
                present=present,
                today=self.today(),
            )
            yield view
        unmasked = not masked and action is LogAction.VIEW
        if action is LogAction.VIEW and view.recipient.kind is not RecipientKind.WORKER:
            action = LogAction.DISCLOSE
        said = (Act.SEE_NAMES if unmasked else act).value
        self.store.note(
            LogNote(
                action=action,
                by=actor.viewer.staff,
                purpose=actor.purpose.value,
                recipient=view.recipient.id or view.recipient.kind.value,
                subjects=tuple(sorted(view.shown)),
                what=f"{said}: {reason}" if reason else said,
                place=actor.place,
            )
        )

    @contextmanager
    def change(self, actor: Actor, act: Act, why: str) -> Iterator[Unit]:
        """A unit of work of one act; the store logs it.

        Raises:
            RightMissing: the actor's role does not include the act.
        """
        require(actor.viewer, act)
        with self.store.write(by=actor.viewer.staff, why=why) as unit:
            yield unit


def day_of(moment: datetime) -> date:
    """The day a moment falls on in Seoul."""
    return moment.astimezone(SEOUL).date()


def refuse_resident_number(text: str) -> None:
    """A text that is looked for, too, must hold no resident registration number.

    Raises:
        ResidentNumberRefused: it does.
    """
    if find_resident_number(text) is not None:
        raise ResidentNumberRefused("Query", "text")


def own_dong(actor: Actor, record: Record) -> None:
    """Only the dong that keeps a record opens it (D31).

    Raises:
        OtherDong: another dong keeps it.
    """
    if record.dong != actor.viewer.dong:
        raise OtherDong()
