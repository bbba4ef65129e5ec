from collections.abc import Callable
from typing import Any

import pytest

from matching.circle.arrange import Arrangement, arrange
from matching.circle.templates import template_on


@pytest.fixture
def a_circle(a_snapshot: Any) -> Callable[..., Arrangement]:
    """The lunchbox of 김하늘 out of some records."""

    def make(*records: Any, **given: Any) -> Arrangement:
        snapshot = a_snapshot(*records)
        return arrange(snapshot, "p-kim", template_on("lunchbox", snapshot.day), **given)

    return make
