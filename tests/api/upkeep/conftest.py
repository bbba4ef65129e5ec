"""An installation with two people in it."""

import pytest

from tests.api.upkeep.installation import fill, settings_in


@pytest.fixture
def office(tmp_path):
    settings = settings_in(tmp_path / "data")
    fill(settings)
    return settings
