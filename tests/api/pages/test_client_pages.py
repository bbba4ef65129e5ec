"""The pages of clients: what is masked, what is kept of what was typed, what errors say."""

import re

from casework.rights import Act
from graph.records.linkages import Linkage
from graph.words.kinds import StaffRole
from importers.sample import scenes as s

CLIENT = f"/people/{s.MEALS_CLIENT}"
NO = f"{CLIENT}/asks/{s.MEALS_ASK}/resources/{s.MEALS_GOOD_SITE}/no"


def asks(resource, ask=s.MEALS_ASK, client=CLIENT):
    return f"{client}/asks/{ask}/resources/{resource}"


def test_names_are_masked_until_somebody_asks_for_them(worker):
    assert ("박말례" in worker.get(CLIENT).text, "박○○" in worker.get(CLIENT).text) == (False, True)


def test_names_that_are_asked_for_are_shown_and_logged(worker, dong_office):
    page = worker.post(f"{CLIENT}/names")
    with dong_office.desk.store.read() as reader:
        logged = {entry.what for entry in reader.log(subject=s.MEALS_CLIENT, limit=10_000)}
    assert ("박말례" in page.text, Act.SEE_NAMES.value in logged) == (True, True)


def test_loading_the_page_of_names_again_masks_them(worker):
    assert worker.get(f"{CLIENT}/names").status_code == 405


def test_a_search_keeps_its_words_out_of_the_address(worker):
    found = worker.post("/people", text="박말례")
    assert (found.status_code, s.MEALS_CLIENT in found.text) == (200, True)


def test_clients_are_found_by_initials(worker):
    assert s.MEALS_CLIENT in worker.post("/people", text="ㅂㅁㄹ").text


def test_a_search_that_finds_nobody_says_what_to_try(worker):
    assert "초성이나 다른 낱말" in worker.post("/people", text="없는이름").text


def test_the_list_goes_on_where_the_page_ends(worker):
    following = re.search(r'href="(/people\?start=30)"', worker.get("/people").text)[1]
    assert "31~" in worker.get(following).text


def test_a_client_whom_nobody_knows_is_an_error_with_a_way_back(worker):
    page = worker.get("/people/p-0000000000000000")
    assert (page.status_code, "목록에서 다시 찾으십시오" in page.text, 'href="/"' in page.text) == (
        404,
        True,
        True,
    )


def test_a_client_of_another_dong_is_not_opened(dong_office):
    page = dong_office.worker(dong="9911000200").get(CLIENT)
    assert (page.status_code, "다른 동" in page.text) == (403, True)


def test_a_keeper_of_resources_sees_no_clients(dong_office):
    page = dong_office.worker(StaffRole.RESOURCE_KEEPER).get("/people")
    assert (page.status_code, "권한이 없습니다" in page.text) == (403, True)


def test_asking_a_full_kitchen_says_so_on_the_same_page(worker):
    page = worker.post(f"{asks(s.MEALS_FULL_SITE)}/ask")
    assert (page.status_code, "제공량이 모두 찼습니다" in page.text, "연계 후보" in page.text) == (
        409,
        True,
        True,
    )


def test_a_no_until_a_day_without_the_day_keeps_what_was_typed(worker):
    page = worker.post(NO, side="helper", scope="not_before", until="", reason="다리를 다치셔서")
    assert ("다리를 다치셔서" in page.text, "날짜를 적으십시오." in page.text) == (True, True)


def test_a_need_without_its_kind_keeps_what_was_typed(worker):
    page = worker.post(f"{CLIENT}/needs", words="밤에 잠이 안 와", item="", urgency="high")
    assert (page.status_code, "밤에 잠이 안 와" in page.text) == (422, True)


def test_a_resident_number_in_a_need_is_refused(worker):
    words = "주민번호는 900101-1234568 이래요"
    page = worker.post(f"{CLIENT}/needs", words=words, item="daily_living.basic.meals", urgency="high")
    assert (page.status_code, "900101" in page.text) == (422, True)


def test_an_answer_on_a_page_that_is_out_of_date_changes_nothing(worker):
    at = asks("r-scene00000000005", ask=s.MEALS_ASK)
    worker.post(f"{at}/wait", review_on="2026-12-31")
    linkage = re.search(r'id="linkage-(l-[a-z0-9]+)"', worker.get(CLIENT).text)[1]
    page = worker.post(f"{CLIENT}/linkages/{linkage}/end", expected="77", outcome="went_well")
    assert page.status_code in (409, 412)


def test_a_resource_that_was_declined_is_not_suggested_again(worker):
    ask = f"{CLIENT}?ask={s.MEALS_LOOK_IN_ASK}"
    resource = re.search(r'id="suggestion-(r-[a-z0-9]+)"', worker.get(ask).text)[1]
    worker.post(f"{asks(resource, s.MEALS_LOOK_IN_ASK)}/no", side="client", scope="this_one")
    assert f"suggestion-{resource}" not in worker.get(ask).text


def test_saying_no_says_that_it_affects_no_benefit(worker):
    assert "아무 영향이 없습니다" in worker.get(NO).text


def test_what_happened_says_who_and_why(worker):
    need = {"words": "말벗이 필요해", "item": "social.neighbours.isolation", "urgency": "ordinary"}
    worker.post(f"{CLIENT}/needs", **need)
    assert "욕구 등록" in worker.get(f"{CLIENT}/history").text


def test_hours_are_read_from_weekdays_and_a_span(worker):
    form = {
        "service": "side_dishes",
        "count": "2",
        "period": "week",
        "when": "set",
        "from": "10:00",
        "to": "11:30",
    }
    answer = worker.post(f"{CLIENT}/needs/{s.MEALS_NEED}/ask", day=["0", "3"], **form)
    assert "월·목 10:00–11:30" in worker.get(answer.headers["location"]).text


def test_hours_without_a_weekday_are_asked_for_again(worker):
    form = {
        "service": "side_dishes",
        "count": "2",
        "period": "week",
        "when": "set",
        "from": "10:00",
        "to": "11:30",
    }
    page = worker.post(f"{CLIENT}/needs/{s.MEALS_NEED}/ask", **form)
    assert (page.status_code, "요일을 하나 이상 고르고" in page.text) == (422, True)


def test_a_consent_is_recorded_with_its_day_and_taken_back(worker):
    worker.post(f"{CLIENT}/consents/sharing", until="2027-03-01")
    given = worker.get(CLIENT).text
    worker.post(f"{CLIENT}/consents/sharing/withdraw")
    assert ("2027. 3. 1.까지" in given, "2027. 3. 1.까지" in worker.get(CLIENT).text) == (True, False)


def test_a_no_that_is_taken_back_lets_the_resource_be_suggested_again(worker):
    at = f"{CLIENT}?ask={s.MEALS_ASK}"
    worker.post(f"{asks(s.MEALS_GOOD_SITE)}/no", side="client", scope="this_one")
    declined = worker.get(at).text
    for refusal in re.findall(rf"{CLIENT}/refusals/([a-z]+-[a-z0-9]+)/withdraw", declined):
        worker.post(f"{CLIENT}/refusals/{refusal}/withdraw")
    shown = f"suggestion-{s.MEALS_GOOD_SITE}"
    assert (shown in declined, shown in worker.get(at).text) == (False, True)


def test_an_ask_that_is_no_longer_wanted_is_closed(worker):
    made = worker.post(
        f"{CLIENT}/needs/{s.MEALS_NEED}/ask", service="rice", count="1", period="month", when="any"
    ).headers["location"]
    ask = re.search(r"ask=(a-[a-z0-9]+)", made)[1]
    done = worker.post(f"{CLIENT}/asks/{ask}/withdraw", expected="1")
    assert (
        done.status_code,
        "'철회' 상태" in worker.get(f"{CLIENT}?ask={ask}").text.replace("&#39;", "'"),
    ) == (303, True)


def test_who_introduced_a_helper_is_kept(dong_office, worker):
    at = f"{CLIENT}?ask={s.MEALS_ASK}"
    offered = f'name="introduced_by" value="{s.MEALS_INTRODUCER}"' in worker.get(at).text
    form = {"introduced_by": s.MEALS_INTRODUCER}
    worker.post(f"{asks(s.MEALS_LUNCHBOX)}/ask", **form)
    with dong_office.desk.store.read() as reader:
        kept = [k.record.introduced_by for k in reader.referring(Linkage, "resource", s.MEALS_LUNCHBOX)]
    assert (offered, s.MEALS_INTRODUCER in kept) == (True, True)
