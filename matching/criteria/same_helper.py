"""A helper whom the client knows from an earlier linkage comes before a new one (A22)."""

from __future__ import annotations

import numpy as np

from graph.records.fields import FieldRef
from graph.text.sentence import Phrase, Sentence
from matching.criteria.criterion import Criterion
from matching.earlier import together, together_without_break
from matching.pairs import Pairs, Points, among, within
from matching.relation import pair_keys
from matching.words import CriterionName

BEFORE = Phrase(
    "criterion.same_helper.before",
    "당사자를 도운 적이 있는 제공자입니다.",
    "This giver has helped the client before.",
)
BROKEN_OFF = Phrase(
    "criterion.same_helper.broken_off",
    "지난 연계가 중단된 적이 있습니다. 이번에는 괜찮은지 먼저 여쭈어 보십시오.",
    "An earlier linkage was broken off. Ask first whether it would be all right now.",
)
NEW = Phrase("criterion.same_helper.new", "처음 연계하는 제공자입니다.", "It would be their first linkage.")


def points(pairs: Pairs) -> Points:
    """The points where a linkage was under way and none was broken off."""
    snapshot = pairs.snapshot
    if len(pairs.clients) == 1:
        givers = snapshot["linkages"]["giver"]
        kept, broken = pairs.once(together)
        good = among(pairs.givers, givers[kept]) & ~among(pairs.givers, givers[broken])
    else:
        wanted = pair_keys(pairs.clients, pairs.givers)
        good = within(wanted, together_without_break(snapshot))
    found: Points = np.where(good & (pairs.givers >= 0), np.int32(snapshot.policy.same_helper), np.int32(0))
    return found


def say(pairs: Pairs, earned: int) -> Sentence:
    """Whether they know each other from a linkage."""
    table = pairs.snapshot["linkages"]
    kept, broken = pairs.once(together)
    for phrase, rows, fields in (
        (BROKEN_OFF, broken, ("giver", "outcome")),
        (BEFORE, kept, ("giver", "state")),
    ):
        theirs = rows[table["giver"][rows] == pairs.givers[0]] if len(rows) else rows
        if len(theirs) and pairs.givers[0] >= 0:
            first = min(table.ids[int(row)] for row in theirs)
            return phrase.say(*(FieldRef(first, field) for field in fields))
    return NEW.say(*pairs.cite_ask("person"), *pairs.cite_resource("giver"))


CRITERION = Criterion(
    name=CriterionName.SAME_HELPER,
    reads=("Linkage.person", "Linkage.giver", "Linkage.state", "Linkage.outcome"),
    points=points,
    say=say,
)
