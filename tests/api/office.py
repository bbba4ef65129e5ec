"""A running application to test against."""

import warnings
from datetime import UTC, datetime, timedelta

from api.http.app import create_app
from api.settings import Settings
from api.wiring import build
from graph.store import LogAction

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient


class FakeClock:
    """A clock that stands still until told."""

    def __init__(self):
        self.now = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def pass_time(self, **span):
        self.now += timedelta(**span)


class Office:
    """A running application with the account of its first start, over a store in memory."""

    def __init__(self, folder, **given):
        self.clock = FakeClock()
        self.settings = Settings(**{"data": folder, "store": "memory:", "dong": "9999900100", **given})
        self.parts = build(self.settings, clock=self.clock)
        self.door, self.desk = self.parts.door, self.parts.desk
        self.password = self.parts.first_password
        self.app = create_app(self.parts)

    def log(self):
        """What the log says about who came in: staff and event."""
        with self.desk.store.read() as reader:
            return [(e.by, e.what) for e in reader.log() if e.action is LogAction.SIGN_IN]

    def browser(self, **headers):
        client = TestClient(self.app, base_url="http://127.0.0.1:8350", follow_redirects=False)
        client.headers.update({"accept": "text/html", **headers})
        return client

    def program(self, token=None, **headers):
        client = TestClient(self.app, base_url="http://127.0.0.1:8350", follow_redirects=False)
        client.headers.update({"accept": "application/json", **headers})
        if token:
            client.headers["authorization"] = f"Bearer {token}"
        return client

    def signed_in(self, **headers):
        client = self.browser(**headers)
        answer = sign_in(client, "team", self.password)
        assert answer.status_code == 303, answer.text
        return client


def hidden(page, name="form_token"):
    """The value of a hidden field of a page."""
    return page.text.split(f'name="{name}" value="')[1].split('"')[0]


def sign_in(client, name, password, **more):
    form = {"name": name, "password": password, "form_token": hidden(client.get("/sign-in"))}
    return client.post("/sign-in", data={**form, **more})
