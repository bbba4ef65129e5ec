"""Whom each lets into their home: the client a visiting helper, a helper a visiting client (D14)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.text.sentence import Phrase, Sentence
from graph.words.kinds import AcceptAtHome, Sex
from matching.gates.gate import Gate, verdicts
from matching.pairs import Pairs, Verdicts
from matching.snapshot.encoders import UNKNOWN, word_codes
from matching.words import GateName, Verdict

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
_ONLY = {
    _ACCEPTS[AcceptAtHome.WOMEN_ONLY]: _SEXES[Sex.FEMALE],
    _ACCEPTS[AcceptAtHome.MEN_ONLY]: _SEXES[Sex.MALE],
}
_WORDS = tuple(AcceptAtHome)


def by_client(pairs: Pairs) -> Verdicts:
    """The client's side, for help that comes to the home."""
    accepts = int(pairs.of_client("accepts_at_home"))
    found = verdicts(pairs)
    if accepts == UNKNOWN:
        found[:] = Verdict.ASK
    elif accepts == _ACCEPTS[AcceptAtHome.NOBODY]:
        found[:] = Verdict.FAIL
    elif accepts in _ONLY:
        sex = pairs.of_helper("sex")
        found[sex != _ONLY[accepts]] = Verdict.FAIL
        found[sex == UNKNOWN] = Verdict.ASK
    found[~pairs.at_home] = Verdict.PASS
    return found


def by_helper(pairs: Pairs) -> Verdicts:
    """The helper's side, for help to which the client comes and that a person gives."""
    accepts, sex = pairs.of_helper("accepts_at_home"), int(pairs.of_client("sex"))
    found = verdicts(pairs)
    for only, wanted in _ONLY.items():
        found[accepts == only] = _judge(sex, wanted)
    found[accepts == _ACCEPTS[AcceptAtHome.NOBODY]] = Verdict.FAIL
    found[~_at_helpers_home(pairs)] = Verdict.PASS
    return found


def _judge(sex: int, wanted: int) -> Verdict:
    if sex == UNKNOWN:
        return Verdict.ASK
    return Verdict.PASS if sex == wanted else Verdict.FAIL


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
    accepts = int(pairs.of_client("accepts_at_home"))
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
)
