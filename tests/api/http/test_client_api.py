"""Clients, needs, search and words over HTTP."""

import pytest

from graph.words.kinds import StaffRole
from importers.sample.scenes import MEALS_ASK, MEALS_CLIENT, MEALS_FRIEND
from tests.api.http.sample_office import problem


def items(answer):
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def test_clients_come_most_urgent_first_page_by_page(guide):
    order = ["crisis", "today", "high", "ordinary", "low"]
    whole = items(guide.get("/clients?limit=200"))
    assert [row["urgency"] for row in whole] == sorted((r["urgency"] for r in whole), key=order.index)
    first = guide.get("/clients?limit=5").json()
    rest = items(guide.get(first["next"].removeprefix("/api/v1")))
    assert [row["id"] for row in (*first["items"], *rest)] == [row["id"] for row in whole[:10]]


def test_a_client_who_comes_first_meanwhile_pushes_nobody_onto_two_pages(guide):
    whole = [row["id"] for row in items(guide.get("/clients?limit=200"))]
    first = guide.get("/clients?limit=5").json()
    newcomer = whole[-1]
    sent = {"item": "daily_living.basic.meals", "urgency": "crisis"}
    assert guide.post(f"/clients/{newcomer}/needs", json=sent).status_code == 201
    rest = items(guide.get(first["next"].removeprefix("/api/v1")))
    assert [row["id"] for row in rest] == whole[5:10]


def test_clients_are_found_by_area(guide):
    assert items(guide.get("/clients?area=safety"))
    assert items(guide.get("/clients?area=made_up")) == []


def test_a_client_has_needs_asks_consents_and_a_version(guide):
    answer = guide.get(f"/clients/{MEALS_CLIENT}")
    told = answer.json()
    assert answer.headers["etag"] == f'"{told["version"]}"'
    assert MEALS_ASK in [ask["id"] for need in told["needs"] for ask in need["asks"]]
    assert {consent["purpose"] for consent in told["consents"]} == {"matching", "contact", "sharing"}


def test_names_are_masked_unless_asked_for_and_that_is_logged(sample, guide):
    assert "○" in guide.get(f"/clients/{MEALS_CLIENT}").json()["name"]
    assert "○" not in guide.get(f"/clients/{MEALS_CLIENT}?names=true").json()["name"]
    assert sample.log()[-1].what == "see_names"


def test_a_need_and_its_ask_are_recorded_and_withdrawn(guide):
    need = guide.post(
        f"/clients/{MEALS_FRIEND}/needs",
        json={"item": "health.physical.daily_difficulty", "own_words": "무릎이 아파요", "urgency": "high"},
    )
    assert need.status_code == 201, need.text
    ask = guide.post(
        f"/needs/{need.json()['id']}/asks",
        json={
            "service": "hospital_escort",
            "amount": {"count": 1, "period": "week"},
            "slots": [["tue", "09:00", "11:10"]],
        },
    )
    assert ask.status_code == 201, ask.text
    told = guide.get(f"/clients/{MEALS_FRIEND}").json()["needs"][0]["asks"][0]
    assert (told["times"], told["state_code"]) == ("화 09:00–11:30", "open")
    withdrawn = guide.post(f"/asks/{ask.json()['id']}/withdraw", headers={"if-match": '"1"'})
    assert withdrawn.status_code == 204
    told = guide.get(f"/clients/{MEALS_FRIEND}").json()["needs"][0]["asks"][0]
    assert told["state_code"] == "withdrawn"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"item": "made_up"}, None),
        ({"item": "health", "urgency": "very"}, "urgency"),
        ({"urgency": "high"}, "item"),
    ],
)
def test_a_wrong_need_is_refused(guide, body, field):
    answer = guide.post(f"/clients/{MEALS_CLIENT}/needs", json=body)
    assert answer.status_code == 422
    if field:
        assert [fault["field"] for fault in answer.json()["errors"]] == [field]


def test_wrong_times_name_their_field(guide):
    need = guide.get(f"/clients/{MEALS_CLIENT}").json()["needs"][0]["id"]
    body = {"service": "look_in", "amount": {"count": 1, "period": "week"}, "slots": [["x", "9", "10"]]}
    answer = guide.post(f"/needs/{need}/asks", json=body)
    assert problem(answer) == (422, "request-invalid")
    assert [fault["field"] for fault in answer.json()["errors"]] == ["slots"]


def test_the_ties_of_a_person_name_the_others(guide):
    ties = guide.get(f"/people/{MEALS_CLIENT}/ties").json()
    assert len(ties) >= 5
    assert all(tie["other_name"] and tie["kind"] for tie in ties)


def test_people_and_places_are_found_by_words(guide):
    assert guide.get("/search", params={"query": "두레박급식소"}).json()[0]["type"] == "Organisation"


def test_a_keeper_finds_no_people(sample):
    keeper = sample.as_role(StaffRole.RESOURCE_KEEPER)
    found = keeper.get("/search", params={"query": "박"}).json()
    assert {one["type"] for one in found} <= {"Organisation", "Resource"}


def test_places_nearby_come_nearest_first_without_homes(guide):
    found = guide.get("/near?latitude=37.5385&longitude=127.0823&radius_metres=300").json()
    assert found
    assert [one["metres"] for one in found] == sorted(one["metres"] for one in found)
    assert {one["type"] for one in found} <= {"Organisation", "Resource"}


def test_a_point_outside_korea_is_refused(guide):
    answer = guide.get("/near?latitude=48.8&longitude=2.3")
    assert problem(answer) == (422, "request-invalid")
    assert {fault["field"] for fault in answer.json()["errors"]} == {"latitude", "longitude"}


def test_the_vocabularies_have_labels_in_both_languages(guide):
    korean, english = (
        guide.get("/words/need-areas", headers={"accept-language": lang}).json() for lang in ("ko", "en")
    )
    assert [area["code"] for area in korean] == [area["code"] for area in english]
    assert korean[0]["label"] != english[0]["label"]
    services = guide.get("/words/service-types").json()
    assert len(services) >= 80
    serving = guide.get("/words/service-types?need=daily_living").json()
    assert 0 < len(serving) < len(services)


def test_own_words_lead_to_the_crisis_list_first(guide):
    answer = guide.post("/words/search", json={"text": "죽고 싶어요. 반찬도 없고."})
    assert [crisis["code"] for crisis in answer.json()["crises"]] == ["suicide"]
    assert "109" in [call["number"] for call in answer.json()["crises"][0]["calls"]]


def test_nothing_is_suggested_while_a_crisis_is_not_ruled_out(guide):
    words = {"text": "죽고 싶어요. 반찬도 없고."}
    assert guide.post("/words/search", json=words).json()["services"] == []
    ruled_out = guide.post("/words/search", json=words | {"crisis_ruled_out": True}).json()
    assert "side_dishes" in [service["code"] for service in ruled_out["services"]]


def test_a_need_told_in_words_of_crisis_comes_back_with_whom_to_call(guide):
    sent = {"item": "daily_living.basic.meals", "own_words": "며칠째 아무것도 못 먹었어요"}
    made = guide.post(f"/clients/{MEALS_FRIEND}/needs", json=sent)
    assert made.status_code == 201, made.text
    assert [crisis["code"] for crisis in made.json()["crises"]] == ["hunger"]


@pytest.mark.parametrize("kind", ["NeedSent", "AskSent", "RecordSent"])
def test_an_example_of_the_guide_is_taken_as_it_stands(guide, kind):
    schema = guide.get("/openapi.json").json()["components"]["schemas"][kind]
    fields = {name: one["examples"][0] for name, one in schema["properties"].items() if "examples" in one}
    example = schema["examples"][0] if "examples" in schema else fields
    if kind == "RecordSent":
        example = {**example, "fields": {**example["fields"], "giver": MEALS_FRIEND}}
        answer = guide.post("/records/Resource", json=example)
    elif kind == "NeedSent":
        answer = guide.post(f"/clients/{MEALS_FRIEND}/needs", json=example)
    else:
        need = guide.get(f"/clients/{MEALS_CLIENT}").json()["needs"][0]["id"]
        answer = guide.post(f"/needs/{need}/asks", json=example)
    assert answer.status_code == 201, answer.text


def test_own_words_lead_to_what_can_be_given(guide):
    answer = guide.post("/words/search", json={"text": "병원에 같이 가 줄 사람이 필요해요"}).json()
    assert answer["crises"] == []
    assert "hospital_escort" in [service["code"] for service in answer["services"]]


def test_own_words_are_neither_logged_nor_kept(sample, guide):
    before = len(sample.log())
    guide.post("/words/search", json={"text": "아무도 모르게 해 주세요"})
    assert len(sample.log()) == before
