"""Consent, the access log, and forgetting."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field
from starlette.requests import Request

from api.http.acting import Acting, AtDesk
from api.http.ids import PersonId
from api.http.paging import Page, Paged, page_after
from api.http.wire import Wire
from casework.sharing import access, consent, forget
from casework.sharing.access import AccessTold
from graph.words.kinds import ConsentPurpose

router = APIRouter(tags=["sharing"])


class ConsentSent(Wire):
    """What a person agreed to today; somebody else's decision names the authority."""

    purpose: ConsentPurpose
    recipient: str | None = None
    items: list[str] | None = Field(default=None, max_length=60)
    until: date | None = None
    decided_by: str | None = None
    authority: str | None = Field(default=None, max_length=200)

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"purpose": "contact", "until": "2027-11-22"},
                {"purpose": "sharing", "recipient": "o-0123456789abcdef", "items": ["name", "phone"]},
            ]
        }
    )


class ConsentMade(Wire):
    """The id of the consent."""

    id: str = Field(examples=["c-0123456789abcdef"])


class PurposeSent(Wire):
    """The purpose whose consent is taken back."""

    purpose: ConsentPurpose = Field(examples=["contact"])


class Ended(Wire):
    """How many consents were in force."""

    ended: int = Field(examples=[1])


class ForgetSent(Wire):
    """Why a person is forgotten."""

    why: str = Field(min_length=1, max_length=300, examples=["본인 요청"])


class ForgottenTold(Wire):
    """What was removed, by record type, and how many references were cleared."""

    removed: dict[str, int] = Field(examples=[{"Person": 1, "Need": 2}])
    cleared: int = Field(examples=[1])


class LogChecked(Wire):
    """Whether the chain of the log holds; ``broken_at`` is the first entry where it does not."""

    entries: int
    whole: bool
    broken_at: int | None


@router.post("/people/{person}/consents", status_code=201)
def record_consent(person: PersonId, sent: ConsentSent, desk: AtDesk, actor: Acting) -> ConsentMade:
    """Keep a consent given today."""
    made = consent.record_consent(
        desk,
        actor,
        person,
        sent.purpose,
        recipient=sent.recipient,
        items=sent.items,
        until=sent.until,
        decided_by=sent.decided_by,
        authority=sent.authority,
    )
    return ConsentMade(id=made)


@router.post("/people/{person}/consents/withdraw")
def withdraw_consent(person: PersonId, sent: PurposeSent, desk: AtDesk, actor: Acting) -> Ended:
    """End every consent of a person for a purpose as of today."""
    return Ended(ended=consent.withdraw_consent(desk, actor, person, sent.purpose))


@router.post("/people/{person}/forget")
def forget_person(person: PersonId, sent: ForgetSent, desk: AtDesk, actor: Acting) -> ForgottenTold:
    """Remove everything about a person, irrecoverably."""
    forgotten = forget.forget_person(desk, actor, person, why=sent.why)
    return ForgottenTold(removed=dict(forgotten.removed), cleared=forgotten.cleared)


@router.get("/log")
def read_log(
    request: Request,
    page: Paged,
    desk: AtDesk,
    actor: Acting,
    person: Annotated[str | None, Query(max_length=40)] = None,
) -> Page[AccessTold]:
    """Who looked at whom, when and why, oldest first."""
    after = int(page.after) if page.after is not None and page.after.isdecimal() else 0
    found = access.read_log(desk, actor, person=person, after=after, limit=page.limit)
    more = str(found[-1].number) if len(found) == page.limit else None
    return page_after(list(found), more, request)


@router.get("/log/check")
def check_log(desk: AtDesk, actor: Acting) -> LogChecked:
    """Walk the chain of the log."""
    checked = access.check_log(desk, actor)
    return LogChecked(entries=checked.entries, whole=checked.broken_at is None, broken_at=checked.broken_at)
