"""The errors of matching."""

from __future__ import annotations

from graph.errors import PumasiError


class MatchingError(PumasiError):
    """Base of matching's errors."""


class NotInSnapshot(MatchingError):
    """An ask or resource is not in the region's snapshot."""

    KO = "{id} 기록이 이 지역의 자료에 없습니다. 지역 범위를 넓히거나 기록이 남아 있는지 확인하십시오."
    EN = "Record {id} is not in the data of this region. Widen the region, or check that it still exists."
