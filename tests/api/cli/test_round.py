"""`pumasi round`: an exchange is found, kept, listed and shown, as a table and as JSON."""

import json

import pytest

from casework.errors import NothingToRepair
from graph.errors import RecordMissing


@pytest.fixture(scope="module")
def found(folder):
    """What the command printed as JSON over the invented dong."""
    from typer.testing import CliRunner

    from api.cli import app as cli

    words = ["round", "exchange", "--format", "json", "--data", str(folder)]
    result = CliRunner().invoke(cli.app, words)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_an_exchange_is_told_leg_by_leg_with_reasons(found):
    assert found["proposals"]
    assert all(leg["reasons"] for one in found["proposals"] for leg in one["legs"])
    assert found["proven"]


def test_a_round_that_was_kept_is_listed_and_shown_again(run, found):
    assert found["id"] in run("round", "list").stdout
    assert json.loads(run("round", "show", found["id"], "--format", "json").stdout) == found


def test_reasons_are_printed_only_when_asked_for(run, found):
    reason = found["proposals"][0]["legs"][0]["reasons"][0]
    assert reason not in run("round", "show", found["id"]).stdout
    assert reason in run("round", "show", found["id"], "--explain").stdout


def test_a_long_round_is_cut_and_says_how_to_see_more(run, found):
    whole = run("round", "show", found["id"]).stdout
    part = run("round", "show", found["id"], "--limit", "1").stdout
    assert "--limit" not in whole
    assert f"{len(found['proposals'])}건 가운데 1건" in part


def test_a_round_is_searched_by_the_code_of_a_client(run, found):
    client = found["proposals"][-1]["legs"][0]["client"]
    words = ("round", "show", found["id"], "--search", client, "--format", "json")
    told = json.loads(run(*words).stdout)
    assert told["found"] == len(told["proposals"]) >= 1
    assert all(client in [leg["client"] for leg in one["legs"]] for one in told["proposals"])


def test_where_nothing_ended_there_is_nothing_to_repair(run, found):
    with pytest.raises(NothingToRepair):
        run("round", "repair", found["id"], "1")


def test_a_round_that_is_not_there_is_a_clear_error(run):
    with pytest.raises(RecordMissing):
        run("round", "show", "g-0000000000000000")
