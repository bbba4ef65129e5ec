"""Every failure has one shape, in both languages, and says nothing personal."""

import logging
from datetime import date
from typing import Annotated

import pytest
from fastapi import APIRouter, HTTPException, Query, UploadFile
from starlette.responses import Response

from api.http import app as app_module
from api.http.paging import Paged, cut
from api.http.problems import TITLES, status_of
from api.http.versions import ReadVersion, set_etag
from api.http.wire import Wire
from casework.errors import RightMissing
from graph.errors import PumasiError, RecordMissing, StoreUnavailable, VersionConflict

SECRET = "홍길동-010-1234-5678"
router = APIRouter()


class Note(Wire):
    text: str
    day: date


class Letter(Wire):
    to: str
    count: int
    notes: tuple[Note, ...] = ()


@router.post("/letters")
def post_letter(letter: Letter) -> int:
    return letter.count


@router.get("/days")
def days(limit: Annotated[int, Query(ge=1, le=9)]) -> int:
    return limit


@router.get("/raise/{name}")
def fail(name: str) -> None:
    match name:
        case "missing":
            raise RecordMissing(id="p-1")
        case "conflict":
            raise VersionConflict(id="p-1", expected=1, found=2)
        case "right":
            raise RightMissing(act="파기", act_en="Forget a person")
        case "store":
            raise StoreUnavailable("닫혔습니다.", "It is closed.")
        case "teapot":
            raise HTTPException(418, detail=SECRET)
        case _:
            raise RuntimeError(f"could not reach {name}")


@router.put("/records/1")
def put_record(version: ReadVersion, response: Response) -> int:
    set_etag(response, version + 1)
    return version


@router.get("/numbers")
def numbers(ask: Paged, request: app_module.Request) -> app_module.Any:
    found = ((f"n{i:02}", i) for i in range(25) if ask.after is None or f"n{i:02}" > ask.after)
    return cut(found, ask, request)


@router.post("/files")
async def post_file(file: UploadFile) -> int:
    return len(await file.read())


@pytest.fixture
def client(office):
    office.app.include_router(router, prefix=app_module.API)
    return office.program()


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/api/v1/nowhere", 404, "address-unknown"),
        ("DELETE", "/api/v1/letters", 405, "method-refused"),
        ("GET", "/api/v1/raise/missing", 404, "record-missing"),
        ("GET", "/api/v1/raise/conflict", 412, "version-conflict"),
        ("GET", "/api/v1/raise/right", 403, "right-missing"),
        ("GET", "/api/v1/raise/store", 503, "store-unavailable"),
        ("GET", "/api/v1/raise/teapot", 422, "request-invalid"),
        ("GET", "/api/v1/raise/anything", 500, "unexpected-failure"),
        ("GET", "/api/v1/days?limit=99", 422, "request-invalid"),
        ("PUT", "/api/v1/records/1", 428, "match-needed"),
        ("GET", "/api/v1/numbers?cursor=made-up", 400, "page-cursor-refused"),
    ],
)
def test_a_failure_is_problem_details_in_both_languages(client, method, path, status, kind):
    answer = client.request(method, path)
    problem = answer.json()
    assert answer.status_code == problem["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"] == f"urn:pumasi:problem:{kind}"
    assert problem["instance"] == f"urn:uuid:{answer.headers['request-id']}"
    assert (problem["title"], problem["detail"]) == (problem["ko"]["title"], problem["ko"]["detail"])
    assert problem["en"]["detail"].isascii()


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_a_store_that_is_away_is_to_be_asked_again_in_a_moment(client, accept):
    answer = client.get("/api/v1/raise/store", headers={"accept": accept})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "15")


def test_a_failure_answers_in_the_language_of_the_request(client):
    problem = client.get("/api/v1/nowhere", headers={"Accept-Language": "en-GB,en;q=0.9"}).json()
    assert problem["title"] == problem["en"]["title"] == "Not found"


def test_the_fields_that_are_wrong_are_named_with_what_is_expected(client):
    problem = client.post("/api/v1/letters", json={"count": "x", "notes": [{"text": "a", "day": "x"}]}).json()
    found = {(e["place"], e["field"]): e["en"] for e in problem["errors"]}
    assert found == {
        ("body", "to"): "This is required.",
        ("body", "count"): "Give a whole number.",
        ("body", "notes/0/day"): "Write the day like 2026-11-22.",
    }


def test_an_unknown_field_is_refused(client):
    problem = client.post("/api/v1/letters", json={"to": "a", "count": 1, "colour": "red"}).json()
    assert [(e["field"], e["en"]) for e in problem["errors"]] == [
        ("colour", "There is no such field. Remove it.")
    ]


@pytest.mark.parametrize(
    "sent",
    [
        {"json": {"to": {"name": SECRET}, "count": SECRET}},
        {"json": {SECRET: 1, "to": "a", "count": 1}},
        {"json": {"to": "a", "count": 1, "notes": [{"text": SECRET, "day": SECRET}]}},
        {"content": '{"to": "' + SECRET, "headers": {"content-type": "application/json"}},
        {"params": {"q": SECRET}},
    ],
)
def test_a_value_that_was_sent_is_in_neither_answer_nor_log(client, caplog, sent):
    caplog.set_level(logging.DEBUG)
    answer = client.post("/api/v1/letters", **sent)
    assert answer.status_code == 422
    assert "홍길동" not in answer.text.encode().decode("unicode-escape", "ignore") + answer.text
    assert "홍길동" not in caplog.text


def test_an_unforeseen_failure_is_logged_by_its_place_and_never_by_its_message(client, caplog):
    caplog.set_level(logging.DEBUG)
    answer = client.get(f"/api/v1/raise/{SECRET}")
    assert answer.status_code == 500
    assert SECRET not in answer.text + caplog.text
    assert "RuntimeError at test_problems.py" in caplog.text
    assert answer.headers["request-id"] in caplog.text


def test_the_log_names_what_ran_and_not_what_was_searched_for(client, caplog):
    caplog.set_level(logging.INFO, logger="pumasi.access")
    client.get("/api/v1/days", params={"limit": 3, "q": SECRET})
    (line,) = [r.getMessage() for r in caplog.records if r.name == "pumasi.access"]
    assert "test_problems.days 200 " in line
    assert SECRET not in caplog.text


def test_a_person_gets_a_page_that_says_what_to_do_next(office):
    answer = office.browser().get("/nowhere")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "처음 화면에서 다시 찾으십시오" in answer.text
    assert answer.headers["request-id"] in answer.text


def test_an_error_page_keeps_the_menu_of_whoever_is_signed_in(office):
    assert 'aria-label="주 메뉴"' in office.signed_in().get("/nowhere").text
    assert 'aria-label="주 메뉴"' not in office.browser().get("/nowhere").text


def test_a_part_of_a_page_gets_problem_details_too(office):
    answer = office.browser(**{"HX-Request": "true"}).get("/nowhere")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_part_of_a_page_is_led_to_sign_in_when_the_session_ended(office):
    answer = office.browser(**{"HX-Request": "true"}).get("/")
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/sign-in?next=/")


@pytest.mark.parametrize("told", [True, False])
def test_a_body_above_the_limit_is_refused_whether_it_tells_its_length_or_not(client, office, told):
    most = office.settings.body_mebibytes * 1024 * 1024
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'
    chunks = [head, *([b"a" * (1 << 20)] * (most >> 20)), b"\r\n--x--"]
    answer = client.post(
        "/api/v1/files",
        content=b"".join(chunks) if told else iter(chunks),
        headers={"content-type": "multipart/form-data; boundary=x"},
    )
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:pumasi:problem:body-too-large")


def test_a_change_names_the_version_that_was_read(client):
    answer = client.put("/api/v1/records/1", headers={"If-Match": '"3"'})
    assert (answer.json(), answer.headers["etag"]) == (3, '"4"')


@pytest.mark.parametrize("tag", ["3", 'W/"3"', "*", '"0"', '"3", "4"', '"x"'])
def test_anything_but_one_strong_tag_is_refused(client, tag):
    assert client.put("/api/v1/records/1", headers={"If-Match": tag}).status_code == 412


def test_the_pages_of_a_list_hold_every_item_once(client):
    seen, address = [], "/api/v1/numbers?limit=10"
    while address:
        page = client.get(address).json()
        seen += page["items"]
        address = page["next"]
    assert seen == list(range(25))


def test_a_cursor_of_another_list_is_refused(client):
    from api.http.paging import encode_cursor

    cursor = encode_cursor("/api/v1/other", "n03")
    assert client.get("/api/v1/numbers", params={"cursor": cursor}).status_code == 400


def every_error(kind=PumasiError):
    for below in kind.__subclasses__():
        yield below
        yield from every_error(below)


def test_every_error_has_a_status_with_a_title():
    for kind in every_error():
        assert status_of(kind.__new__(kind)) in TITLES, kind
