"""Days as Korean files write them; what is not certainly a day is no day."""

from __future__ import annotations

import re
from datetime import date

from importers.reading.remembered import remembered

_FORMS = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0|\d{6})?"),
    re.compile(r"(\d{4})\s?[./]\s?(\d{1,2})\s?[./]\s?(\d{1,2})\s?\.?"),
    re.compile(r"(\d{4})\s?년\s?(\d{1,2})\s?월\s?(\d{1,2})\s?일"),
)


@remembered(65536)
def read_day(text: str) -> date | None:
    """The day that a text certainly means, or None.

    Two-digit years ('24.10.24) and bare years are not read: the century or the day would be a guess.
    """
    bare = text.strip()
    for form in _FORMS:
        found = form.fullmatch(bare)
        if found:
            year, month, day = (int(part) for part in found.groups())
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None
