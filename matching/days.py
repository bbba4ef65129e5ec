"""Days as columns hold them, by the calendar."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

_EPOCH = date(1970, 1, 1).toordinal()


def calendar(days: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The years of ordinals, and their days in the year as month x 100 + day."""
    day = (days.astype(np.int64) - _EPOCH).astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    months = month.astype(np.int64)
    in_month = (day - month.astype("datetime64[D]")).astype(np.int64)
    return 1970 + months // 12, (months % 12 + 1) * 100 + in_month + 1
