"""Whom each lets into their home: the client a visiting helper, a helper a visiting client (D14)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.text.sentence import Phrase, Sentence
from graph.words.kinds import AcceptAtHome, Sex
from matching.gates.gate import Gate, verdicts
from matching.pairs import Pairs, Verdicts
from matching.snapshot.encoders import UNKNOWN, Column, word_codes
from matching.words import PASSES, GateName, Verdict

CLIENT_NO = Phrase(
    "gate.accepts.client_no",
    "당사자가 집에서 맞이하기를 원하지 않는 제공자입니다.",
    "The client does not want this helper at home.",
)
HELPER_NO = Phrase(
    "gate.accepts.helper_no",
    "제공자가 집에서 맞이하기 어렵다고 하였습니다.",
    "The helper cannot receive the client at home.",
)
ASK_CLIENT = Phrase(
    "gate.accepts.ask_client",
    "집으로 찾아가는 도움입니다. 누가 와도 괜찮은지 당사자에게 여쭈어 보십시오.",
    "The help comes to the home. Ask the client who may come.",
)
ASK_WHO_COMES = Phrase(
    "gate.accepts.ask_who_comes",
    "당사자가 {whom}을 원합니다. 누가 오는지 제공자에게 확인하십시오.",
    "The client's wish is: {whom}. Ask the giver who would come.",
)
_ACCEPTS, _SEXES = word_codes(AcceptAtHome), word_codes(Sex)
_WORDS = tuple(AcceptAtHome)


def _judged(unknown: Verdict) -> Verdicts:
    """By whom one accepts, unknown last, and the other's sex, unknown last; ``unknown`` where nobody said."""
    found = np.full((len(_ACCEPTS) + 1, len(_SEXES) + 1), Verdict.PASS, np.int8)
    found[UNKNOWN] = unknown
    found[_ACCEPTS[AcceptAtHome.NOBODY]] = Verdict.FAIL
    for accepts, sex in ((AcceptAtHome.WOMEN_ONLY, Sex.FEMALE), (AcceptAtHome.MEN_ONLY, Sex.MALE)):
        only = found[_ACCEPTS[accepts]]
        only[:] = Verdict.FAIL
        only[_SEXES[sex]], only[UNKNOWN] = Verdict.PASS, Verdict.ASK
    return found


_BY_CLIENT, _BY_HELPER = _judged(Verdict.ASK), _judged(Verdict.PASS)


def by_client(pairs: Pairs) -> Verdicts:
    """The client's side, for help that comes to the home."""
    found = _BY_CLIENT[pairs.of_client("accepts_at_home"), pairs.kept(_helpers_sex)]
    found[~pairs.at_home] = PASSES
    return found


def by_helper(pairs: Pairs) -> Verdicts:
    """The helper's side, for help to which the client comes and that a person gives."""
    receiving = pairs.kept(_at_helpers_home)
    if not receiving.any():
        return verdicts(pairs)
    found = _BY_HELPER[pairs.of_helper("accepts_at_home"), pairs.of_client("sex")]
    found[~receiving] = PASSES
    return found


def _helpers_sex(pairs: Pairs) -> Column:
    return pairs.of_helper("sex")


def _at_helpers_home(pairs: Pairs) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (pairs.helpers >= 0) & (pairs.of("comes_home") == 0) & ~pairs.trait("remote")
    return found


def check(pairs: Pairs) -> Verdicts:
    """The least of both sides' answers."""
    found: Verdicts = np.minimum(by_client(pairs), by_helper(pairs))
    return found


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """Who does not want it, or whom to ask."""
    if by_client(pairs)[0] != verdict:
        cites = pairs.cite_giver("accepts_at_home") + pairs.cite_client("sex")
        return (HELPER_NO if verdict is Verdict.FAIL else HELPER_ASKS).say(*cites)
    cites = pairs.cite_client("accepts_at_home")
    if pairs.helpers[0] >= 0:
        cites += pairs.cite_giver("sex")
    if verdict is Verdict.FAIL:
        return CLIENT_NO.say(*cites)
    accepts = int(pairs.of_client("accepts_at_home")[0])
    if accepts == UNKNOWN:
        return ASK_CLIENT.say(*cites)
    return ASK_WHO_COMES.say(*cites, whom=_WORDS[accepts])


HELPER_ASKS = Phrase(
    "gate.accepts.helper_asks",
    "제공자가 맞이할 분의 성별을 가립니다. 당사자의 성별을 확인하십시오.",
    "The helper receives only women or only men. Check the client's sex.",
)

GATE = Gate(
    name=GateName.ACCEPTS_AT_HOME,
    reads=("Person.accepts_at_home", "Person.sex", "Resource.comes_home", "Resource.service_type"),
    check=check,
    say=say,
    ahead=(_helpers_sex, _at_helpers_home),
)
