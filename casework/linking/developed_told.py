"""Development told as a table: what to look for, when, for how many people, and which asks it would serve.

Asks are named to who may see them, as in every round. Of others only how many is told, and small counts are not, nor
can they be reckoned from what is named (D30).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from casework.desk import Actor, Desk, own_dong
from casework.linking.standing import legs_of
from casework.rights import Act
from graph.policy.load import policy_on
from graph.records.fields import FieldRef
from graph.records.needs import Ask
from graph.records.resources import Resource
from graph.records.rounds import Round, RoundLeg
from graph.text.kept import kept_sentence
from graph.text.render import say_day
from graph.text.sentence import Phrase, Sentence
from graph.view import View
from graph.words.kinds import RoundState
from graph.words.service_types import service_type
from matching.develop.missing import AT_MOST, IN_CRISIS, MISSING, Hours
from matching.develop.more import ONE_MORE, ONE_MORE_CRISIS

FEW = Phrase(
    "rounds.develop.few",
    "이 도움이 생기면 더 도움을 받는 분이 {least}명보다 적어 수를 보이지 않습니다.",
    "Fewer than {least} people more would be helped, so the number is not shown.",
)
FEW_BESIDES = Phrase(
    "rounds.develop.few_besides",
    "아래 분들 밖에도 있으나 {least}명보다 적어 수를 보이지 않습니다.",
    "There are others besides those below; fewer than {least}, so the number is not shown.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskServed:
    """An ask that would be served, told to who may see it."""

    ask: str
    client: str
    client_name: str
    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopRow:
    """One resource to look for, or one that could give more; None where a count is small and not told.

    ``visits`` are a week; ``people`` would surely be helped more, ``crisis`` asks in crisis among them, and at
    most ``at_most`` people. ``others`` says that there are asks which the viewer is not told of.
    """

    number: int
    new: bool
    service: str
    service_code: str
    hours: str
    resource: str
    resource_name: str
    visits: int
    people: int | None
    crisis: int | None
    at_most: int | None
    proven: bool
    says: tuple[str, ...]
    asks: tuple[AskServed, ...]
    others: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopTold:
    """What to develop in a dong, the best first."""

    id: str
    version: int
    made_on: str
    made_by: str
    state: str
    closed: bool
    proven: bool
    says: tuple[str, ...]
    least: int
    rows: tuple[DevelopRow, ...]
    policy_version: str
    data_version: str


def open_development(desk: Desk, actor: Actor, round_id: str) -> DevelopTold:
    """A round of development as a table.

    Raises:
        RecordMissing: there is no such round.
        OtherDong: another dong keeps it.
    """
    with desk.look(actor, Act.SEE_ROUNDS) as view:
        kept = view.reader.get(Round, round_id)
        own_dong(actor, kept.record)
        of = kept.record
        legs = [one.record for one in legs_of(view.reader, round_id)]
        least = desk.policy(desk.today()).suppress_below
        return DevelopTold(
            id=of.id,
            version=kept.version,
            made_on=say_day(of.made_on, view.language),
            made_by="" if of.made_by is None else view.name(of.made_by),
            state=of.state.label(view.language),
            closed=of.state is RoundState.CLOSED,
            proven=of.proven,
            says=tuple(view.sentence(kept_sentence(one.key, one.values)) for one in of.says),
            least=least,
            rows=rows_of(view, legs, least),
            policy_version=of.policy_version or "",
            data_version=of.data_version or "",
        )


def rows_of(view: View, legs: Sequence[RoundLeg], least: int) -> tuple[DevelopRow, ...]:
    """Each resource to develop, in the order in which they were found; hours that serve the same asks together."""
    asks = view.reader.find(Ask, [one.ask for one in legs if one.ask is not None])
    there = [one for one in legs if one.ask in asks and one.reasons]
    records = {found: kept.record for found, kept in asks.items()}
    alike: dict[Hashable, list[DevelopRow]] = {}
    for _, same in groupby(there, key=lambda one: one.number):
        legs = list(same)
        row = _row(view, legs, records, least)
        served = frozenset(one.ask for one in legs)
        alike.setdefault((row.service_code, row.resource, row.visits, row.people, served), []).append(row)
    return tuple(_merged(rows) for rows in alike.values())


def _merged(rows: list[DevelopRow]) -> DevelopRow:
    """The same help for the same asks at several hours, as one row."""
    hours = ", ".join(dict.fromkeys(one.hours for one in rows if one.hours))
    says = tuple(dict.fromkeys(said for one in rows for said in one.says))
    return replace(rows[0], hours=hours, says=says)


def said_of_development(view: View, of: Round, legs: Sequence[RoundLeg]) -> tuple[str, ...]:
    """What would be gained by one resource, as its row says it."""
    return tuple(one for row in rows_of(view, legs, policy_on(view.day).suppress_below) for one in row.says)


def _row(view: View, legs: list[RoundLeg], asks: dict[str, Ask], least: int) -> DevelopRow:
    said = {one.key: kept_sentence(one.key, one.values) for one in legs[0].reasons}
    named = [one for one in legs if _may_see(view, one)]
    clients, answered = {one.person for one in legs}, {one.person for one in named}
    others = len(clients - answered)
    tells = others == 0 or others >= least
    people = min(_number(said, MISSING.key, "people") + _number(said, ONE_MORE.key, "people"), len(clients))
    crisis = _number(said, IN_CRISIS.key, "asks") + _number(said, ONE_MORE_CRISIS.key, "asks")
    at_most = _number(said, AT_MOST.key, "most") or people
    resource = legs[0].resource
    kind = _kind_of(view, legs[0], asks)
    return DevelopRow(
        number=legs[0].number,
        new=resource is None,
        service="" if kind is None else service_type(kind).label(view.language),
        service_code=kind or "",
        hours=_hours(view, said),
        resource="" if resource is None else resource,
        resource_name="" if resource is None else view.name(resource),
        visits=_number(said, MISSING.key, "visits") or 1,
        people=people if tells else None,
        crisis=crisis if tells else None,
        at_most=at_most if tells else None,
        proven=AT_MOST.key not in said,
        says=tuple(map(view.sentence, _says(said, tells, bool(named), least))),
        asks=tuple(
            AskServed(
                ask=one.ask or "",
                client=one.person,
                client_name=view.name(one.person),
                service=service_type(asks[one.ask or ""].service_type).label(view.language),
            )
            for one in named
        ),
        others=others > 0,
    )


def _may_see(view: View, leg: RoundLeg) -> bool:
    """Whether an ask, whose it is, and that they would be served by this giver may be told."""
    fields = (FieldRef(leg.ask or "", name) for name in ("person", "service_type"))
    return not view.hides(leg) and all(map(view.may_see_field, fields))


def _says(said: dict[str, Sentence], tells: bool, named: bool, least: int) -> tuple[Sentence, ...]:
    """What was found, in full where its counts may be told."""
    if tells:
        return tuple(said.values())
    return ((FEW_BESIDES if named else FEW).say(least=least),)


def _number(said: dict[str, Sentence], key: str, gap: str) -> int:
    value = said[key].values[gap] if key in said else 0
    return value if isinstance(value, int) else 0


def _hours(view: View, said: dict[str, Sentence]) -> str:
    hours = said[MISSING.key].values["hours"] if MISSING.key in said else None
    return hours.label(view.language) if isinstance(hours, Hours) else ""


def _kind_of(view: View, leg: RoundLeg, asks: dict[str, Ask]) -> str | None:
    """The kind of help: that of the resource, or of the asks where there is none yet."""
    if leg.resource is None:
        return asks[leg.ask or ""].service_type
    found = view.reader.find(Resource, [leg.resource]).get(leg.resource)
    return None if found is None else found.record.service_type
