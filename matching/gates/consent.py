"""Both sides agreed to be considered for linkages; unknown is no."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.text.sentence import Phrase, Sentence
from graph.words.kinds import ConsentPurpose
from matching.gates.gate import Gate, verdicts, where_failed
from matching.pairs import Pairs, Verdicts, taken
from matching.snapshot.encoders import UNKNOWN, word_codes
from matching.snapshot.snapshot import ORGANISATION, Snapshot
from matching.words import FAILS, GateName, Verdict

_PURPOSES = word_codes(ConsentPurpose)
CLIENT = Phrase(
    "gate.consent.client",
    "당사자가 연계 대상으로 찾아보는 데 동의한 기록이 없습니다. 먼저 동의를 받으십시오.",
    "There is no consent of the client to be considered for linkages. Ask for it first.",
)
GIVER = Phrase(
    "gate.consent.giver",
    "{giver}의 연계 동의 기록이 없습니다. 먼저 동의를 받으십시오.",
    "There is no consent of {giver} to be considered for linkages. Ask for it first.",
)


def in_force(snapshot: Snapshot, purpose: ConsentPurpose) -> NDArray[np.bool_]:
    """By consent: whether it is of that purpose and holds today; the last day counts."""
    table, today = snapshot["consents"], snapshot.today
    held: NDArray[np.bool_] = (
        table["alive"]
        & (table["purpose"] == _PURPOSES[purpose])
        & (table["given_on"] <= today)
        & ((table["withdrawn_on"] == UNKNOWN) | (table["withdrawn_on"] > today))
        & ((table["until"] == UNKNOWN) | (table["until"] >= today))
    )
    return held


def consenting(snapshot: Snapshot) -> NDArray[np.bool_]:
    """By person: whether they may be considered; their own no beats a guardian's yes (D21)."""
    people = len(snapshot["people"])

    def make() -> NDArray[np.bool_]:
        table, today = snapshot["consents"], snapshot.today
        person = table["person"]
        own = (table["decided_by"] == UNKNOWN) | (table["decided_by"] == person)
        held = in_force(snapshot, ConsentPurpose.MATCHING) & (table["recipient"] == UNKNOWN) & (person >= 0)
        no = table["alive"] & own & (person >= 0) & (table["purpose"] == _PURPOSES[ConsentPurpose.MATCHING])
        no &= (table["withdrawn_on"] != UNKNOWN) & (table["withdrawn_on"] <= today)
        yes = np.zeros(people, bool)
        yes[person[held & ~own]] = True
        yes[person[no]] = False
        yes[person[held & own]] = True
        return yes

    return snapshot.derived("consenting", ("consents",), make, snapshot.today, people)


def check(pairs: Pairs) -> Verdicts:
    """FAIL where either side has not agreed; an organisation needs no consent, a household one member's."""
    clients = taken(consenting(pairs.snapshot), pairs.clients, False)
    if not clients.any():
        return verdicts(pairs, FAILS)
    return where_failed(~(pairs.kept(_giving) & clients))


def _giving(pairs: Pairs) -> NDArray[np.bool_]:
    """Where the giver's side has agreed."""
    ok: NDArray[np.bool_] = taken(consenting(pairs.snapshot), pairs.helpers, False)
    ok = ok | ((pairs.givers >= 0) & (pairs.givers & 3 == ORGANISATION))
    if (pairs.households >= 0).any():
        ok |= np.isin(pairs.households, _agreed_households(pairs.snapshot)) & (pairs.households >= 0)
    return ok


def _agreed_households(snapshot: Snapshot) -> NDArray[np.int32]:
    def make() -> NDArray[np.int32]:
        return np.unique(snapshot["people"]["household"][consenting(snapshot) & snapshot["people"]["alive"]])

    return snapshot.derived("agreed_households", ("people", "consents"), make, snapshot.today)


def say(pairs: Pairs, verdict: Verdict) -> Sentence:
    """Whose consent is missing."""
    if pairs.client < 0 or not consenting(pairs.snapshot)[pairs.client]:
        return CLIENT.say(*pairs.cite_ask("person"))
    return GIVER.say(*pairs.cite_resource("giver"), giver=pairs.helper_subject)


GATE = Gate(
    name=GateName.CONSENT,
    reads=(
        "Consent.person",
        "Consent.purpose",
        "Consent.recipient",
        "Consent.decided_by",
        "Consent.given_on",
        "Consent.until",
        "Consent.withdrawn_on",
        "Person.household",
        "Resource.giver",
    ),
    check=check,
    say=say,
    private=True,
    asks=False,
    ahead=(_giving,),
)
