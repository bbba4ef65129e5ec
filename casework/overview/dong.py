"""The network of a dong in figures, and whom it points to: who is alone, who carries much, who should meet."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from markupsafe import Markup

from casework.desk import Actor, Desk
from casework.overview.tellable import count_told, nameable, path_tellable, strain_readable
from casework.register.clients import about_person
from casework.rights import Act, may
from graph.records.people import Person
from graph.records.registry import type_of
from graph.text.render import say_day
from graph.view import View
from graph.words.word import Language
from matching.network.answer import Row
from matching.network.dong import Between, DongFigures, OnDay, Overload, dong_figures, over_time, reachable
from matching.network.introducing import who_should_meet
from matching.snapshot.snapshot import Snapshot
from viz.trend import Series, Trend, trend_svg

MONTHS = 12
_LOOKED_AT = 200
"""How many of a list are looked at for those that may be named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyTold:
    """Somebody of a list; ``id`` is empty where nothing can be opened, ``about`` says age and household."""

    id: str
    name: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverloadTold:
    """Who carries more than their limit, or than is usual (D23); ``limit`` is None where they set none.

    ``visits`` a week count linkages and informal help; ``uncounted`` are ties whose visits nobody counted, one
    each; ``informally`` is how many they help without a linkage.
    """

    person: PartyTold
    visits: float
    uncounted: int
    informally: int
    limit: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenTold:
    """Who lies on how large a share of the shortest ways between others, and whether some hang on them alone."""

    party: PartyTold
    share: float
    cuts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionTold:
    """Two people whom an introduction in their group would join, in words."""

    one: PartyTold
    group: PartyTold
    other: PartyTold
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDayTold:
    """The network on one day; None is a count too small to be told."""

    day: str
    on: date
    residents: int | None
    ties: int | None
    isolates: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleTold:
    """Whom the figures point to, as far as the viewer answers for them or they agreed to be known."""

    isolates: tuple[PartyTold, ...]
    overloaded: tuple[OverloadTold, ...]
    between: tuple[BetweenTold, ...]
    introductions: tuple[IntroductionTold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DongTold:
    """A dong's network. Counts are None where they are too small to be told, or give such a one away (D30).

    ``density`` and ``formal_share`` are 0 to 1, None where there is nothing to share. Strained ties do not
    count. ``people`` is None for those who have no right to persons.
    """

    day: str
    least: int
    residents: int | None
    parties: int | None
    ties: int | None
    density: float | None
    components: int | None
    largest: int | None
    formal_share: float | None
    isolates: int | None
    bridges: int | None
    overloaded: int | None
    estimated: bool
    months: tuple[OnDayTold, ...]
    people: PeopleTold | None


def dong_network(desk: Desk, actor: Actor, *, most: int = 10) -> DongTold:
    """The network of the actor's dong now and at the ends of the last months; lists hold at most so many."""
    with desk.look(actor, Act.SEE_DONG) as view:
        snapshot = desk.own_snapshot(actor.viewer)
        found, least = dong_figures(snapshot, most=_LOOKED_AT), snapshot.policy.suppress_below
        people, named = None, _Named()
        if may(actor.viewer, Act.ASK_NETWORK):
            people, named = _people(view, snapshot, found, most)
        # Where too few are alone, or too few are not, whatever else is counted would say how many.
        shape = found.residents >= least and _count(found.isolates, found, least) is not None
        alone = _beside(found.isolates, named.isolates, found, least)
        return DongTold(
            day=say_day(view.day, view.language),
            least=least,
            residents=count_told(found.residents, None, least),
            parties=found.parties if shape else None,
            ties=found.ties if shape else None,
            density=found.density if shape else None,
            components=found.components if shape and alone is not None else None,
            largest=count_told(found.largest, found.parties, least) if shape and alone is not None else None,
            formal_share=found.formal_share if shape and found.helped >= least else None,
            isolates=alone,
            bridges=count_told(len(found.bridges), None, least),
            overloaded=_beside(found.overloaded, named.overloaded, found, least),
            estimated=found.estimated,
            months=_months(view, snapshot, least, alone is not None) if shape else (),
            people=people,
        )


def month_ends(day: date, count: int) -> tuple[date, ...]:
    """The last days of so many months before a day, and the day itself at the end."""
    found, first = [day], day.replace(day=1)
    for _ in range(count):
        found.append(first - timedelta(days=1))
        first = found[-1].replace(day=1)
    return tuple(reversed(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """How many of those counted may be named to the viewer, on a long enough list."""

    isolates: int = 0
    overloaded: int = 0


def _count(some: Sized, found: DongFigures, least: int) -> int | None:
    return count_told(len(some), found.residents, least)


def _beside(some: Sized, named: int, found: DongFigures, least: int) -> int | None:
    """A count that gives away no small one: neither itself, nor the rest of the dong, nor those not named."""
    count = _count(some, found, least)
    return None if count is None or count_told(count - named, None, least) is None else count


def _months(view: View, snapshot: Snapshot, least: int, isolates: bool) -> tuple[OnDayTold, ...]:
    def told(one: OnDay) -> OnDayTold:
        alone = count_told(one.isolates, one.residents, least)
        return OnDayTold(
            day=say_day(one.day, view.language),
            on=one.day,
            residents=count_told(one.residents, None, least),
            ties=None if alone is None else one.ties,
            isolates=alone if isolates else None,
        )

    return tuple(map(told, over_time(snapshot, month_ends(view.day, MONTHS))))


def _people(view: View, snapshot: Snapshot, found: DongFigures, most: int) -> tuple[PeopleTold, _Named]:
    meeting = who_should_meet(snapshot, most=_LOOKED_AT)
    agreed = reachable(snapshot, found.isolates)
    # Everybody is looked at only where those who may not be named could be few.
    whole = len(found.isolates) - len(agreed) < snapshot.policy.suppress_below
    alone = [*islice((one for one in agreed if _alone(view, one)), None if whole else most)]
    loaded = [one for one in found.overloaded if nameable(view, one.person)]
    people = PeopleTold(
        isolates=tuple(_party(view, one) for one in alone[:most]),
        overloaded=tuple(_overload(view, one) for one in loaded[:most]),
        between=tuple(
            _between(view, one, set(found.bridges))
            for one in islice((b for b in found.between if _rests_on_readable(view, b.party)), most)
        ),
        introductions=tuple(
            _introduction(view, row) for row in islice((r for r in meeting if introducible(view, r)), most)
        ),
    )
    return people, _Named(isolates=len(alone) if whole else 0, overloaded=len(loaded))


def introducible(view: View, row: Row) -> bool:
    """Whether two people who should meet may be told of: both may be named, and no strain is given away."""
    ends = (row.path[0], row.path[-1])
    return path_tellable(view, ends) and all(strain_readable(view, one) for one in ends)


def _alone(view: View, person: str) -> bool:
    """Whether it may be said of somebody that no tie joins them to anybody."""
    return view.responsible_for(person) and _rests_on_readable(view, person)


def _rests_on_readable(view: View, party: str) -> bool:
    return nameable(view, party) and (type_of(party) is not Person or strain_readable(view, party))


def _overload(view: View, one: Overload) -> OverloadTold:
    return OverloadTold(
        person=_party(view, one.person),
        visits=round(one.visits, 1),
        uncounted=one.uncounted,
        informally=one.informally,
        limit=one.limit,
    )


def _between(view: View, one: Between, bridges: set[str]) -> BetweenTold:
    return BetweenTold(party=_party(view, one.party), share=one.share, cuts=one.party in bridges)


def _introduction(view: View, row: Row) -> IntroductionTold:
    one, group, other = (_party(view, party) for party in row.path)
    return IntroductionTold(one=one, group=group, other=other, sentence=view.sentence(row.sentence))


def _party(view: View, party: str) -> PartyTold:
    if type_of(party) is not Person:
        return PartyTold(id="", name=view.name(party))
    about = about_person(view, view.reader.get(Person, party).record)
    return PartyTold(id=party, name=view.name(party), about=about)


def dong_trend(told: DongTold, language: Language) -> Markup:
    """The lines of how many ties there are, and how many residents without any."""
    ko = language == "ko"
    return trend_svg(
        Trend(
            title="관계망의 변화" if ko else "The network over time",
            days=tuple(one.on for one in told.months),
            series=(
                Series(label="관계" if ko else "Ties", values=tuple(one.ties for one in told.months)),
                Series(
                    label="관계가 없는 주민" if ko else "Nobody near",
                    values=tuple(one.isolates for one in told.months),
                ),
            ),
            language=language,
        )
    )
