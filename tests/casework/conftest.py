import pytest

from tests.casework.team import Team


@pytest.fixture
def team():
    return Team()
