"""Before anybody is asked or told: the client agreed to be introduced, or to this agency's knowing (B30)."""

from __future__ import annotations

import numpy as np

from graph.text.sentence import Phrase, Sentence
from graph.words.kinds import ConsentPurpose
from matching.gates.consent import in_force
from matching.gates.gate import Gate, where_failed
from matching.pairs import Pairs, Verdicts
from matching.snapshot.encoders import UNKNOWN
from matching.snapshot.snapshot import ORGANISATION
from matching.words import GateName, Verdict

CONTACT = Phrase(
    "gate.consent_to_contact.contact",
    "도움 제공자에게 연락하는 데 당사자의 동의가 없습니다. 먼저 동의를 받으십시오.",
    "There is no consent of the client to be introduced to a helper. Ask for it first.",
)
SHARING = Phrase(
    "gate.consent_to_contact.sharing",
    "{giver:과/와} 정보를 나누는 데 당사자의 동의가 없습니다. 받는 곳을 밝혀 동의를 받으십시오.",
    "There is no consent of the client to share information with {giver}. Ask for it, naming the recipient.",
)


def check(pairs: Pairs) -> Verdicts:
    """FAIL without a consent in force: to contact for a helper, to share with this very agency."""
    table = pairs.snapshot["consents"]
    mine = table["person"] == pairs.client
    contact = table["recipient"][mine & in_force(pairs.snapshot, ConsentPurpose.CONTACT)]
    sharing = table["recipient"][mine & in_force(pairs.snapshot, ConsentPurpose.SHARING)]
    agency = (pairs.givers >= 0) & (pairs.givers & 3 == ORGANISATION)
    may_ask = np.isin(pairs.givers, contact[contact >= 0]) | bool((contact == UNKNOWN).any())
    may_share = np.isin(pairs.givers, sharing[sharing >= 0])
    return where_failed(~np.where(agency, may_share, may_ask) | (pairs.givers < 0))


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """Which consent is missing."""
    if pairs.givers[0] >= 0 and pairs.givers[0] & 3 == ORGANISATION:
        return SHARING.say(*pairs.cite_ask("person"), giver=pairs.helper_subject)
    return CONTACT.say(*pairs.cite_ask("person"))


GATE = Gate(
    name=GateName.CONSENT_TO_CONTACT,
    reads=("Consent.person", "Consent.purpose", "Consent.recipient", "Consent.until", "Consent.withdrawn_on"),
    check=check,
    say=say,
)
