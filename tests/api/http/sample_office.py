"""The application over an invented dong in memory, asked by programs with tokens."""

from api.http.app import create_app
from api.settings import Settings
from api.wiring import build
from casework.register.sample import fill_with_sample, guide_of
from graph.view import Viewer
from graph.words.kinds import StaffRole, ViewPurpose
from tests.api.office import FakeClock, TestClient

DONG = "9911000100"


def the_guide(desk):
    fill_with_sample(desk, "dong", seed=1)
    return guide_of(desk)


class SampleOffice:
    """One account answers for the client of the meals scene, with a leader's rights; others are made by role."""

    def __init__(self, folder):
        self.clock = FakeClock()
        self.settings = Settings(data=folder, store="memory:", dong=DONG)
        self.parts = build(self.settings, clock=self.clock, first_worker=the_guide)
        self.desk, self.door = self.parts.desk, self.parts.door
        self.app = create_app(self.parts)
        self.guide = self.program("team")

    def program(self, account=None, **headers):
        """A client that holds a token of an account, or none."""
        client = TestClient(self.app, base_url="http://127.0.0.1:8350/api/v1", follow_redirects=False)
        client.headers.update({"accept": "application/json", **headers})
        if account is not None:
            _, token = self.door.tokens.issue(account, ViewPurpose.CASE_WORK, "test")
            client.headers["authorization"] = f"Bearer {token}"
        return client

    def as_role(self, role, dong=DONG, staff="s-invented00000000"):
        """A program of a new account with a role."""
        name = f"{role.value}-{dong}-{len(self.door.accounts.each())}"
        self.door.accounts.add(name, Viewer(staff=staff, role=StaffRole(role), dong=dong))
        return self.program(name)

    def log(self):
        with self.desk.store.read() as reader:
            return reader.log(limit=100_000)


def problem(answer):
    """The status and the last part of the type of problem details, whose shape is checked on the way."""
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == answer.status_code
    assert {"type", "title", "detail", "instance", "ko", "en"} <= told.keys()
    return answer.status_code, told["type"].rpartition(":")[2]
