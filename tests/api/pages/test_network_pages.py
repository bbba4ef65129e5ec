"""Pages of the network: figures and lists by right, fairness, the ten questions with their forms, a client over time."""

import re

import pytest

from casework.overview.questions import FORMS, Question
from graph.words.kinds import StaffRole
from importers.sample.scenes import MEALS_CLIENT, MEALS_FRIEND

NETWORK, QUESTIONS, FAIRNESS = "/network", "/network/questions", "/network/fairness"


def test_the_network_of_the_dong_has_figures_lists_and_a_line(worker):
    page = worker.get(NETWORK).text
    assert all(
        said in page
        for said in (
            "이어진 관계가 없는 분",
            "한도를 넘겨 돕는 분",
            "소개하면 좋은 분들",
            "사람들 사이를 잇는 곳",
        )
    )
    assert 'class="trend"' in page
    assert f'href="{QUESTIONS}"' in page


def test_a_keeper_of_resources_sees_counts_and_no_names(dong_office):
    page = dong_office.worker(StaffRole.RESOURCE_KEEPER).get(NETWORK).text
    assert "수만 보여 드립니다" in page
    assert "○" not in page.partition("<main")[2]
    assert f'href="{QUESTIONS}"' not in page


@pytest.mark.parametrize("path", [NETWORK, FAIRNESS, QUESTIONS, f"{QUESTIONS}/should_meet"])
def test_an_administrator_sees_none_of_it(dong_office, path):
    assert dong_office.worker(StaffRole.ADMINISTRATOR).get(path).status_code == 403


@pytest.mark.parametrize("path", [QUESTIONS, f"{QUESTIONS}/should_meet", f"{QUESTIONS}/introduces"])
def test_a_keeper_of_resources_asks_nothing(dong_office, path):
    assert dong_office.worker(StaffRole.RESOURCE_KEEPER).get(path).status_code == 403


def test_a_dong_without_people_says_what_to_do(dong_office):
    worker = dong_office.worker(dong="9911000200")
    assert "아직 보여 드릴 변화가 없습니다." in worker.get(NETWORK).text
    assert "도움을 요청한 주민이 없습니다." in worker.get(FAIRNESS).text


def test_the_unmet_share_is_shown_by_group(worker):
    page = worker.get(FAIRNESS).text
    assert all(f'id="by-{code}"' in page for code in ("dong", "age", "household", "language"))
    counts = re.findall(r'<td[^>]*class="number"><bdi>(\d+)</bdi>', page)
    assert counts
    assert not [one for one in counts if 0 < int(one) < 5]


def test_an_allocation_leads_to_its_fairness_and_back(worker):
    made = worker.post("/rounds/allocate", givers="0").headers["location"].partition("?")[0]
    link = f"{FAIRNESS}?round={made.rpartition('/')[2]}"
    assert f'href="{link}"' in worker.get(made).text
    page = worker.get(link).text
    assert f'href="{made}"' in page
    assert "찾은 전체 배정에서 도움을 요청한 주민입니다." in page


def test_the_ten_questions_are_listed(worker):
    page = worker.get(QUESTIONS).text
    assert all(f'href="{QUESTIONS}/{one.value}"' in page for one in Question)


@pytest.mark.parametrize("question", [one for one in Question if not FORMS[one].needs])
def test_a_question_about_the_whole_dong_is_answered_at_once(worker, question):
    page = worker.get(f"{QUESTIONS}/{question.value}").text
    assert 'id="answer-title"' in page
    assert 'id="ask-title"' not in page


@pytest.mark.parametrize("question", [one for one in Question if FORMS[one].needs])
def test_a_question_about_somebody_asks_whom(worker, question):
    page = worker.get(f"{QUESTIONS}/{question.value}").text
    assert 'id="ask-title"' in page
    assert 'id="answer-title"' not in page


def test_a_question_about_a_client_may_come_from_their_page(worker):
    page = worker.get(f"{QUESTIONS}/helped_before?person={MEALS_CLIENT}").text
    assert "두레박급식소" in page
    assert '<ol class="way">' in page


def test_a_name_that_fits_several_people_is_a_choice(worker):
    page = worker.post(f"{QUESTIONS}/sees_daily", person_name="김")
    assert page.status_code == 422
    assert "여러 분을 찾았습니다. 한 분을 고르십시오." in page.text
    choice = re.search(r'<select id="f-person".*?</select>', page.text, re.DOTALL)[0]
    assert choice.count('value="p-') > 1


def test_who_was_chosen_is_asked_about(worker):
    page = worker.post(f"{QUESTIONS}/helped_before", person_name="", person=MEALS_CLIENT)
    assert page.status_code == 200
    assert 'id="answer-title"' in page.text


def test_a_choice_made_for_another_name_does_not_count(worker):
    page = worker.post(f"{QUESTIONS}/helped_before", person_name="김", person=MEALS_CLIENT)
    assert 'id="answer-title"' not in page.text


@pytest.mark.parametrize(("typed", "said"), [("", "이름을 적으십시오."), ("쿄쿄쿄쿄", "찾는 분이 없습니다.")])
def test_a_name_that_is_missing_or_fits_nobody_is_told(worker, typed, said):
    page = worker.post(f"{QUESTIONS}/sees_daily", person_name=typed)
    assert page.status_code == 422
    assert said in page.text


def test_a_resident_number_is_refused_as_a_name_and_not_repeated(worker):
    page = worker.post(f"{QUESTIONS}/sees_daily", person_name="900101-1234567")
    assert page.status_code == 422
    assert "1234567" not in page.text


def test_a_kind_of_help_must_be_chosen(worker):
    page = worker.post(f"{QUESTIONS}/could_help", person=MEALS_CLIENT, person_name="", kind="")
    assert page.status_code == 422
    assert "고른 뒤 다시 물으십시오." in page.text


def test_help_is_looked_for_by_language_and_hours(worker):
    sent = {"person": MEALS_CLIENT, "person_name": "", "kind": "hospital_escort", "speaks": "vi"}
    hours = {"when": "set", "day": "1", "from": "09:00", "to": "12:00"}
    page = worker.post(f"{QUESTIONS}/could_help", **sent, **hours)
    assert page.status_code == 200
    assert "말씀드릴 수 있는 답이 없습니다." in page.text
    assert re.search(r'name="day" value="1" checked', page.text)


def test_the_client_of_another_worker_is_not_asked_about(dong_office):
    other = dong_office.worker(StaffRole.CASE_MANAGER)
    page = other.get(f"{QUESTIONS}/sees_daily?person={MEALS_CLIENT}")
    assert page.status_code == 403
    assert "담당하는 사례관리자만" in page.text


def test_two_are_chosen_for_an_introduction(worker):
    page = worker.post(
        f"{QUESTIONS}/introduces", person=MEALS_CLIENT, person_name="", other=MEALS_FRIEND, other_name=""
    )
    assert page.status_code == 200
    assert 'id="answer-title"' in page.text


def test_an_organisation_can_be_asked_about_as_a_helper(worker):
    page = worker.post(f"{QUESTIONS}/loses_help", giver_name="두레박급식소")
    assert re.search(r'<option value="o-\w+" selected>두레박급식소', page.text)
    assert 'id="answer-title"' in page.text


def test_an_address_that_names_no_question_is_told_apart(worker):
    assert worker.get(f"{QUESTIONS}/who_is_poor").status_code == 422


def test_a_client_over_time_has_a_line_a_table_and_who_could_step_in(worker):
    page = worker.get(f"/people/{MEALS_CLIENT}/network").text
    assert 'class="trend"' in page
    assert "돕는 분이 못 오게 되면" in page
    assert page.count("<tr>") >= 14
    assert f'href="{QUESTIONS}/sees_daily?person={MEALS_CLIENT}"' in page


def test_the_page_of_a_client_says_who_could_step_in_to_their_own_worker(dong_office, worker):
    own = worker.get(f"/people/{MEALS_CLIENT}").text
    assert 'id="instead-title"' in own
    assert f'href="/people/{MEALS_CLIENT}/network"' in own
    other = dong_office.worker(StaffRole.CASE_MANAGER).get(f"/people/{MEALS_CLIENT}").text
    assert 'id="instead-title"' not in other


def test_the_picture_leads_to_the_network_over_time(worker):
    assert f'href="/people/{MEALS_CLIENT}/network"' in worker.get(f"/people/{MEALS_CLIENT}/picture").text


def test_another_worker_does_not_see_a_client_over_time(dong_office):
    other = dong_office.worker(StaffRole.CASE_MANAGER)
    assert other.get(f"/people/{MEALS_CLIENT}/network").status_code == 403


@pytest.mark.parametrize("path", [NETWORK, FAIRNESS, QUESTIONS, f"{QUESTIONS}/could_help"])
def test_pages_speak_english(dong_office, path):
    page = dong_office.worker(language="en").get(path).text
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1]
    assert not any("가" <= letter <= "힣" for letter in heading)
