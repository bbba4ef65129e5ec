"""Files in and out, consents, the log and forgetting over HTTP; and the description of it all."""

import io

import openpyxl
import pytest

from graph.words.kinds import StaffRole
from importers.sample.scenes import MEALS_CLIENT, MEALS_CLUB_FELLOW, MEALS_OTHER_GUEST
from tests.api.http.sample_office import problem

HEADER = "자원명,자원 종류,서비스 종류,제공자,제공 가능량,기간 단위,메모\r\n"
GOOD = f"가상 말벗,인적 자원,말벗,{MEALS_CLUB_FELLOW},1,1주,\r\n"
BAD = f"가상 무엇,인적 자원,하늘 날기,{MEALS_CLUB_FELLOW},1,1주,900101-1234568\r\n"


def send(client, text, name="자원.csv", **form):
    return client.post("/imports/previews", files={"file": (name, text.encode(), "text/csv")}, data=form)


def counts(answer):
    return {count["state"]: count["rows"] for count in answer.json()["preview"]["counts"] if count["rows"]}


def test_a_file_is_looked_at_taken_in_listed_and_undone(guide):
    looked = send(guide, HEADER + GOOD, mapping="resources")
    assert (looked.status_code, counts(looked)) == (201, {"new": 1})
    token = looked.json()["token"]
    assert guide.get(f"/imports/previews/{token}").json() == looked.json()
    assert guide.get("/search", params={"query": "가상 말벗"}).json() == []
    made = guide.post("/imports", json={"token": token})
    assert made.status_code == 201, made.text
    assert guide.get("/search", params={"query": "가상 말벗"}).json()
    assert guide.get("/imports").json()[0]["id"] == made.json()["id"]
    assert counts(send(guide, HEADER + GOOD, mapping="resources")) == {"unchanged": 1}
    undone = guide.post(f"/imports/{made.json()['id']}/undo").json()
    assert (undone["removed"], undone["kept"]) == (1, [])
    assert problem(guide.post(f"/imports/{made.json()['id']}/undo")) == (409, "import-undone")


def test_refused_rows_say_where_and_come_as_a_file(guide):
    looked = send(guide, HEADER + GOOD + BAD, mapping="resources")
    assert counts(looked) == {"new": 1, "refused": 1}
    assert looked.json()["preview"]["refused"][0]["line"] == 3
    saved = guide.get(f"/imports/previews/{looked.json()['token']}/refused.csv")
    assert saved.headers["content-type"].startswith("text/csv")
    assert "가상 무엇" in saved.content.decode("utf-8-sig")
    assert "1234568" not in saved.text + looked.text


def test_a_preview_is_taken_in_once(guide):
    token = send(guide, HEADER + GOOD, mapping="resources").json()["token"]
    made = guide.post("/imports", json={"token": token}).json()["id"]
    assert problem(guide.post("/imports", json={"token": token})) == (410, "preview-gone")
    guide.post(f"/imports/{made}/undo")


def test_a_preview_can_be_let_go(guide):
    token = send(guide, HEADER + GOOD, mapping="resources").json()["token"]
    assert guide.delete(f"/imports/previews/{token}").status_code == 204
    assert problem(guide.get(f"/imports/previews/{token}")) == (410, "preview-gone")


def test_somebody_elses_preview_is_not_there(sample, guide):
    token = send(guide, HEADER + GOOD, mapping="resources").json()["token"]
    other = sample.as_role(StaffRole.RESOURCE_KEEPER)
    assert problem(other.post("/imports", json={"token": token})) == (410, "preview-gone")


@pytest.mark.parametrize(
    ("text", "name", "form", "kind"),
    [
        ("이름,나이\r\n가,1\r\n", "모름.csv", {}, "file-unknown"),
        ("이름,나이\r\n가,1\r\n", "모름.csv", {"mapping": "resources"}, "sheet-unreadable"),
        ("아무것", "빈.xlsx", {"mapping": "resources"}, "sheet-unreadable"),
        (HEADER, "자원.csv", {"mapping": "made_up"}, "mapping-invalid"),
        (HEADER, "자원.csv", {"mapping_toml": "name = 1"}, "mapping-invalid"),
        (HEADER, "자원.csv", {"within": "12345678"}, "request-invalid"),
    ],
)
def test_a_bad_file_says_what_to_do(guide, text, name, form, kind):
    assert problem(send(guide, text, name, **form)) == (422, kind)


def test_a_file_of_no_known_headers_is_recognised_by_none(guide):
    assert counts(send(guide, HEADER + GOOD)) == {"new": 1}


def test_a_sheet_goes_out_filled_for_a_reason_and_comes_back_unchanged(sample, guide):
    out = guide.post("/exports", json={"sheet": "needs_asks", "form": "csv", "why": "연말 점검"})
    assert out.status_code == 200, out.text
    entry = sample.log()[-1]
    assert (entry.action.value, "연말 점검" in entry.what, len(entry.subjects) > 5) == ("export", True, True)
    looked = send(guide, out.content.decode("utf-8-sig"), mapping="needs_asks")
    assert set(counts(looked)) == {"unchanged"}
    assert counts(looked)["unchanged"] == int(out.headers["pumasi-rows"])


def test_a_sheet_goes_out_as_a_workbook(guide):
    out = guide.post("/exports", json={"sheet": "organisations", "form": "xlsx", "why": "점검"})
    rows = list(openpyxl.load_workbook(io.BytesIO(out.content)).active.values)
    assert len(rows) == int(out.headers["pumasi-rows"]) + 1


def test_nothing_goes_out_without_a_reason(guide):
    answer = guide.post("/exports", json={"sheet": "resources", "why": "  "})
    assert problem(answer) == (422, "reason-missing")


def test_an_unknown_sheet_names_the_known_ones(guide):
    answer = guide.post("/exports", json={"sheet": "made_up", "why": "점검"})
    assert problem(answer) == (422, "sheet-unknown")
    assert "resources" in answer.json()["detail"]


def test_records_with_fields_that_one_may_not_read_stay(sample):
    leader = sample.as_role(StaffRole.TEAM_LEADER)
    out = leader.post("/exports", json={"sheet": "needs_asks", "why": "점검"})
    assert int(out.headers["pumasi-left-out"]) > 0
    assert MEALS_CLIENT not in out.text


def test_a_consent_is_given_and_taken_back(guide):
    person = MEALS_OTHER_GUEST
    made = guide.post(f"/people/{person}/consents", json={"purpose": "after_care", "until": "2027-11-22"})
    assert made.status_code == 201, made.text
    body = {"purpose": "after_care"}
    assert guide.post(f"/people/{person}/consents/withdraw", json=body).json() == {"ended": 1}
    assert guide.post(f"/people/{person}/consents/withdraw", json=body).json() == {"ended": 0}


def test_a_guardian_names_the_authority(guide):
    body = {"purpose": "contact", "decided_by": MEALS_CLIENT}
    answer = guide.post(f"/people/{MEALS_OTHER_GUEST}/consents", json=body)
    assert [fault["field"] for fault in answer.json()["errors"]] == ["authority"]


def test_the_log_says_who_looked_at_whom(guide):
    guide.get(f"/clients/{MEALS_CLIENT}")
    page = guide.get(f"/log?person={MEALS_CLIENT}&limit=200").json()
    assert page["items"][-1]["action"] == "열람"
    assert MEALS_CLIENT in page["items"][-1]["people"]


def test_the_log_goes_on_page_by_page(guide):
    first = guide.get("/log?limit=2").json()
    second = guide.get(first["next"].removeprefix("/api/v1")).json()
    assert [entry["number"] for entry in (*first["items"], *second["items"])] == [1, 2, 3, 4]


def test_the_log_is_whole_and_for_leaders(sample, guide):
    assert guide.get("/log/check").json()["whole"] is True
    assert problem(sample.as_role(StaffRole.CASE_MANAGER).get("/log")) == (403, "right-missing")


def test_somebody_forgotten_is_nowhere(guide):
    person = guide.post("/records/Person", json={"fields": {"name": "잊힐분"}}).json()["id"]
    answer = guide.post(f"/people/{person}/forget", json={"why": "본인 요청"})
    assert answer.json()["removed"]["Person"] == 1
    assert guide.get(f"/records/Person/{person}").status_code == 404
    assert guide.get(f"/records/{person}/history").status_code == 404
    assert guide.get("/search", params={"query": "잊힐분"}).json() == []


def operations(described):
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def schema_of(described, body):
    found = next(iter(body["content"].values()))["schema"]
    return described["components"]["schemas"][found["$ref"].rpartition("/")[2]] if "$ref" in found else found


def has_example(described, schema):
    if schema.get("examples"):
        return True
    return any("examples" in p or "default" in p for p in schema.get("properties", {}).values())


def test_every_parameter_that_must_be_given_has_an_example(guide):
    described = guide.get("/openapi.json").json()
    without = [
        (name, parameter["name"])
        for name, operation in operations(described)
        for parameter in operation.get("parameters", [])
        if parameter["required"] and not parameter["schema"].get("examples")
    ]
    assert without == []


@pytest.mark.parametrize(
    "address",
    [
        "/clients/{person}",
        "/asks/{ask}/suggestions",
        "/asks/{ask}/why-not/{resource}",
        "/records/{record_id}/history",
    ],
)
def test_an_address_filled_with_its_examples_is_answered_by_the_demo(guide, address):
    described = guide.get("/openapi.json").json()["paths"][f"/api/v1{address}"]["get"]["parameters"]
    filled = {one["name"]: one["schema"]["examples"][0] for one in described if one["in"] == "path"}
    assert guide.get(address.format(**filled)).status_code == 200


def test_every_body_has_an_example(guide):
    described = guide.get("/openapi.json").json()
    without = [
        name
        for name, operation in operations(described)
        if "requestBody" in operation
        and "application/json" in operation["requestBody"]["content"]
        and not has_example(described, schema_of(described, operation["requestBody"]))
    ]
    assert without == []


def test_every_example_is_what_its_body_takes(guide):
    pytest.importorskip("pydantic")
    described = guide.get("/openapi.json").json()
    for name, operation in operations(described):
        if "requestBody" not in operation:
            continue
        schema = schema_of(described, operation["requestBody"])
        for example in schema.get("examples", []):
            assert set(example) <= set(schema["properties"]), name
            assert set(schema.get("required", [])) <= set(example), name


def test_every_operation_says_what_it_does_and_how_errors_look(guide):
    described = guide.get("/openapi.json").json()
    for name, operation in operations(described):
        assert operation.get("description"), name
        assert "application/problem+json" in operation["responses"]["4XX"]["content"], name
