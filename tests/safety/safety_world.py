"""Random small neighbourhoods, a desk over each, and the rules of who may be told of whom, written anew."""

from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import Phase, settings
from hypothesis import strategies as st

from casework.desk import Actor, Desk
from graph.policy.load import policy_on
from graph.records.consents import Consent, KeepApart
from graph.records.linkages import Linkage, Refusal
from graph.records.people import Person
from graph.records.registry import IdMaker
from graph.records.resources import Resource
from graph.records.ties import Tie
from graph.records.values import Amount
from graph.stores import open_store
from graph.testing import builders as a
from graph.view import Viewer
from graph.words.kinds import (
    Answer,
    Closeness,
    ConsentPurpose,
    LinkageState,
    Period,
    RefusalScope,
    Side,
    StaffRole,
    Strain,
    SupportKind,
    TieKind,
    ViewPurpose,
)
from matching.snapshot.keeper import SnapshotKeeper

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
EARLIER = DAY - timedelta(days=200)
SURNAMES = "김이박최정강"
PEOPLE = tuple(f"p-{n}" for n in range(len(SURNAMES)))
CLIENTS = {"p-0": "s-jo", "p-1": "s-yun"}
WORDS_OF_THEIR_OWN = "밤마다 혼자라 무섭습니다"
REASON = "지난번에 다투었습니다"


def an_actor(role, staff, dong=a.FICTITIOUS_DONG, language="ko"):
    viewer = Viewer(staff=staff, role=role, dong=dong)
    return Actor(viewer=viewer, purpose=ViewPurpose.CASE_WORK, language=language)


WORKER = an_actor(StaffRole.CASE_MANAGER, "s-jo")
COLLEAGUE = an_actor(StaffRole.CASE_MANAGER, "s-yun")
LEADER = an_actor(StaffRole.TEAM_LEADER, "s-jang")
KEEPER = an_actor(StaffRole.RESOURCE_KEEPER, "s-im")
STRANGER = an_actor(StaffRole.CASE_MANAGER, "s-ha", dong=a.OTHER_DONG)
ADMINISTRATOR = an_actor(StaffRole.ADMINISTRATOR, "s-ahn")
TEAM = (WORKER, COLLEAGUE, LEADER, KEEPER)


def staff():
    return (
        a.a_staff(id="s-jo", name="조담당"),
        a.a_staff(id="s-yun", name="윤동료"),
        a.a_staff(id="s-jang", name="장팀장", role=StaffRole.TEAM_LEADER),
        a.a_staff(id="s-im", name="임자원", role=StaffRole.RESOURCE_KEEPER),
        a.a_staff(id="s-ha", name="하이웃", dong=a.OTHER_DONG),
        a.a_staff(id="s-ahn", name="안관리", role=StaffRole.ADMINISTRATOR),
    )


def person(number, **more):
    return a.a_person(
        **{
            "id": f"p-{number}",
            "name": f"{SURNAMES[number]}사람{number}",
            "known_as": f"호칭{number}번",
            "phone": f"010-0000-777{number}",
            "health": f"지병{number}",
            "place": a.a_place(30 * number, address=f"가상구 비밀로 {number}번지"),
        }
        | more
    )


def traces(who):
    """Every way in which somebody could show in an answer: by name, masked, role, phone, home, id."""
    number = int(who.removeprefix("p-"))
    return (
        f"사람{number}",
        f"{SURNAMES[number]}○",
        f"호칭{number}번",
        f"0000-777{number}",
        f"****-777{number}",
        f"비밀로 {number}",
        f"지병{number}",
    )


def names(who):
    number = int(who.removeprefix("p-"))
    return (f"사람{number}", f"{SURNAMES[number]}○")


# A walk through every act takes long, so a failing neighbourhood is shown as it is, not made smaller first.
a_walk = settings(max_examples=12, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@dataclass(frozen=True, repr=False)
class World:
    """The records of a neighbourhood, and a desk over them."""

    records: tuple

    def __repr__(self):
        """What differs between neighbourhoods."""
        telling = (Tie, Linkage, KeepApart, Consent, Refusal, Resource)
        homes = {one.id: (one.household, one.case_manager) for one in self.of(Person)}
        return "\n".join([str(homes), *(str(one) for one in self.records if isinstance(one, telling))])

    def desk(self):
        store = open_store("memory:", clock=lambda: NOW)
        with store.write(by="s-jo", why="준비") as unit:
            unit.put_all(self.records)
        return Desk(
            store=store,
            policy=policy_on,
            clock=lambda: NOW,
            snapshots=SnapshotKeeper(store, policy_on),
            ids=IdMaker(7),
        )

    def of(self, kind):
        return [record for record in self.records if isinstance(record, kind)]

    def ids(self, kind):
        return [record.id for record in self.of(kind)]

    def person(self, who):
        return next(one for one in self.of(Person) if one.id == who)

    def without(self, gone):
        return World(tuple(one for one in self.records if not gone(one)))

    def changed(self, kind, change):
        return World(tuple(change(one) if isinstance(one, kind) else one for one in self.records))

    def plus(self, *records):
        taken = {one.id for one in records}
        return World((*(one for one in self.records if one.id not in taken), *records))

    # the rules, from the texts alone

    def home(self, who):
        household = self.person(who).household
        if household is None:
            return {who}
        return {one.id for one in self.of(Person) if one.household == household}

    def apart(self, who):
        """Everybody who must not meet somebody (D17)."""
        found = set()
        for rule in self.of(KeepApart):
            for one, other in ((rule.one, rule.other), (rule.other, rule.one)):
                wide = rule.covers_households
                if who == one or (wide and who in self.home(one)):
                    found |= self.home(other) if wide else {other}
        return found - {who}

    def agreed(self, who):
        purposes = (ConsentPurpose.MATCHING, ConsentPurpose.CONTACT)
        return any(c.person == who and c.purpose in purposes and c.in_force(DAY) for c in self.of(Consent))

    def gives(self, who):
        return any(r.giver == who and (r.valid_to is None or r.valid_to >= DAY) for r in self.of(Resource))

    def unknown_beside(self, client):
        """Whose name and id an answer about a client may not hold, whoever reads it (D28)."""
        others = set(PEOPLE) - self.home(client)
        return {who for who in others if not self.agreed(who) and not self.gives(who)}

    def responsible(self, actor, client):
        return self.person(client).case_manager == actor.viewer.staff


def texts_in(answer):
    """Every text and number of an answer, however deep."""
    if isinstance(answer, bytes):
        yield answer.decode("utf-8-sig", "replace")
    elif is_dataclass(answer):
        for field in fields(answer):
            yield from texts_in(getattr(answer, field.name))
    elif isinstance(answer, dict):
        yield from texts_in(tuple(answer.items()))
    elif isinstance(answer, tuple | list | set | frozenset):
        for one in answer:
            yield from texts_in(one)
    elif answer is not None:
        yield str(answer)


def said(answer):
    return "\n".join(texts_in(answer))


def ids_in(answer):
    """The ids of people that an answer holds, alone or in a cited field."""
    whole = said(answer)
    return {who for who in PEOPLE if who in whole}


_pairs = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)).filter(lambda pair: pair[0] != pair[1])
_consent_states = st.sampled_from(
    [
        {"given_on": EARLIER},
        {"given_on": EARLIER},
        {"given_on": EARLIER, "until": DAY - timedelta(days=1)},
        {"given_on": EARLIER, "withdrawn_on": DAY},
    ]
)


@st.composite
def worlds(draw):
    """Six people in three homes; two are clients; who gives, knows, agrees, refuses and must not meet varies."""
    homes = [draw(st.sampled_from(["h-0", "h-1", "h-2", None])) for _ in PEOPLE]
    records = [a.an_area(), *staff(), *(a.a_household(id=f"h-{n}") for n in range(3))]
    records.append(a.an_organisation(id="o-club", name="모임집"))
    for number, home in enumerate(homes):
        manager = CLIENTS.get(f"p-{number}") or draw(st.sampled_from([None, None, "s-yun"]))
        limit = draw(st.sampled_from([None, 1, 20]))
        records.append(person(number, household=home, case_manager=manager, load_limit=limit))
    for number, client in enumerate(CLIENTS):
        need = a.a_need(id=f"n-{number}", person=client, own_words=f"{WORDS_OF_THEIR_OWN} {number}")
        records += [need, a.an_ask(id=f"a-{number}", need=need.id, person=client)]
    for giver in draw(st.lists(st.sampled_from([*PEOPLE[1:], "o-club"]), max_size=4, unique=True)):
        gone = draw(st.booleans()) and draw(st.booleans())
        records.append(
            a.a_resource(
                id=f"r-{giver[2:]}",
                name=f"동행 {giver[-1]}호",
                giver=giver,
                valid_to=DAY - timedelta(days=3) if gone else None,
                capacity=Amount(count=9, period=Period.WEEK),
            )
        )
    givers = {one.giver: one for one in records if isinstance(one, Resource)}
    for number, who in enumerate(PEOPLE):
        for purpose in draw(
            st.sampled_from(
                [{ConsentPurpose.MATCHING}, {ConsentPurpose.MATCHING}, {ConsentPurpose.CONTACT}, set()]
            )
        ):
            state = {"given_on": EARLIER} if who in CLIENTS else draw(_consent_states)
            records.append(
                a.a_consent(id=f"c-{number}-{purpose.value}", person=who, purpose=purpose, **state)
            )
    for number, (one, other) in enumerate(draw(st.lists(_pairs, max_size=7, unique=True))):
        records.append(
            a.a_tie(
                id=f"t-{number}",
                source=one,
                target=other,
                kind=draw(st.sampled_from([TieKind.NEIGHBOUR, TieKind.FRIEND, TieKind.FAMILY])),
                closeness=draw(st.none() | st.sampled_from(Closeness)),
                strain=draw(st.sampled_from([None, None, Strain.TENSE, Strain.BROKEN])),
                introduces=draw(st.sampled_from([None, True, False])),
                supports=draw(st.sampled_from([frozenset(), frozenset({SupportKind.PRACTICAL})])),
                told_by=draw(st.sampled_from([None, *PEOPLE])),
            )
        )
    for number, who in enumerate(draw(st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True))):
        records.append(a.a_membership(id=f"m-{number}", person=who, organisation="o-club"))
    for number, (one, other) in enumerate(draw(st.lists(_pairs, max_size=2, unique=True))):
        wide = draw(st.booleans())
        records.append(a.a_keep_apart(id=f"k-{number}", one=one, other=other, covers_households=wide))
    for number, (one, other) in enumerate(draw(st.lists(_pairs, max_size=2, unique=True))):
        records.append(a_no(draw, number, one, other))
    for number, giver in enumerate(
        draw(st.lists(st.sampled_from(sorted(givers)), max_size=3)) if givers else []
    ):
        records.append(a_link(draw, number, givers[giver]))
    return World(tuple(records))


def a_no(draw, number, one, other):
    scope = draw(st.sampled_from(RefusalScope))
    far = {
        RefusalScope.THIS_ONE: {"other": other},
        RefusalScope.THIS_KIND: {"service_type": "hospital_escort", "other": None},
        RefusalScope.NOT_BEFORE: {"until": DAY + timedelta(days=9), "other": None},
    }[scope]
    side = draw(st.sampled_from(Side))
    return a.a_refusal(id=f"no-{number}", person=one, side=side, scope=scope, reason=REASON, **far)


def a_link(draw, number, resource):
    client = draw(st.sampled_from([one for one in CLIENTS if one != resource.giver]))
    state = draw(st.sampled_from([LinkageState.ACTIVE, LinkageState.ASKED, LinkageState.DECLINED]))
    return a.a_linkage(
        id=f"l-{number}",
        person=client,
        resource=resource.id,
        giver=resource.giver,
        ask=f"a-{client[2:]}",
        state=state,
        hold_until=NOW + timedelta(hours=3) if state is LinkageState.ASKED else None,
        helper_answer=Answer.NO if state is LinkageState.DECLINED else None,
        introduced_by=draw(st.sampled_from([None, *PEOPLE[2:]])),
    )
