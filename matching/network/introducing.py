"""Questions about who knows whom: who introduces, who of the acquaintances could, who shares a group, who should meet."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import numpy as np

from graph.records.fields import FieldRef
from graph.records.values import Slots
from graph.text.sentence import Phrase, Sentence, Subject
from graph.words.kinds import SpokenLanguage
from matching.gates.consent import consenting
from matching.introductions import current, may_introduce, may_meet, noes, usable, willing
from matching.kept_apart import holds_on, kept_apart
from matching.memberships import memberships
from matching.network.answer import Answer, Row, party_of, resident
from matching.network.neighbourhood import neighbourhood, residents
from matching.snapshot.encoders import UNKNOWN, word_codes
from matching.snapshot.snapshot import PERSON, Snapshot

THROUGH_ONE = Phrase(
    "network.introduces.one",
    "{first:이/가} {other:을/를} 소개할 수 있습니다.",
    "{first} can introduce {other}.",
)
THROUGH_TWO = Phrase(
    "network.introduces.two",
    "{first:과/와} {second:을/를} 거쳐 {other:을/를} 소개받을 수 있습니다.",
    "{other} can be met through {first} and then {second}.",
)
COULD_HELP = Phrase(
    "network.acquaintance.offers",
    "{helper:은/는} 당사자와 아는 사이이며 찾는 도움을 내놓았습니다.",
    "{helper} knows the client and offers what is looked for.",
)
SAME_GROUP = Phrase(
    "network.group.shared",
    "{other:과/와} 같은 모임({group})에 다닙니다. 서로 아는지는 여쭈어 보십시오.",
    "{other} belongs to the same group ({group}). Ask whether they know each other.",
)
SHOULD_MEET = Phrase(
    "network.meeting.joins",
    "{one:과/와} {other:은/는} 같은 모임({group})에 다니지만 이어진 관계가 없습니다. 소개하면 {joined}명이 서로 이어집니다.",
    "{one} and {other} belong to one group ({group}) but no ties join them. An introduction would join {joined} people.",
)
_LANGUAGES = word_codes(SpokenLanguage)


def who_introduces(snapshot: Snapshot, person: str, other: str) -> Answer:
    """Through whom a person can be introduced to a party: ways of two, then of three ties (D33).

    Everybody between agreed to be considered, and nobody on a way must not meet another or said no.
    """
    start, goal = resident(snapshot, person) * 4 + PERSON, party_of(snapshot, other)
    found: list[tuple[int, ...]] = []
    for first in _introducers(snapshot, start, {start, goal}):
        if goal in _led(snapshot, first):
            found.append((first,))
        for second in _introducers(snapshot, first, {start, goal, first}):
            if goal in _led(snapshot, second):
                found.append((first, second))
    apart, nos = kept_apart(snapshot), noes(snapshot)
    ways = [way for way in found if may_meet(apart, nos, start >> 2, tuple(one >> 2 for one in way), goal)]
    ids = sorted((tuple(map(snapshot.party_id, way)) for way in ways), key=lambda way: (len(way), way))
    return tuple(Row(path=(person, *way, other), sentence=_introduced(way, other)) for way in ids)


def _introduced(way: tuple[str, ...], other: str) -> Sentence:
    cites = tuple(FieldRef(one, "id") for one in way)
    if len(way) == 1:
        return THROUGH_ONE.say(*cites, first=Subject(way[0]), other=Subject(other))
    return THROUGH_TWO.say(*cites, first=Subject(way[0]), second=Subject(way[1]), other=Subject(other))


def _led(snapshot: Snapshot, party: int) -> set[int]:
    """Whom willing ties join to a party."""
    ties, rows = snapshot["ties"], snapshot.ties.at(party)
    rows = rows[willing(snapshot)[rows]]
    source = ties["source"][rows]
    return set(np.where(source == party, ties["target"][rows], source).tolist())


def _introducers(snapshot: Snapshot, party: int, without: set[int]) -> Iterator[int]:
    agreed = may_introduce(snapshot)
    for one in sorted(_led(snapshot, party) - without):
        if one & 3 == PERSON and agreed[one >> 2]:
            yield one


def who_could(
    snapshot: Snapshot,
    person: str,
    kinds: frozenset[str],
    *,
    speaks: SpokenLanguage | None = None,
    free: Slots | None = None,
) -> Answer:
    """Acquaintances of a person who offer help of some kinds today, speak a language, are free at a time (D33).

    Whoever's language or times are not known is not among them.
    """
    client = resident(snapshot, person)
    ties, rows = snapshot["ties"], snapshot.ties.at(client * 4 + PERSON)
    rows = rows[usable(snapshot)[rows]]
    source = ties["source"][rows]
    near = np.where(source == client * 4 + PERSON, ties["target"][rows], source)
    resources, types = snapshot["resources"], [snapshot.names.types.get(kind) for kind in sorted(kinds)]
    offered = holds_on(resources, snapshot.today) & (resources["paused_until"] <= snapshot.today)
    offered &= np.isin(resources["service_type"], [one for one in types if one != UNKNOWN])
    offered &= np.isin(resources["giver"], near[(near >= 0) & (near & 3 == PERSON)])
    if free is not None:
        wanted = np.array(free.words(), np.uint64)
        offered &= (resources["slots"] & wanted == wanted).all(axis=1)
    here = np.flatnonzero(offered)
    giver = resources["giver"][here] >> 2
    fit = consenting(snapshot)[giver]
    if speaks is not None:
        known = snapshot["people"]["languages"][giver]
        fit &= (known != UNKNOWN) & (known >> _LANGUAGES[speaks] & 1 == 1)
    apart, nos = kept_apart(snapshot), noes(snapshot)
    found = sorted(
        (snapshot.person_id(one), resources.ids[row])
        for one, row in zip(giver[fit].tolist(), here[fit].tolist(), strict=True)
        if may_meet(apart, nos, client, (), one * 4 + PERSON)
    )
    return tuple(
        Row(
            path=(person, helper, resource),
            sentence=COULD_HELP.say(FieldRef(resource, "service_type"), helper=Subject(helper)),
        )
        for helper, resource in found
    )


def who_shares_a_group(snapshot: Snapshot, person: str) -> Answer:
    """Who belongs to a group of a person's: a reason for an introduction, never a tie (D23, D33)."""
    row = resident(snapshot, person)
    by_person, by_group = memberships(snapshot)
    apart, nos = kept_apart(snapshot), noes(snapshot)
    found = sorted(
        (snapshot["organisations"].ids[group], snapshot.person_id(other))
        for group in set(by_person.others(row).tolist())
        for other in set(by_group.others(group).tolist()) - {row}
        if may_meet(apart, nos, row, (), other * 4 + PERSON)
    )
    return tuple(
        Row(
            path=(person, group, other),
            sentence=SAME_GROUP.say(FieldRef(other, "id"), other=Subject(other), group=Subject(group)),
        )
        for group, other in found
    )


def who_should_meet(snapshot: Snapshot, *, isolated: bool = False, most: int = 20) -> Answer:
    """Introductions that would join most people: two of one group whom no ties join, however far (D23, D33).

    From each group one of every part of the network is led to one of the group's largest part; ``isolated``
    keeps those where neither has any tie. Both agreed to be considered, may meet, and have no tie under strain
    with each other.
    """
    graph = neighbourhood(snapshot)
    parts, people = list(nx.connected_components(graph)), snapshot["people"]
    part_of = {one: at for at, part in enumerate(parts) for one in part}
    sizes = [sum(people.row(one) >= 0 for one in part) for part in parts]
    agreed, home = consenting(snapshot), set(residents(snapshot).tolist())
    _, by_group = memberships(snapshot)
    apart, nos = kept_apart(snapshot), noes(snapshot)
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for group in sorted(set(by_group.side.tolist()), key=lambda one: snapshot["organisations"].ids[one]):
        members = [one for one in set(by_group.others(group).tolist()) if one in home and agreed[one]]
        ordered = sorted(
            (-sizes[part_of[key]], key, one) for one in members for key in [snapshot.person_id(one)]
        )
        if isolated:
            ordered = [one for one in ordered if not graph.degree(one[1])]
        seen: set[int] = set()
        for (large, hub, other), (small, key, one) in ((ordered[0], each) for each in ordered[1:]):
            if part_of[key] in seen | {part_of[hub]}:
                continue
            if may_meet(apart, nos, one, (), other * 4 + PERSON) and not _tied(snapshot, one, other):
                seen.add(part_of[key])
                pair = min(key, hub), max(key, hub)
                found.setdefault(pair, (-large - small, snapshot["organisations"].ids[group]))
    order = sorted(found, key=lambda pair: (-found[pair][0], pair))[:most]
    return tuple(
        Row(
            path=(one, found[one, other][1], other),
            sentence=SHOULD_MEET.say(
                FieldRef(one, "id"),
                FieldRef(other, "id"),
                one=Subject(one),
                other=Subject(other),
                group=Subject(found[one, other][1]),
                joined=found[one, other][0],
            ),
        )
        for one, other in order
    )


def _tied(snapshot: Snapshot, one: int, other: int) -> bool:
    """Whether two people know each other already, with or without strain."""
    ties, rows = snapshot["ties"], snapshot.ties.at(one * 4 + PERSON)
    rows, far = rows[current(snapshot)[rows]], other * 4 + PERSON
    return bool(((ties["source"][rows] == far) | (ties["target"][rows] == far)).any())
