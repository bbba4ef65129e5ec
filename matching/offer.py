"""Offer first (나눔, D8): the households for one resource that came in, and who could carry it there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from graph.policy.policy import Policy
from graph.records.fields import FieldRef
from graph.text.sentence import Phrase, Sentence
from graph.words.kinds import LinkageState, NeedState, ResourceKind, Urgency
from graph.words.service_types import service_types
from matching.allergies import may_eat
from matching.amounts import left
from matching.carriers import carriers_to
from matching.errors import NotInSnapshot
from matching.explain import Finding, Hidden
from matching.fit import fits
from matching.gates.every import GATES
from matching.gift import GiftPairs
from matching.rank import NOTHING, open_asks
from matching.snapshot.encoders import UNKNOWN, word_codes
from matching.snapshot.snapshot import Snapshot
from matching.words import ASKS, FAILS, GateName, Verdict

URGENCY = Phrase("offer.urgency", "긴급도가 '{urgency}'입니다.", "Urgency: {urgency}.")
LAST_GIFT = Phrase(
    "offer.last_gift", "마지막 나눔을 받은 지 {days}일 되었습니다.", "The last gift was {days} days ago."
)
LATELY = Phrase(
    "offer.lately",
    "{days}일 전에 나눔을 받았습니다. 다른 가구를 먼저 살펴보십시오.",
    "A gift was received {days} days ago. Look at other households first.",
)
NO_GIFT = Phrase("offer.no_gift", "나눔을 받은 기록이 없습니다.", "No earlier gift is on record.")
ALLERGY = Phrase(
    "offer.allergy",
    "음식 알레르기나 재료를 모두 알지는 못합니다. 전하기 전에 여쭈어 보십시오.",
    "Allergies or ingredients are not all known. Ask before handing it over.",
)
_NOT_OF_GIFTS = frozenset({GateName.SLOTS, GateName.LOAD, GateName.REACH, GateName.ALLERGY})
"""Gates that judge a visit, where a gift is carried or fetched; allergies are looked at for the whole household."""
_RECEIVED = [
    word_codes(LinkageState)[s] for s in (LinkageState.ACTIVE, LinkageState.KEPT, LinkageState.ENDED)
]
_GOODS = word_codes(ResourceKind)[ResourceKind.GOODS]
_OPEN = word_codes(NeedState)[NeedState.OPEN]
_URGENCIES = tuple(Urgency)
_ORDINARY = _URGENCIES.index(Urgency.ORDINARY)
_NEVER = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A household for what came in: for whom in it, why, what to ask, and who could carry it.

    ``household`` is None where a person's household is not known, ``ask`` where they have a need alone.
    """

    household: str | None
    person: str
    ask: str | None
    reasons: tuple[Sentence, ...]
    questions: tuple[Finding, ...]
    allergy: Sentence | None
    carriers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The households for a resource, first to be offered first; ``left`` is what it can still give."""

    resource: str
    recipients: tuple[Recipient, ...]
    of: int
    left: float | None
    policy_version: str
    data_version: str


@dataclass(frozen=True, slots=True)
class _Wish:
    """Somebody whom the resource could serve."""

    person: int
    ask: int
    urgency: int


_Home = tuple[int, int]
"""A household's row and -1, or -1 and the row of a person whose household is not known."""


def offer_first(snapshot: Snapshot, resource_id: str, *, limit: int = 30, hidden: Hidden = NOTHING) -> Offer:
    """Households by urgency, then by days since their last gift, then by id; one entry a household.

    Listed are those with an open ask or need that the resource serves and whom no gate bars.

    Raises:
        NotInSnapshot: the resource is not in the region.
    """
    resource = snapshot["resources"].row(resource_id)
    if resource < 0 or not snapshot.listed("resources")[resource]:
        raise NotInSnapshot(id=resource_id)
    gifts, listed = _last_gifts(snapshot), []
    for home, wishes in _wishes(snapshot, resource).items():
        open_to = [wish for wish in wishes if _passes(snapshot, wish.person, resource)]
        if not open_to or may_eat(snapshot, resource, members(snapshot, *home)) is Verdict.FAIL:
            continue
        wish = min(open_to, key=lambda one: (one.urgency, snapshot.person_id(one.person), -one.ask))
        last = gifts.get(home)
        since = _NEVER if last is None else max(snapshot.today - last[0], 0)
        listed.append(((wish.urgency, -since, _home_id(snapshot, home)), home, wish))
    listed.sort(key=lambda one: one[0])
    remaining = float(left(snapshot)[resource])
    return Offer(
        resource=resource_id,
        recipients=tuple(
            _recipient(snapshot, resource, home, wish, gifts.get(home), hidden)
            for _, home, wish in listed[:limit]
        ),
        of=len(listed),
        left=None if np.isnan(remaining) else remaining,
        policy_version=snapshot.policy.version,
        data_version=snapshot.cursor,
    )


def _home(snapshot: Snapshot, person: int) -> _Home:
    household = snapshot.household_of(person)
    return (household, -1) if household >= 0 else (-1, person)


def _home_id(snapshot: Snapshot, home: _Home) -> str:
    return snapshot["households"].ids[home[0]] if home[0] >= 0 else snapshot.person_id(home[1])


def members(snapshot: Snapshot, household: int, person: int = -1) -> list[int]:
    """The rows of those who live in a household, or the one person."""
    if household < 0:
        return [person]
    people = snapshot["people"]
    return [int(row) for row in np.flatnonzero(people["alive"] & (people["household"] == household))]


def _wishes(snapshot: Snapshot, resource: int) -> dict[_Home, list[_Wish]]:
    """Everybody with an open ask that the resource fits, or an open need that it serves, by household."""
    offered = int(snapshot["resources"]["service_type"][resource])
    asks, needs, found = snapshot["asks"], snapshot["needs"], defaultdict[_Home, list[_Wish]](list)
    for ask in map(asks.row, open_asks(snapshot)):
        if fits(snapshot, int(asks["service_type"][ask]))[offered]:
            need, person = int(asks["need"][ask]), int(asks["person"][ask])
            urgency = int(needs["urgency"][need]) if need >= 0 else _ORDINARY
            found[_home(snapshot, person)].append(_Wish(person, ask, urgency))
    known = service_types().get(snapshot.names.types.values[offered])
    served = [snapshot.names.items.get(item) for item in known.serves] if known else []
    open_needs = snapshot.listed("needs") & (needs["state"] == _OPEN) & (needs["person"] >= 0)
    for row in np.flatnonzero(open_needs & np.isin(needs["item"], served)):
        person = int(needs["person"][row])
        found[_home(snapshot, person)].append(_Wish(person, -1, int(needs["urgency"][row])))
    return found


def _passes(snapshot: Snapshot, person: int, resource: int) -> bool:
    pair = GiftPairs(snapshot, person, np.array([resource], np.int32))
    return all(gate.check(pair)[0] != FAILS for gate in GATES if gate.name not in _NOT_OF_GIFTS)


def _last_gifts(snapshot: Snapshot) -> dict[_Home, tuple[int, int]]:
    """By household: the day of the last goods received, and the linkage."""
    table, resources = snapshot["linkages"], snapshot["resources"]
    rows = np.flatnonzero(
        table["alive"]
        & np.isin(table["state"], _RECEIVED)
        & (table["person"] >= 0)
        & (table["resource"] >= 0)
        & (table["started_on"] != UNKNOWN)
        & (table["started_on"] <= snapshot.today)
    )
    found: dict[_Home, tuple[int, int]] = {}
    for row in rows[resources["kind"][table["resource"][rows]] == _GOODS]:
        home, day = _home(snapshot, int(table["person"][row])), int(table["started_on"][row])
        found[home] = max(found.get(home, (day, int(row))), (day, int(row)))
    return found


def _recipient(
    snapshot: Snapshot, resource: int, home: _Home, wish: _Wish, last: tuple[int, int] | None, hidden: Hidden
) -> Recipient:
    pair = GiftPairs(snapshot, wish.person, np.array([resource], np.int32))
    asked = snapshot["asks"].ids[wish.ask] if wish.ask >= 0 else None
    questions = tuple(
        Finding(gate=gate.name, sentence=gate.say(pair, Verdict.ASK))
        for gate in GATES
        if gate.name not in _NOT_OF_GIFTS | hidden and gate.check(pair)[0] == ASKS
    )
    allergy = may_eat(snapshot, resource, members(snapshot, *home)) is Verdict.ASK and _is_food(pair)
    return Recipient(
        household=_home_id(snapshot, home) if home[0] >= 0 else None,
        person=pair.client_id,
        ask=asked,
        reasons=_reasons(snapshot, pair, wish, last, snapshot.policy),
        questions=questions,
        allergy=ALLERGY.say(*pair.cite_client("allergies"), *pair.cite_resource("allergens"))
        if allergy
        else None,
        carriers=carriers_to(snapshot, wish.person),
    )


def _is_food(pair: GiftPairs) -> bool:
    """Whether it is food, or names allergens."""
    named = pair.of("allergens")[0] != UNKNOWN
    return bool(named or pair.trait("is_food")[0])


def _reasons(
    snapshot: Snapshot, pair: GiftPairs, wish: _Wish, last: tuple[int, int] | None, policy: Policy
) -> tuple[Sentence, ...]:
    cite = pair.cite_client("id")
    if wish.ask >= 0 and snapshot["asks"]["need"][wish.ask] >= 0:
        need = int(snapshot["asks"]["need"][wish.ask])
        cite = (FieldRef(snapshot["needs"].ids[need], "urgency"),)
    urgency = URGENCY.say(*cite, urgency=_URGENCIES[wish.urgency])
    if last is None:
        return urgency, NO_GIFT.say(*pair.cite_client("id"))
    days = snapshot.today - last[0]
    phrase = LATELY if days < policy.gift_window_days else LAST_GIFT
    return urgency, phrase.say(FieldRef(snapshot["linkages"].ids[last[1]], "started_on"), days=days)
