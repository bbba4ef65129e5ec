"""Needs, what is asked for them, and how needs feed each other."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from graph.records.checks import (
    require,
    require_dong,
    require_need_item,
    require_order,
    require_service_type,
)
from graph.records.fields import FieldSpec as F
from graph.records.fields import Origin, Privacy
from graph.records.values import Amount, Slots
from graph.words.kinds import AskState, NeedState, Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A gap between what is and what should be (B83), by its item in the ten need areas."""

    id: Annotated[str, F("번호", "Id", Privacy.TEAM, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동", "Dong", Privacy.TEAM)]
    person: Annotated[str, F("당사자", "Client", Privacy.TEAM, refers_to=("Person",))]
    item: Annotated[str, F("욕구 항목", "Need item", Privacy.SENSITIVE)]
    own_words: Annotated[
        str | None, F("당사자의 말", "In their own words", Privacy.SENSITIVE, Origin.STATED)
    ] = None
    urgency: Annotated[Urgency, F("긴급도", "Urgency", Privacy.TEAM)] = Urgency.ORDINARY
    state: Annotated[NeedState, F("상태", "State", Privacy.TEAM)] = NeedState.OPEN
    raised_on: Annotated[date | None, F("확인일", "Raised on", Privacy.TEAM, unit="day")] = None
    resolved_on: Annotated[date | None, F("해결일", "Resolved on", Privacy.TEAM, unit="day")] = None

    def __post_init__(self) -> None:
        """A need is one of the ten areas' and is resolved after it was raised."""
        require_dong(self.dong, self)
        require_need_item(self.item, self)
        require_order(self.raised_on, self.resolved_on, self, "resolved_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """The help wanted for a need (B82): what, how much, when."""

    id: Annotated[str, F("번호", "Id", Privacy.TEAM, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동", "Dong", Privacy.TEAM)]
    need: Annotated[str, F("욕구", "Need", Privacy.TEAM, refers_to=("Need",))]
    person: Annotated[str, F("당사자", "Client", Privacy.TEAM, refers_to=("Person",))]
    service_type: Annotated[str, F("원하는 도움", "Help wanted", Privacy.TEAM)]
    amount: Annotated[Amount, F("필요량", "Amount", Privacy.TEAM)]
    slots: Annotated[
        Slots | None, F("희망 시간", "Weekly slots", Privacy.TEAM, Origin.STATED, unit="half-hours")
    ] = None
    slots_text: Annotated[
        str | None, F("희망 시간(원문)", "Times as written", Privacy.TEAM, Origin.STATED)
    ] = None
    from_on: Annotated[date | None, F("시작 희망일", "From", Privacy.TEAM, Origin.STATED, unit="day")] = None
    until_on: Annotated[date | None, F("종료 희망일", "Until", Privacy.TEAM, Origin.STATED, unit="day")] = (
        None
    )
    state: Annotated[AskState, F("상태", "State", Privacy.TEAM)] = AskState.OPEN
    asked_on: Annotated[date | None, F("요청일", "Asked on", Privacy.TEAM, unit="day")] = None
    wishes: Annotated[str | None, F("바라는 점", "Wishes", Privacy.TEAM, Origin.STATED)] = None

    def __post_init__(self) -> None:
        """An ask wants something that can be given, in slots that exist."""
        require_dong(self.dong, self)
        require_service_type(self.service_type, self)
        require_order(self.from_on, self.until_on, self, "until_on")
        require(self.amount.count > 0, self, "amount", "1 이상으로 적으십시오.", "Ask for more than nothing.")
        some = self.slots is None or len(self.slots) > 0
        require(some, self, "slots", "시간을 하나 이상 고르십시오.", "Choose at least one slot, or any time.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """One need feeds another (B51): complexity is read from these links, never from a count."""

    id: Annotated[str, F("번호", "Id", Privacy.TEAM, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동", "Dong", Privacy.TEAM)]
    source: Annotated[str, F("원인이 되는 욕구", "Feeding need", Privacy.SENSITIVE, refers_to=("Need",))]
    target: Annotated[str, F("영향받는 욕구", "Fed need", Privacy.SENSITIVE, refers_to=("Need",))]
    note: Annotated[str | None, F("설명", "Note", Privacy.SENSITIVE)] = None

    def __post_init__(self) -> None:
        """A need does not feed itself."""
        require_dong(self.dong, self)
        require(self.source != self.target, self, "target", "서로 다른 욕구여야 합니다.", "Name two needs.")
