"""`pumasi network`: figures, questions, fairness and a client over time, as tables and as JSON."""

import json

import pytest

from api.cli.console import Speech
from api.settings import Settings
from api.wiring import build
from casework.errors import PlanMissing, QuestionIncomplete, ResponsibleOnly
from casework.overview.questions import Question
from casework.register.sample import guide_of
from graph.errors import RecordMissing
from importers.sample.scenes import MEALS_CLIENT


@pytest.fixture(scope="module")
def mine(folder):
    """How the case manager of the client acts."""
    parts = build(Settings(data=folder))
    staff = guide_of(parts.desk).staff
    parts.close()
    return ("--as", staff)


def found(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_figures_of_the_dong_are_printed_with_their_lists(run):
    told = found(run("network", "figures", "--most", "3", "--format", "json"))
    printed = run("network", "figures", "--most", "3").stdout
    assert f"{told['isolates']:,}" in printed
    assert all(one["sentence"] in printed for one in told["people"]["introductions"])


def test_the_ten_questions_are_listed(run):
    printed = run("network", "questions").stdout
    assert all(question.value in printed for question in Question)
    assert len(found(run("network", "questions", "--format", "json"))) == 10


def test_a_question_is_answered_with_paths(run, mine):
    words = ["network", "questions", "helped_before", "--person", MEALS_CLIENT, *mine]
    told = found(run(*words, "--format", "json"))
    printed = run(*words).stdout
    [row] = told["rows"]
    assert row["sentence"] in printed
    assert " → ".join(step["name"] for step in row["path"]) in printed


def test_a_question_without_an_answer_says_so(run, mine):
    asked = run("network", "questions", "sees_daily", "--person", MEALS_CLIENT, *mine)
    assert "답이 없습니다" in asked.stdout


def test_a_question_about_the_client_of_another_worker_is_refused(run):
    with pytest.raises(ResponsibleOnly):
        run("network", "questions", "sees_daily", "--person", MEALS_CLIENT)


def test_a_question_that_lacks_something_says_what(run):
    with pytest.raises(QuestionIncomplete):
        run("network", "questions", "introduces", "--person", MEALS_CLIENT)


def test_hours_are_given_as_weekday_and_times(run, mine):
    about = ["--person", MEALS_CLIENT, "--kind", "hospital_escort", *mine]
    words = ["network", "questions", "could_help", *about]
    assert run(*words, "--free", "tue/09:00/12:00").exit_code == 0
    assert run(*words, "--free", "someday").exit_code == 2


def test_the_unmet_share_is_printed_by_group(run):
    printed = run("network", "fairness").stdout
    assert all(label in printed for label in ("행정동", "나이", "가구 유형", "언어", "전체"))
    told = found(run("network", "fairness", "--format", "json"))
    assert f"{told['total']['share']:.0%}" in printed


def test_the_fairness_of_an_allocation_is_told_and_of_an_exchange_refused(run):
    planned = found(run("round", "allocate", "--format", "json"))
    told = found(run("network", "fairness", "--round", planned["id"], "--format", "json"))
    assert told["round"] == planned["id"]
    swapped = found(run("round", "exchange", "--format", "json"))
    with pytest.raises(PlanMissing):
        run("network", "fairness", "--round", swapped["id"])


def test_a_client_is_shown_over_time(run, mine):
    words = ["network", "client", MEALS_CLIENT, "--months", "3", *mine]
    told = found(run(*words, "--format", "json"))
    printed = run(*words).stdout
    assert all(day["day"] in printed for day in told["days"])
    assert all(helper["helper"] in printed for helper in told["stepping_in"])
    with pytest.raises(RecordMissing):
        run("network", "client", "p-nobody")


def test_english_is_spoken_where_it_is_asked_for(run, monkeypatch):
    monkeypatch.setattr(Speech, "language", "en")
    printed = run("network", "questions").stdout
    assert not any("가" <= letter <= "힣" for letter in printed)
