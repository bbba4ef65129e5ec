"""Circles and development over HTTP: found as jobs, kept as rounds, played to a no and its repair."""

import pytest

from graph.words.kinds import StaffRole
from importers.sample.scenes import MEALS_CLIENT
from tests.api.http.sample_office import problem
from tests.api.http.test_rounds_api import looked, run, tagged


@pytest.fixture(scope="module")
def circle(guide):
    return run(guide, "circle", client=MEALS_CLIENT)


@pytest.fixture(scope="module")
def developed(guide):
    return run(guide, "develop", visits=2)


def a_help(client, circle, role, *, number=-1):
    return next(
        one
        for one in looked(client, circle)["proposals"][number]["legs"]
        if (one["form_code"], one["role_code"]) == ("circle", role)
    )


def test_what_can_be_chosen_is_told_before(guide):
    told = guide.get(f"/clients/{MEALS_CLIENT}/circle").json()
    assert [one["code"] for one in told["templates"]] == ["lunchbox"]
    assert told["wants_to_give"] is False


def test_a_circle_is_a_round_around_its_client(guide, circle):
    told = looked(guide, circle)
    assert (told["kind_code"], told["client"], told["template"]) == ("circle", MEALS_CLIENT, "도시락 품앗이")
    assert circle in [one["id"] for one in guide.get("/rounds").json()]


def test_what_if_each_drops_out_is_told(guide, circle):
    told = guide.get(f"/rounds/{circle}/drop-outs").json()
    assert len(told["each"]) == 4
    assert all(one["says"] for one in told["each"])


def test_a_neighbour_reads_what_is_asked_of_them(guide, circle):
    leg = a_help(guide, circle, "cook")
    told = guide.get(f"/rounds/{circle}/legs/{leg['id']}/invitation").json()
    assert any("하지 않으셔도 괜찮습니다." in one for one in told["says"])


def test_a_no_ends_one_help_and_the_circle_is_mended(guide, circle):
    leg = a_help(guide, circle, "cook")
    sent = {"side": "helper", "said": "no", "no": {"scope": "this_kind"}}
    answer = guide.post(f"/round-legs/{leg['id']}/answers", json=sent, headers=tagged(leg))
    assert answer.status_code == 204, answer.text
    mended = guide.post(f"/rounds/{circle}/repair", json={"number": 1})
    assert mended.json() == {"ways": 1}
    assert a_help(guide, circle, "cook")["giver"] != leg["giver"]
    gone = guide.get(f"/rounds/{circle}/legs/{leg['id']}/invitation")
    assert problem(gone)[1] == "circle-outdated"


def test_a_part_for_a_client_who_did_not_say_that_they_want_to_give_is_refused(guide):
    sent = {"client": MEALS_CLIENT, "client_parts": ["taste"]}
    token = guide.post("/rounds/circle", json=sent).json()["token"]
    while (job := guide.get(f"/rounds/jobs/{token}").json())["state"] == "running":
        continue
    assert job["state"] == "failed"
    assert "받기만 하셔도 됩니다" in job["error_ko"]


def test_what_to_develop_is_a_table_with_the_asks_it_would_serve(guide, developed):
    told = guide.get(f"/rounds/{developed}/development").json()
    assert told["rows"]
    assert all(one["visits"] in (1, 2) and one["asks"] for one in told["rows"])
    assert looked(guide, developed)["kind_code"] == "develop"


def test_what_is_no_circle_has_nobody_to_drop_out(guide, developed):
    assert problem(guide.get(f"/rounds/{developed}/drop-outs"))[1] == "nothing-to-repair"


def test_a_keeper_of_resources_sees_none_of_it(sample, circle, developed):
    keeper = sample.as_role(StaffRole.RESOURCE_KEEPER)
    addresses = (
        f"/clients/{MEALS_CLIENT}/circle",
        f"/rounds/{circle}/drop-outs",
        f"/rounds/{developed}/development",
    )
    for address in addresses:
        assert problem(keeper.get(address)) == (403, "right-missing")
