"""Resources that do not exist yet: which kind of help, in which dong, at which hours, would serve most people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from graph.records.fields import FieldRef
from graph.text.sentence import Phrase, Sentence
from graph.words.word import Word
from matching.allocate.allocate import Worked
from matching.allocate.ledger import bits
from matching.allocate.problem import Problem, Week
from matching.allocate.seats import matched
from matching.allocate.tiers import Tiers
from matching.develop.value import Base, Gain
from matching.gates.consent import consenting

MISSING = Phrase(
    "develop.missing",
    "이 동에 이 도움을 줄 자원이 {hours}에 1주 {visits}회 생기면 {people}명이 더 도움을 받습니다.",
    "People more who would be helped if somebody gave this help in this dong, {hours}, {visits} visits a week: {people}.",
)
IN_CRISIS = Phrase(
    "develop.missing.crisis",
    "그 가운데 위기 요청은 {asks}건입니다.",
    "Asks in crisis among them: {asks}.",
)
AT_MOST = Phrase(
    "develop.missing.at_most",
    "많아도 {most}명입니다.",
    "It is {most} at most.",
)


class Hours(Word):
    """When somebody new could help."""

    WEEKDAY_MORNINGS = "weekday_mornings", "평일 오전(9~12시)", "weekday mornings (9 to 12)"
    WEEKDAY_AFTERNOONS = "weekday_afternoons", "평일 오후(12~18시)", "weekday afternoons (12 to 18)"
    EVENINGS = "evenings", "저녁(18~21시)", "evenings (18 to 21)"
    WEEKENDS = "weekends", "주말 낮(9~18시)", "weekends (9 to 18)"


_SPANS = {
    Hours.WEEKDAY_MORNINGS: (range(5), 9, 12),
    Hours.WEEKDAY_AFTERNOONS: (range(5), 12, 18),
    Hours.EVENINGS: (range(7), 18, 21),
    Hours.WEEKENDS: (range(5, 7), 9, 18),
}


@cache
def half_hours(hours: Hours) -> int:
    """The half-hours of a week that are meant, as bits; a day has 48, Monday first."""
    days, start, end = _SPANS[hours]
    return sum(1 << (48 * day + half) for day in days for half in range(2 * start, 2 * end))


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A resource that does not exist: it surely serves ``people`` more, and at most ``at_most``.

    ``asks`` would be served then and are not now; ``crisis`` counts those of them in crisis.
    """

    service_type: str
    dong: str
    hours: Hours
    visits: int
    people: int
    crisis: int
    at_most: int
    proven: bool
    asks: tuple[str, ...]
    says: tuple[Sentence, ...]


def missing(work: Worked, *, visits: int | None = None, seconds: float = 30.0) -> tuple[Missing, ...]:
    """What would serve most people if there were so many visits a week of it, the best first.

    Looked at is every kind of help that somebody without any asks for, in their dong, at the hours they name.
    ``visits`` is what one helper usually gives, where it is not given. Of the gates, those of the client count
    that can be judged before there is a giver: consent, and a pause of visits is not, since it ends.
    """
    snapshot = work.snapshot
    each = snapshot.policy.visits_per_week if visits is None else visits
    base = Base(work.solved, work.wishes.most_givers, seconds)
    problem = base.problem
    agreed = consenting(snapshot)[problem.client]
    types, dongs = (snapshot["asks"][name][problem.asks] for name in ("service_type", "dong"))
    windows = [bits(week) for week in problem.ask_slots]
    found = []
    wanting = agreed & ~base.served & ((~base.helped) | problem.crisis)
    for kind, dong in sorted({(int(types[ask]), int(dongs[ask])) for ask in np.flatnonzero(wanting)}):
        alike = agreed & (types == kind) & (dongs == dong)
        for hours in Hours:
            span = half_hours(hours)
            asks = [ask for ask in np.flatnonzero(alike).tolist() if windows[ask] & span]
            gain = gain_of_new(base, asks, windows, span, each, snapshot.policy.fit.exact)
            if gain.surely > Tiers() or (not gain.proven and gain.at_most > Tiers()):
                names = snapshot.names
                found.append(
                    _told(work, names.types.values[kind], names.dongs.values[dong], hours, each, gain)
                )
    return tuple(sorted(found, key=_rank))


def _rank(one: Missing) -> tuple[int, int, str, str, int]:
    return (-one.crisis, -one.people, one.service_type, one.dong, list(Hours).index(one.hours))


def gain_of_new(base: Base, asks: list[int], windows: list[int], span: int, visits: int, score: int) -> Gain:
    """What a giver who does not exist yet would add, with so many visits a week at some hours."""
    direct = _directly(base, asks, windows, span, visits)
    touched = sorted({int(base.label[ask]) for ask in asks})
    if not touched:
        return direct
    most = Tiers()
    for part in touched:
        most += base.open_clients(part)
    slack = sum((base.slack.get(part, Tiers()) for part in touched), Tiers())
    by_visits = Tiers(0, visits + slack.crisis, visits + slack.clients)
    at_most = Tiers(0, min(most.crisis, by_visits.crisis), min(most.clients, by_visits.clients))
    direct = replace(direct, at_most=max(at_most, direct.surely))
    if direct.proven or base.gives_up(touched):
        return direct
    merged = _merged(base, touched)
    return base.gained(with_new(base.problem, asks, week_of(span), visits, score), merged, direct)


def _merged(base: Base, touched: list[int]) -> int:
    """One label for the parts that a new resource joins; those of others stay as they were."""
    for part in touched[1:]:
        base.label = np.where(base.label == part, touched[0], base.label)
    for part in touched[1:]:
        first, other = base.slack.get(touched[0], Tiers()), base.slack.pop(part, Tiers())
        base.slack[touched[0]] = first + other
    return touched[0]


def _directly(base: Base, asks: list[int], windows: list[int], span: int, visits: int) -> Gain:
    """Whom it serves where it is given to those without any help alone, one visit each, crisis first."""
    problem, chosen, clients = base.problem, list[int](), set[int]()
    without = [ask for ask in asks if not base.served[ask]]
    order = sorted(without, key=lambda ask: (not problem.crisis[ask], bool(base.helped[ask]), ask))
    for ask in order:
        if len(chosen) == visits:
            break
        client = int(problem.client[ask])
        new = not base.helped[ask] and client not in clients
        if not new and not problem.crisis[ask]:
            continue
        if min(matched([windows[one] & span for one in [*chosen, ask]])) < 0:
            continue
        chosen.append(ask)
        clients.add(client)
    people = {int(problem.client[ask]) for ask in chosen if not base.helped[ask]}
    surely = Tiers(0, int(problem.crisis[chosen].sum()) if chosen else 0, len(people))
    return Gain(surely=surely, at_most=surely, asks=tuple(sorted(chosen)))


def with_new(problem: Problem, asks: list[int], week: Week, visits: int, score: int) -> Problem:
    """The problem with one giver more, who could serve some asks at some hours."""
    resource, giver = len(problem.room), len(problem.load_room)
    owner = np.concatenate([problem.owner, np.array(asks, np.int32)])
    to = np.concatenate([problem.to, np.full(len(asks), resource, np.int32)])
    scores = np.concatenate([problem.scores, np.full(len(asks), score, np.int64)])
    order = np.lexsort((to, -scores, owner))
    starts = np.zeros(len(problem) + 1, np.int64)
    np.cumsum(np.bincount(owner, minlength=len(problem)), out=starts[1:])
    ones = np.ones(len(asks))
    return replace(
        problem,
        resources=np.append(problem.resources, np.int32(-1)),
        starts=starts,
        to=to[order],
        scores=scores[order],
        size=np.concatenate([problem.size, ones])[order],
        load=np.concatenate([problem.load, ones])[order],
        giver=np.append(problem.giver, np.int32(giver)),
        slots=np.concatenate([problem.slots, week[None, :]]),
        timeless=np.append(problem.timeless, False),
        room=np.append(problem.room, float(visits)),
        load_room=np.append(problem.load_room, np.inf),
    )


def week_of(span: int) -> Week:
    """Half-hours as a row of words."""
    words: NDArray[np.uint64] = np.array([span >> (64 * i) & ((1 << 64) - 1) for i in range(6)], np.uint64)
    return words


def _told(work: Worked, kind: str, dong: str, hours: Hours, visits: int, gain: Gain) -> Missing:
    snapshot, problem = work.snapshot, work.solved.problem
    asks = tuple(snapshot["asks"].ids[int(problem.asks[ask])] for ask in gain.asks)
    cites = tuple(FieldRef(ask, "service_type") for ask in asks)
    people = gain.surely.clients
    says = [MISSING.say(*cites, hours=hours, visits=visits, people=people)]
    if gain.surely.crisis:
        says.append(IN_CRISIS.say(*cites, asks=gain.surely.crisis))
    if not gain.proven:
        says.append(AT_MOST.say(*cites, most=gain.at_most.clients))
    return Missing(
        service_type=kind, dong=dong, hours=hours, visits=visits,
        people=people, crisis=gain.surely.crisis, at_most=gain.at_most.clients, proven=gain.proven,
        asks=asks, says=tuple(says),
    )  # fmt: skip
