"""`pumasi round`: an exchange is found, kept, listed and shown, as a table and as JSON."""

import json

import pytest

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


def test_a_round_that_is_not_there_is_a_clear_error(run):
    with pytest.raises(RecordMissing):
        run("round", "show", "g-0000000000000000")
