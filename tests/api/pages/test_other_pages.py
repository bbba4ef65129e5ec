"""Files, resources, sharing, the log and the day, as pages."""

import re

from api.pages import log, sheets
from graph.store import LogAction, LogNote
from graph.words.kinds import StaffRole
from importers.export import OWN_SHEETS
from importers.sample import scenes as s
from tests.browser import invented_sites

NEXT = r'"/log\?before=(\d+)" rel="next"'


def test_a_file_that_no_mapping_knows_is_said_to_be_unknown(worker):
    page = worker.upload("/imports/previews", "아무표.csv", "가,나\n1,2\n".encode())
    assert (page.status_code, "어떤 파일인지 알 수 없습니다" in page.text) == (422, True)


def test_a_team_that_begins_gets_empty_sheets_that_import_as_they_are(worker):
    for sheet in OWN_SHEETS:
        blank = worker.get(f"/imports/sheets/{sheet}/blank.xlsx")
        looked = worker.upload("/imports/previews", f"{sheet}.xlsx", blank.content)
        assert (blank.status_code, looked.status_code) == (200, 303), sheet


def test_a_sheet_is_taken_out_for_a_reason_alone(worker):
    refused = worker.post("/imports/sheets", sheet="resources", why=" ")
    taken = worker.post("/imports/sheets", sheet="resources", why="연말 점검")
    assert (refused.status_code, taken.headers["content-type"]) == (422, sheets.XLSX)


def test_an_area_code_of_a_wrong_length_is_asked_for_again_with_what_was_typed(worker):
    page = worker.upload("/imports/previews", "급식.csv", invented_sites.content(), within="1121")
    assert (page.status_code, 'value="1121"' in page.text) == (422, True)


def test_a_preview_is_its_makers_own(dong_office, worker):
    made = worker.upload("/imports/previews", "급식.csv", invented_sites.content(), keep_undecided="true")
    other = dong_office.worker(StaffRole.RESOURCE_KEEPER).get(made.headers["location"])
    assert "신규" not in other.text


def test_refused_rows_can_be_taken_home(worker):
    made = worker.upload("/imports/previews", "급식.csv", invented_sites.content(), keep_undecided="true")
    sheet = worker.get(f"{made.headers['location']}/refused.csv")
    assert invented_sites.REFUSED in sheet.content.decode("utf-8-sig")


def test_a_preview_lists_the_expired_rows(worker):
    made = worker.upload("/imports/previews", "급식.csv", invented_sites.content(), keep_undecided="true")
    page = worker.get(made.headers["location"]).text
    listed = re.search(r"<h2>운영 기간이 지난 행</h2>.*?<tbody>(.*?)</tbody>", page, re.DOTALL)[1]
    assert re.findall(r"<bdi>(\d+)</bdi>", listed) == ["6"]


def test_a_preview_lists_what_a_later_file_changes_and_lacks(worker):
    made = worker.upload("/imports/previews", "급식.csv", invented_sites.content(), keep_undecided="true")
    worker.post(f"{made.headers['location']}/apply")
    rows = invented_sites.content().decode("cp949").replace("11:30-12:30", "11:30-13:00")
    later = "".join(row for row in rows.splitlines(keepends=True) if invented_sites.VAGUE not in row)
    made = worker.upload("/imports/previews", "급식.csv", later.encode("cp949"), keep_undecided="true")
    page = worker.get(made.headers["location"]).text
    worker.post(re.search(r'href="(/imports/i-[a-z0-9]+/undo)"', worker.get("/imports").text)[1])
    assert ("<h2>이 파일로 바뀌는 칸</h2>" in page, "<h2>이 파일에서 사라진 기록</h2>" in page) == (
        True,
        True,
    )


def test_undoing_asks_once_more_before_it_is_done(worker):
    made = worker.upload("/imports/previews", "급식.csv", invented_sites.content(), keep_undecided="true")
    worker.post(f"{made.headers['location']}/apply")
    undo = re.search(r'href="(/imports/i-[a-z0-9]+/undo)"', worker.get("/imports").text)[1]
    asked = worker.get(undo)
    done = worker.post(undo)
    assert ("되돌립니다" in asked.text, "되돌렸습니다" in done.text) == (True, True)


def test_undoing_names_what_stays_because_it_is_in_use(worker):
    made = worker.upload("/imports/previews", "급식.csv", invented_sites.content(), keep_undecided="true")
    worker.post(f"{made.headers['location']}/apply")
    undo = re.search(r'href="(/imports/i-[a-z0-9]+/undo)"', worker.get("/imports").text)[1]
    page = worker.get(f"/people/{s.MEALS_CLIENT}?ask={s.MEALS_ASK}").text
    name = f"{invented_sites.FITTING} 무료급식"
    resource = re.search(rf'id="suggestion-(r-[a-z0-9]+)-name"><bdi>{name}<', page)[1]
    worker.post(f"/people/{s.MEALS_CLIENT}/asks/{s.MEALS_ASK}/resources/{resource}/ask")
    notice = re.search(r'role="status"><p>(.*?)</p>', worker.post(undo).text)[1]
    assert name in notice


def test_a_resource_page_says_nothing_of_its_giver_receiving(worker):
    page = worker.get(f"/resources/{s.GIVING_DISHES}").text
    assert f"/people/{s.GIVING_CLIENT}" not in page


def test_more_households_than_loaves_are_refused_and_stay_ticked(worker):
    form = {
        "name": "늦게 온 빵",
        "service": "bread",
        "count": "1",
        "giver": s.BREAD_BAKERY,
        "best_before": "",
    }
    made = worker.post("/resources/offer", **form)
    page = worker.post(made.headers["location"], person=list(s.BREAD_CLIENTS[:2]))
    assert (page.status_code, page.text.count(" checked")) == (422, 2)


def test_a_loaf_that_was_received_is_taken_from_the_stock(worker):
    form = {"name": "아침 빵", "service": "bread", "count": "5", "giver": s.BREAD_BAKERY, "best_before": ""}
    made = worker.post("/resources/offer", **form).headers["location"]
    worker.post(made, person=[s.BREAD_CLIENTS[3]])
    assert "남은 수량 4" in worker.get(made).text


def test_somebody_who_cannot_eat_it_is_not_listed(worker):
    form = {"name": "밀빵", "service": "bread", "count": "5", "giver": s.BREAD_BAKERY, "best_before": ""}
    made = worker.post("/resources/offer", allergens=["밀"], **form).headers["location"]
    assert s.BREAD_ALLERGIC not in worker.get(made).text


def test_something_without_a_name_is_asked_for_again_with_what_was_typed(worker):
    page = worker.post("/resources/offer", name="", service="bread", count="7", giver=s.BREAD_BAKERY)
    assert ("무엇인지 적으십시오." in page.text, 'value="7"' in page.text) == (True, True)


def test_the_log_is_for_those_with_the_right(dong_office):
    assert dong_office.worker(StaffRole.CASE_MANAGER).get("/log").status_code == 403


def test_the_log_says_that_its_chain_is_whole(worker):
    assert "바뀐 흔적이 없습니다" in worker.get("/log?check=1").text


def test_opening_the_log_does_not_walk_its_chain(worker, monkeypatch):
    def walked(*_given):
        raise AssertionError

    monkeypatch.setattr(log, "check_log", walked)
    page = worker.get("/log").text
    assert ("/log?check=1" in page, "바뀐 흔적" in page) == (True, False)


def test_the_log_goes_back_to_its_first_entry(worker):
    for _ in range(log.PER_PAGE):
        worker.get("/log")
    number = int(re.search(NEXT, worker.get("/log").text)[1])
    while older := re.search(NEXT, worker.get(f"/log?before={number}").text):
        assert int(older[1]) == number - log.PER_PAGE
        number = int(older[1])
    assert 1 < number <= log.PER_PAGE + 1


def test_an_entry_about_many_people_says_how_many(dong_office, worker):
    subjects = tuple(f"p-{number:04}" for number in range(1234))
    dong_office.desk.store.note(
        LogNote(
            action=LogAction.VIEW, by="s-1", purpose="case_work", recipient="", subjects=subjects, what="list"
        )
    )
    assert "1,234명" in worker.get("/log").text


def test_the_day_lists_what_is_urgent(worker):
    assert re.search(r'id="urgent".*?grade-(crisis|today)', worker.get("/").text, re.S)


def test_a_keeper_of_resources_has_a_day_without_clients(dong_office):
    assert "위기·오늘 안에" not in dong_office.worker(StaffRole.RESOURCE_KEEPER).get("/").text


def test_the_table_of_a_picture_is_a_sheet_with_a_byte_order_mark(worker):
    assert worker.get(f"/people/{s.MEALS_CLIENT}/picture/table.csv").content.startswith(b"\xef\xbb\xbf")


def test_the_network_goes_out_as_graphml_without_ids(worker):
    sheet = worker.get(f"/people/{s.MEALS_CLIENT}/picture/network.graphml").text
    assert ("graphml" in sheet, s.MEALS_CLIENT in sheet) == (True, False)
