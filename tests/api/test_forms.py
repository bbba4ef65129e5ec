"""A change comes only from a page of one's own session."""

import pytest

from tests.api.office import hidden, sign_in


def test_a_form_without_its_token_changes_nothing(office):
    client = office.signed_in()
    answer = client.post("/sign-out")
    assert answer.status_code == 403
    assert "화면을 새로 고친 뒤" in answer.text
    assert client.get("/").status_code == 200


def test_the_form_token_of_another_session_is_refused(office):
    other = hidden(office.signed_in().get("/"))
    assert office.signed_in().post("/sign-out", data={"form_token": other}).status_code == 403


def test_the_token_may_come_in_the_header_that_parts_of_pages_send(office):
    client = office.signed_in()
    token = hidden(client.get("/"))
    assert client.post("/sign-out", headers={"X-CSRF-Token": token}).status_code == 303


def test_a_right_token_sent_by_another_site_is_refused(office):
    client = office.signed_in()
    form = {"form_token": hidden(client.get("/"))}
    for site in ("cross-site", "same-site"):
        assert client.post("/sign-out", data=form, headers={"Sec-Fetch-Site": site}).status_code == 403


@pytest.mark.parametrize("token", ["", "made-up"])
def test_the_sign_in_form_has_a_token_of_its_own(office, token):
    answer = sign_in(office.browser(), "team", office.password, form_token=token)
    assert answer.status_code in {403, 422}
    assert "set-cookie" not in answer.headers or "pumasi_session" not in answer.headers["set-cookie"]


def test_the_page_offers_the_session_token_to_its_parts(office):
    client = office.signed_in()
    page = client.get("/")
    assert f'"X-CSRF-Token":"{hidden(page)}"' in page.text
