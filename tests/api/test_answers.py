"""What every answer carries, and who gets one."""

import pytest

from api.http.register import API_ROUTERS, PAGE_ROUTERS
from tests.api.office import Office

OPEN_TO_ANYONE = {"/sign-in", "/health"}


def test_no_script_style_or_frame_of_another_host_or_inline_is_allowed(office):
    policy = dict(
        part.split(" ", 1)
        for part in office.browser().get("/sign-in").headers["content-security-policy"].split("; ")
    )
    assert (
        policy["default-src"]
        == policy["script-src"]
        == policy["style-src"]
        == policy["frame-src"]
        == "'self'"
    )
    assert policy["frame-ancestors"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == "'none'"


@pytest.mark.parametrize(
    "path", ["/sign-in", "/nowhere", "/api/v1/health", "/api/v1/openapi.json", "/api/v1/nowhere"]
)
def test_every_answer_carries_the_headers_of_the_house(office, path):
    headers = office.browser().get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["cache-control"] == "no-store"
    assert headers["request-id"]


def test_a_page_never_asks_for_anything_inline(office):
    for page in (
        office.browser().get("/sign-in"),
        office.signed_in().get("/"),
        office.browser().get("/nowhere"),
    ):
        assert "<style" not in page.text
        assert " style=" not in page.text
        assert " onclick=" not in page.text
        assert page.text.count("<script") == page.text.count('<script src="/static/')


def test_a_file_whose_address_holds_its_mark_may_be_kept(office):
    page = office.browser().get("/sign-in").text
    address = page.split('stylesheet" href="')[1].split('"')[0]
    assert "immutable" in office.browser().get(address).headers["cache-control"]


def test_a_long_answer_is_compressed(office):
    answer = office.browser(**{"Accept-Encoding": "gzip"}).get("/sign-in")
    assert answer.headers["content-encoding"] == "gzip"


def test_a_host_name_of_somebody_else_is_refused(office):
    client = office.browser()
    assert client.get("/sign-in", headers={"Host": "evil.invalid:8350"}).status_code == 421
    for own in ("127.0.0.1:8350", "localhost", "[::1]:8350"):
        assert client.get("/sign-in", headers={"Host": own}).status_code == 200, own


def test_a_named_host_is_the_only_one(tmp_path):
    office = Office(tmp_path / "data", host_names=("welfare.invalid",))
    client = office.browser()
    codes = [
        client.get("/sign-in", headers={"Host": h}).status_code for h in ("welfare.invalid", "127.0.0.1")
    ]
    assert codes == [200, 421]
    office.parts.close()


def open_routes(office):
    """The routes that answer somebody who is not signed in with anything but the way to sign in."""
    client = office.program()
    for prefix, routers in (("/api/v1", API_ROUTERS), ("", PAGE_ROUTERS)):
        for router in routers:
            for route in router.routes:
                for method in route.methods - {"HEAD", "OPTIONS"}:
                    path = prefix + route.path.replace("{", "").replace("}", "")
                    answer = client.request(method, path)
                    led_away = answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")
                    if answer.status_code != 401 and not led_away:
                        yield route.path


def test_only_the_health_check_and_the_sign_in_form_are_open(office):
    assert set(open_routes(office)) == OPEN_TO_ANYONE


def test_health_says_the_version_and_that_the_store_answers(office):
    answer = office.program().get("/api/v1/health")
    assert answer.json() == {"status": "ok", "version": office.app.version}


def test_a_store_that_does_not_answer_is_not_healthy(office, monkeypatch):
    monkeypatch.setattr(office.desk.store, "read", None)
    answer = office.program().get("/api/v1/health")
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:pumasi:problem:store-unavailable")


def test_the_description_of_the_api_is_openapi_and_the_pages_from_other_hosts_are_off(office):
    described = office.program().get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert "/api/v1/health" in described["paths"]
    assert not any(path for path in described["paths"] if not path.startswith("/api/v1/"))
    assert [office.program().get(path).status_code for path in ("/docs", "/redoc")] == [404, 404]


def test_every_route_of_the_api_describes_its_problems(office):
    described = office.program().get("/api/v1/openapi.json").json()
    for path in described["paths"].values():
        for operation in path.values():
            assert "application/problem+json" in operation["responses"]["4XX"]["content"]


@pytest.mark.parametrize(
    ("asked", "header", "answered"),
    [
        ("", "", "ko"),
        ("", "fr", "ko"),
        ("", "en-US,en;q=0.9,ko;q=0.8", "en"),
        ("", "en;q=0.3,ko;q=0.8", "ko"),
        ("?lang=en", "ko", "en"),
        ("?lang=xx", "ko", "ko"),
    ],
)
def test_the_language_is_what_is_asked_for_and_korean_when_in_doubt(office, asked, header, answered):
    page = office.browser(**{"Accept-Language": header}).get(f"/sign-in{asked}")
    assert f'<html lang="{answered}">' in page.text
    assert page.headers["content-language"] == answered


def test_the_switch_of_language_is_remembered(office):
    client = office.browser(**{"Accept-Language": "ko"})
    page = client.get("/sign-in")
    client.get(page.text.split('lang="en" hreflang')[0].rsplit('href="', 1)[1].split('"')[0])
    assert "Sign in" in client.get("/sign-in").text
