import pytest
from argon2 import PasswordHasher

from api.auth import hashes
from tests.api.office import Office


@pytest.fixture(autouse=True)
def light_hashes(monkeypatch):
    """Real Argon2 with the least work; what an installation uses is tested by itself."""
    monkeypatch.setattr(hashes, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    hashes.nobodys_hash.cache_clear()
    yield
    hashes.nobodys_hash.cache_clear()


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path / "data")
    yield office
    office.parts.close()
