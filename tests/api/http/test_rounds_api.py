"""Rounds over HTTP: a search as a job, then every leg asked, answered, set aside and repaired."""

import time

import pytest

from graph.words.kinds import StaffRole
from tests.api.http.sample_office import problem


@pytest.fixture(scope="module")
def found(guide):
    return run(guide, "exchange", longest_cycle=3, longest_chain=4)


def run(guide, kind, **sent):
    started = guide.post(f"/rounds/{kind}", json=sent)
    assert started.status_code == 202, started.text
    token = started.json()["token"]
    while (job := guide.get(f"/rounds/jobs/{token}").json())["state"] == "running":
        time.sleep(0.1)
    assert job["state"] == "done", job
    return job["round"]


def looked(client, found):
    answer = client.get(f"/rounds/{found}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def tagged(leg):
    return {"if-match": f'"{leg["linkage_version"] or leg["version"]}"'}


def a_leg(client, found, place):
    return looked(client, found)["proposals"][place]["legs"][0]


def test_a_round_that_was_found_is_listed(guide, found):
    assert found in [one["id"] for one in guide.get("/rounds").json()]


def test_every_leg_says_why(guide, found):
    assert all(leg["reasons"] for one in looked(guide, found)["proposals"] for leg in one["legs"])


def test_a_change_must_name_the_version_it_was_made_on(guide, found):
    leg = a_leg(guide, found, 0)
    answer = guide.post(f"/round-legs/{leg['id']}/lock", json={"locked": True})
    assert problem(answer) == (428, "match-needed")


def test_a_leg_is_locked_and_unlocked(guide, found):
    for locked in (True, False):
        leg = a_leg(guide, found, 0)
        answer = guide.post(f"/round-legs/{leg['id']}/lock", json={"locked": locked}, headers=tagged(leg))
        assert answer.status_code == 204, answer.text
        assert a_leg(guide, found, 0)["locked"] is locked


def test_a_no_ends_a_leg_and_its_proposal_can_be_repaired(guide, found):
    leg = a_leg(guide, found, 1)
    sent = {"side": "helper", "said": "no", "no": {"scope": "this_one"}}
    assert guide.post(f"/round-legs/{leg['id']}/answers", json=sent, headers=tagged(leg)).status_code == 204
    proposal = looked(guide, found)["proposals"][1]
    assert (proposal["legs"][0]["ended"], proposal["repairable"]) == (True, True)
    mended = guide.post(f"/rounds/{found}/repair", json={"number": proposal["number"]})
    assert mended.status_code == 200, mended.text
    repairs = [one for one in looked(guide, found)["proposals"] if one["repairs"] == proposal["number"]]
    assert len(repairs) == mended.json()["ways"]


def test_not_reached_can_be_recorded_before_anybody_was_asked(guide, found):
    leg = a_leg(guide, found, 2)
    sent = {"side": "client", "said": "not_reached"}
    assert guide.post(f"/round-legs/{leg['id']}/answers", json=sent, headers=tagged(leg)).status_code == 204
    assert a_leg(guide, found, 2)["linkage"] is None


def test_these_two_not_is_recorded_and_taken_back(guide, found):
    for aside in (True, False):
        leg = a_leg(guide, found, 3)
        answer = guide.post(f"/round-legs/{leg['id']}/aside", json={"aside": aside}, headers=tagged(leg))
        assert answer.status_code == 204, answer.text
        assert a_leg(guide, found, 3)["set_aside"] is aside


def test_a_keeper_of_resources_sees_no_rounds(sample, found):
    keeper = sample.as_role(StaffRole.RESOURCE_KEEPER)
    for answer in (keeper.get("/rounds"), keeper.get(f"/rounds/{found}")):
        assert problem(answer) == (403, "right-missing")


def test_an_allocation_tells_who_gets_what_and_who_has_nobody(guide):
    told = looked(guide, run(guide, "allocate", most_givers=2))
    forms = {one["form_code"] for one in told["proposals"]}
    assert forms == {"visits", "unserved"}
    assert told["says"]


def test_a_round_that_is_closed_takes_nothing_more(guide, found):
    told = looked(guide, found)
    closed = guide.post(f"/rounds/{found}/close", headers={"if-match": f'"{told["version"]}"'})
    assert closed.status_code == 204, closed.text
    leg = a_leg(guide, found, 4)
    asked = guide.post(f"/round-legs/{leg['id']}/ask", headers=tagged(leg))
    assert problem(asked)[1] == "round-closed"


def test_the_proposals_of_a_round_come_in_pages(guide, found):
    whole = [one["number"] for one in looked(guide, found)["proposals"]]
    address, seen = f"/rounds/{found}/proposals?limit=1", []
    while address:
        page = guide.get(address.removeprefix("/api/v1")).json()
        seen += [one["number"] for one in page["items"] if one["repairs"] is None]
        address = page["next"]
    assert seen == [number for number in whole if number in seen]
    assert len(seen) == looked(guide, found)["found"] > 1


def test_proposals_are_searched_by_the_code_of_who_is_helped(guide, found):
    leg = a_leg(guide, found, 0)
    page = guide.get(f"/rounds/{found}/proposals", params={"search": leg["client"]}).json()
    assert page["items"]
    assert all(leg["client"] in [one["client"] for one in each["legs"]] for each in page["items"])
    assert guide.get(f"/rounds/{found}/proposals", params={"search": "no-such-code"}).json()["items"] == []
