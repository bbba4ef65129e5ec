"""Linkages and refusals: what was decided, by whom, on what grounds."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from graph.records.checks import require, require_dong, require_order, require_service_type
from graph.records.fields import FieldSpec as F
from graph.records.fields import Origin, Privacy
from graph.records.values import Amount, KeptReason, Slots
from graph.words.kinds import Answer, LinkageOutcome, LinkageState, RefusalScope, Side

MOVES: dict[LinkageState, frozenset[LinkageState]] = {
    LinkageState.PROPOSED: frozenset({LinkageState.ASKED, LinkageState.WAITING, LinkageState.DECLINED}),
    LinkageState.ASKED: frozenset(
        {
            LinkageState.ACCEPTED,
            LinkageState.WAITING,
            LinkageState.DECLINED,
            LinkageState.PROPOSED,
            LinkageState.ENDED,
        }
    ),
    LinkageState.WAITING: frozenset({LinkageState.ASKED, LinkageState.DECLINED, LinkageState.ENDED}),
    LinkageState.ACCEPTED: frozenset({LinkageState.ACTIVE, LinkageState.ENDED}),
    LinkageState.ACTIVE: frozenset({LinkageState.KEPT, LinkageState.ENDED}),
    LinkageState.KEPT: frozenset({LinkageState.ENDED}),
    LinkageState.DECLINED: frozenset(),
    LinkageState.ENDED: frozenset(),
}
"""The only moves there are; an ask whose hold has lapsed counts as a proposal again."""

HOLDING = frozenset({LinkageState.ASKED, LinkageState.ACCEPTED, LinkageState.ACTIVE, LinkageState.KEPT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkage:
    """A resource brought together with a client, from proposal to outcome (A9).

    ``ask`` is unset for something given without an ask (나눔, D8). While the state is in ``HOLDING``
    the amount counts against the resource; an ask holds it until ``hold_until`` only (D6).
    """

    id: Annotated[str, F("번호", "Id", Privacy.TEAM, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동", "Dong", Privacy.TEAM)]
    person: Annotated[str, F("당사자", "Client", Privacy.TEAM, refers_to=("Person",))]
    resource: Annotated[str, F("자원", "Resource", Privacy.TEAM, refers_to=("Resource",))]
    giver: Annotated[
        str, F("제공자", "Giver", Privacy.TEAM, refers_to=("Person", "Organisation", "Household"))
    ]
    ask: Annotated[str | None, F("원하는 도움", "Ask", Privacy.TEAM, refers_to=("Ask",))] = None
    state: Annotated[LinkageState, F("상태", "State", Privacy.TEAM)] = LinkageState.PROPOSED
    amount: Annotated[Amount | None, F("제공량", "Amount", Privacy.TEAM)] = None
    slots: Annotated[Slots | None, F("시간", "Weekly slots", Privacy.TEAM, unit="half-hours")] = None
    introduced_by: Annotated[
        str | None, F("소개한 사람", "Introduced by", Privacy.TEAM, refers_to=("Person",), forget="clear")
    ] = None
    proposed_on: Annotated[date | None, F("제안일", "Proposed on", Privacy.TEAM, unit="day")] = None
    asked_at: Annotated[datetime | None, F("요청 시각", "Asked at", Privacy.TEAM, Origin.SYSTEM)] = None
    hold_until: Annotated[datetime | None, F("자리 확보 기한", "Held until", Privacy.TEAM)] = None
    review_on: Annotated[date | None, F("다시 볼 날", "Review on", Privacy.TEAM, unit="day")] = None
    client_answer: Annotated[
        Answer | None, F("당사자의 답", "Client's answer", Privacy.TEAM, Origin.STATED)
    ] = None
    helper_answer: Annotated[
        Answer | None, F("제공자의 답", "Helper's answer", Privacy.TEAM, Origin.STATED)
    ] = None
    started_on: Annotated[date | None, F("시작일", "Started on", Privacy.TEAM, unit="day")] = None
    ended_on: Annotated[date | None, F("종료일", "Ended on", Privacy.TEAM, unit="day")] = None
    outcome: Annotated[LinkageOutcome | None, F("결과", "Outcome", Privacy.TEAM)] = None
    reasons: Annotated[
        tuple[KeptReason, ...], F("추천 근거", "Reasons", Privacy.RESTRICTED, Origin.SYSTEM)
    ] = ()
    policy_version: Annotated[str | None, F("기준 판", "Policy version", Privacy.TEAM, Origin.SYSTEM)] = None
    data_version: Annotated[str | None, F("자료 판", "Data version", Privacy.TEAM, Origin.SYSTEM)] = None
    decided_by: Annotated[
        str | None, F("처리자", "Decided by", Privacy.TEAM, refers_to=("Staff",), forget="clear")
    ] = None
    note: Annotated[str | None, F("메모", "Note", Privacy.TEAM)] = None

    def __post_init__(self) -> None:
        """An ended linkage has an outcome, a waiting one a review day, an asked one a hold."""
        require_dong(self.dong, self)
        require_order(self.started_on, self.ended_on, self, "ended_on")
        ended = self.state is not LinkageState.ENDED or self.outcome is not None
        require(
            ended,
            self,
            "outcome",
            "종료한 연계는 결과를 적어야 합니다.",
            "An ended linkage needs its outcome.",
        )
        waiting = self.state is not LinkageState.WAITING or self.review_on is not None
        require(
            waiting,
            self,
            "review_on",
            "대기는 다시 볼 날을 적어야 합니다.",
            "A waiting linkage needs a review day.",
        )
        asked = self.state is not LinkageState.ASKED or self.hold_until is not None
        require(
            asked,
            self,
            "hold_until",
            "요청 중에는 확보 기한을 적어야 합니다.",
            "An open ask needs the hour it holds until.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A person's no, with its scope; final until they say otherwise (B29, D22)."""

    id: Annotated[str, F("번호", "Id", Privacy.TEAM, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동", "Dong", Privacy.TEAM)]
    person: Annotated[
        str,
        F(
            "거절한 사람",
            "Who refuses",
            Privacy.RESTRICTED,
            refers_to=("Person", "Organisation", "Household"),
        ),
    ]
    side: Annotated[Side, F("거절한 쪽", "Side", Privacy.RESTRICTED)]
    scope: Annotated[RefusalScope, F("범위", "Scope", Privacy.RESTRICTED)]
    other: Annotated[
        str | None, F("상대", "Whom", Privacy.RESTRICTED, refers_to=("Person", "Organisation", "Household"))
    ] = None
    service_type: Annotated[str | None, F("도움 종류", "Kind of help", Privacy.RESTRICTED)] = None
    until: Annotated[date | None, F("기한", "Until", Privacy.RESTRICTED, unit="day")] = None
    said_on: Annotated[date | None, F("답한 날", "Said on", Privacy.RESTRICTED, unit="day")] = None
    withdrawn_on: Annotated[date | None, F("거둔 날", "Withdrawn on", Privacy.RESTRICTED, unit="day")] = None
    linkage: Annotated[
        str | None, F("연계", "Linkage", Privacy.RESTRICTED, refers_to=("Linkage",), forget="clear")
    ] = None
    reason: Annotated[str | None, F("사유", "Reason", Privacy.RESTRICTED, Origin.STATED)] = None

    def __post_init__(self) -> None:
        """Each scope names what it covers."""
        require_dong(self.dong, self)
        if self.service_type is not None:
            require_service_type(self.service_type, self)
        if self.scope is RefusalScope.THIS_ONE:
            require(self.other is not None, self, "other", "상대를 적으십시오.", "Name whom it concerns.")
        elif self.scope is RefusalScope.THIS_KIND:
            require(
                self.service_type is not None,
                self,
                "service_type",
                "종류를 적으십시오.",
                "Name the kind of help.",
            )
        else:
            require(self.until is not None, self, "until", "날짜를 적으십시오.", "Name the date.")

    def in_force(self, day: date) -> bool:
        """Whether the no still stands on a day."""
        if self.withdrawn_on is not None and self.withdrawn_on <= day:
            return False
        return self.until is None or day < self.until
