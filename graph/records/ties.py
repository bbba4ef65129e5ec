"""Ties between people and organisations, and memberships."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from graph.records.checks import require, require_dong, require_order
from graph.records.fields import FieldSpec as F
from graph.records.fields import Origin, Privacy
from graph.words.kinds import Closeness, Direction, Strain, SupportKind, TieKind

_ENDS = ("Person", "Organisation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A relation that carries support, strain, or both (B49); direction reads from source to target."""

    id: Annotated[str, F("번호", "Id", Privacy.TEAM, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동", "Dong", Privacy.TEAM)]
    source: Annotated[str, F("한쪽", "One end", Privacy.TEAM, refers_to=_ENDS)]
    target: Annotated[str, F("다른 쪽", "Other end", Privacy.TEAM, refers_to=_ENDS)]
    kind: Annotated[TieKind, F("관계", "Relation", Privacy.TEAM)]
    closeness: Annotated[Closeness | None, F("가까운 정도", "Closeness", Privacy.TEAM, Origin.STATED)] = None
    strain: Annotated[Strain | None, F("긴장", "Strain", Privacy.RESTRICTED, Origin.STATED)] = None
    direction: Annotated[Direction | None, F("방향", "Direction", Privacy.TEAM, Origin.STATED)] = None
    supports: Annotated[
        frozenset[SupportKind], F("지지 종류", "Kinds of support", Privacy.TEAM, Origin.STATED)
    ] = frozenset()
    formal: Annotated[bool | None, F("공식 여부", "Formal", Privacy.TEAM)] = None
    contacts_per_week: Annotated[
        float | None, F("만나는 횟수", "Contacts", Privacy.TEAM, unit="times/week")
    ] = None
    introduces: Annotated[bool | None, F("소개 의향", "Would introduce", Privacy.TEAM, Origin.STATED)] = None
    told_by: Annotated[
        str | None,
        F("알려준 사람", "Told by", Privacy.RESTRICTED, refers_to=("Person", "Staff"), forget="clear"),
    ] = None
    valid_from: Annotated[date | None, F("시작", "Valid from", Privacy.TEAM, unit="day")] = None
    valid_to: Annotated[date | None, F("끝", "Valid to", Privacy.TEAM, unit="day")] = None
    note: Annotated[str | None, F("메모", "Note", Privacy.RESTRICTED)] = None

    def __post_init__(self) -> None:
        """A tie has two ends."""
        require_dong(self.dong, self)
        require(self.source != self.target, self, "target", "서로 다른 두 쪽이어야 합니다.", "Name two ends.")
        require_order(self.valid_from, self.valid_to, self, "valid_to")

    def other(self, end: str) -> str:
        """The end across from the given one."""
        return self.target if end == self.source else self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A person belongs to an organisation; a shared one suggests an introduction, never a tie (D23)."""

    id: Annotated[str, F("번호", "Id", Privacy.TEAM, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동", "Dong", Privacy.TEAM)]
    person: Annotated[str, F("구성원", "Member", Privacy.TEAM, refers_to=("Person",))]
    organisation: Annotated[str, F("모임·기관", "Organisation", Privacy.TEAM, refers_to=("Organisation",))]
    role: Annotated[str | None, F("맡은 일", "Role", Privacy.TEAM)] = None
    valid_from: Annotated[date | None, F("시작", "Valid from", Privacy.TEAM, unit="day")] = None
    valid_to: Annotated[date | None, F("끝", "Valid to", Privacy.TEAM, unit="day")] = None

    def __post_init__(self) -> None:
        """A membership lasts forwards."""
        require_dong(self.dong, self)
        require_order(self.valid_from, self.valid_to, self, "valid_to")
