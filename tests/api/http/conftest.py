import pytest

from tests.api.http.sample_office import SampleOffice


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    office = SampleOffice(tmp_path_factory.mktemp("office"))
    yield office
    office.parts.close()


@pytest.fixture(scope="module")
def guide(sample):
    return sample.guide
