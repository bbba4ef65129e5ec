"""Clients: people with an open need, as a list and one by one."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from casework.desk import Actor, Desk, own_dong, refuse_resident_number
from casework.register.needs import AskTold, NeedTold, needs_told
from casework.rights import Act
from graph.records.consents import Consent
from graph.records.linkages import Linkage
from graph.records.needs import Need
from graph.records.people import Household, Person
from graph.records.rounds import RoundLeg
from graph.store import Kept
from graph.view import View
from graph.words.kinds import ConsentPurpose, NeedState, Urgency
from graph.words.need_areas import area_of, need_word

_URGENCIES = tuple(Urgency)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRow:
    """A client in the list."""

    id: str
    name: str
    about: str
    urgency: Urgency
    areas: tuple[str, ...]
    open_needs: int
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentRow:
    """Somebody of the register without an open need."""

    id: str
    name: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientList:
    """A page of the list; ``next`` continues it by number, ``last`` by the place of its last row."""

    rows: tuple[ClientRow, ...]
    total: int
    next: int | None
    last: tuple[int, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentTold:
    """Whether a purpose is agreed to, and until when."""

    purpose: ConsentPurpose
    agreed: bool
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkageTold:
    """A linkage as the client's page shows it; ``circle`` is the round in which it is one help of several."""

    id: str
    version: int
    ask: str | None
    circle: str | None
    resource: str
    resource_id: str
    giver: str
    state: str
    state_code: str
    held_until: str
    client_answer: str | None
    helper_answer: str | None
    since: str
    review_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientPage:
    """Everything the page of a client shows, in the words of one disclosure.

    ``responsible`` says that the viewer answers for them, so that acts for who does are offered.
    """

    id: str
    version: int
    name: str
    about: str
    case_manager: str | None
    needs: tuple[NeedTold, ...]
    consents: tuple[ConsentTold, ...]
    linkages: tuple[LinkageTold, ...]
    wants_to_give: str
    alerts: tuple[str, ...]
    responsible: bool

    def ask(self, ask_id: str) -> AskTold | None:
        """One of the client's asks."""
        return next((ask for need in self.needs for ask in need.asks if ask.id == ask_id), None)


def list_clients(
    desk: Desk,
    actor: Actor,
    *,
    query: str = "",
    area: str | None = None,
    start: int = 0,
    after: tuple[int, str] | None = None,
    limit: int = 30,
) -> ClientList:
    """The clients of the actor's dong, most urgent first, then by id.

    It begins at ``start``, or behind the place ``after``, which holds while others write.

    ``query`` is searched in names (also by 초성), and in needs by who may read them; ``area`` keeps one need area. The time grows
    with the open needs of the dong.
    """
    with desk.look(actor, Act.SEE_CLIENTS) as view:
        reader, dong = view.reader, actor.viewer.dong
        urgency: dict[str, int] = {}
        areas: dict[str, set[str]] = {}
        counts: dict[str, int] = {}
        wanted = ("id", "person", "item", "urgency", "state")
        needs_of: dict[str, str] = {}
        for need_id, person, item, grade, state in reader.columns(Need, wanted, dong=dong):
            if state != NeedState.OPEN.value:
                continue
            who = str(person)
            needs_of[str(need_id)] = who
            urgency[who] = min(urgency.get(who, 99), _URGENCIES.index(Urgency(str(grade))))
            areas.setdefault(who, set()).add(area_of(str(item)).code)
            counts[who] = counts.get(who, 0) + 1
        chosen = set(counts)
        if query.strip():
            refuse_resident_number(query)
            hits = reader.search(query, kinds=(Person, Need), dong=dong, limit=1000)
            chosen &= {
                who for hit in hits if (who := needs_of.get(hit, hit)) == hit or view.responsible_for(who)
            }
        if area is not None:
            chosen = {who for who in chosen if area in areas[who]}
        places = sorted((urgency[who], who) for who in chosen)
        if after is not None:
            start = bisect_right(places, after)
        order = [who for _, who in places]
        people = reader.find(Person, order[start : start + limit])
        rows = tuple(
            ClientRow(
                id=who,
                name=view.name(who),
                about=about_person(view, people[who].record),
                urgency=_URGENCIES[urgency[who]],
                areas=tuple(need_word(code).label(actor.language) for code in sorted(areas[who])),
                open_needs=counts[who],
                mine=people[who].record.case_manager == actor.viewer.staff,
            )
            for who in order[start : start + limit]
            if who in people
        )
        more = start + limit if start + limit < len(order) else None
        last = None if more is None else places[more - 1]
        return ClientList(rows=rows, total=len(order), next=more, last=last)


def find_residents(desk: Desk, actor: Actor, query: str, *, limit: int = 10) -> tuple[ResidentRow, ...]:
    """People of the actor's dong found by name or 초성 who have no open need, so that a first one can be recorded."""
    refuse_resident_number(query)
    with desk.look(actor, Act.SEE_CLIENTS) as view:
        rows: list[ResidentRow] = []
        hits = view.reader.search(query, kinds=(Person,), dong=actor.viewer.dong, limit=200)
        for who in hits:
            needs = view.reader.referring(Need, "person", who)
            if len(rows) == limit:
                break
            if any(kept.record.state is NeedState.OPEN for kept in needs):
                continue
            person = view.reader.get(Person, who).record
            rows.append(ResidentRow(id=who, name=view.name(who), about=about_person(view, person)))
        return tuple(rows)


def open_client(desk: Desk, actor: Actor, person: str, *, masked: bool = True) -> ClientPage:
    """A client with needs, asks, consents and linkages.

    Raises:
        RecordMissing: nobody has that id.
        OtherDong: another dong keeps the client.
    """
    with desk.look(actor, Act.SEE_CLIENT, about=person, masked=masked) as view:
        kept = view.reader.get(Person, person)
        own_dong(actor, kept.record)
        return client_page(view, kept)


def client_page(view: View, kept: Kept[Person]) -> ClientPage:
    """The page of a client, told within a disclosure that is under way."""
    person = kept.record
    linkages = view.reader.referring(Linkage, "person", person.id)
    return ClientPage(
        id=person.id,
        version=kept.version,
        name=view.name(person.id),
        about=about_person(view, person),
        case_manager=None if person.case_manager is None else view.name(person.case_manager),
        needs=needs_told(view, person.id),
        consents=consents_told(view, person.id),
        linkages=tuple(linkage_told(view, linkage) for linkage in linkages if not view.hides(linkage.record)),
        wants_to_give=view.word(person.giving_wish),
        alerts=_alerts(view, person),
        responsible=view.responsible_for(person.id),
    )


def about_person(view: View, person: Person) -> str:
    """Age, sex and household in a line: what one says first of somebody."""
    ko = view.language == "ko"
    age = person.age_on(view.day)
    parts = [view.unknown if age is None else f"{age}세" if ko else f"aged {age}"]
    if person.sex is not None:
        parts.append(person.sex.label(view.language))
    if person.household is not None:
        found = view.reader.find(Household, [person.household]).get(person.household)
        if found is not None and found.record.type is not None:
            parts.append(found.record.type.label(view.language))
    return " · ".join(parts)


def consents_told(view: View, person: str) -> tuple[ConsentTold, ...]:
    """For each purpose whether consent is in force, by the latest that says so."""
    kept = [k.record for k in view.reader.referring(Consent, "person", person)]
    told = []
    for purpose in (ConsentPurpose.MATCHING, ConsentPurpose.CONTACT, ConsentPurpose.SHARING):
        force = [c for c in kept if c.purpose is purpose and c.in_force(view.day)]
        dated = [c.until for c in force if c.until is not None]
        open_ended = any(c.until is None for c in force)
        until = "" if open_ended or not dated else max(dated).isoformat()
        told.append(ConsentTold(purpose=purpose, agreed=bool(force), until=until))
    return tuple(told)


def linkage_told(view: View, kept: Kept[Linkage]) -> LinkageTold:
    """A linkage in the words of a disclosure."""
    linkage = kept.record
    since = linkage.started_on or linkage.proposed_on
    return LinkageTold(
        id=linkage.id,
        version=kept.version,
        ask=linkage.ask,
        circle=_circle_of(view, linkage),
        resource=view.name(linkage.resource),
        resource_id=linkage.resource,
        giver=view.name(linkage.giver),
        state=linkage.state.label(view.language),
        state_code=linkage.state.value,
        held_until="" if linkage.hold_until is None else linkage.hold_until.isoformat(timespec="minutes"),
        client_answer=None if linkage.client_answer is None else linkage.client_answer.label(view.language),
        helper_answer=None if linkage.helper_answer is None else linkage.helper_answer.label(view.language),
        since="" if since is None else since.isoformat(),
        review_on="" if linkage.review_on is None else linkage.review_on.isoformat(),
    )


def _circle_of(view: View, linkage: Linkage) -> str | None:
    """The round of the circle that a linkage without an ask came from."""
    if linkage.ask is not None:
        return None
    legs = [kept.record for kept in view.reader.referring(RoundLeg, "linkage", linkage.id)]
    return max((leg.round for leg in legs if leg.role is not None), default=None)


def _alerts(view: View, person: Person) -> tuple[str, ...]:
    ko = view.language == "ko"
    alerts = []
    if person.visits_paused_until is not None and view.day < person.visits_paused_until:
        day = person.visits_paused_until.isoformat()
        alerts.append(f"{day}까지 방문을 중지했습니다." if ko else f"Visits are paused until {day}.")
    if person.left_on is not None and person.left_on <= view.day:
        alerts.append("전출·사망으로 기록된 분입니다." if ko else "Recorded as having left.")
    return tuple(alerts)
