"""Suggestions, why-not, decisions, offers and pictures over HTTP."""

import csv
import xml.etree.ElementTree as ET

from graph.words.kinds import StaffRole
from importers.sample.scenes import (
    APART_ASK,
    APART_ESCORT,
    BREAD,
    BREAD_ALLERGIC,
    BREAD_CLIENTS,
    MEALS_ASK,
    MEALS_CLIENT,
    MEALS_CLOSED_SITE,
    MEALS_GOOD_SITE,
    MEALS_LOOK_IN_ASK,
)
from tests.api.http.sample_office import problem


def suggested(client, ask, k=50):
    answer = client.get(f"/asks/{ask}/suggestions?k={k}")
    assert answer.status_code == 200, answer.text
    return answer.json()["suggestions"]


def version(client, kind, record):
    return client.get(f"/records/{kind}/{record}").headers["etag"]


def said(client, linkage, **body):
    tag = version(client, "Linkage", linkage)
    return client.post(f"/linkages/{linkage}/answers", json=body, headers={"if-match": tag})


def test_the_first_suggestion_says_why(guide):
    first = suggested(guide, MEALS_ASK, k=1)[0]
    assert first["resource"] == MEALS_GOOD_SITE
    assert all(reason["sentence"] for reason in first["reasons"])
    assert first["score"] == sum(reason["points"] for reason in first["reasons"])


def test_a_closer_one_says_why_not(guide):
    told = guide.get(f"/asks/{MEALS_ASK}/why-not/{MEALS_CLOSED_SITE}").json()
    assert [one["sentence"] for one in told["failed"]]


def test_an_unknown_ask_or_resource_is_not_found(guide):
    assert problem(guide.get("/asks/a-nothing/suggestions")) == (404, "record-missing")
    assert problem(guide.get(f"/asks/{MEALS_ASK}/why-not/r-nothing")) == (404, "record-missing")


def test_somebody_to_be_kept_apart_is_told_to_nobody_else(guide):
    assert APART_ESCORT not in [one["resource"] for one in suggested(guide, APART_ASK)]
    told = guide.get(f"/asks/{APART_ASK}/why-not/{APART_ESCORT}").json()
    assert (told["failed"], bool(told["withheld"])) == ([], True)


def test_asking_holding_answering_and_helping(guide):
    made = guide.post(f"/asks/{MEALS_ASK}/linkages", json={"resource": MEALS_GOOD_SITE})
    assert made.status_code == 201, made.text
    linkage = made.json()["id"]
    shown = {one["resource"]: one for one in suggested(guide, MEALS_ASK)}[MEALS_GOOD_SITE]
    assert (shown["linkage"], shown["standing_code"], bool(shown["held_until"])) == (linkage, "asked", True)
    assert said(guide, linkage, side="client", said="yes").json() == {"state": "asked"}
    assert said(guide, linkage, side="helper", said="yes").json() == {"state": "accepted"}
    for step, body, state in (
        ("start", {}, "active"),
        ("keep", None, "kept"),
        ("end", {"outcome": "went_well"}, "ended"),
    ):
        tag = version(guide, "Linkage", linkage)
        answer = guide.post(f"/linkages/{linkage}/{step}", json=body, headers={"if-match": tag})
        assert answer.json() == {"state": state}, answer.text
    assert len(guide.get(f"/records/{linkage}/history").json()) == 6


def test_a_no_never_comes_back_until_it_is_taken_back(guide):
    resource = suggested(guide, MEALS_LOOK_IN_ASK)[0]["resource"]
    made = guide.post(
        f"/asks/{MEALS_LOOK_IN_ASK}/refusals", json={"resource": resource, "no": {"scope": "this_one"}}
    )
    assert made.status_code == 201, made.text
    assert resource not in [one["resource"] for one in suggested(guide, MEALS_LOOK_IN_ASK)]
    assert guide.post(f"/refusals/{made.json()['id']}/withdraw").status_code == 204
    assert resource in [one["resource"] for one in suggested(guide, MEALS_LOOK_IN_ASK)]


def test_an_answer_names_the_version_that_was_read(guide):
    resource = suggested(guide, MEALS_LOOK_IN_ASK)[0]["resource"]
    linkage = guide.post(f"/asks/{MEALS_LOOK_IN_ASK}/linkages", json={"resource": resource}).json()["id"]
    body = {"side": "client", "said": "yes"}
    assert problem(guide.post(f"/linkages/{linkage}/answers", json=body)) == (428, "match-needed")
    said(guide, linkage, **body)
    stale = guide.post(f"/linkages/{linkage}/answers", json=body, headers={"if-match": '"1"'})
    assert problem(stale) == (412, "version-conflict")
    assert said(guide, linkage, side="client", said="no", no={"scope": "this_one"}).json() == {
        "state": "declined"
    }
    again = said(guide, linkage, side="client", said="no", no={"scope": "this_one"})
    assert problem(again) == (409, "linkage-move-refused")


def test_a_closed_gate_is_a_conflict(guide):
    answer = guide.post(f"/asks/{MEALS_ASK}/linkages", json={"resource": MEALS_CLOSED_SITE})
    assert answer.status_code == 409


def test_a_hold_in_the_past_is_refused(guide):
    body = {"resource": MEALS_GOOD_SITE, "hold_until": "2026-11-01T18:00:00+09:00"}
    assert problem(guide.post(f"/asks/{MEALS_ASK}/linkages", json=body)) == (422, "hold-past")


def test_a_moment_without_its_zone_is_refused(guide):
    body = {"resource": MEALS_GOOD_SITE, "hold_until": "2026-12-01T18:00:00"}
    answer = guide.post(f"/asks/{MEALS_ASK}/linkages", json=body)
    assert [fault["field"] for fault in answer.json()["errors"]] == ["hold_until"]


def test_loaves_that_came_in_are_listed_to_households_and_never_to_the_allergic(guide):
    told = guide.get(f"/resources/{BREAD}/offer").json()
    listed = [one["person"] for one in told["recipients"]]
    assert set(BREAD_CLIENTS) & set(listed)
    assert BREAD_ALLERGIC not in listed
    assert all(one["reasons"] for one in told["recipients"])


def test_an_unknown_resource_is_offered_to_nobody(guide):
    assert problem(guide.get("/resources/r-nothing/offer")) == (404, "record-missing")


def test_a_keeper_decides_nothing(sample):
    keeper = sample.as_role(StaffRole.RESOURCE_KEEPER)
    for answer in (
        keeper.get(f"/asks/{MEALS_ASK}/suggestions"),
        keeper.post(f"/asks/{MEALS_ASK}/linkages", json={"resource": MEALS_GOOD_SITE}),
    ):
        assert problem(answer) == (403, "right-missing")


def test_the_picture_is_an_image_that_runs_nothing(guide):
    answer = guide.get(f"/clients/{MEALS_CLIENT}/network.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert ET.fromstring(answer.text).tag.endswith("svg")
    assert "<script" not in answer.text


def test_the_interactive_picture_may_load_from_this_host_alone(guide):
    answer = guide.get(f"/clients/{MEALS_CLIENT}/network.html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "//" not in answer.text.partition("<body>")[0]


def test_the_table_twin_says_what_the_picture_says(guide):
    table = guide.get(f"/clients/{MEALS_CLIENT}/network").json()
    sheet = guide.get(f"/clients/{MEALS_CLIENT}/network.csv")
    lines = list(csv.reader(sheet.content.decode("utf-8-sig").splitlines()))
    assert lines[0] == table["head"]
    assert len(lines) == len(table["rows"]) + 1
    assert "attachment" in sheet.headers["content-disposition"]


def test_a_picture_of_an_earlier_day_says_so(guide):
    assert "2026년 1월 1일" in guide.get(f"/clients/{MEALS_CLIENT}/network?day=2026-01-01").json()["caption"]


def test_the_figures_are_for_the_clients_own_worker(sample, guide):
    told = guide.get(f"/clients/{MEALS_CLIENT}/network/figures").json()
    assert told["size"] >= 5
    leader = sample.as_role(StaffRole.TEAM_LEADER)
    assert problem(leader.get(f"/clients/{MEALS_CLIENT}/network/figures")) == (403, "responsible-only")


def test_graphml_holds_keys_and_no_ids(guide):
    answer = guide.get(f"/clients/{MEALS_CLIENT}/network.graphml")
    assert ET.fromstring(answer.content).tag.endswith("graphml")
    assert "p-scene" not in answer.text
