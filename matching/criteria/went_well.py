"""A giver whose earlier linkages ended well comes before one without any."""

from __future__ import annotations

import numpy as np

from graph.records.fields import FieldRef
from graph.text.sentence import Phrase, Sentence
from matching.criteria.criterion import Criterion
from matching.earlier import went_well
from matching.pairs import Pairs, Points
from matching.words import CriterionName

WELL = Phrase(
    "criterion.went_well.well",
    "이 제공자의 지난 연계가 잘 마무리되었습니다({count}건).",
    "Earlier linkages of this giver ended well ({count}).",
)
NONE_YET = Phrase(
    "criterion.went_well.none_yet",
    "아직 잘 마친 연계 기록이 없습니다.",
    "No linkage is recorded yet that ended well.",
)
_CITED = 3


def _counts(pairs: Pairs) -> Points:
    _, givers = went_well(pairs.snapshot)
    first = np.searchsorted(givers, pairs.givers, side="left")
    last = np.searchsorted(givers, pairs.givers, side="right")
    found: Points = (last - first).astype(np.int32)
    return found


def points(pairs: Pairs) -> Points:
    """Points for each, up to the most."""
    scale = pairs.snapshot.policy.went_well
    found: Points = np.minimum(pairs.kept(_counts) * scale.each, scale.most).astype(np.int32)
    return found


def say(pairs: Pairs, earned: int) -> Sentence:
    """How many ended well."""
    if not pairs.kept(_counts)[0]:
        return NONE_YET.say(*pairs.cite_resource("giver"))
    rows, givers = went_well(pairs.snapshot)
    ids = pairs.snapshot["linkages"].ids
    theirs = sorted(ids[row] for row in rows[givers == pairs.givers[0]].tolist())
    return WELL.say(*(FieldRef(one, "outcome") for one in theirs[:_CITED]), count=len(theirs))


CRITERION = Criterion(
    name=CriterionName.WENT_WELL,
    reads=("Linkage.giver", "Linkage.outcome"),
    points=points,
    say=say,
    alone=True,
)
