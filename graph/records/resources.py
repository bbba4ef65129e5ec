"""What can be given: human and material resources; relational ones are views of ties."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from graph.records.checks import require, require_dong, require_order, require_service_type, require_text
from graph.records.fields import FieldSpec as F
from graph.records.fields import Origin, Privacy
from graph.records.values import Amount, Eligibility, Place, Slots
from graph.words.kinds import ResourceKind, SpokenLanguage


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Something a person or an organisation can give, with its limits.

    Its limit is a capacity per period, a stock, or none (``unlimited``); all three unset is unknown.
    Its season is given by month-day marks (``"11-15"``) and may pass the turn of the year (D11).
    """

    id: Annotated[str, F("번호", "Id", Privacy.PUBLIC, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동", "Dong", Privacy.PUBLIC)]
    name: Annotated[str, F("자원명", "Name", Privacy.PUBLIC)]
    kind: Annotated[ResourceKind, F("자원 종류", "Kind", Privacy.PUBLIC)]
    service_type: Annotated[str, F("서비스 종류", "Service type", Privacy.PUBLIC)]
    giver: Annotated[
        str, F("제공자", "Giver", Privacy.TEAM, refers_to=("Person", "Organisation", "Household"))
    ]
    formal: Annotated[bool | None, F("공식 여부", "Formal", Privacy.PUBLIC)] = None
    capacity: Annotated[Amount | None, F("제공 가능량", "Capacity", Privacy.TEAM)] = None
    stock: Annotated[int | None, F("재고", "Stock", Privacy.TEAM)] = None
    unlimited: Annotated[bool | None, F("한도 없음", "No limit", Privacy.TEAM)] = None
    slots: Annotated[Slots | None, F("가능 시간", "Weekly slots", Privacy.TEAM, unit="half-hours")] = None
    slots_text: Annotated[
        str | None, F("운영 시간(원문)", "Hours as written", Privacy.PUBLIC, Origin.FILE)
    ] = None
    place: Annotated[Place | None, F("장소", "Place", Privacy.TEAM)] = None
    comes_home: Annotated[bool | None, F("방문 제공", "Comes to the home", Privacy.PUBLIC)] = None
    reach_metres: Annotated[int | None, F("제공 거리", "Reach on foot", Privacy.TEAM, unit="m")] = None
    eligibility: Annotated[Eligibility | None, F("이용 대상", "Eligibility", Privacy.PUBLIC)] = None
    eligibility_text: Annotated[
        str | None, F("이용 대상(원문)", "Eligibility as written", Privacy.PUBLIC, Origin.FILE)
    ] = None
    languages: Annotated[frozenset[SpokenLanguage] | None, F("제공 언어", "Languages", Privacy.PUBLIC)] = None
    won_each: Annotated[int | None, F("이용료", "Price", Privacy.PUBLIC, unit="원")] = None
    allergens: Annotated[frozenset[str] | None, F("알레르기 유발 식품", "Allergens", Privacy.PUBLIC)] = None
    best_before: Annotated[date | None, F("소비기한", "Best before", Privacy.PUBLIC, unit="day")] = None
    season_from: Annotated[str | None, F("제공 시작 시기", "Season from", Privacy.PUBLIC, unit="MM-DD")] = (
        None
    )
    season_to: Annotated[str | None, F("제공 종료 시기", "Season to", Privacy.PUBLIC, unit="MM-DD")] = None
    valid_from: Annotated[date | None, F("제공 시작일", "Valid from", Privacy.PUBLIC, unit="day")] = None
    valid_to: Annotated[date | None, F("제공 종료일", "Valid to", Privacy.PUBLIC, unit="day")] = None
    paused_until: Annotated[date | None, F("중지 기한", "Paused until", Privacy.TEAM, unit="day")] = None
    verified_on: Annotated[date | None, F("확인일", "Verified on", Privacy.PUBLIC, unit="day")] = None
    note: Annotated[str | None, F("메모", "Note", Privacy.TEAM)] = None

    def __post_init__(self) -> None:
        """A type of the list, one kind of limit only, spans in order, months and days that exist."""
        require_dong(self.dong, self)
        require_text(self.name, self, "name")
        require_service_type(self.service_type, self)
        require_order(self.valid_from, self.valid_to, self, "valid_to")
        limits = (self.capacity is not None) + (self.stock is not None) + bool(self.unlimited)
        require(limits <= 1, self, "capacity", "한도는 하나만 적으십시오.", "Give one kind of limit only.")
        require(
            self.stock is None or self.stock >= 0, self, "stock", "0 이상으로 적으십시오.", "Give 0 or more."
        )
        require(
            (self.season_from is None) == (self.season_to is None),
            self,
            "season_to",
            "시작과 종료 시기를 함께 적으십시오.",
            "Give both ends of the season.",
        )
        for field in ("season_from", "season_to"):
            mark: str | None = getattr(self, field)
            require(
                mark is None or _is_month_day(mark), self, field, "MM-DD로 적으십시오.", "Write it as MM-DD."
            )


def _is_month_day(mark: str) -> bool:
    try:
        date.fromisoformat(f"2024-{mark}")
    except ValueError:
        return False
    return len(mark) == 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkingTime:
    """Minutes on foot between two tongs, kept by the team; it overrides straight lines (D15)."""

    id: Annotated[str, F("번호", "Id", Privacy.PUBLIC, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동", "Dong", Privacy.PUBLIC)]
    tong: Annotated[str, F("통", "Tong", Privacy.PUBLIC)]
    other_tong: Annotated[str, F("다른 통", "Other tong", Privacy.PUBLIC)]
    walk_minutes: Annotated[int, F("도보 시간", "Walking time", Privacy.PUBLIC, unit="min")]

    def __post_init__(self) -> None:
        """A walk takes some minutes and less than half a day."""
        require_dong(self.dong, self)
        ok = 0 <= self.walk_minutes <= 720
        require(ok, self, "walk_minutes", "0~720분으로 적으십시오.", "Give 0 to 720 minutes.")
