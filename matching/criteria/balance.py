"""Neighbours where agencies carry nearly all, an agency where nobody but neighbours does (A8, A11)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.text.sentence import Phrase, Sentence
from matching.criteria.criterion import Criterion
from matching.formality import formal_resources, network_of, shares_of
from matching.pairs import Pairs, Points
from matching.snapshot.encoders import UNKNOWN
from matching.words import CriterionName

INFORMAL = Phrase(
    "criterion.balance.informal",
    "지금 지지망 {known}곳 가운데 공식 자원이 {formal}곳입니다. 이웃의 도움이 더해집니다.",
    "Of {known} supporters now, {formal} are formal. This adds a neighbour's help.",
)
FORMAL = Phrase(
    "criterion.balance.formal",
    "지금 지지망 {known}곳 가운데 공식 자원이 {formal}곳뿐입니다. 기관의 도움이 더해집니다.",
    "Of {known} supporters now, only {formal} are formal. This adds an agency's help.",
)
NO_CHANGE = Phrase(
    "criterion.balance.no_change",
    "지금 지지망 {known}곳 가운데 공식 자원이 {formal}곳입니다. 지지망의 균형은 그대로입니다.",
    "Of {known} supporters now, {formal} are formal. The balance stays as it is.",
)
NO_NETWORK = Phrase(
    "criterion.balance.no_network",
    "당사자의 지지망 기록이 없어 균형을 따지지 않았습니다. 누가 도와주는지 여쭈어 보십시오.",
    "Balance was not counted: no supporters are recorded. Ask who helps now.",
)
NOT_KNOWN = Phrase(
    "criterion.balance.not_known",
    "공식 자원인지 확인되지 않아 균형을 따지지 않았습니다. 확인하십시오.",
    "Balance was not counted: whether it is formal is not known. Check it.",
)


def points(pairs: Pairs) -> Points:
    """Points by the formal share of the client's supporters; 0 where there are none or formality is unknown."""
    known, formal = _supported(pairs)
    balance, kinds = pairs.snapshot.policy.balance, formal_resources(pairs.snapshot)[pairs.rows]
    share = formal / np.maximum(known, 1)
    informal_worth = np.where(
        share >= balance.mostly_formal,
        balance.informal_where_formal,
        np.where(share > balance.mostly_informal, balance.informal_where_mixed, 0),
    )
    formal_worth = np.where(share <= balance.mostly_informal, balance.formal_where_informal, 0)
    formal_worth[share >= balance.mostly_formal] = 0
    found = np.where(kinds == 1, formal_worth, np.where(kinds == 0, informal_worth, 0))
    return np.where(known > 0, found, 0).astype(np.int32)


def _supported(pairs: Pairs) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of how many supporters it is known whether they are formal, and how many are."""
    if len(pairs.clients) == 1:
        network = pairs.once(network_of)
        return np.array([network.known]), np.array([network.formal])
    shares = pairs.of_asks(_shares)
    return shares[:, 0], shares[:, 1]


def _shares(pairs: Pairs) -> NDArray[np.int64]:
    """Shape (asks, 2): the same by ask."""
    clients, at = np.unique(pairs.clients, return_inverse=True)
    return np.stack(shares_of(pairs.snapshot, clients), axis=1)[at]


def say(pairs: Pairs, earned: int) -> Sentence:
    """What the network is made of, and what this adds."""
    network = pairs.once(network_of)
    formal = int(formal_resources(pairs.snapshot)[pairs.rows[0]])
    cites = pairs.cite_resource("formal", "giver")
    if not network.known:
        return NO_NETWORK.say(*pairs.cite_ask("person"))
    if formal == UNKNOWN:
        return NOT_KNOWN.say(*cites)
    phrase = (FORMAL if formal else INFORMAL) if earned else NO_CHANGE
    return phrase.say(*pairs.cite_ask("person"), *cites, known=network.known, formal=network.formal)


CRITERION = Criterion(
    name=CriterionName.BALANCE,
    reads=(
        "Tie.formal",
        "Tie.kind",
        "Tie.strain",
        "Resource.formal",
        "Organisation.formal",
        "Linkage.state",
    ),
    points=points,
    say=say,
)
