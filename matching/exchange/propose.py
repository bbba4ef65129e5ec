"""The best exchanges of a region, each explained leg by leg; a person decides on every leg."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.records.fields import FieldRef
from graph.text.sentence import Sentence, Subject
from matching.candidates import Candidates
from matching.exchange import said
from matching.exchange.clearing import Cleared, Limits, Ring, clear
from matching.exchange.offers import Offers, offers
from matching.explain import Hidden, Suggestion
from matching.rank import NOTHING, suggestion_of
from matching.snapshot.snapshot import Snapshot


class Kind(StrEnum):
    """How people of an exchange are joined."""

    CYCLE = "cycle"
    """Each helps the next, and the last the first."""

    CHAIN = "chain"
    """The first asks for nothing; the last gives nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One person's help for one ask; ``suggestion`` holds its reasons and questions as for any suggestion."""

    giver: str
    resource: str
    ask: str
    client: str
    suggestion: Suggestion
    says: Sentence

    @property
    def score(self) -> int | None:
        """The sum of the points; None where any are withheld."""
        return self.suggestion.explanation.score


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Legs in order: whoever is helped by one gives in the next; in a cycle the last helps the first giver."""

    kind: Kind
    legs: tuple[Leg, ...]
    says: tuple[Sentence, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who takes part, once, in order."""
        return tuple(dict.fromkeys(one for leg in self.legs for one in (leg.giver, leg.client)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanges:
    """Exchanges that go together; no other choice has a total of scores above ``bound``.

    ``gap`` is the distance of ``total`` to the bound, relative to it: 0 where it is proven best.
    ``policy_version`` and ``data_version`` say what it was made on.
    """

    exchanges: tuple[Exchange, ...]
    total: int
    bound: int
    gap: float
    policy_version: str
    data_version: str

    @property
    def proven(self) -> bool:
        """Whether no choice is better."""
        return self.total == self.bound


def propose(
    snapshot: Snapshot,
    limits: Limits | None = None,
    *,
    table: Candidates | None = None,
    at_once: int = 1,
    everybody_alike: bool = False,
    hidden: Hidden = NOTHING,
) -> Exchanges:
    """The exchanges of the region with the highest total of scores, or that serve most asks.

    Raises:
        ExchangesTooMany: there are more possible exchanges than can be held.
    """
    known = offers(snapshot, table, at_once=at_once, everybody_alike=everybody_alike)
    return told(snapshot, known, clear(known.pool, limits), hidden)


def told(snapshot: Snapshot, known: Offers, cleared: Cleared, hidden: Hidden = NOTHING) -> Exchanges:
    """What was chosen in a pool, with ids and reasons."""
    return Exchanges(
        exchanges=tuple(exchange(legs(snapshot, known, ring, hidden), ring.closed) for ring in cleared.rings),
        total=cleared.total,
        bound=cleared.bound,
        gap=cleared.gap,
        policy_version=snapshot.policy.version,
        data_version=snapshot.cursor,
    )


def legs(snapshot: Snapshot, known: Offers, ring: Ring, hidden: Hidden = NOTHING) -> list[Leg]:
    """The legs of one exchange of a pool."""
    asks, resources = snapshot["asks"].ids, snapshot["resources"].ids
    return [
        leg(snapshot, asks[int(known.asks[arc])], resources[int(known.resources[arc])], hidden)
        for arc in ring.arcs
    ]


def leg(snapshot: Snapshot, ask: str, resource: str, hidden: Hidden = NOTHING) -> Leg:
    """A resource for an ask as a leg. Raises NotInSnapshot."""
    suggestion = suggestion_of(snapshot, ask, resource, hidden=hidden)
    client = snapshot.person_id(int(snapshot["asks"]["person"][snapshot["asks"].row(ask)]))
    return Leg(
        giver=suggestion.giver,
        resource=resource,
        ask=ask,
        client=client,
        suggestion=suggestion,
        says=said.LEG.say(
            FieldRef(resource, "giver"),
            FieldRef(ask, "person"),
            giver=Subject(suggestion.giver),
            client=Subject(client),
            resource=Subject(resource),
        ),
    )


def exchange(joined: Sequence[Leg], closed: bool) -> Exchange:
    """Legs that follow one another, with what is said of them together."""
    first, last = joined[0], joined[-1]
    cites = tuple(FieldRef(one.ask, "person") for one in joined)
    if closed:
        says = [said.CYCLE.say(*cites, people=len(joined))]
    else:
        begins = said.CHAIN if len(joined) > 1 else said.GIFT
        counted = {"helped": len(joined)} if len(joined) > 1 else {}
        says = [
            begins.say(FieldRef(first.resource, "giver"), first=Subject(first.giver), **counted),
            said.LAST.say(FieldRef(last.ask, "person"), last=Subject(last.client)),
        ]
    says += [phrase.say(*cites) for phrase in (said.ONE_LEG, said.NO_DEBT, said.FREE_TO_REFUSE)]
    return Exchange(kind=Kind.CYCLE if closed else Kind.CHAIN, legs=tuple(joined), says=tuple(says))
