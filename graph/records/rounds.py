"""Rounds: what matching proposed for a whole dong or around one client, leg by leg, and who said what to it."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from graph.records.checks import require, require_dong
from graph.records.fields import FieldSpec as F
from graph.records.fields import Origin, Privacy
from graph.records.values import KeptReason, Slots
from graph.words.giving import GivingRole
from graph.words.kinds import Answer, LegForm, RoundKind, RoundState


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One proposal of matching as it was made; it holds nothing until a person asks (D22, D25).

    ``person`` is the client of a circle, ``client_parts`` what they want to do in it (D24). Where ``proven``, no other choice was better; else ``gap_percent`` tells
    by how much one could be.
    """

    id: Annotated[str, F("번호", "Id", Privacy.TEAM, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동", "Dong", Privacy.TEAM)]
    kind: Annotated[RoundKind, F("종류", "Kind", Privacy.TEAM)]
    made_on: Annotated[date, F("만든 날", "Made on", Privacy.TEAM, Origin.SYSTEM, unit="day")]
    made_by: Annotated[
        str | None, F("만든 사람", "Made by", Privacy.TEAM, refers_to=("Staff",), forget="clear")
    ] = None
    state: Annotated[RoundState, F("상태", "State", Privacy.TEAM)] = RoundState.PROPOSED
    person: Annotated[str | None, F("당사자", "Client", Privacy.TEAM, refers_to=("Person",))] = None
    template: Annotated[str | None, F("모임 틀", "Template", Privacy.TEAM)] = None
    client_parts: Annotated[
        frozenset[str], F("당사자의 몫", "Client's own parts", Privacy.TEAM, Origin.STATED)
    ] = frozenset()
    longest_cycle: Annotated[int | None, F("순환 길이", "Longest cycle", Privacy.TEAM, unit="명")] = None
    longest_chain: Annotated[int | None, F("사슬 길이", "Longest chain", Privacy.TEAM, unit="명")] = None
    proven: Annotated[bool, F("최선임이 증명됨", "Proven best", Privacy.TEAM, Origin.SYSTEM)] = False
    gap_percent: Annotated[float | None, F("남은 차이", "Gap", Privacy.TEAM, Origin.SYSTEM, unit="%")] = None
    most_givers: Annotated[int | None, F("요청당 제공자", "Givers to one ask", Privacy.TEAM, unit="명")] = (
        None
    )
    says: Annotated[tuple[KeptReason, ...], F("요약", "Summary", Privacy.TEAM, Origin.SYSTEM)] = ()
    policy_version: Annotated[str | None, F("기준 판", "Policy version", Privacy.TEAM, Origin.SYSTEM)] = None
    data_version: Annotated[str | None, F("자료 판", "Data version", Privacy.TEAM, Origin.SYSTEM)] = None

    def __post_init__(self) -> None:
        """A round belongs to a dong."""
        require_dong(self.dong, self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLeg:
    """One person's help for another as a round proposes it; a record of its own, so that either can be forgotten.

    Legs of one ``number`` go together, in order of ``place``; ``repairs`` is the number that they mend. The
    answers are what was said before there was a linkage; once there is one, it holds them. An ask that nobody
    could be found for has neither giver nor resource.
    """

    id: Annotated[str, F("번호", "Id", Privacy.TEAM, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동", "Dong", Privacy.TEAM)]
    round: Annotated[str, F("회차", "Round", Privacy.TEAM, refers_to=("Round",))]
    number: Annotated[int, F("제안", "Proposal", Privacy.TEAM, Origin.SYSTEM, unit="번째")]
    place: Annotated[int, F("순서", "Place", Privacy.TEAM, Origin.SYSTEM, unit="번째")]
    form: Annotated[LegForm, F("모양", "Form", Privacy.TEAM, Origin.SYSTEM)]
    person: Annotated[str, F("당사자", "Client", Privacy.TEAM, refers_to=("Person",))]
    giver: Annotated[
        str | None, F("제공자", "Giver", Privacy.TEAM, refers_to=("Person", "Organisation", "Household"))
    ] = None
    resource: Annotated[str | None, F("자원", "Resource", Privacy.TEAM, refers_to=("Resource",))] = None
    ask: Annotated[str | None, F("원하는 도움", "Ask", Privacy.TEAM, refers_to=("Ask",))] = None
    role: Annotated[GivingRole | None, F("역할", "Role", Privacy.TEAM)] = None
    slots: Annotated[Slots | None, F("시간", "Weekly slots", Privacy.TEAM, unit="half-hours")] = None
    introduced_by: Annotated[
        str | None, F("소개할 사람", "Introduced by", Privacy.TEAM, refers_to=("Person",), forget="clear")
    ] = None
    repairs: Annotated[
        int | None, F("보완하는 제안", "Repairs", Privacy.TEAM, Origin.SYSTEM, unit="번째")
    ] = None
    locked: Annotated[bool, F("고정", "Locked", Privacy.TEAM)] = False
    set_aside: Annotated[bool, F("제외", "Set aside", Privacy.TEAM)] = False
    client_answer: Annotated[
        Answer | None, F("당사자의 답", "Client's answer", Privacy.TEAM, Origin.STATED)
    ] = None
    helper_answer: Annotated[
        Answer | None, F("제공자의 답", "Helper's answer", Privacy.TEAM, Origin.STATED)
    ] = None
    linkage: Annotated[
        str | None, F("연계", "Linkage", Privacy.TEAM, refers_to=("Linkage",), forget="clear")
    ] = None
    reasons: Annotated[
        tuple[KeptReason, ...], F("추천 근거", "Reasons", Privacy.RESTRICTED, Origin.SYSTEM)
    ] = ()
    questions: Annotated[
        tuple[KeptReason, ...], F("물어볼 것", "Questions", Privacy.RESTRICTED, Origin.SYSTEM)
    ] = ()

    def __post_init__(self) -> None:
        """What stays is not set aside."""
        require_dong(self.dong, self)
        require(
            not (self.locked and self.set_aside),
            self,
            "set_aside",
            "고정한 도움은 제외할 수 없습니다. 먼저 고정을 푸십시오.",
            "What is locked cannot be set aside. Unlock it first.",
        )
