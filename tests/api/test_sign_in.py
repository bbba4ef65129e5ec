"""Signing in, staying signed in, and signing out."""

from tests.api.office import sign_in


def test_the_right_password_opens_the_first_page(office):
    client = office.browser()
    answer = sign_in(client, "team", office.password)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "team" in client.get("/").text
