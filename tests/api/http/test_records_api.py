"""Records over HTTP: versions, pages, and errors that name the field and never the value."""

import pytest

from graph.words.kinds import StaffRole
from importers.sample.scenes import MEALS_CLIENT, MEALS_GOOD_SITE
from tests.api.http.sample_office import problem


@pytest.fixture(scope="module")
def made(guide):
    answer = guide.post("/records/Person", json={"fields": {"name": "서가상"}, "why": "시험"})
    assert answer.status_code == 201
    return answer


def change(guide, record, fields, **headers):
    return guide.patch(f"/records/Person/{record}", json={"fields": fields}, headers=headers)


def test_a_new_record_says_where_it_is_and_its_version(made, guide):
    assert made.headers["location"] == f"/api/v1/records/Person/{made.json()['id']}"
    assert made.headers["etag"] == '"1"'
    assert guide.get(made.headers["location"].removeprefix("/api/v1")).status_code == 200


def test_a_record_is_told_with_labels_and_masked(made, guide):
    told = guide.get(f"/records/Person/{made.json()['id']}").json()
    name = next(field for field in told["fields"] if field["field"] == "name")
    assert (name["label"], name["text"]) == ("이름", "서○○")


def test_a_record_is_told_in_english_on_request(made, guide):
    told = guide.get(f"/records/Person/{made.json()['id']}", headers={"accept-language": "en"}).json()
    assert next(field["label"] for field in told["fields"] if field["field"] == "name") == "Name"


def test_a_change_names_the_version_that_was_read(guide):
    record = guide.post("/records/Person", json={"fields": {"name": "서둘째"}}).json()["id"]
    answer = change(guide, record, {"phone": "010-0000-0000"}, **{"if-match": '"1"'})
    assert (answer.status_code, answer.headers["etag"], answer.json()["version"]) == (200, '"2"', 2)


def test_a_change_without_the_version_is_refused(made, guide):
    assert problem(change(guide, made.json()["id"], {"phone": "1"})) == (428, "match-needed")


def test_a_change_of_an_older_version_is_refused(guide):
    record = guide.post("/records/Person", json={"fields": {"name": "서셋째"}}).json()["id"]
    change(guide, record, {"phone": "010-0000-0000"}, **{"if-match": '"1"'})
    stale = change(guide, record, {"phone": "010-0000-0001"}, **{"if-match": '"1"'})
    assert problem(stale) == (412, "version-conflict")


def test_a_wrong_value_names_its_field_and_not_the_value(made, guide):
    answer = change(guide, made.json()["id"], {"birth_date": "어제쯤"}, **{"if-match": '"1"'})
    assert problem(answer) == (422, "record-invalid")
    assert [fault["field"] for fault in answer.json()["errors"]] == ["birth_date"]
    assert "어제쯤" not in answer.text


def test_a_resident_number_is_refused_without_being_repeated(guide):
    answer = guide.post("/records/Person", json={"fields": {"name": "가상", "known_as": "900101-1234568"}})
    assert problem(answer) == (422, "resident-number-refused")
    assert [fault["field"] for fault in answer.json()["errors"]] == ["known_as"]
    assert "1234568" not in answer.text


def test_an_unknown_code_is_refused(guide):
    fields = {"name": "x", "kind": "human", "service_type": "made_up", "giver": MEALS_CLIENT}
    answer = guide.post("/records/Resource", json={"fields": fields})
    assert problem(answer) == (422, "record-invalid")
    assert [fault["field"] for fault in answer.json()["errors"]] == ["service_type"]


def test_a_reference_that_points_nowhere_is_refused(guide):
    fields = {"name": "x", "kind": "human", "service_type": "side_dish_cooking", "giver": "p-nobody"}
    assert problem(guide.post("/records/Resource", json={"fields": fields})) == (422, "reference-missing")


def test_a_body_with_something_extra_is_refused(guide):
    answer = guide.post("/records/Person", json={"fields": {"name": "가"}, "extra": 1})
    assert problem(answer) == (422, "request-invalid")
    assert [fault["field"] for fault in answer.json()["errors"]] == ["extra"]


def test_an_unknown_type_is_not_found(guide):
    for answer in (guide.get("/records/Nothing"), guide.post("/records/Nothing", json={"fields": {}})):
        assert problem(answer) == (404, "record-type-closed")


def test_types_with_their_own_work_are_not_written(guide):
    for kind in ("Linkage", "Import", "SourceRow", "Staff"):
        answer = guide.post(f"/records/{kind}", json={"fields": {}})
        assert problem(answer) == (404, "record-type-closed"), kind


def test_an_unknown_id_is_not_found(guide):
    assert problem(guide.get("/records/Person/p-nobody")) == (404, "record-missing")
    assert problem(guide.get("/records/p-nobody/history")) == (404, "record-missing")


def test_a_removed_record_is_gone_and_its_history_stays(guide):
    record = guide.post("/records/Person", json={"fields": {"name": "서넷째"}}).json()["id"]
    assert problem(guide.delete(f"/records/Person/{record}")) == (428, "match-needed")
    removed = guide.delete(f"/records/Person/{record}", headers={"if-match": '"1"'})
    assert (removed.status_code, removed.content) == (204, b"")
    assert guide.get(f"/records/Person/{record}").status_code == 404
    assert [v["removed"] for v in guide.get(f"/records/{record}/history").json()] == [True, False]


def test_the_history_says_what_changed_and_why(guide):
    record = guide.post("/records/Person", json={"fields": {"name": "서다섯"}}).json()["id"]
    guide.patch(
        f"/records/Person/{record}",
        json={"fields": {"sex": "female"}, "why": "전화로 확인"},
        headers={"if-match": '"1"'},
    )
    newest = guide.get(f"/records/{record}/history").json()[0]
    assert (newest["why"], newest["changed"]) == ("전화로 확인", [["성별", "확인 필요", "여"]])


def test_pages_go_on_by_cursor_without_gap_or_repetition(guide):
    whole = [r["id"] for r in guide.get("/records/Organisation?limit=200").json()["items"]]
    address, seen = "/records/Organisation?limit=7", []
    while address:
        page = guide.get(address).json()
        seen += [r["id"] for r in page["items"]]
        address = (page["next"] or "").removeprefix("/api/v1") if page.get("next") else None
    assert seen == whole == sorted(whole)


def test_a_cursor_of_another_list_is_refused(guide):
    cursor = guide.get("/records/Organisation?limit=1").json()["next"].partition("cursor=")[2]
    answer = guide.get(f"/records/Person?cursor={cursor}")
    assert problem(answer) == (400, "page-cursor-refused")


def test_another_dong_opens_nothing(sample):
    other = sample.as_role(StaffRole.CASE_MANAGER, dong="9911000200")
    for answer in (
        other.get(f"/records/Person/{MEALS_CLIENT}"),
        other.get(f"/records/{MEALS_CLIENT}/history"),
        other.get(f"/clients/{MEALS_CLIENT}"),
        other.get(f"/people/{MEALS_CLIENT}/ties"),
        other.get(f"/clients/{MEALS_CLIENT}/network.svg"),
        other.post(f"/people/{MEALS_CLIENT}/consents", json={"purpose": "contact"}),
    ):
        assert problem(answer) == (403, "other-dong")


def test_a_role_without_the_right_is_told_which(sample):
    keeper = sample.as_role(StaffRole.RESOURCE_KEEPER)
    assert keeper.get(f"/records/Resource/{MEALS_GOOD_SITE}").status_code == 200
    answer = keeper.get(f"/records/Person/{MEALS_CLIENT}")
    assert problem(answer) == (403, "right-missing")
    assert "당사자 보기" in answer.json()["ko"]["detail"]


def test_nothing_answers_without_a_token(sample):
    for path in ("/clients", "/records/Person", "/search?query=가", "/log", "/words/need-areas"):
        assert problem(sample.program().get(path)) == (401, "sign-in-needed")
