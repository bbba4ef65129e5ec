import pytest

from tests.api.office import Office


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path / "data")
    yield office
    office.parts.close()
