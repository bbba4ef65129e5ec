"""People, households, the team's staff, and organisations."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from graph.records.checks import require, require_dong, require_order, require_text
from graph.records.fields import FieldSpec as F
from graph.records.fields import Origin, Privacy
from graph.records.values import Place, Qualification
from graph.words.kinds import (
    AcceptAtHome,
    GivingWish,
    HomeCondition,
    HouseholdType,
    IncomeBand,
    OrganisationKind,
    Sex,
    SpokenLanguage,
    StaffRole,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person of the neighbourhood, who may ask, give, or both.

    A neighbour who has not agreed to be named has no name and a role people know them by (윗집, D28).
    """

    id: Annotated[str, F("번호", "Id", Privacy.TEAM, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동", "Dong", Privacy.TEAM)]
    name: Annotated[str | None, F("이름", "Name", Privacy.IDENTITY, Origin.STATED)] = None
    known_as: Annotated[str | None, F("호칭", "Known as", Privacy.TEAM)] = None
    birth_date: Annotated[date | None, F("생년월일", "Birth date", Privacy.IDENTITY, Origin.STATED)] = None
    birth_year: Annotated[int | None, F("출생연도", "Birth year", Privacy.TEAM, Origin.STATED)] = None
    sex: Annotated[Sex | None, F("성별", "Sex", Privacy.TEAM, Origin.STATED)] = None
    phone: Annotated[str | None, F("전화번호", "Phone", Privacy.IDENTITY, Origin.STATED)] = None
    household: Annotated[
        str | None, F("가구", "Household", Privacy.TEAM, refers_to=("Household",), forget="clear")
    ] = None
    place: Annotated[Place | None, F("사는 곳", "Home", Privacy.IDENTITY, Origin.STATED)] = None
    languages: Annotated[
        frozenset[SpokenLanguage] | None, F("사용 언어", "Languages", Privacy.TEAM, Origin.STATED)
    ] = None
    can_read: Annotated[bool | None, F("글 읽기", "Can read", Privacy.TEAM, Origin.STATED)] = None
    accepts_at_home: Annotated[
        AcceptAtHome | None, F("방문 허용", "Accepts at home", Privacy.TEAM, Origin.STATED)
    ] = None
    cannot_with: Annotated[
        frozenset[HomeCondition] | None, F("어려운 조건", "Cannot cope with", Privacy.TEAM, Origin.STATED)
    ] = None
    walks_metres: Annotated[
        int | None, F("걸을 수 있는 거리", "Walks up to", Privacy.SENSITIVE, unit="m")
    ] = None
    health: Annotated[str | None, F("건강", "Health", Privacy.SENSITIVE, Origin.STATED)] = None
    disability: Annotated[bool | None, F("장애 여부", "Disability", Privacy.SENSITIVE, Origin.OFFICIAL)] = (
        None
    )
    allergies: Annotated[
        frozenset[str] | None, F("음식 알레르기", "Food allergies", Privacy.SENSITIVE, Origin.STATED)
    ] = None
    tastes: Annotated[str | None, F("기호", "Tastes", Privacy.TEAM, Origin.STATED)] = None
    career: Annotated[
        str | None, F("경력·기술·경험", "Career, skills, experience", Privacy.TEAM, Origin.STATED)
    ] = None
    strengths: Annotated[str | None, F("강점", "Strengths", Privacy.TEAM, Origin.STATED)] = None
    qualifications: Annotated[
        tuple[Qualification, ...], F("교육·자격", "Training and licences", Privacy.TEAM)
    ] = ()
    load_limit: Annotated[
        int | None, F("주당 도움 한도", "Limit of help", Privacy.TEAM, Origin.STATED, unit="visits/week")
    ] = None
    giving_wish: Annotated[GivingWish | None, F("나눔 의사", "Wish to give", Privacy.TEAM, Origin.STATED)] = (
        None
    )
    visits_paused_until: Annotated[date | None, F("방문 중지", "Visits paused until", Privacy.TEAM)] = None
    case_manager: Annotated[
        str | None, F("담당 사례관리자", "Case manager", Privacy.TEAM, refers_to=("Staff",), forget="clear")
    ] = None
    registered_on: Annotated[date | None, F("등록일", "Registered on", Privacy.TEAM, unit="day")] = None
    verified_on: Annotated[date | None, F("확인일", "Verified on", Privacy.TEAM, unit="day")] = None
    left_on: Annotated[date | None, F("전출·사망일", "Left on", Privacy.TEAM, unit="day")] = None

    def __post_init__(self) -> None:
        """A person has a name or a role, and a plausible birth and limit."""
        require_dong(self.dong, self)
        require(
            bool((self.name or "").strip() or (self.known_as or "").strip()),
            self,
            "name",
            "이름이나 호칭 가운데 하나는 적어야 합니다.",
            "Give a name, or a role such as 'neighbour upstairs'.",
        )
        if self.birth_date is not None and self.birth_year is not None:
            same = self.birth_date.year == self.birth_year
            require(same, self, "birth_year", "생년월일과 다릅니다.", "It differs from the birth date.")
        year = self.birth_date.year if self.birth_date else self.birth_year
        require(
            year is None or 1880 <= year <= 2200,
            self,
            "birth_year",
            "출생연도를 확인하십시오.",
            "Check the year.",
        )
        limit = self.load_limit
        require(
            limit is None or 0 <= limit <= 168,
            self,
            "load_limit",
            "0~168 사이로 적으십시오.",
            "Give 0 to 168.",
        )

    def age_on(self, day: date) -> int | None:
        """Full years on a day; by birth year alone it is the age reached that year."""
        if self.birth_date is not None:
            before = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
            return day.year - self.birth_date.year - before
        return None if self.birth_year is None else day.year - self.birth_year


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """People who live together; the unit of income, benefits and home conditions (A4)."""

    id: Annotated[str, F("번호", "Id", Privacy.TEAM, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동", "Dong", Privacy.TEAM)]
    type: Annotated[HouseholdType | None, F("가구 유형", "Household type", Privacy.TEAM, Origin.STATED)] = (
        None
    )
    members: Annotated[int | None, F("가구원 수", "Members", Privacy.TEAM, Origin.STATED, unit="명")] = None
    place: Annotated[Place | None, F("사는 곳", "Home", Privacy.IDENTITY, Origin.STATED)] = None
    income_band: Annotated[
        IncomeBand | None, F("소득 구간", "Income band", Privacy.SENSITIVE, Origin.OFFICIAL)
    ] = None
    income_year: Annotated[int | None, F("소득 기준 연도", "Year of the income table", Privacy.TEAM)] = None
    benefits: Annotated[
        frozenset[str] | None, F("받는 급여", "Benefits received", Privacy.SENSITIVE, Origin.OFFICIAL)
    ] = None
    home_conditions: Annotated[
        frozenset[HomeCondition] | None, F("방문 조건", "Conditions at home", Privacy.TEAM)
    ] = None
    floor: Annotated[int | None, F("층", "Floor", Privacy.IDENTITY)] = None
    has_lift: Annotated[bool | None, F("승강기", "Lift", Privacy.TEAM)] = None

    def __post_init__(self) -> None:
        """A household has at least one member."""
        require_dong(self.dong, self)
        require(
            self.members is None or 1 <= self.members <= 60,
            self,
            "members",
            "1~60명으로 적으십시오.",
            "Give 1 to 60.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """A worker of the dong team."""

    id: Annotated[str, F("번호", "Id", Privacy.TEAM, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동", "Dong", Privacy.TEAM)]
    name: Annotated[str, F("이름", "Name", Privacy.TEAM)]
    role: Annotated[StaffRole, F("역할", "Role", Privacy.TEAM)]
    left_on: Annotated[date | None, F("전출일", "Left on", Privacy.TEAM, unit="day")] = None

    def __post_init__(self) -> None:
        """A worker has a name."""
        require_dong(self.dong, self)
        require_text(self.name, self, "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An agency, shop, club or group that can give, or that people belong to."""

    id: Annotated[str, F("번호", "Id", Privacy.PUBLIC, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동", "Dong", Privacy.PUBLIC)]
    name: Annotated[str, F("기관명", "Name", Privacy.PUBLIC)]
    kind: Annotated[OrganisationKind, F("기관 종류", "Kind", Privacy.PUBLIC)]
    formal: Annotated[bool | None, F("공식 여부", "Formal", Privacy.PUBLIC)] = None
    operator: Annotated[str | None, F("운영기관", "Operator", Privacy.PUBLIC)] = None
    contact_person: Annotated[str | None, F("담당자", "Contact person", Privacy.IDENTITY)] = None
    phone: Annotated[str | None, F("전화번호", "Phone", Privacy.PUBLIC)] = None
    place: Annotated[Place | None, F("소재지", "Place", Privacy.PUBLIC)] = None
    members: Annotated[int | None, F("회원 수·정원", "Members or places", Privacy.PUBLIC, unit="명")] = None
    since: Annotated[date | None, F("설립일", "Since", Privacy.PUBLIC, unit="day")] = None
    valid_from: Annotated[date | None, F("운영 시작일", "Valid from", Privacy.PUBLIC, unit="day")] = None
    valid_to: Annotated[date | None, F("운영 종료일", "Valid to", Privacy.PUBLIC, unit="day")] = None
    verified_on: Annotated[date | None, F("확인일", "Verified on", Privacy.PUBLIC, unit="day")] = None
    note: Annotated[str | None, F("메모", "Note", Privacy.TEAM)] = None

    def __post_init__(self) -> None:
        """An organisation has a name and a span in order."""
        require_dong(self.dong, self)
        require_text(self.name, self, "name")
        require_order(self.valid_from, self.valid_to, self, "valid_to")
