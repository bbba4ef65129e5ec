"""Values that records are made of: weekly slots, places, amounts, eligibility, qualifications."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Self

from graph.errors import RecordInvalid
from graph.records.fields import FieldSpec as F
from graph.records.fields import Origin, Privacy
from graph.words.kinds import HouseholdType, IncomeBand, Period, PlacePrecision, Sex

SLOTS_PER_DAY = 48
SLOTS_PER_WEEK = 7 * SLOTS_PER_DAY
MINUTES_PER_SLOT = 30
_ALL = (1 << SLOTS_PER_WEEK) - 1


@dataclass(frozen=True, slots=True)
class Slots:
    """A set of the 336 half-hours of a week in Asia/Seoul; bit 0 is Monday 00:00 to 00:30."""

    mask: int = 0

    def __post_init__(self) -> None:
        """Refuse a mask outside the week."""
        if not 0 <= self.mask <= _ALL:
            raise RecordInvalid(
                "Slots", "mask", "한 주의 시간대를 벗어났습니다.", "It lies outside one week."
            )

    @classmethod
    def between(cls, weekday: int, start: time, end: time, *, outward: bool) -> Self:
        """The half-hours of one weekday (0 is Monday) between two times; ``end`` 00:00 is midnight.

        Asks round outward (every half-hour touched), offers inward (only whole ones).
        """
        first, last = start.hour * 60 + start.minute, end.hour * 60 + end.minute or 24 * 60
        if outward:
            low, high = first // MINUTES_PER_SLOT, -(-last // MINUTES_PER_SLOT)
        else:
            low, high = -(-first // MINUTES_PER_SLOT), last // MINUTES_PER_SLOT
        if high <= low:
            return cls(0)
        return cls(((1 << (high - low)) - 1) << (weekday * SLOTS_PER_DAY + low))

    @classmethod
    def whole_days(cls, weekdays: frozenset[int]) -> Self:
        """Every half-hour of the given weekdays."""
        day = (1 << SLOTS_PER_DAY) - 1
        return cls(sum(day << (weekday * SLOTS_PER_DAY) for weekday in weekdays))

    @classmethod
    def from_hex(cls, text: str) -> Self:
        """Read what ``hex`` wrote."""
        return cls(int(text, 16))

    def hex(self) -> str:
        """The mask as 84 hexadecimal digits."""
        return f"{self.mask:084x}"

    def words(self) -> tuple[int, ...]:
        """The mask as six unsigned 64-bit words, lowest first, for columns."""
        return tuple((self.mask >> (64 * i)) & 0xFFFF_FFFF_FFFF_FFFF for i in range(6))

    def __or__(self, other: "Slots") -> "Slots":
        return Slots(self.mask | other.mask)

    def __and__(self, other: "Slots") -> "Slots":
        return Slots(self.mask & other.mask)

    def __len__(self) -> int:
        return self.mask.bit_count()

    def __iter__(self) -> Iterator[int]:
        """The half-hours' numbers, in order."""
        return (i for i in range(SLOTS_PER_WEEK) if self.mask >> i & 1)

    def spans(self) -> tuple[tuple[int, int, int], ...]:
        """Maximal runs as (weekday, first minute of the day, last minute of the day)."""
        found: list[tuple[int, int, int]] = []
        for slot in self:
            weekday, number = divmod(slot, SLOTS_PER_DAY)
            start = number * MINUTES_PER_SLOT
            if found and found[-1][0] == weekday and found[-1][2] == start:
                found[-1] = (weekday, found[-1][1], start + MINUTES_PER_SLOT)
            else:
                found.append((weekday, start, start + MINUTES_PER_SLOT))
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is, with how exactly that is known; degrees in WGS84.

    A place with an address only has precision ``dong`` and no coordinates: a point is never guessed.
    """

    address: Annotated[str | None, F("주소", "Address", Privacy.IDENTITY, Origin.STATED)] = None
    tong: Annotated[str | None, F("통", "Tong (sub-area of the dong)", Privacy.TEAM)] = None
    latitude: Annotated[float | None, F("위도", "Latitude", Privacy.IDENTITY, unit="°")] = None
    longitude: Annotated[float | None, F("경도", "Longitude", Privacy.IDENTITY, unit="°")] = None
    precision: Annotated[PlacePrecision, F("위치 정확도", "Precision", Privacy.TEAM)] = PlacePrecision.DONG

    def __post_init__(self) -> None:
        """Coordinates come in pairs, lie in or around Korea, and a dong has none."""
        if (self.latitude is None) != (self.longitude is None):
            raise RecordInvalid(
                "Place",
                "latitude",
                "위도와 경도를 함께 적어야 합니다.",
                "Give latitude and longitude together.",
            )
        if self.latitude is None or self.longitude is None:
            if self.precision is not PlacePrecision.DONG:
                raise RecordInvalid(
                    "Place", "precision", "좌표가 없으면 '동'입니다.", "Without coordinates it is 'dong'."
                )
        elif not (32 <= self.latitude <= 39.5 and 123 <= self.longitude <= 132.5):
            raise RecordInvalid(
                "Place", "latitude", "우리나라 범위를 벗어난 좌표입니다.", "The point lies outside Korea."
            )

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude where both are known."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """So many units in each period (D13)."""

    count: Annotated[float, F("수량", "Count", Privacy.TEAM)]
    period: Annotated[Period, F("기간 단위", "Period", Privacy.TEAM)]

    def __post_init__(self) -> None:
        """An amount is finite and not negative."""
        if not 0 <= self.count < 1e9:
            raise RecordInvalid("Amount", "count", "0 이상의 수를 적으십시오.", "Give a number of 0 or more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Whom a resource is for; a field left None sets no condition."""

    age_from: Annotated[int | None, F("연령 하한", "Age from", Privacy.PUBLIC, unit="세")] = None
    age_to: Annotated[int | None, F("연령 상한", "Age to", Privacy.PUBLIC, unit="세")] = None
    sex: Annotated[Sex | None, F("성별", "Sex", Privacy.PUBLIC)] = None
    household_types: Annotated[
        frozenset[HouseholdType] | None, F("가구 유형", "Household types", Privacy.PUBLIC)
    ] = None
    income_up_to: Annotated[IncomeBand | None, F("소득 기준", "Income up to", Privacy.PUBLIC)] = None
    dongs: Annotated[frozenset[str] | None, F("이용 가능 동", "Dongs served", Privacy.PUBLIC)] = None
    excluded_by: Annotated[
        frozenset[str] | None, F("중복 불가 급여", "Benefits that exclude it", Privacy.PUBLIC)
    ] = None

    def __post_init__(self) -> None:
        """Ages are ordered."""
        if self.age_from is not None and self.age_to is not None and self.age_from > self.age_to:
            raise RecordInvalid(
                "Eligibility",
                "age_to",
                "연령 하한이 상한보다 큽니다.",
                "The lowest age is above the highest.",
            )


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Qualification:
    """A training, licence or check that a helper holds, by its code, and until when."""

    code: Annotated[str, F("자격", "Qualification", Privacy.TEAM)]
    valid_until: Annotated[date | None, F("유효일", "Valid until", Privacy.TEAM)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReason:
    """One reason of a decision as it was shown then: sentence key, its values, points, fields cited."""

    key: Annotated[str, F("근거", "Reason", Privacy.TEAM, Origin.SYSTEM)]
    values: Annotated[str, F("값", "Values", Privacy.TEAM, Origin.SYSTEM)]
    points: Annotated[int, F("점수", "Points", Privacy.TEAM, Origin.SYSTEM)] = 0
    cites: Annotated[tuple[str, ...], F("근거 항목", "Fields cited", Privacy.TEAM, Origin.SYSTEM)] = ()
