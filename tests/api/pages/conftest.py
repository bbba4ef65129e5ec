"""A sample dong behind the pages, and workers of different roles at their browsers."""

import warnings

import pytest

from api.http.app import create_app
from api.pages import jobs
from api.settings import Settings
from api.wiring import build
from casework.register.sample import fill_with_sample, guide_of
from graph.view import Viewer
from graph.words.kinds import StaffRole
from tests.api.office import FakeClock, hidden, sign_in

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient


class DongOffice:
    """A running application over a sample dong in memory."""

    def __init__(self, folder):
        self.clock = FakeClock()
        self.parts = build(Settings(data=folder, store="memory:"), clock=self.clock, first_worker=self._fill)
        self.desk, self.door = self.parts.desk, self.parts.door
        self.app = create_app(self.parts)
        self.passwords = {"team": self.parts.first_password}

    def _fill(self, desk):
        fill_with_sample(desk, "dong", seed=1)
        self.guide = guide_of(desk)
        return self.guide

    def worker(self, role=None, *, dong=None, language="ko"):
        """A browser of a worker with a role, signed in; the leader of the sample by default."""
        name = (
            "team"
            if role is None and dong is None
            else f"{role or 'leader'}-{dong or 'here'}".replace("_", "-")
        )
        if name not in self.passwords:
            viewer = Viewer(
                staff=f"s-{len(self.passwords):016d}",
                role=role or StaffRole.TEAM_LEADER,
                dong=dong or self.guide.dong,
            )
            self.passwords[name] = self.door.accounts.add(name, viewer)
        client = TestClient(self.app, base_url="http://127.0.0.1:8350", follow_redirects=False)
        client.headers.update({"accept": "text/html", "accept-language": language})
        assert sign_in(client, name, self.passwords[name]).status_code == 303
        return Worker(client)


class Worker:
    """A browser that sends the form token with every form."""

    def __init__(self, client):
        self.client = client
        self.token = hidden(client.get("/"))

    def get(self, path):
        return self.client.get(path)

    def post(self, path, **form):
        return self.client.post(path, data={"form_token": self.token, **form})

    def upload(self, path, name, content, **form):
        return self.client.post(
            path, data={"form_token": self.token, **form}, files={"file": (name, content)}
        )


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A small file is answered at once on a busy machine too; what shows a bar takes this away."""
    monkeypatch.setattr(jobs, "PATIENCE_SECONDS", 60)


@pytest.fixture(scope="session")
def dong_office(tmp_path_factory):
    office = DongOffice(tmp_path_factory.mktemp("office"))
    yield office
    office.parts.close()


@pytest.fixture
def worker(dong_office):
    return dong_office.worker()


@pytest.fixture(autouse=True)
def a_moment_later(dong_office):
    """Each test is a second after the one before, so that what it takes in is the newest of the list."""
    dong_office.clock.pass_time(seconds=1)
