"""`pumasi round circle` and `pumasi round develop`: found, kept, told as tables and as JSON."""

import json

import pytest
from typer.testing import CliRunner

from api.cli import app as cli
from api.settings import Settings
from api.wiring import build
from casework.errors import OnlyReceives
from casework.register.sample import fill_with_sample, guide_of
from importers.sample.scenes import MEALS_CLIENT


def a_filled_dong(desk):
    """An invented dong, and the case manager of its first client."""
    fill_with_sample(desk, "dong", seed=1)
    return guide_of(desk)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder whose account answers for the client of the lunchbox."""
    made = tmp_path_factory.mktemp("data")
    build(Settings(data=made), first_worker=a_filled_dong).close()
    return made


@pytest.fixture(scope="module")
def invoke(folder):
    def run(*words):
        result = CliRunner().invoke(cli.app, ["round", *words, "--data", str(folder)])
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


@pytest.fixture(scope="module")
def circle(invoke):
    return json.loads(invoke("circle", MEALS_CLIENT, "--format", "json", "--explain"))


@pytest.fixture(scope="module")
def developed(invoke):
    return json.loads(invoke("develop", "--format", "json"))


def test_a_circle_is_told_role_by_role_with_backups(circle):
    (proposal,) = circle["proposals"]
    roles = {(one["form_code"], one["role_code"]) for one in proposal["legs"] if one["role_code"]}
    assert {role for form, role in roles if form == "circle"} == {"cook", "deliver", "choose_menu", "look_in"}
    assert {role for form, role in roles if form == "backup"} == {"cook", "deliver", "choose_menu", "look_in"}


def test_what_if_each_drops_out_comes_with_the_reasons(circle):
    assert len(circle["drop_outs"]) == 4
    assert all(one["says"] for one in circle["drop_outs"])


def test_a_circle_is_listed_and_shown_again_like_every_round(invoke, circle):
    assert circle["id"] in invoke("list")
    shown = invoke("show", circle["id"])
    assert all(word in shown for word in ("이웃 모임", "만들기", "예비", "소개"))


def test_a_circle_is_a_table_with_what_if_on_request(invoke):
    assert "한 분이 빠지면" in invoke("circle", MEALS_CLIENT, "--template", "lunchbox", "--explain")


def test_a_part_of_a_client_who_did_not_say_that_they_want_to_give_is_refused(run):
    with pytest.raises(OnlyReceives):
        run("round", "circle", MEALS_CLIENT, "--part", "taste")


def test_what_to_develop_is_told_with_the_asks_it_would_serve(developed):
    assert developed["rows"]
    assert developed["proven"]
    assert all(one["people"] >= 1 and one["asks"] for one in developed["rows"])


def test_what_to_develop_is_a_table_with_the_asks_on_request(invoke, developed):
    first = developed["rows"][0]
    told = invoke("develop", "--explain")
    assert first["service"] in told
    assert first["asks"][0]["ask"] in told
    assert developed["id"] in invoke("list")


def test_what_to_develop_is_shown_again_as_it_was_found(invoke, developed):
    assert json.loads(invoke("show", developed["id"], "--format", "json")) == developed
    assert developed["rows"][0]["service"] in invoke("show", developed["id"])


def test_with_more_visits_no_fewer_people_are_served(invoke, developed):
    more = json.loads(invoke("develop", "--visits", "9", "--format", "json"))
    assert sum(one["people"] for one in more["rows"]) >= sum(one["people"] for one in developed["rows"])
