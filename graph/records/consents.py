"""Consent and keep-apart: what protects people."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from graph.records.checks import require, require_dong, require_order
from graph.records.fields import FieldSpec as F
from graph.records.fields import Origin, Privacy
from graph.words.kinds import ConsentPurpose, KeepApartReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What a person agreed to: purpose, recipient, items, span, and who decided (PIPA §18, §22, D21).

    ``recipient`` unset means the dong team itself (matching) or any helper proposed by it (contact);
    ``items`` are privacy classes' field names that may be told, unset for the least that is needed.
    """

    id: Annotated[str, F("번호", "Id", Privacy.TEAM, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동", "Dong", Privacy.TEAM)]
    person: Annotated[str, F("동의한 사람", "Person", Privacy.TEAM, refers_to=("Person",))]
    purpose: Annotated[ConsentPurpose, F("목적", "Purpose", Privacy.TEAM)]
    given_on: Annotated[date, F("동의일", "Given on", Privacy.TEAM, Origin.STATED, unit="day")]
    recipient: Annotated[
        str | None, F("받는 자", "Recipient", Privacy.TEAM, refers_to=("Person", "Organisation"))
    ] = None
    items: Annotated[frozenset[str] | None, F("항목", "Items", Privacy.TEAM, Origin.STATED)] = None
    until: Annotated[date | None, F("동의 기한", "Until", Privacy.TEAM, Origin.STATED, unit="day")] = None
    withdrawn_on: Annotated[
        date | None, F("철회일", "Withdrawn on", Privacy.TEAM, Origin.STATED, unit="day")
    ] = None
    decided_by: Annotated[
        str | None, F("결정한 사람", "Decided by", Privacy.TEAM, refers_to=("Person",), forget="clear")
    ] = None
    authority: Annotated[str | None, F("결정 권한", "Authority", Privacy.TEAM)] = None

    def __post_init__(self) -> None:
        """A consent ends after it starts; a guardian's names the authority."""
        require_dong(self.dong, self)
        require_order(self.given_on, self.until, self, "until")
        by_other = self.decided_by is not None and self.decided_by != self.person
        ok = not by_other or bool(self.authority)
        require(
            ok, self, "authority", "대신 결정한 권한을 적으십시오.", "Name the authority to decide for them."
        )

    def in_force(self, day: date) -> bool:
        """Whether it holds on a day; the last day of its span still counts."""
        if self.withdrawn_on is not None and self.withdrawn_on <= day:
            return False
        return self.given_on <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepApart:
    """Two people who must never meet, directly or through others (D17); covers their households unless narrowed."""

    id: Annotated[str, F("번호", "Id", Privacy.RESTRICTED, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동", "Dong", Privacy.RESTRICTED)]
    one: Annotated[str, F("한쪽", "One", Privacy.RESTRICTED, refers_to=("Person",))]
    other: Annotated[str, F("다른 쪽", "Other", Privacy.RESTRICTED, refers_to=("Person",))]
    reason: Annotated[KeepApartReason, F("사유", "Reason", Privacy.RESTRICTED)]
    covers_households: Annotated[bool, F("가구 포함", "Covers households", Privacy.RESTRICTED)] = True
    valid_from: Annotated[date | None, F("시작", "Valid from", Privacy.RESTRICTED, unit="day")] = None
    valid_to: Annotated[date | None, F("끝", "Valid to", Privacy.RESTRICTED, unit="day")] = None
    note: Annotated[str | None, F("메모", "Note", Privacy.RESTRICTED)] = None

    def __post_init__(self) -> None:
        """It takes two."""
        require_dong(self.dong, self)
        require(self.one != self.other, self, "other", "서로 다른 두 사람이어야 합니다.", "Name two people.")
        require_order(self.valid_from, self.valid_to, self, "valid_to")
