"""Files coming in: a look, one change, nothing the second time, hand edits kept, and the way back."""

from dataclasses import replace

import pytest

from casework.errors import FileUnknown, ImportUndone, PreviewGone, PreviewOutdated, RightMissing
from casework.linking import decide
from casework.register import imports
from casework.register.pending import PendingPreviews
from casework.register.previewed import tell
from graph.records.imports import Import
from graph.records.people import Organisation, Person
from graph.records.resources import Resource
from graph.testing import builders as a
from graph.words.kinds import StaffRole
from tests.browser import invented_sites
from tests.casework.team import ASK, an_actor

HEADER = "자원명,자원 종류,서비스 종류,제공자,제공 가능량,기간 단위,메모"
ESCORT = "병원 같이 가기,인적 자원,병원 동행,박나래,2,1주,"
SIDE_DISHES = "반찬 나눔,인적 자원,밑반찬 만들기,박나래,1,1주,화요일에"
UNREADABLE = "무엇인가,인적 자원,하늘 날기,박나래,1,1주,"
WITH_RESIDENT_NUMBER = "상담,인적 자원,말벗,박나래,1,1주,900101-1234568"


def sheet(*rows):
    return "\r\n".join((HEADER, *rows, "")).encode()


def look(team, *rows, actor=None):
    content = sheet(*rows)
    mapping = imports.mapping_for(content, "자원.csv", "resources")
    return imports.look_at_file(team.desk, actor or team.worker, content, "자원.csv", mapping)


def taken_in(team, *rows):
    return imports.apply_import(team.desk, team.worker, look(team, *rows))


def counts(preview):
    return {state.value: rows for state, rows in preview.counts().items() if rows}


def named(team, name):
    return next(record for record in team.all(Resource) if record.name == name)


def test_a_look_writes_nothing(team):
    before = team.all(Resource)
    assert counts(look(team, ESCORT, SIDE_DISHES)) == {"new": 2}
    assert team.all(Resource) == before


def test_a_file_is_taken_in_as_one_change(team):
    made = taken_in(team, ESCORT, SIDE_DISHES)
    unit = team.get(Import, made).record.unit
    with team.store.read() as reader:
        written = [change.record_type for change in reader.written_in(unit)]
    assert sorted(set(written)) == ["Import", "Resource", "SourceRow"]
    assert written.count("Resource") == 2


def test_the_same_file_again_changes_nothing(team):
    taken_in(team, ESCORT, SIDE_DISHES)
    again = look(team, ESCORT, SIDE_DISHES)
    assert counts(again) == {"unchanged": 2}
    assert again.plan.changes_nothing


def test_a_corrected_file_changes_just_its_rows(team):
    taken_in(team, ESCORT, SIDE_DISHES)
    corrected = look(team, ESCORT, SIDE_DISHES.replace("화요일에", "수요일에"))
    assert counts(corrected) == {"unchanged": 1, "changed": 1}
    imports.apply_import(team.desk, team.worker, corrected)
    assert named(team, "반찬 나눔").note == "수요일에"


def test_a_field_edited_by_hand_since_is_kept_and_listed(team):
    taken_in(team, SIDE_DISHES)
    team.keep(replace(named(team, "반찬 나눔"), note="목요일에"))
    preview = look(team, SIDE_DISHES.replace("화요일에", "수요일에"))
    assert counts(preview) == {"conflict": 1}
    assert [(edit.field, edit.label) for edit in tell(preview, "ko").edited_by_hand] == [("note", "메모")]
    imports.apply_import(team.desk, team.worker, preview)
    assert named(team, "반찬 나눔").note == "목요일에"


def test_an_unreadable_row_is_refused_and_the_rest_goes_on(team):
    preview = look(team, UNREADABLE, ESCORT)
    assert counts(preview) == {"new": 1, "refused": 1}
    assert [(row.line, row.column) for row in tell(preview, "ko").refused] == [(2, "서비스 종류")]


def test_refused_rows_come_as_a_file_to_mend(team):
    saved = look(team, UNREADABLE, ESCORT).refused_csv().decode("utf-8-sig")
    assert "무엇인가" in saved
    assert "병원 같이 가기" not in saved


def test_a_resident_number_is_refused_and_blanked_in_the_file_of_refused_rows(team):
    preview = look(team, WITH_RESIDENT_NUMBER)
    assert counts(preview) == {"refused": 1}
    assert "1234568" not in preview.refused_csv().decode("utf-8-sig")
    assert "1234568" not in repr(tell(preview, "ko"))


def test_an_import_can_be_undone(team):
    before = team.all(Resource)
    undone = imports.undo_import(team.desk, team.worker, taken_in(team, ESCORT, SIDE_DISHES))
    assert (undone.removed, undone.kept) == (2, ())
    assert team.all(Resource) == before


def test_undoing_a_correction_puts_back_what_stood_before(team):
    taken_in(team, SIDE_DISHES)
    made = taken_in(team, SIDE_DISHES.replace("화요일에", "수요일에"))
    assert imports.undo_import(team.desk, team.worker, made).restored == 1
    assert named(team, "반찬 나눔").note == "화요일에"


def test_undoing_twice_is_refused(team):
    made = taken_in(team, ESCORT)
    imports.undo_import(team.desk, team.worker, made)
    with pytest.raises(ImportUndone):
        imports.undo_import(team.desk, team.worker, made)


def test_undoing_after_a_linkage_keeps_what_is_in_use(team):
    made = taken_in(team, ESCORT, SIDE_DISHES)
    resource = named(team, "병원 같이 가기").id
    decide.ask_helper(team.desk, team.worker, ASK, resource)
    undone = imports.undo_import(team.desk, team.worker, made)
    assert (undone.removed, undone.kept) == (1, (resource,))


def test_after_an_undo_the_same_file_comes_in_again(team):
    imports.undo_import(team.desk, team.worker, taken_in(team, ESCORT))
    taken_in(team, ESCORT)
    assert named(team, "병원 같이 가기")


def test_a_row_that_is_no_longer_in_the_file_is_listed_and_stays(team):
    taken_in(team, ESCORT, SIDE_DISHES)
    told = tell(look(team, ESCORT), "ko")
    assert told.missing_count == 1
    assert [(gone.record, gone.line_then) for gone in told.missing] == [(named(team, "반찬 나눔").id, 3)]


def test_a_preview_names_the_lines_and_fields_that_a_corrected_file_changes(team):
    taken_in(team, ESCORT, SIDE_DISHES)
    told = tell(look(team, ESCORT, SIDE_DISHES.replace("화요일에", "수요일에")), "ko")
    assert [(change.line, change.label) for change in told.changes] == [(3, "메모")]
    assert "수요일에" not in repr(told)


TWICE = """기관명,기관 종류,주소,전화번호
한우물복지관,사회복지관,가상로 1,02-0000-0001
한우물 복지관,사회복지관,가상로 1,02-0000-0001
"""


def test_a_possible_duplicate_is_told_with_the_line_of_the_other(team):
    content = TWICE.encode()
    mapping = imports.mapping_for(content, "기관.csv", "organisations")
    told = tell(imports.look_at_file(team.desk, team.worker, content, "기관.csv", mapping), "ko")
    assert [{one.line, one.other_line} for one in told.duplicates] == [{2, 3}]


def test_a_possible_duplicate_of_a_kept_record_is_told_with_its_id(team):
    content = TWICE.encode()
    mapping = imports.mapping_for(content, "기관.csv", "organisations")
    one = "\n".join(TWICE.splitlines()[:2]).encode()
    imports.apply_import(
        team.desk, team.worker, imports.look_at_file(team.desk, team.worker, one, "기관.csv", mapping)
    )
    kept = next(found.id for found in team.all(Organisation) if found.name == "한우물복지관")
    other = "\n".join((TWICE.splitlines()[0], TWICE.splitlines()[2])).encode()
    told = tell(imports.look_at_file(team.desk, team.worker, other, "기관.csv", mapping), "ko")
    assert [(pair.other, pair.other_line) for pair in told.duplicates] == [(kept, None)]


def test_a_preview_that_the_graph_overtook_is_not_taken_in(team):
    taken_in(team, SIDE_DISHES)
    preview = look(team, SIDE_DISHES.replace("화요일에", "수요일에"))
    team.keep(replace(named(team, "반찬 나눔"), won_each=1000))
    with pytest.raises(PreviewOutdated):
        imports.apply_import(team.desk, team.worker, preview)


def test_a_change_elsewhere_does_not_outdate_a_preview(team):
    preview = look(team, ESCORT)
    team.keep(a.a_person(id="p-new", name="서새로"))
    assert imports.apply_import(team.desk, team.worker, preview)


def test_a_file_that_no_mapping_knows_says_so(team):
    with pytest.raises(FileUnknown) as refused:
        imports.mapping_for("이름,나이\n가,1\n".encode(), "모름.csv")
    assert "모름.csv" in refused.value.ko


def test_the_list_of_imports_is_newest_first(team):
    first = taken_in(team, ESCORT)
    team.clock.pass_time(hours=1)
    second = taken_in(team, SIDE_DISHES)
    assert [told.id for told in imports.list_imports(team.desk, team.worker)] == [second, first]


def test_a_keeper_of_resources_imports_but_an_administrator_does_not(team):
    assert look(team, ESCORT, actor=an_actor(StaffRole.RESOURCE_KEEPER))
    with pytest.raises(RightMissing):
        look(team, ESCORT, actor=an_actor(StaffRole.ADMINISTRATOR))


def test_an_import_is_in_the_log_with_its_reason(team):
    with team.new_entries() as entries:
        taken_in(team, ESCORT)
    assert [(e.action.value, e.by, e.purpose) for e in entries] == [
        ("write", "s-lee", "파일 가져오기: 자원 대장")
    ]


def test_a_preview_is_its_makers_own(team):
    pending = PendingPreviews(team.clock)
    token = pending.keep(team.worker, look(team, ESCORT))
    with pytest.raises(PreviewGone):
        pending.find(team.leader, token)


def test_a_preview_is_gone_after_its_time(team):
    pending = PendingPreviews(team.clock)
    token = pending.keep(team.worker, look(team, ESCORT))
    team.clock.pass_time(minutes=pending.minutes_kept)
    with pytest.raises(PreviewGone):
        pending.find(team.worker, token)


def test_a_preview_makes_room_for_later_ones(team):
    pending = PendingPreviews(team.clock, rows=3)
    tokens = [pending.keep(team.worker, look(team, ESCORT, SIDE_DISHES)) for _ in range(2)]
    assert pending.find(team.worker, tokens[1])
    with pytest.raises(PreviewGone):
        pending.find(team.worker, tokens[0])


def test_a_preview_that_was_let_go_is_gone(team):
    pending = PendingPreviews(team.clock)
    token = pending.keep(team.worker, look(team, ESCORT))
    pending.drop(team.worker, token)
    with pytest.raises(PreviewGone):
        pending.find(team.worker, token)


def test_no_organisation_is_made_by_a_sheet_of_resources(team):
    taken_in(team, ESCORT)
    assert team.all(Organisation) == []


def test_a_column_that_tells_two_records_says_of_which_fields(team):
    content = invented_sites.content()
    mapping = imports.mapping_for(content, "급식.csv", "free_meal_sites")
    told = tell(imports.look_at_file(team.desk, team.worker, content, "급식.csv", mapping), "ko")
    ends = [column.label for column in told.columns if column.column == "운영종료일자"]
    assert len(set(ends)) == len(ends) == 2


def test_a_new_person_whose_sheet_names_a_case_manager_is_put_under_them(team):
    content = "이름,생년월일,주소,담당 사례관리자\n김하나,1940-03-01,품앗이1동 가람로 1,정팀장\n".encode()
    mapping = imports.mapping_for(content, "주민.csv", "people_households")
    preview = imports.look_at_file(team.desk, team.worker, content, "주민.csv", mapping)
    assert counts(preview) == {"new": 1}
    imports.apply_import(team.desk, team.worker, preview)
    assert [one.case_manager for one in team.all(Person) if one.name == "김하나"] == ["s-lead"]
