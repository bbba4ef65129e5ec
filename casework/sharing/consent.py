"""Recording what a person agreed to, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from casework.desk import Actor, Desk, own_dong
from casework.rights import Act
from graph.records.consents import Consent
from graph.records.people import Person
from graph.words.kinds import ConsentPurpose


def record_consent(
    desk: Desk,
    actor: Actor,
    person: str,
    purpose: ConsentPurpose,
    *,
    recipient: str | None = None,
    items: Iterable[str] | None = None,
    until: date | None = None,
    decided_by: str | None = None,
    authority: str | None = None,
) -> str:
    """Keep a consent given today and return its id; each purpose is asked and kept on its own.

    Raises:
        RecordInvalid: somebody else decided and the authority is not named.
    """
    with desk.change(actor, Act.RECORD_CONSENT, "동의 기록") as unit:
        who = unit.get(Person, person).record
        own_dong(actor, who)
        consent = Consent(
            id=desk.ids.new(Consent),
            dong=who.dong,
            person=person,
            purpose=purpose,
            given_on=desk.today(),
            recipient=recipient,
            items=None if items is None else frozenset(items),
            until=until,
            decided_by=decided_by,
            authority=authority,
        )
        unit.put(consent, expected=0)
        return consent.id


def withdraw_consent(desk: Desk, actor: Actor, person: str, purpose: ConsentPurpose) -> int:
    """End every consent of a person for a purpose as of today; returns how many were in force."""
    with desk.change(actor, Act.RECORD_CONSENT, "동의 철회") as unit:
        own_dong(actor, unit.get(Person, person).record)
        ended = 0
        for kept in unit.referring(Consent, "person", person):
            if kept.record.purpose is purpose and kept.record.in_force(desk.today()):
                unit.put(replace(kept.record, withdrawn_on=desk.today()), expected=kept.version)
                ended += 1
        return ended
