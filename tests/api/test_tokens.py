"""Tokens of programs: one account, one purpose, revocable."""

from datetime import timedelta

import pytest
from fastapi import APIRouter

from api.errors import AccountMissing
from api.http import app as app_module
from api.http.identity import Identified
from graph.words.kinds import ViewPurpose


def who(identity: Identified) -> list[str]:
    """Say who asks, and for what."""
    return [identity.account.name, identity.actor.viewer.staff, identity.actor.purpose.value]


@pytest.fixture
def office(office):
    router = APIRouter()
    router.add_api_route("/who", who, methods=["GET", "POST"])
    office.app.include_router(router, prefix=app_module.API)
    return office


@pytest.fixture
def token(office):
    return office.door.tokens.issue("team", ViewPurpose.STATISTICS, "monthly figures")


def test_a_token_acts_as_its_account_for_its_purpose(office, token):
    staff = office.door.accounts.each()[0].viewer.staff
    assert office.program(token[1]).get("/api/v1/who").json() == ["team", staff, "statistics"]


def test_a_token_needs_no_form_token(office, token):
    assert office.program(token[1]).post("/api/v1/who").status_code == 200


def test_a_revoked_token_is_refused_at_once(office, token):
    client = office.program(token[1])
    assert client.get("/api/v1/who").status_code == 200
    assert office.door.tokens.revoke(token[0])
    answer = client.get("/api/v1/who")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_revoking_twice_ends_it_once(office, token):
    assert [office.door.tokens.revoke(token[0]) for _ in range(2)] == [True, False]


def test_an_expired_token_is_refused(office):
    until = office.clock() + timedelta(days=1)
    _, token = office.door.tokens.issue("team", ViewPurpose.STATISTICS, "", expires_at=until)
    office.clock.pass_time(days=1)
    assert office.program(token).get("/api/v1/who").status_code == 401


@pytest.mark.parametrize("header", ["Bearer made-up", "Bearer ", "Basic dGVhbTp0ZWFt"])
def test_a_made_up_credential_is_refused(office, header):
    assert office.program(authorization=header).get("/api/v1/who").status_code == 401


def test_a_token_cannot_be_used_for_another_purpose(office, token):
    client = office.program(token[1])
    codes = [
        client.get("/api/v1/who", headers={"Pumasi-Purpose": p}).status_code
        for p in ("statistics", "linking", "fun")
    ]
    assert codes == [200, 403, 403]


def test_a_session_may_name_its_purpose(office):
    answer = office.signed_in().get("/api/v1/who", headers={"Pumasi-Purpose": "linking"})
    assert answer.json()[2] == "linking"


def test_nobody_without_session_or_token_gets_in(office):
    answer = office.program().get("/api/v1/who")
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:pumasi:problem:sign-in-needed")


def test_the_list_shows_when_a_token_was_used_but_never_the_token(office, token):
    office.program(token[1]).get("/api/v1/who")
    (kept,) = office.door.tokens.each()
    assert kept.used_at == office.clock()
    assert token[1] not in repr(kept)


def test_a_token_of_no_account_is_not_issued(office):
    with pytest.raises(AccountMissing):
        office.door.tokens.issue("nobody", ViewPurpose.STATISTICS, "")
