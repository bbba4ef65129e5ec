"""The first day the help is wanted lies in the resource's yearly window (D11)."""

from __future__ import annotations

from graph.text.sentence import Phrase, Sentence
from matching.days import calendar
from matching.gates.gate import Gate, where_failed
from matching.pairs import Pairs, Verdicts
from matching.snapshot.encoders import UNKNOWN
from matching.words import GateName, Verdict

OUT_OF_SEASON = Phrase(
    "gate.season.out",
    "제공하는 시기가 아닙니다({from_month}월 {from_day}일부터 {to_month}월 {to_day}일까지).",
    "It is out of season (given from {from_month}/{from_day} to {to_month}/{to_day}).",
)


def check(pairs: Pairs) -> Verdicts:
    """FAIL outside the window, which may pass the turn of the year; without one it always passes."""
    first, last = pairs.of("season_from"), pairs.of("season_to")
    _, mark = calendar(pairs.service_days)
    inside = (first <= mark) & (mark <= last)
    over_new_year = (first > last) & ((mark >= first) | (mark <= last))
    return where_failed((first != UNKNOWN) & ~inside & ~over_new_year)


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """When the season is."""
    from_month, from_day = divmod(int(pairs.of("season_from")[0]), 100)
    to_month, to_day = divmod(int(pairs.of("season_to")[0]), 100)
    cites = pairs.cite_resource("season_from", "season_to")
    return OUT_OF_SEASON.say(
        *cites, from_month=from_month, from_day=from_day, to_month=to_month, to_day=to_day
    )


GATE = Gate(
    name=GateName.SEASON,
    reads=("Ask.from_on", "Resource.season_from", "Resource.season_to"),
    check=check,
    say=say,
    alone=True,
    asks=False,
)
