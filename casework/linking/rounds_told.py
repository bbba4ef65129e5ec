"""A round, told: every proposal with its helps one by one, why, what to ask before, and where each stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from casework.desk import Actor, Desk, own_dong
from casework.linking.circle_told import (
    introductions,
    may_not_be_told,
    require_answering,
    said_of_circle,
    template_of,
)
from casework.linking.developed_told import said_of_development
from casework.linking.hidden import hidden_from_most
from casework.linking.rounds_cut import BY_GATE, Part, cut, groups_of
from casework.linking.standing import Standing, legs_of, standings
from casework.register.needs import say_slots
from casework.rights import Act, require
from graph.records.fields import FieldRef
from graph.records.needs import Ask
from graph.records.people import Person
from graph.records.registry import type_of
from graph.records.rounds import Round, RoundLeg
from graph.records.values import KeptReason
from graph.text.kept import kept_sentence
from graph.text.render import say_day
from graph.text.sentence import Phrase, Subject
from graph.view import View
from graph.words.kinds import LegForm, LinkageState, RoundKind, RoundState
from graph.words.service_types import service_type
from graph.words.word import Word
from matching.circle.missing import BARRED
from matching.circle.missing import WITHHELD as WITHHELD_IN_CIRCLE
from matching.errors import NotInSnapshot
from matching.exchange import said
from matching.exchange.balance import balance_between
from matching.exchange.propose import Exchange, Leg, exchange
from matching.explain import WITHHELD, Explanation, Suggestion
from matching.snapshot.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class LegTold:
    """One help: who for whom, why, what to ask, what was said, and what stands.

    ``version`` is of the leg, ``linkage_version`` of its linkage; the next change names either.
    """

    id: str
    version: int
    giver: str
    giver_name: str
    client: str
    client_name: str
    resource: str
    resource_name: str
    ask: str
    service: str
    says: str
    form_code: str
    form: str
    role: str
    role_code: str
    times: str
    balance: str
    reasons: tuple[str, ...]
    questions: tuple[str, ...]
    introducer: str
    linkage: str | None
    linkage_version: int | None
    standing: str
    standing_code: str
    held_until: str
    client_answer: str
    helper_answer: str
    locked: bool
    set_aside: bool
    agreed: bool
    accepted: bool
    ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalTold:
    """Helps that go together; ``repairs`` is the number that it mends."""

    number: int
    form: str
    form_code: str
    says: tuple[str, ...]
    legs: tuple[LegTold, ...]
    repairs: int | None
    repairable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTold:
    """A round with all that it proposed; a circle is around its ``client``."""

    id: str
    version: int
    kind: str
    kind_code: str
    made_on: str
    made_by: str
    state: str
    closed: bool
    proven: bool
    gap_percent: float | None
    longest_cycle: int | None
    longest_chain: int | None
    most_givers: int | None
    client: str
    client_name: str
    template: str
    says: tuple[str, ...]
    policy_version: str
    data_version: str
    people: int
    proposed: int
    unserved: int
    found: int
    first: int
    next: int | None
    proposals: tuple[ProposalTold, ...]


_WHOLE = Part()


def open_round(desk: Desk, actor: Actor, round_id: str, part: Part = _WHOLE) -> RoundTold:
    """A round as the viewer may read it; proposals that hold what they may not know of are left out.

    Raises:
        RecordMissing: there is no such round.
        OtherDong: another dong keeps it.
        ResponsibleOnly: it is a circle, and the viewer does not answer for its client.
    """
    with desk.look(actor, Act.SEE_ROUNDS, about=client_of(desk, actor, round_id)) as view:
        kept = view.reader.get(Round, round_id)
        of = kept.record
        own_dong(actor, of)
        require_answering(actor, view.reader, of)
        hidden, snapshot = hidden_from_most(), desk.snapshot(actor.viewer)
        whole = groups_of(standings(view.reader, legs_of(view.reader, round_id)))
        every = [group for group in whole if _may_be_told(view, of, group)]
        heads = [group for group in every if group[0].leg.record.repairs is None]
        unserved = sum(group[0].leg.record.form is LegForm.UNSERVED for group in heads)
        shown = cut(every, part, view.found)
        asks = _asks(view, (one for group in shown.groups for one in group))
        return RoundTold(
            id=of.id,
            version=kept.version,
            kind=of.kind.label(view.language),
            kind_code=of.kind.value,
            made_on=say_day(of.made_on, view.language),
            made_by="" if of.made_by is None else view.name(of.made_by),
            state=of.state.label(view.language),
            closed=of.state is RoundState.CLOSED,
            proven=of.proven,
            gap_percent=of.gap_percent,
            longest_cycle=of.longest_cycle,
            longest_chain=of.longest_chain,
            most_givers=of.most_givers,
            client="" if of.person is None else view.found(of.person),
            client_name="" if of.person is None else view.name(of.person),
            template="" if (template := template_of(of)) is None else template.label(view.language),
            says=_kept(view, of.says, hidden),
            policy_version=of.policy_version or "",
            data_version=of.data_version or "",
            people=len(
                {one for group in heads for leg in group for one in _taking_part(view, leg.leg.record)}
            ),
            proposed=len(heads) - unserved,
            unserved=unserved,
            found=shown.found,
            first=shown.first,
            next=shown.next,
            proposals=tuple(_proposal(view, snapshot, of, group, asks, hidden) for group in shown.groups),
        )


def client_of(desk: Desk, actor: Actor, round_id: str) -> str | None:
    """The client whom a circle is about; other rounds are about nobody in particular."""
    require(actor.viewer, Act.SEE_ROUNDS)
    with desk.store.read() as reader:
        return reader.get(Round, round_id).record.person


def _taking_part(view: View, leg: RoundLeg) -> tuple[str, ...]:
    """The people who take part in a help that is proposed, not just named as next or as without help."""
    if leg.form in (LegForm.RUNNER_UP, LegForm.UNSERVED, LegForm.BACKUP, LegForm.DEVELOP):
        return ()
    if not _tellable(view, leg):
        return ()
    giver = "" if leg.giver is None else view.found(leg.giver)
    return tuple(one for one in (giver, leg.person) if type_of(one) is Person)


def exchange_of(legs: Sequence[RoundLeg]) -> Exchange:
    """Kept legs as matching knows an exchange; their reasons stay with the records."""
    closed = legs[0].form is LegForm.CYCLE and legs[-1].person == legs[0].giver
    return exchange([_leg(one) for one in legs], closed)


def _leg(of: RoundLeg) -> Leg:
    ask, giver, resource = of.ask or "", of.giver or "", of.resource or ""
    return Leg(
        giver=giver,
        resource=resource,
        ask=ask,
        client=of.person,
        suggestion=Suggestion(resource=resource, giver=giver, explanation=Explanation(reasons=())),
        says=said.LEG.say(
            FieldRef(resource, "giver"),
            FieldRef(ask, "person"),
            giver=Subject(giver),
            client=Subject(of.person),
            resource=Subject(resource),
        ),
    )


_EXCHANGED = frozenset({LegForm.CYCLE, LegForm.CHAIN, LegForm.STAND_IN})


_SAID: Mapping[RoundKind, Callable[[View, Round, Sequence[RoundLeg]], tuple[str, ...]]] = MappingProxyType(
    {RoundKind.CIRCLE: said_of_circle, RoundKind.DEVELOP: said_of_development}
)
"""What is said of a proposal of each kind beside its helps."""

_MENDED = frozenset({LegForm.VISITS, LegForm.CIRCLE, LegForm.INTRODUCE})


def _asks(view: View, every: Iterable[Standing]) -> dict[str, Ask]:
    wanted = [one.leg.record.ask for one in every if one.leg.record.ask is not None]
    return {found: kept.record for found, kept in view.reader.find(Ask, wanted).items()}


def _may_be_told(view: View, of: Round, legs: list[Standing]) -> bool:
    records = [one.leg.record for one in legs]
    if any(map(view.hides, records)):
        return False
    return of.kind is not RoundKind.CIRCLE or not may_not_be_told(view, records)


def _proposal(
    view: View,
    snapshot: Snapshot,
    of: Round,
    legs: list[Standing],
    asks: dict[str, Ask],
    hidden: frozenset[Word],
) -> ProposalTold:
    records = [one.leg.record for one in legs]
    around = of.kind is RoundKind.CIRCLE
    joined = records[0].form in (LegForm.CYCLE, LegForm.CHAIN)
    says = tuple(map(view.sentence, exchange_of(records).says)) if joined else ()
    form = RoundKind.CIRCLE if around else records[0].form
    return ProposalTold(
        number=records[0].number,
        form=form.label(view.language),
        form_code=form.value,
        says=_SAID[of.kind](view, of, records) if of.kind in _SAID else says,
        legs=tuple(
            _told(view, snapshot, one, records, asks, hidden)
            for one in legs
            if _tellable(view, one.leg.record)
        ),
        repairs=records[0].repairs,
        repairable=any(one.ended for one in legs if joined or one.leg.record.form in _MENDED),
    )


def _tellable(view: View, leg: RoundLeg) -> bool:
    """Who would come next follows from all points, hidden ones too: it is for who answers for the client."""
    return leg.form is not LegForm.RUNNER_UP or view.responsible_for(leg.person)


def _reason_is_open(view: View, leg: RoundLeg) -> bool:
    """Which gate left an ask without help may be a private one, so it is withheld alike from others (D29)."""
    closed = leg.form is LegForm.UNSERVED and any(one.key in BY_GATE for one in leg.reasons)
    return not closed or view.responsible_for(leg.person)


_BY_GATE = frozenset({"allocate.unserved.excluded", BARRED.key, WITHHELD_IN_CIRCLE.key, WITHHELD.key})

BALANCE = Phrase(
    "rounds.balance",
    "지난 1년 동안 {giver:이/가} {client:을/를} {gave}회, {client:이/가} {giver:을/를} {received}회 도왔습니다.",
    "In the past year {giver} helped {client} {gave} times, and {client} helped {giver} {received} times.",
)


def _balance(view: View, snapshot: Snapshot, leg: RoundLeg) -> str:
    """How often the two helped each other, for who answers for them; nothing where they never did (D25)."""
    if leg.giver is None or not view.answers_for((leg.person, leg.giver)):
        return ""
    try:
        found = balance_between(snapshot, leg.giver, leg.person)
    except NotInSnapshot:
        return ""
    if not found.gave and not found.received:
        return ""
    two = {"giver": Subject(leg.giver), "client": Subject(leg.person)}
    return view.sentence(BALANCE.say(**two, gave=found.gave, received=found.received))


def _told(
    view: View,
    snapshot: Snapshot,
    one: Standing,
    beside: Sequence[RoundLeg],
    asks: dict[str, Ask],
    hidden: frozenset[Word],
) -> LegTold:
    leg, linkage = one.leg.record, one.linkage
    ask = asks.get(leg.ask or "")
    among = frozenset[Word]() if view.responsible_for(leg.person) else hidden
    reasons = (
        _kept(view, leg.reasons, among) if _reason_is_open(view, leg) else (view.sentence(WITHHELD.say()),)
    )
    if leg.form is LegForm.INTRODUCE:
        reasons = introductions(view, leg, beside)
    elif leg.form is LegForm.DEVELOP:
        # Its counts are of all asks together: they are told with the proposal, or not at all.
        reasons = ()
    exchanged = leg.form in _EXCHANGED
    through = leg.introduced_by is not None and view.known(leg.introduced_by)
    return LegTold(
        id=leg.id,
        version=one.leg.version,
        giver="" if leg.giver is None else view.found(leg.giver),
        giver_name="" if leg.giver is None else view.name(leg.giver),
        client=leg.person,
        client_name=view.name(leg.person),
        resource=leg.resource or "",
        resource_name="" if leg.resource is None else view.name(leg.resource),
        ask=leg.ask or "",
        service="" if ask is None else service_type(ask.service_type).label(view.language),
        form_code=leg.form.value,
        form=leg.form.label(view.language),
        role="" if leg.role is None else leg.role.label(view.language),
        role_code="" if leg.role is None else leg.role.value,
        balance=_balance(view, snapshot, leg) if exchanged else "",
        times="" if leg.slots is None else say_slots(view, leg.slots),
        says=view.sentence(_leg(leg).says) if exchanged else "".join(reasons[:1]),
        reasons=reasons if exchanged else reasons[1:],
        questions=_kept(view, leg.questions, hidden),
        introducer=view.name(leg.introduced_by) if leg.introduced_by is not None and through else "",
        linkage=None if linkage is None else linkage.record.id,
        linkage_version=None if linkage is None else linkage.version,
        standing="" if linkage is None else linkage.record.state.label(view.language),
        standing_code="" if linkage is None else linkage.record.state.value,
        held_until=(
            linkage.record.hold_until.isoformat(timespec="minutes")
            if linkage is not None
            and linkage.record.hold_until is not None
            and linkage.record.state is LinkageState.ASKED
            else ""
        ),
        client_answer="" if one.client_answer is None else one.client_answer.label(view.language),
        helper_answer="" if one.helper_answer is None else one.helper_answer.label(view.language),
        locked=leg.locked,
        set_aside=leg.set_aside,
        agreed=one.agreed,
        accepted=one.accepted,
        ended=one.ended,
    )


def _kept(view: View, kept: Iterable[KeptReason], hidden: frozenset[Word]) -> tuple[str, ...]:
    """What was kept, without what rests on fields that the viewer may not read."""
    codes = {word.value for word in hidden}
    told = []
    for one in kept:
        cites = (FieldRef(*cited.split(".", 1)) for cited in one.cites)
        if one.key.split(".")[1] not in codes and all(map(view.may_see_field, cites)):
            told.append(view.sentence(kept_sentence(one.key, one.values)))
    return tuple(told)
