"""The network over HTTP: figures, fairness, the ten questions, a client's network over time."""

import pytest

from casework.overview.questions import FORMS, Question
from graph.words.kinds import StaffRole
from importers.sample.scenes import MEALS_CLIENT, MEALS_FRIEND
from tests.api.http.sample_office import problem

WHOLE = {"person": MEALS_CLIENT, "other": MEALS_FRIEND, "giver": MEALS_CLIENT, "kind": "hospital_escort"}


def told(answer):
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_figures_of_the_dong_come_with_lists_of_so_many(guide):
    found = told(guide.get("/network/figures?most=3"))
    assert found["residents"] > 2000
    assert all(len(one) <= 3 for one in found["people"].values())
    assert len(found["months"]) == 13


def test_names_in_figures_are_masked(guide):
    names = [one["name"] for one in told(guide.get("/network/figures"))["people"]["isolates"]]
    assert names
    assert all("○" in name for name in names)


def test_a_keeper_of_resources_reads_figures_without_people(sample):
    keeper = sample.as_role(StaffRole.RESOURCE_KEEPER)
    assert told(keeper.get("/network/figures"))["people"] is None
    assert told(keeper.get("/network/fairness"))["total"]["people"] > 0
    asked = keeper.post("/network/questions/should_meet", json={})
    assert problem(asked) == (403, "right-missing")


def test_an_administrator_reads_none_of_it(sample):
    administrator = sample.as_role(StaffRole.ADMINISTRATOR)
    for address in ("figures", "fairness"):
        assert problem(administrator.get(f"/network/{address}")) == (403, "right-missing")


def test_no_count_below_five_is_told(guide):
    found = told(guide.get("/network/fairness"))
    cells = [found["total"], *(group for one in found["by"] for group in one["groups"])]
    counts = [cell[name] for cell in cells for name in ("people", "unmet") if cell[name] is not None]
    assert counts
    assert not any(0 < count < 5 for count in counts)


def test_the_fairness_of_a_round_that_is_not_there_is_not_found(guide):
    assert problem(guide.get("/network/fairness?round=g-0000000000000000")) == (404, "record-missing")


def test_ten_questions_say_what_they_need(guide):
    found = told(guide.get("/network/questions"))
    assert [one["code"] for one in found] == [one.value for one in Question]
    assert found[0]["needs"] == ["person", "other"]


@pytest.mark.parametrize("question", Question)
def test_every_question_is_answered(guide, question):
    found = told(guide.post(f"/network/questions/{question.value}", json=WHOLE))
    assert found["code"] == question.value
    assert all(row["path"] and row["sentence"] for row in found["rows"])


@pytest.mark.parametrize("question", [one for one in Question if FORMS[one].needs])
def test_a_question_without_whom_it_is_about_is_refused(guide, question):
    assert problem(guide.post(f"/network/questions/{question.value}", json={})) == (
        422,
        "question-incomplete",
    )


def test_hours_that_are_none_are_refused(guide):
    sent = WHOLE | {"free": [["someday", "09:00", "10:00"]]}
    assert problem(guide.post("/network/questions/could_help", json=sent)) == (422, "request-invalid")


def test_a_question_may_ask_for_language_and_hours(guide):
    sent = WHOLE | {"speaks": "ko", "free": [["tue", "09:00", "12:00"]]}
    told(guide.post("/network/questions/could_help", json=sent))


def test_a_question_that_is_none_of_them_is_refused(guide):
    assert problem(guide.post("/network/questions/who_is_poor", json={})) == (422, "request-invalid")


def test_a_clients_network_over_time_is_for_their_worker_alone(sample, guide):
    found = told(guide.get(f"/clients/{MEALS_CLIENT}/network/over-time?months=3"))
    assert len(found["days"]) >= 4
    other = sample.as_role(StaffRole.TEAM_LEADER)
    address = f"/clients/{MEALS_CLIENT}/network/over-time"
    assert problem(other.get(address)) == (403, "responsible-only")
    drawn = guide.get(f"{address}.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "default-src 'none'" in drawn.headers["content-security-policy"]
    assert "지지망의 변화" in drawn.text


def test_another_dong_sees_its_own_network_alone(sample):
    stranger = sample.as_role(StaffRole.CASE_MANAGER, dong="9911000200")
    assert told(stranger.get("/network/figures"))["residents"] == 0
    asked = stranger.post("/network/questions/sees_daily", json={"person": MEALS_CLIENT})
    assert problem(asked) == (403, "other-dong")
