"""People who know each other, or whom somebody can introduce, come first."""

from __future__ import annotations

import numpy as np

from graph.records.fields import FieldRef
from graph.text.sentence import Phrase, Sentence, Subject
from graph.words.kinds import Closeness, TieKind
from matching.acquaintance import known_to
from matching.criteria.criterion import Criterion
from matching.introductions import best_way, current, usable, ways_from
from matching.memberships import fellows, memberships
from matching.pairs import Pairs, Points, among, within
from matching.relation import pair_keys, worth_of
from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.snapshot import Snapshot
from matching.snapshot.table import Rows
from matching.words import CriterionName

DIRECT = Phrase(
    "criterion.tie.direct",
    "당사자와 {giver:은/는} 이미 아는 사이입니다({kind}, {closeness}).",
    "The client and {giver} know each other ({kind}, {closeness}).",
)
DIRECT_UNKNOWN = Phrase(
    "criterion.tie.direct_unknown",
    "당사자와 {giver:은/는} 이미 아는 사이입니다({kind}). 얼마나 가까운지 여쭈어 보십시오.",
    "The client and {giver} know each other ({kind}). Ask how close they are.",
)
STRAINED = Phrase(
    "criterion.tie.strained",
    "당사자와 {giver:은/는} 아는 사이이지만, 지금 관계가 어떤지 먼저 여쭈어 보십시오.",
    "The client and {giver} know each other; ask first how things are between them.",
)
TWO_STEPS = Phrase(
    "criterion.tie.two_steps",
    "{introducer:이/가} 당사자에게 {giver:을/를} 소개할 수 있습니다.",
    "{introducer} can introduce {giver} to the client.",
)
THREE_STEPS = Phrase(
    "criterion.tie.three_steps",
    "{introducer:과/와} {second:을/를} 거쳐 {giver:을/를} 소개받을 수 있습니다.",
    "{giver} can be met through {introducer} and then {second}.",
)
SHARED_GROUP = Phrase(
    "criterion.tie.shared_group",
    "당사자와 {giver:이/가} 함께 다니는 곳({group})이 있어 그곳에 소개를 부탁할 수 있습니다.",
    "The client and {giver} both go to {group}, which could introduce them.",
)
MEMBER = Phrase(
    "criterion.tie.member",
    "당사자가 이미 {giver:을/를} 이용하고 있습니다.",
    "The client already belongs to {giver}.",
)
NOBODY = Phrase(
    "criterion.tie.nobody",
    "아직 아는 사이가 아니며, 소개할 사람도 확인되지 않았습니다. 아는 분이 있는지 여쭈어 보십시오.",
    "They do not know each other yet, and nobody is known who could introduce them. Ask whom they know.",
)
_CLOSENESS, _KINDS = tuple(Closeness), tuple(TieKind)


def direct_ties(snapshot: Snapshot, client: int) -> tuple[Rows, Rows]:
    """The client's ties that hold today, and whom each leads to."""
    rows = snapshot.ties.at(client * 4)
    table = snapshot["ties"]
    rows = rows[current(snapshot)[rows]]
    source = table["source"][rows]
    return rows, np.where(source == client * 4, table["target"][rows], source)


def points(pairs: Pairs) -> Points:
    """The best of a direct tie, an introduction, and a shared group; 0 where nothing is known."""
    if len(pairs.clients) > 1:
        clients = np.unique(pairs.clients)
        return worth_of(pair_keys(pairs.clients, pairs.givers), *known_to(pairs.snapshot, clients))
    snapshot, scale = pairs.snapshot, pairs.snapshot.policy.tie
    found = np.zeros(len(pairs), np.int32)
    members, groups = pairs.once(fellows)
    if len(groups):
        found[within(pairs.helpers, members) | among(pairs.organisations, groups)] = scale.shared_group
    ways = pairs.once(ways_from)
    for steps, worth in ((2, scale.three_steps), (1, scale.two_steps)):
        reached = [party for party, each in ways.items() if any(len(way.through) == steps for way in each)]
        if reached:
            at = among(pairs.givers, np.array(reached, np.int32))
            found[at] = np.maximum(found[at], worth)
    rows, to = pairs.once(direct_ties)
    good = usable(snapshot)[rows]
    found[among(pairs.givers, to[~good])] = 0
    strength = (scale.strong, scale.ordinary, scale.weak, 0)
    for row, party in zip(rows[good].tolist(), to[good].tolist(), strict=True):
        at = pairs.givers == party
        if at.any():
            found[at] = np.maximum(found[at], strength[snapshot["ties"]["closeness"][row]])
    return found


def introducers(pair: Pairs) -> tuple[str, ...]:
    """The ids of those who could introduce the giver, from the client on; none where they know each other."""
    snapshot, ways, giver = pair.snapshot, pair.once(ways_from), int(pair.givers[0])
    if giver not in ways or giver in pair.once(direct_ties)[1]:
        return ()
    return tuple(snapshot.person_id(one) for one in best_way(snapshot, ways, giver))


def _best_direct(pair: Pairs) -> int | None:
    """The row of the closest direct tie without strain; ties of equal closeness by id."""
    rows, to = pair.once(direct_ties)
    rows = rows[to == pair.givers[0]]
    rows = rows[usable(pair.snapshot)[rows]] if len(rows) else rows
    if not len(rows):
        return None
    table = pair.snapshot["ties"]
    return min((int(row) for row in rows), key=lambda row: (int(table["closeness"][row]) % 4, table.ids[row]))


def say(pair: Pairs, earned: int) -> Sentence:
    """How they know each other, or who could introduce them."""
    table, row = pair.snapshot["ties"], _best_direct(pair)
    if row is not None:
        giver, kind, closeness = pair.helper_subject, _KINDS[table["kind"][row]], int(table["closeness"][row])
        cites = tuple(FieldRef(table.ids[row], field) for field in ("kind", "closeness"))
        if closeness == UNKNOWN:
            return DIRECT_UNKNOWN.say(*cites, giver=giver, kind=kind)
        return DIRECT.say(*cites, giver=giver, kind=kind, closeness=_CLOSENESS[closeness])
    return _say_indirect(pair, earned)


def _say_indirect(pair: Pairs, earned: int) -> Sentence:
    snapshot, giver = pair.snapshot, pair.helper_subject
    rows, to = pair.once(direct_ties)
    strained = rows[to == pair.givers[0]]
    if len(strained):
        first = min(snapshot["ties"].ids[int(row)] for row in strained)
        return STRAINED.say(FieldRef(first, "kind"), giver=giver)
    through = [Subject(one) for one in introducers(pair)]
    if through:
        cites = pair.cite_ask("person") + tuple(FieldRef(one.id, "id") for one in through)
        if len(through) == 1:
            return TWO_STEPS.say(*cites, introducer=through[0], giver=giver)
        return THREE_STEPS.say(*cites, introducer=through[0], second=through[1], giver=giver)
    if earned:
        return _say_group(pair)
    return NOBODY.say(*pair.cite_ask("person"), *pair.cite_resource("giver"))


def _say_group(pair: Pairs) -> Sentence:
    snapshot, table = pair.snapshot, pair.snapshot["memberships"]
    _, groups = pair.once(fellows)
    person, _ = memberships(snapshot)
    organisation = int(pair.organisations[0])
    if organisation in groups:
        here = person.of(pair.client)
        mine = person.rows[here][person.other[here] == organisation]
        return MEMBER.say(FieldRef(table.ids[int(mine[0])], "organisation"), giver=pair.helper_subject)
    here = person.of(int(pair.helpers[0]))
    theirs = person.rows[here][among(person.other[here], groups)]
    row = min(theirs.tolist(), key=lambda one: table.ids[one])
    group = snapshot["organisations"].ids[int(table["organisation"][row])]
    cite = FieldRef(table.ids[row], "organisation")
    return SHARED_GROUP.say(cite, giver=pair.helper_subject, group=Subject(group))


CRITERION = Criterion(
    name=CriterionName.TIE,
    reads=(
        "Tie.source",
        "Tie.target",
        "Tie.kind",
        "Tie.closeness",
        "Tie.strain",
        "Tie.introduces",
        "Membership.person",
        "Membership.organisation",
    ),
    points=points,
    say=say,
)
