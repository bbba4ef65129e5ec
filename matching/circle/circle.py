"""What a circle is: who does what and when, through whom, who steps in, and what nobody does."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from graph.records.values import Slots
from graph.text.sentence import Sentence
from graph.words.giving import GivingRole
from matching.circle.templates import ClientPart, Template
from matching.circle.words import Connection, Lack
from matching.explain import Finding, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit a week: the role, the half-hour of the week it takes, and the resource it comes from."""

    role: GivingRole
    slot: int
    resource: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A neighbour to be asked; ``introducers`` lead to them from the client on, nobody where the two know each other.

    ``questions`` are to be asked before it starts.
    """

    person: str
    visits: tuple[Visit, ...]
    introducers: tuple[str, ...]
    reasons: tuple[Reason, ...]
    questions: tuple[Finding, ...]

    @property
    def roles(self) -> tuple[GivingRole, ...]:
        """The roles taken, each once."""
        return tuple(dict.fromkeys(one.role for one in self.visits))


@dataclass(frozen=True, slots=True, kw_only=True)
class Introducer:
    """Somebody who is asked to introduce neighbours, and for nothing else."""

    person: str
    introduces: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """Who could step in for a role: so many of its visits, through whom, who of them must be asked anew.

    A backup is none of the members, and may meet all of them.
    """

    role: GivingRole
    person: str
    resource: str
    visits: int
    of: int
    introducers: tuple[str, ...]
    asked_anew: tuple[str, ...]
    burden: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenVisit:
    """A visit that nobody takes, and what is missing for it."""

    role: GivingRole
    window: Slots
    lack: Lack
    reason: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """Who takes part around a client, and in what: all that those who are asked are told of.

    ``template`` holds the roles that neighbours take, ``client_parts`` what the client wants to do.
    """

    client: str
    template: Template
    members: tuple[Member, ...]
    client_parts: tuple[ClientPart, ...]

    def member(self, person: str) -> Member | None:
        """The member of an id."""
        return next((one for one in self.members if one.person == person), None)

    @property
    def introductions(self) -> tuple[tuple[str, str], ...]:
        """Who is asked to introduce whom, members among them, each once, in order of ids."""
        ways = ((*one.introducers, one.person) for one in self.members)
        return tuple(sorted({pair for way in ways for pair in pairwise(way)}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle(Gathering):
    """The circle of least burden around a client; members and the rest stand in order of ids.

    ``open`` is empty where every visit is taken; ``unbacked`` are roles for which nobody could step in.
    ``burden`` is in points of the template, never below ``bound``; ``gap`` is relative. Where ``proven`` is
    False, time ran out and a better circle may exist. ``considered`` of ``helpers`` were near enough to be
    considered.
    """

    connection: Connection
    introducers: tuple[Introducer, ...]
    backups: tuple[Backup, ...]
    unbacked: tuple[GivingRole, ...]
    open: tuple[OpenVisit, ...]
    burden: int
    bound: int
    gap: float
    proven: bool
    considered: int
    helpers: int
    policy_version: str
    data_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A visit that passes from one neighbour to another; ``now`` is None where nobody takes it."""

    visit: Visit
    was: str
    now: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """The circle if somebody drops out: what changes hands, who must be asked anew, and what stays open.

    ``circle`` is what is left, without backups. ``asked`` are new members, ``introduce`` new introducers.
    """

    person: str
    changes: tuple[Change, ...]
    asked: tuple[str, ...]
    introduce: tuple[str, ...]
    circle: Circle
