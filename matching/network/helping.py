"""Questions about who helps whom: who loses help, who helped before, who serves one household, who carries much."""

from __future__ import annotations

import numpy as np

from graph.records.fields import FieldRef
from graph.text.sentence import Phrase, Subject
from graph.words.kinds import LinkageOutcome, LinkageState
from matching.amounts import amounts_of, holding, informal_giving, weekly_visits
from matching.introductions import usable
from matching.network.answer import Answer, Row, party_of, resident
from matching.network.neighbourhood import residents
from matching.rank import open_rows
from matching.snapshot.encoders import UNKNOWN, word_codes
from matching.snapshot.snapshot import ORGANISATION, PERSON, Snapshot

LOSES_LINKAGE = Phrase(
    "network.loses.linkage",
    "{client:이/가} {giver}에게서 받는 연계 도움이 끊깁니다.",
    "{client} would lose the linked help of {giver}.",
)
LOSES_INFORMAL = Phrase(
    "network.loses.informal",
    "{client:이/가} {giver}에게서 받는 비공식 도움이 끊깁니다.",
    "{client} would lose the informal help of {giver}.",
)
HELPED = Phrase(
    "network.helped.ended",
    "{giver:이/가} 도왔고 연계가 끝났습니다(사유: {outcome}).",
    "{giver} helped; the linkage ended ({outcome}).",
)
HELPED_UNTOLD = Phrase(
    "network.helped.untold",
    "{giver:이/가} 도왔고 연계가 끝났습니다. 사유 기록이 없으니 여쭈어 보십시오.",
    "{giver} helped; the linkage ended. Why is not recorded; ask.",
)
SERVES_TOO = Phrase(
    "network.household.served",
    "한 가구를 {one:과/와} {other:이/가} 함께 돕고 있으나 두 기관이 서로 아는 기록이 없습니다.",
    "{one} and {other} serve one household; it is not recorded that they know of each other.",
)
CARRIES = Phrase(
    "network.carries.informally",
    "{helper:은/는} 연계 없이 이웃 {count}명을 돕고 있습니다. 힘들지 않은지 여쭈어 보십시오.",
    "{helper} helps {count} people without any linkage. Ask whether it is too much.",
)
SEES = Phrase(
    "network.sees.daily",
    "{other:이/가} 1주에 {times}회 당사자를 만납니다.",
    "{other} meets the client {times} times a week.",
)
FREES = Phrase(
    "network.frees.helpers",
    "이 욕구가 채워지면 연계 없이 당사자를 돕는 {count}명의 부담이 줄어듭니다.",
    "If this is met, it eases {count} people who help the client without any linkage.",
)
_OUTCOMES = tuple(LinkageOutcome)
_ENDED = word_codes(LinkageState)[LinkageState.ENDED]
_DAILY = 7


def who_loses_help(snapshot: Snapshot, giver: str) -> Answer:
    """Whom a giver helps now, by linkages and along informal ties: who loses help if they fall ill (D33)."""
    party = party_of(snapshot, giver)
    linkages, rows = snapshot["linkages"], holding(snapshot)
    rows = rows[(linkages["giver"][rows] == party) & (linkages["person"][rows] >= 0)]
    found = {}
    if party & 3 == PERSON:
        giving = informal_giving(snapshot)
        for other in giving.other[giving.helper == party >> 2].tolist():
            found[snapshot.person_id(other)] = LOSES_INFORMAL, FieldRef(giver, "id")
    for row in sorted(rows.tolist(), key=linkages.ids.__getitem__, reverse=True):
        client = snapshot.person_id(int(linkages["person"][row]))
        found[client] = LOSES_LINKAGE, FieldRef(linkages.ids[row], "giver")
    return tuple(
        Row(path=(giver, client), sentence=phrase.say(cite, client=Subject(client), giver=Subject(giver)))
        for client, (phrase, cite) in sorted(found.items(), key=lambda one: one[0])
    )


def who_helped_before(snapshot: Snapshot, person: str) -> Answer:
    """Who helped a person in linkages that ended, the last first, and why those ended (D33)."""
    client, table = resident(snapshot, person), snapshot["linkages"]
    rows = np.flatnonzero(table["alive"] & (table["person"] == client) & (table["state"] == _ENDED))
    rows = rows[table["giver"][rows] >= 0]
    found = []
    for row in sorted(rows.tolist(), key=lambda one: (-int(table["ended_on"][one]), table.ids[one])):
        giver, outcome = snapshot.party_id(table["giver"][row]), int(table["outcome"][row])
        cite = FieldRef(table.ids[row], "outcome")
        if outcome == UNKNOWN:
            sentence = HELPED_UNTOLD.say(cite, giver=Subject(giver))
        else:
            sentence = HELPED.say(cite, giver=Subject(giver), outcome=_OUTCOMES[outcome])
        found.append(Row(path=(person, giver, table.ids[row]), sentence=sentence))
    return tuple(found)


def who_serves_unknowingly(snapshot: Snapshot) -> Answer:
    """Households that two organisations serve between which no tie is recorded (D33)."""
    table, rows = snapshot["linkages"], holding(snapshot)
    rows = rows[(table["giver"][rows] >= 0) & (table["giver"][rows] & 3 == ORGANISATION)]
    rows = rows[np.isin(table["person"][rows], residents(snapshot))]
    homes = snapshot["people"]["household"][table["person"][rows]]
    serving: dict[str, set[str]] = {}
    for home, giver in zip(homes.tolist(), table["giver"][rows].tolist(), strict=True):
        if home >= 0:
            serving.setdefault(snapshot["households"].ids[home], set()).add(snapshot.party_id(giver))
    known = _tied(snapshot)
    return tuple(
        Row(
            path=(one, home, other),
            sentence=SERVES_TOO.say(FieldRef(home, "id"), one=Subject(one), other=Subject(other)),
        )
        for home, groups in sorted(serving.items())
        for one in sorted(groups)
        for other in sorted(groups)
        if one < other and (one, other) not in known
    )


def _tied(snapshot: Snapshot) -> set[tuple[str, str]]:
    """Organisations that have a tie to each other, as sorted pairs of ids."""
    ties = snapshot["ties"]
    both = usable(snapshot) & (ties["source"] >= 0) & (ties["source"] & 3 == ORGANISATION)
    both &= (ties["target"] >= 0) & (ties["target"] & 3 == ORGANISATION)
    ends = [
        (snapshot.party_id(ties["source"][row]), snapshot.party_id(ties["target"][row]))
        for row in np.flatnonzero(both)
    ]
    return {(min(pair), max(pair)) for pair in ends}


def who_carries_informally(snapshot: Snapshot, *, at_least: int = 5) -> Answer:
    """Residents who help so many people along ties that no linkage shows, most first (D33)."""
    received: dict[int, set[int]] = {}
    giving, linkages, rows = informal_giving(snapshot), snapshot["linkages"], holding(snapshot)
    linked = set(zip(linkages["giver"][rows].tolist(), linkages["person"][rows].tolist(), strict=True))
    here = set(residents(snapshot).tolist())
    for helper, other in zip(giving.helper.tolist(), giving.other.tolist(), strict=True):
        if helper in here and (helper * 4 + PERSON, other) not in linked:
            received.setdefault(helper, set()).add(other)
    many = [(snapshot.person_id(one), who) for one, who in received.items() if len(who) >= at_least]
    return tuple(
        Row(
            path=(helper, *sorted(map(snapshot.person_id, who))),
            sentence=CARRIES.say(FieldRef(helper, "id"), helper=Subject(helper), count=len(who)),
        )
        for helper, who in sorted(many, key=lambda one: (-len(one[1]), one[0]))
    )


def who_sees_daily(snapshot: Snapshot, person: str) -> Answer:
    """Who meets a person seven times a week or more, along ties and in linkages, most often first (D33)."""
    client = resident(snapshot, person)
    often: dict[int, tuple[float, FieldRef]] = {}
    ties, rows = snapshot["ties"], snapshot.ties.at(client * 4 + PERSON)
    for row in rows[usable(snapshot)[rows]].tolist():
        ends = int(ties["source"][row]), int(ties["target"][row])
        _note(
            often,
            ends[ends[0] == client * 4 + PERSON],
            float(ties["contacts_per_week"][row]),
            FieldRef(ties.ids[row], "contacts_per_week"),
        )
    table, held = snapshot["linkages"], holding(snapshot)
    held = held[(table["person"][held] == client) & (table["resource"][held] >= 0)]
    count, period = amounts_of(snapshot, held)
    types = snapshot["resources"]["service_type"][table["resource"][held]]
    weekly = weekly_visits(snapshot, count, period, types)
    for row, times in zip(held.tolist(), weekly.tolist(), strict=True):
        _note(often, int(table["giver"][row]), times, FieldRef(table.ids[row], "amount"))
    found = [(snapshot.party_id(party), *told) for party, told in often.items()]
    return tuple(
        Row(path=(person, other), sentence=SEES.say(cite, other=Subject(other), times=round(times, 1)))
        for other, times, cite in sorted(found, key=lambda one: (-one[1], one[0]))
    )


def _note(often: dict[int, tuple[float, FieldRef]], party: int, times: float, cite: FieldRef) -> None:
    """Keep the most often of what is known of a party, where it is daily."""
    if party >= 0 and times >= _DAILY and times > often.get(party, (0.0, cite))[0]:
        often[party] = times, cite


def which_frees_most(snapshot: Snapshot, *, most: int = 20) -> Answer:
    """Open asks of those whom most people help along informal ties: meeting them eases most others (D33)."""
    giving = informal_giving(snapshot)
    helping: dict[int, set[int]] = {}
    for helper, other in zip(giving.helper.tolist(), giving.other.tolist(), strict=True):
        if helper != other:
            helping.setdefault(other, set()).add(helper)
    asks = snapshot["asks"]
    found = [
        (helping[client], asks.ids[row], snapshot.person_id(client))
        for row in open_rows(snapshot).tolist()
        if (client := int(asks["person"][row])) in helping
    ]
    return tuple(
        Row(
            path=(ask, client, *sorted(map(snapshot.person_id, who))),
            sentence=FREES.say(FieldRef(ask, "person"), count=len(who)),
        )
        for who, ask, client in sorted(found, key=lambda one: (-len(one[0]), one[1]))[:most]
    )
