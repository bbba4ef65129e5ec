"""Checks that records share; each names record and field, never the value."""

from datetime import date

from graph.errors import RecordInvalid
from graph.words.need_areas import need_words
from graph.words.service_types import service_types


def require(condition: bool, record: object, field: str, ko: str, en: str) -> None:
    """Refuse a record whose condition does not hold.

    Raises:
        RecordInvalid: the condition is false.
    """
    if not condition:
        raise RecordInvalid(type(record).__name__, field, ko, en)


def require_text(value: str, record: object, field: str) -> None:
    """A text that must say something."""
    require(bool(value.strip()), record, field, "비워 둘 수 없습니다.", "It must not be empty.")


def require_dong(value: str, record: object) -> None:
    """A ten-digit administrative dong code (행정동)."""
    require(
        len(value) == 10 and value.isascii() and value.isdigit(),
        record,
        "dong",
        "행정동 코드 열 자리를 적으십시오.",
        "Give the ten-digit code of the dong.",
    )


def require_need_item(code: str, record: object) -> None:
    """An area, sub-area or item of the ten need areas, as exactly as it is known."""
    ko, en = "욕구 목록에 있는 코드를 쓰십시오.", "Use a code of the need areas."
    require(code in need_words(), record, "item", ko, en)


def require_service_type(code: str, record: object) -> None:
    """An entry of the closed list of what can be given."""
    ko, en = "서비스 종류 목록에 있는 코드를 쓰십시오.", "Use a code of the service types."
    require(code in service_types(), record, "service_type", ko, en)


def require_order(first: date | None, last: date | None, record: object, field: str) -> None:
    """A span must not end before it starts."""
    require(
        first is None or last is None or first <= last,
        record,
        field,
        "끝나는 날이 시작하는 날보다 빠릅니다.",
        "It ends before it starts.",
    )
