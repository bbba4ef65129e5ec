"""Each command over an invented dong: what it prints, writes and refuses."""

import re
import xml.etree.ElementTree as ET

import pytest

from api.cli.app import main
from api.cli.options import acting
from casework.errors import ImportUndone, ReasonMissing, RightMissing, StoreInUse
from casework.register.clients import list_clients
from casework.sharing.access import read_log
from graph.errors import RecordMissing
from graph.words.kinds import ViewPurpose
from importers.sample.scenes import (
    BREAD,
    MEALS_ASK,
    MEALS_CLIENT,
    MEALS_CLOSED_SITE,
    MEALS_CLUB_FELLOW,
    MEALS_GOOD_SITE,
)

HEADER = "자원명,자원 종류,서비스 종류,제공자,제공 가능량,기간 단위,메모\r\n"
GOOD = f"가상 말벗,인적 자원,말벗,{MEALS_CLUB_FELLOW},1,1주,\r\n"
BAD = f"가상 무엇,인적 자원,하늘 날기,{MEALS_CLUB_FELLOW},1,1주,\r\n"


@pytest.fixture
def sheet(tmp_path):
    file = tmp_path / "자원.csv"
    file.write_bytes((HEADER + GOOD + BAD).encode())
    return file


def log(folder):
    with acting(folder, None, "team", ViewPurpose.OPERATION) as (parts, actor):
        return read_log(parts.desk, actor, limit=10_000)


def test_a_sample_holds_clients_of_the_accounts_own_dong(folder):
    with acting(folder, None, "team", ViewPurpose.CASE_WORK) as (parts, actor):
        assert list_clients(parts.desk, actor).total > 50


def test_a_sample_is_never_put_where_people_are_registered(run):
    with pytest.raises(StoreInUse):
        run("sample")


@pytest.mark.parametrize("centre", ["seoul", "48.8,2.3", "37.5"])
def test_a_sample_stands_in_korea(run, centre):
    assert run("sample", "--centre", centre).exit_code == 2


def test_suggest_prints_the_reasons(run):
    said = run("suggest", MEALS_ASK, "-k", "2").stdout
    assert MEALS_GOOD_SITE in said.splitlines()[2]
    assert "원하는 도움과 같은 종류입니다." in said


def test_suggest_speaks_english(run):
    with_english = run("--lang", "en", "suggest", MEALS_ASK, "-k", "1")
    assert "that could serve" in with_english.stdout


def test_no_name_is_printed_unmasked(run, folder):
    said = run("suggest", MEALS_ASK).stdout
    assert re.match(r".○○", said)


def test_why_not_prints_what_fails(run):
    assert "✗" in run("why-not", MEALS_ASK, MEALS_CLOSED_SITE).stdout


def test_offer_lists_households_with_reasons(run):
    said = run("offer", BREAD, "--limit", "3").stdout
    assert "긴급도" in said


def test_an_unknown_id_is_refused(run):
    for words in (("suggest", "a-nothing"), ("why-not", MEALS_ASK, "r-nothing"), ("offer", "r-nothing")):
        with pytest.raises(RecordMissing):
            run(*words)


def test_a_command_acts_as_the_worker_it_names(run):
    with pytest.raises(RecordMissing):
        run("suggest", MEALS_ASK, "--as", "s-nobody")


def test_the_purpose_that_is_named_is_logged(run, folder):
    run("suggest", MEALS_ASK, "--purpose", "supervision")
    assert "슈퍼비전" in [entry.purpose for entry in log(folder)]


def test_an_unknown_purpose_is_a_mistake_of_use(run):
    assert run("suggest", MEALS_ASK, "--purpose", "curiosity").exit_code == 2


def test_import_looks_and_writes_nothing_without_apply(run, folder, sheet):
    result = run("import", str(sheet), "--mapping", "resources")
    assert result.exit_code == 0
    assert re.search(r"신규\s+1\b", result.stdout)
    assert re.search(r"거부\s+1\b", result.stdout)
    assert "서비스 종류" in result.stdout
    assert "--apply" in result.stderr
    assert not [entry for entry in log(folder) if "파일 가져오기" in entry.purpose]


def test_import_applies_saves_refused_rows_and_is_undone_once(run, sheet, tmp_path):
    refused = tmp_path / "거부.csv"
    result = run("import", str(sheet), "--mapping", "resources", "--refused", str(refused), "--apply")
    made = result.stdout.split()[-1]
    assert made.startswith("i-")
    assert "가상 무엇" in refused.read_text(encoding="utf-8-sig")
    assert "삭제 1건" in run("undo", made).stdout
    with pytest.raises(ImportUndone):
        run("undo", made)


def test_import_lists_duplicates_and_what_a_later_file_changes_and_lacks(run, tmp_path):
    head, *rows = (
        "기관명,기관 종류,주소,전화번호",
        "한우물복지관,사회복지관,가상로 1,02-0000-0001",
        "한우물 복지관,사회복지관,가상로 1,02-0000-0001",
        "샛별회,자생적 자조모임,가상로 2,02-0000-0002",
    )
    file = tmp_path / "기관.csv"
    file.write_text("\n".join((head, *rows)), encoding="utf-8")
    first = run("import", str(file), "--mapping", "organisations", "--apply").stdout
    assert re.search(r"중복으로 보이는 기록\s.*\b(2행|3행)\b", first, re.DOTALL)
    file.write_text("\n".join((head, rows[0], rows[1].replace("0001", "0009"))), encoding="utf-8")
    later = run("import", str(file), "--mapping", "organisations").stdout
    assert re.search(r"바뀌는 칸\s.*\b3\s+전화번호", later, re.DOTALL)
    assert re.search(r"이번 파일에 없는 기록\s.*\b4\s+o-", later, re.DOTALL)
    run("undo", first.split()[-1])


def test_a_file_that_is_not_there_is_a_mistake_of_use(run):
    assert run("import", "nowhere.csv").exit_code == 2


def test_export_writes_a_sheet_for_a_reason(run, folder, tmp_path):
    out = tmp_path / "기관.xlsx"
    assert run("export", "organisations", "--out", str(out), "--why", "연말 점검").exit_code == 0
    assert out.read_bytes()[:2] == b"PK"
    assert any("연말 점검" in entry.what for entry in log(folder))
    with pytest.raises(ReasonMissing):
        run("export", "organisations", "--out", str(out), "--why", " ")


def test_a_picture_is_an_svg_that_stands_alone(run, tmp_path):
    out = tmp_path / "생태도.svg"
    run("picture", MEALS_CLIENT, "--out", str(out))
    assert ET.fromstring(out.read_text(encoding="utf-8")).tag.endswith("svg")


def test_a_page_is_one_file_that_loads_nothing(run, tmp_path):
    out = tmp_path / "생태도.html"
    run("picture", MEALS_CLIENT, "--out", str(out))
    page = out.read_text(encoding="utf-8")
    assert not re.search(r'<(script|link|img)[^>]+(src|href)="(?!data:)', page)
    assert page.count("<script>") == 2
    assert len(page) > 300_000


def test_a_picture_of_another_kind_is_a_mistake_of_use(run, tmp_path):
    assert run("picture", MEALS_CLIENT, "--out", str(tmp_path / "a.png")).exit_code == 2


def test_forget_asks_first(run):
    result = run("forget", MEALS_CLUB_FELLOW, "--why", "본인 요청", input="n\n")
    assert result.exit_code == 1


def test_forget_is_for_leaders(run, folder):
    with acting(folder, None, "team", ViewPurpose.OPERATION) as (parts, _), parts.desk.store.read() as reader:
        manager = reader.history(MEALS_CLIENT)[0].record.case_manager
    with pytest.raises(RightMissing):
        run("forget", MEALS_CLUB_FELLOW, "--why", "본인 요청", "--yes", "--as", manager)


def test_doctor_counts_records_and_walks_the_log(run):
    result = run("doctor")
    assert re.search(r"✓ 기록 [\d,]+건", result.stdout)
    assert re.search(r"✓ 접근 기록 \d+건", result.stdout)


def test_a_file_that_cannot_be_written_ends_with_a_sentence(monkeypatch, capsys, folder, tmp_path):
    out = tmp_path / "none" / "a.svg"
    words = ["pumasi", "picture", MEALS_CLIENT, "--out", str(out), "--data", str(folder)]
    monkeypatch.setattr("sys.argv", words)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "읽거나 쓸 수 없습니다" in capsys.readouterr().err
