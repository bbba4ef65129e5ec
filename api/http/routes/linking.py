"""Suggestions for an ask, why not the others, and what people decided."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, ConfigDict, Field

from api.http.acting import Acting, AtDesk
from api.http.ids import AskId, LinkageId, RefusalId, ResourceId
from api.http.versions import ReadVersion
from api.http.wire import Wire
from casework.linking import decide
from casework.linking import suggest as suggesting
from casework.linking.decide import No
from casework.linking.suggest import SuggestionsTold, WhyNotTold
from graph.words.kinds import Answer, LinkageOutcome, LinkageState, RefusalScope, Side

router = APIRouter(tags=["linking"])


class NoSent(Wire):
    """How far a no reaches; no reason is required."""

    scope: RefusalScope = RefusalScope.THIS_ONE
    until: date | None = None
    reason: str | None = Field(default=None, max_length=500)

    def told(self) -> No:
        """As the act takes it."""
        return No(scope=self.scope, until=self.until, reason=self.reason)


class AskedSent(Wire):
    """Which resource is asked, until when the place is held, and who introduces."""

    resource: str = Field(examples=["r-0123456789abcdef"])
    hold_until: AwareDatetime | None = Field(default=None, examples=["2026-11-23T18:00:00+09:00"])
    introduced_by: str | None = None


class WaitingSent(Wire):
    """Which full resource is waited for, and when to look again."""

    resource: str = Field(examples=["r-0123456789abcdef"])
    review_on: date = Field(examples=["2026-12-07"])


class DeclinedSent(Wire):
    """A no to a suggestion before anybody was asked."""

    resource: str = Field(examples=["r-0123456789abcdef"])
    side: Side = Side.CLIENT
    no: NoSent = NoSent()

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"resource": "r-0123456789abcdef", "side": "client", "no": {"scope": "this_one"}},
                {
                    "resource": "r-0123456789abcdef",
                    "side": "client",
                    "no": {"scope": "not_before", "until": "2027-03-01"},
                },
            ]
        }
    )


class AnswerSent(Wire):
    """What one side said; ``no`` goes with a no, ``review_on`` with a helper who is full."""

    side: Side
    said: Answer
    no: NoSent | None = None
    review_on: date | None = None

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"side": "helper", "said": "yes"},
                {"side": "client", "said": "no", "no": {"scope": "this_one"}},
                {"side": "helper", "said": "full", "review_on": "2026-12-07"},
            ]
        }
    )


class StartSent(Wire):
    """The day it began; today when unset."""

    on: date | None = Field(default=None, examples=["2026-11-23"])


class EndSent(Wire):
    """How it went, and the day it ended; today when unset."""

    outcome: LinkageOutcome = Field(examples=["went_well"])
    on: date | None = None


class LinkageMade(Wire):
    """The id of the linkage."""

    id: str = Field(examples=["l-0123456789abcdef"])


class RefusalMade(Wire):
    """The id of the refusal."""

    id: str = Field(examples=["no-0123456789abcdef"])


class Standing(Wire):
    """Where the linkage stands now."""

    state: LinkageState = Field(examples=["asked"])


@router.get("/asks/{ask}/suggestions")
def suggestions(
    ask: AskId, desk: AtDesk, actor: Acting, k: Annotated[int, Query(ge=1, le=50)] = 5
) -> SuggestionsTold:
    """The best resources for an ask, each with its reasons and what to ask before."""
    return suggesting.suggest(desk, actor, ask, k=k)


@router.get("/asks/{ask}/why-not/{resource}")
def why_not(ask: AskId, resource: ResourceId, desk: AtDesk, actor: Acting) -> WhyNotTold:
    """Why a resource is not suggested, or why others stand before it."""
    return suggesting.why_not(desk, actor, ask, resource)


@router.post("/asks/{ask}/linkages", status_code=201)
def ask_helper(ask: AskId, sent: AskedSent, desk: AtDesk, actor: Acting) -> LinkageMade:
    """Ask a helper; the capacity is held until the hour given."""
    until: datetime | None = sent.hold_until
    made = decide.ask_helper(
        desk, actor, ask, sent.resource, hold_until=until, introduced_by=sent.introduced_by
    )
    return LinkageMade(id=made)


@router.post("/asks/{ask}/waiting", status_code=201)
def wait(ask: AskId, sent: WaitingSent, desk: AtDesk, actor: Acting) -> LinkageMade:
    """Wait for a resource that is full now."""
    made = decide.put_on_waiting_list(desk, actor, ask, sent.resource, review_on=sent.review_on)
    return LinkageMade(id=made)


@router.post("/asks/{ask}/refusals", status_code=201)
def decline(ask: AskId, sent: DeclinedSent, desk: AtDesk, actor: Acting) -> RefusalMade:
    """Record a no to a suggestion that nobody was asked about yet."""
    return RefusalMade(id=decide.decline(desk, actor, ask, sent.resource, sent.side, sent.no.told()))


@router.post("/linkages/{linkage}/answers")
def answer(
    linkage: LinkageId, sent: AnswerSent, version: ReadVersion, desk: AtDesk, actor: Acting
) -> Standing:
    """Record what the client or the helper said."""
    state = decide.answer(
        desk,
        actor,
        linkage,
        sent.side,
        sent.said,
        expected=version,
        no=None if sent.no is None else sent.no.told(),
        review_on=sent.review_on,
    )
    return Standing(state=state)


@router.post("/linkages/{linkage}/start")
def start(linkage: LinkageId, sent: StartSent, version: ReadVersion, desk: AtDesk, actor: Acting) -> Standing:
    """The help has begun."""
    decide.start(desk, actor, linkage, expected=version, on=sent.on)
    return Standing(state=LinkageState.ACTIVE)


@router.post("/linkages/{linkage}/keep")
def keep_on(linkage: LinkageId, version: ReadVersion, desk: AtDesk, actor: Acting) -> Standing:
    """The help goes on beyond its first span."""
    decide.keep_on(desk, actor, linkage, expected=version)
    return Standing(state=LinkageState.KEPT)


@router.post("/linkages/{linkage}/end")
def end(linkage: LinkageId, sent: EndSent, version: ReadVersion, desk: AtDesk, actor: Acting) -> Standing:
    """The help has ended."""
    decide.end(desk, actor, linkage, sent.outcome, expected=version, on=sent.on)
    return Standing(state=LinkageState.ENDED)


@router.post("/refusals/{refusal}/withdraw", status_code=204)
def withdraw_refusal(refusal: RefusalId, desk: AtDesk, actor: Acting) -> None:
    """They say otherwise: the no no longer stands."""
    decide.withdraw_refusal(desk, actor, refusal)
