"""Records by type and id: what is told, what is refused, what stays in the history and in the log."""

import pytest

from casework.errors import OtherDong, RecordTypeClosed, RightMissing
from casework.overview import picture
from casework.register import clients, needs, search
from casework.register.records import history_of, list_records, open_record, remove_record, save_record
from casework.register.ties import ties_of
from casework.sharing import access, consent, forget
from graph.errors import (
    RecordInvalid,
    RecordMissing,
    ResidentNumberRefused,
    VersionConflict,
)
from graph.records.consents import Consent
from graph.records.people import Person
from graph.records.registry import RECORD_TYPES
from graph.records.resources import Resource
from graph.records.values import Amount
from graph.testing import builders as a
from graph.view import Recipient, RecipientKind
from graph.words.kinds import ConsentPurpose, Period, StaffRole, Strain, Urgency
from tests.casework.team import CLIENT, HELPER, RESOURCE, an_actor

NEW = {"name": "반찬", "kind": "human", "service_type": "side_dish_cooking", "giver": HELPER}


def save(team, kind, fields, record=None, expected=None, actor=None):
    return save_record(team.desk, actor or team.worker, kind, record, fields, expected=expected, why="시험")


def test_a_new_record_gets_an_id_of_its_own_and_version_1(team):
    made, version = save(team, "Resource", NEW)
    assert (made.startswith("r-"), version) == (True, 1)
    assert team.get(Resource, made).record.dong == a.FICTITIOUS_DONG


def test_a_change_keeps_the_fields_that_were_not_given(team):
    save(team, "Resource", {"note": "화요일"}, RESOURCE, 1)
    kept = team.get(Resource, RESOURCE).record
    assert (kept.note, kept.name) == ("화요일", "병원 동행")


def test_a_nested_value_is_kept_by_its_parts(team):
    made, _ = save(team, "Resource", {**NEW, "capacity.count": 3, "capacity.period": "week"})
    assert team.get(Resource, made).record.capacity == Amount(count=3, period=Period.WEEK)


def test_a_nested_value_that_is_not_given_is_unset(team):
    made, _ = save(team, "Resource", NEW)
    kept = team.get(Resource, made).record
    assert (kept.place, kept.capacity, kept.eligibility) == (None, None, None)


def test_an_offer_rounds_its_times_inward(team):
    made, _ = save(team, "Resource", {**NEW, "slots": [["tue", "10:10", "12:05"]]})
    assert team.get(Resource, made).record.slots.spans() == ((1, 630, 720),)


def test_an_ask_rounds_its_times_outward(team):
    fields = {
        "need": "n-kim",
        "person": CLIENT,
        "service_type": "hospital_escort",
        "amount.count": 1,
        "amount.period": "week",
        "slots": [["tue", "10:10", "12:05"]],
    }
    made, _ = save(team, "Ask", fields)
    assert team.get(RECORD_TYPES["Ask"], made).record.slots.spans() == ((1, 600, 750),)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", 5),
        ("kind", "made_up"),
        ("kind", ["human"]),
        ("stock", "many"),
        ("stock", True),
        ("stock", 1.5),
        ("unlimited", "yes"),
        ("verified_on", "22/11/2026"),
        ("verified_on", 20261122),
        ("languages", "ko"),
        ("languages", ["klingon"]),
        ("slots", [["someday", "10:00", "12:00"]]),
        ("slots", "ff"),
        ("capacity.count", None),
        ("name", None),
        ("eligibility", {"age_from": 65}),
    ],
)
def test_a_wrong_value_names_its_field_and_keeps_nothing(team, field, value):
    fields = {**NEW, "capacity.period": "week", "capacity.count": 1, field: value}
    before = team.all(Resource)
    with pytest.raises(RecordInvalid) as refused:
        save(team, "Resource", fields)
    assert refused.value.fields["field"] == field
    assert team.all(Resource) == before


def test_a_part_without_its_other_half_is_refused(team):
    with pytest.raises(RecordInvalid) as refused:
        save(team, "Resource", {**NEW, "capacity.count": 1})
    assert refused.value.fields["field"] == "capacity.period"


def test_an_unknown_field_is_refused_without_repeating_it(team):
    with pytest.raises(RecordInvalid) as refused:
        save(team, "Person", {"홍길동": "x"})
    assert "홍길동" not in str(refused.value)


def test_id_and_dong_are_not_set_directly(team):
    for name in ("id", "dong"):
        with pytest.raises(RecordInvalid):
            save(team, "Person", {"name": "가나다", name: "9911000100"})


def test_a_missing_value_is_named(team):
    with pytest.raises(RecordInvalid) as refused:
        save(team, "Resource", {"name": "반찬"})
    assert refused.value.fields["field"] in ("kind", "service_type", "giver")


def test_a_resident_number_is_refused_in_any_text(team):
    with pytest.raises(ResidentNumberRefused) as refused:
        save(team, "Resource", {**NEW, "note": "900101-1234568"})
    assert "1234568" not in str(refused.value)


def test_codes_of_needs_and_services_come_from_their_vocabularies(team):
    with pytest.raises(RecordInvalid):
        save(team, "Resource", {**NEW, "service_type": "made_up"})
    with pytest.raises(RecordInvalid):
        save(team, "Need", {"person": CLIENT, "item": "made_up"})


def test_a_change_of_an_older_version_is_refused(team):
    save(team, "Resource", {"note": "하나"}, RESOURCE, 1)
    with pytest.raises(VersionConflict):
        save(team, "Resource", {"note": "둘"}, RESOURCE, 1)


@pytest.mark.parametrize("kind", ["Nothing", "SourceRow", "Import", "Staff", "Linkage"])
def test_types_with_their_own_work_are_not_written_directly(team, kind):
    with pytest.raises(RecordTypeClosed):
        save(team, kind, {"name": "x"})


def test_another_dongs_record_is_neither_opened_nor_changed(team):
    other = an_actor(dong=a.OTHER_DONG)
    for act in (
        lambda: open_record(team.desk, other, "Person", CLIENT),
        lambda: save(team, "Person", {"name": "다른"}, CLIENT, 1, actor=other),
        lambda: remove_record(team.desk, other, "Person", CLIENT, expected=1, why="시험"),
        lambda: history_of(team.desk, other, CLIENT),
        lambda: clients.open_client(team.desk, other, CLIENT),
        lambda: ties_of(team.desk, other, CLIENT),
        lambda: forget.forget_person(
            team.desk, an_actor(StaffRole.TEAM_LEADER, dong=a.OTHER_DONG), CLIENT, why="시험"
        ),
    ):
        with pytest.raises(OtherDong):
            act()


def test_nothing_is_recorded_about_another_dongs_person(team):
    with pytest.raises(OtherDong):
        save(
            team,
            "Need",
            {"person": CLIENT, "item": "health.physical.daily_difficulty"},
            actor=an_actor(dong=a.OTHER_DONG),
        )


def test_a_keeper_of_resources_sees_no_client(team):
    keeper = an_actor(StaffRole.RESOURCE_KEEPER)
    for act in (
        lambda: open_record(team.desk, keeper, "Person", CLIENT),
        lambda: clients.list_clients(team.desk, keeper),
        lambda: history_of(team.desk, keeper, CLIENT),
    ):
        with pytest.raises(RightMissing):
            act()


def test_a_keep_apart_is_not_there_for_another_worker(team):
    team.keep(a.a_keep_apart())
    assert open_record(team.desk, team.worker, "KeepApart", "k-kim-park")
    other = an_actor(staff="s-other")
    team.keep(a.a_neighbour(case_manager="s-lee", place=a.a_place(100)))
    for act in (
        lambda: open_record(team.desk, other, "KeepApart", "k-kim-park"),
        lambda: history_of(team.desk, other, "k-kim-park"),
    ):
        with pytest.raises(RecordMissing):
            act()
    assert list_records(team.desk, other, "KeepApart").records == ()


def test_strain_is_told_to_the_responsible_worker_alone(team):
    team.keep(a.a_tie(strain=Strain.TENSE))
    own, other = (ties_of(team.desk, actor, CLIENT)[0].strain for actor in (team.worker, team.leader))
    assert (own, other) == ("긴장·갈등", "비공개")


def test_somebody_kept_apart_is_not_among_the_ties_that_others_see(team):
    team.keep(a.a_tie(), a.a_keep_apart())
    assert ties_of(team.desk, team.leader, CLIENT) == ()


def test_the_history_tells_who_changed_what_and_why(team):
    save(team, "Resource", {"note": "화요일"}, RESOURCE, 1)
    newest = history_of(team.desk, team.worker, RESOURCE)[0]
    assert (newest.version, newest.by, newest.why) == (2, "이담당", "시험")
    assert [(label, after) for label, _, after in newest.changed] == [("메모", "화요일")]


def test_a_removed_record_is_gone_and_its_history_stays(team):
    remove_record(team.desk, team.worker, "Resource", RESOURCE, expected=1, why="그만둠")
    with pytest.raises(RecordMissing):
        open_record(team.desk, team.worker, "Resource", RESOURCE)
    assert [v.removed for v in history_of(team.desk, team.worker, RESOURCE)] == [True, False]


def test_pages_of_records_go_on_where_they_ended(team):
    first = list_records(team.desk, team.worker, "Person", limit=1)
    second = list_records(team.desk, team.worker, "Person", after=first.next, limit=1)
    assert [first.records[0].id, second.records[0].id, second.next] == [CLIENT, HELPER, None]


def test_a_client_is_whoever_has_an_open_need(team):
    rows = clients.list_clients(team.desk, team.worker).rows
    assert [row.id for row in rows] == [CLIENT]
    needs.record_need(
        team.desk,
        team.worker,
        HELPER,
        item="health.physical.daily_difficulty",
        own_words="허리가 아파요",
        urgency=Urgency.HIGH,
    )
    assert [row.id for row in clients.list_clients(team.desk, team.worker).rows] == [HELPER, CLIENT]


def test_a_resident_without_an_open_need_is_found_by_name_so_that_the_first_can_be_recorded(team):
    found = [clients.find_residents(team.desk, team.worker, text) for text in ("박", "김")]
    assert [[row.id for row in rows] for rows in found] == [[HELPER], []]


def test_each_view_is_in_the_log_with_whom_it_showed_and_why(team):
    with team.new_entries() as entries:
        clients.open_client(team.desk, team.worker, CLIENT)
    assert [(e.action.value, e.by, e.purpose, e.what) for e in entries] == [
        ("view", "s-lee", "case_work", "see_client")
    ]
    assert CLIENT in entries[0].subjects


def test_seeing_names_unmasked_is_logged_as_such(team):
    with team.new_entries() as entries:
        told = clients.open_client(team.desk, team.worker, CLIENT, masked=False)
    assert (told.name, entries[0].what) == ("김하늘", "see_names")


def test_what_is_made_for_the_client_is_logged_as_disclosed_to_them(team):
    client = Recipient(kind=RecipientKind.CLIENT, id=CLIENT)
    with team.new_entries() as entries:
        picture.draw(team.desk, team.worker, CLIENT, recipient=client)
    assert [(e.action.value, e.recipient) for e in entries] == [("disclose", CLIENT)]


def test_each_change_is_in_the_log_with_its_reason(team):
    with team.new_entries() as entries:
        save(team, "Person", {"phone": "010-0000-0000"}, CLIENT, 1)
    assert [(e.action.value, e.by, e.purpose) for e in entries] == [("write", "s-lee", "시험")]
    assert CLIENT in entries[0].subjects


def test_the_log_holds_ids_and_no_names(team):
    clients.open_client(team.desk, team.worker, CLIENT, masked=False)
    search.search(team.desk, team.worker, "김하늘")
    assert not any("김하늘" in repr(entry) for entry in team.log())


def test_reading_the_log_is_logged_and_for_leaders(team):
    with pytest.raises(RightMissing):
        access.read_log(team.desk, team.worker)
    with team.new_entries() as entries:
        access.read_log(team.desk, team.leader, person=CLIENT)
    assert [e.what for e in entries] == ["see_log"]


def test_the_chain_of_the_log_holds(team):
    assert access.check_log(team.desk, team.leader).broken_at is None


def test_people_are_found_by_initials_and_masked(team):
    found = search.search(team.desk, team.worker, "ㄱㅎㄴ")
    assert [(one.id, one.name) for one in found] == [(CLIENT, "김○○")]


def test_homes_are_never_listed_by_place(team):
    found = search.near(team.desk, team.worker, a.LATITUDE, a.LONGITUDE, radius_metres=5000)
    assert {one.type for one in found} <= {"Organisation", "Resource"}


def test_a_consent_is_kept_for_each_purpose_and_can_be_taken_back(team):
    consent.record_consent(team.desk, team.worker, CLIENT, ConsentPurpose.SHARING)
    assert consent.withdraw_consent(team.desk, team.worker, CLIENT, ConsentPurpose.SHARING) == 1
    in_force = [c.purpose for c in team.all(Consent) if c.person == CLIENT and c.withdrawn_on is None]
    assert ConsentPurpose.SHARING not in in_force


def test_somebody_who_decides_for_another_names_the_authority(team):
    with pytest.raises(RecordInvalid) as refused:
        consent.record_consent(team.desk, team.worker, CLIENT, ConsentPurpose.SHARING, decided_by=HELPER)
    assert refused.value.fields["field"] == "authority"


def test_forgetting_removes_a_person_everywhere(team):
    team.keep(a.a_tie(), a.a_linkage(), a.a_source_row(last_import="i-sheet"), a.an_import())
    forgotten = forget.forget_person(team.desk, team.leader, CLIENT, why="본인 요청")
    assert forgotten.removed["Person"] == 1
    with team.store.read() as reader:
        for kind in RECORD_TYPES.values():
            assert not [k.record for k in reader.each(kind) if CLIENT in repr(k.record)]
        assert reader.history(CLIENT) == ()
        assert reader.search("김하늘") == ()
        assert [e.subjects for e in reader.log(subject=CLIENT)]


def test_the_forgotten_are_suggested_to_nobody(team):
    snapshot = team.desk.snapshots.snapshot((), team.clock.now)
    assert snapshot["people"].row(HELPER) >= 0
    forget.forget_person(team.desk, team.leader, HELPER, why="본인 요청")
    after = team.desk.snapshots.snapshot((), team.clock.now)
    assert HELPER not in after["people"].ids


def test_a_case_manager_forgets_nobody(team):
    with pytest.raises(RightMissing):
        forget.forget_person(team.desk, team.worker, CLIENT, why="본인 요청")
    assert team.get(Person, CLIENT)


def test_nobody_takes_a_client_over_from_a_colleague(team):
    taker = an_actor(staff="s-taker")
    team.keep(a.a_staff(id="s-taker", name="최새로"))
    with pytest.raises(RightMissing):
        save(team, "Person", {"case_manager": "s-taker"}, CLIENT, 1, actor=taker)
    assert team.get(Person, CLIENT).record.case_manager == "s-lee"


def test_a_leader_and_the_case_manager_hand_a_client_over(team):
    team.keep(a.a_staff(id="s-taker", name="최새로"))
    save(team, "Person", {"case_manager": "s-taker"}, CLIENT, 1)
    save(team, "Person", {"case_manager": "s-lee"}, CLIENT, 2, actor=team.leader)
    assert team.get(Person, CLIENT).record.case_manager == "s-lee"
