"""Which records a day leaves out, and when units of work happened."""

import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime

from graph.records.registry import Record
from graph.store import Primitive
from graph.stores.codec import codec
from graph.stores.columns import encode_moment

FOREVER = "9999"
"""Later than every moment, as moments are written."""


def moment_text(moment: datetime | None) -> str:
    """A recorded moment as a parameter; without one, everything was recorded before it."""
    return FOREVER if moment is None else encode_moment(moment)


def holds_on(kind: type[Record], row: Sequence[Primitive], day: date | None) -> bool:
    """Tell whether the record of a row of column values holds on a day; both ends of its span count."""
    span = codec(kind).span
    if day is None or span is None:
        return True
    first, last = row[span[0]], row[span[1]]
    mark = day.isoformat()
    return (first is None or str(first) <= mark) and (last is None or mark <= str(last))


def utc_now() -> datetime:
    """The clock of a store that was given none."""
    return datetime.now(UTC)


def never_back(now: datetime, last: datetime | None) -> datetime:
    """The moment of a new unit: now, but never before the one already kept."""
    return now if last is None or now > last else last


def new_unit_id() -> str:
    """An id for a unit of work."""
    return f"u-{secrets.token_hex(8)}"


def new_store_id() -> str:
    """An id for a store, which its cursors carry."""
    return secrets.token_hex(6)
