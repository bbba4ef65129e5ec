"""What a View tells, to whom, and what it keeps to itself."""

from datetime import UTC, date, datetime

import pytest

from graph.records.fields import FieldRef
from graph.records.people import Person, Staff
from graph.stores import open_store
from graph.testing.builders import (
    OTHER_DONG,
    a_consent,
    a_household,
    a_keep_apart,
    a_need,
    a_person,
    a_resource,
    a_staff,
    a_tie,
    an_organisation,
)
from graph.text.sentence import Phrase, Subject
from graph.view import Recipient, RecipientKind, View, Viewer
from graph.words.kinds import ConsentPurpose, StaffRole, Strain, TieKind, ViewPurpose

DAY = date(2026, 11, 22)
INTRODUCES = Phrase(
    "test.view.introduces", "{who:이/가} {whom:을/를} 소개할 수 있습니다.", "{who} can introduce {whom}."
)


@pytest.fixture
def neighbourhood():
    store = open_store("memory:", clock=lambda: datetime(2026, 11, 22, tzinfo=UTC))
    with store.write(by="s-lee", why="test") as unit:
        unit.put_all(
            [
                a_staff(id="s-lee", name="이담당"),
                a_staff(id="s-choi", name="최동료"),
                a_household(id="h-kim"),
                a_person(
                    id="p-kim", name="김하늘", phone="010-0000-1234", health="당뇨", case_manager="s-lee"
                ),
                a_person(id="p-kang", name="김미래", household=None),
                a_person(id="p-upstairs", name=None, known_as="윗집", household=None),
                a_person(id="p-ex", name="강철민", household="h-ex"),
                a_person(id="p-ex-son", name="강아들", household="h-ex"),
                a_household(id="h-ex"),
                an_organisation(id="o-church", name="한빛교회"),
                a_keep_apart(id="k-1", one="p-kim", other="p-ex"),
                a_need(id="n-meals", person="p-kim"),
                a_tie(id="t-1", source="p-kang", target="p-kim", strain=Strain.TENSE),
            ]
        )
    yield store
    store.close()


def view_of(reader, *, staff="s-lee", role=StaffRole.CASE_MANAGER, recipient=None, **changes) -> View:
    viewer = Viewer(staff=staff, role=role, dong="9911000100")
    settings = {"about": "p-kim", "day": DAY, "purpose": ViewPurpose.CASE_WORK} | changes
    return View(viewer=viewer, reader=reader, recipient=recipient or Recipient(), **settings)


def test_names_are_masked_unless_asked_for(neighbourhood):
    with neighbourhood.read() as reader:
        assert view_of(reader).name("p-kim") == "김○○"
        assert view_of(reader, masked=False).name("p-kim") == "김하늘"


@pytest.mark.parametrize(("language", "letter"), [("ko", "나"), ("en", "B")])
def test_two_people_with_one_masked_name_are_told_apart_and_stay_so(neighbourhood, language, letter):
    with neighbourhood.write(by="s-lee", why="test") as unit:
        unit.put(a_consent(id="c-kang", person="p-kang", purpose=ConsentPurpose.MATCHING), expected=0)
    with neighbourhood.read() as reader:
        view = view_of(reader, language=language)
        first, second = view.name("p-kim"), view.name("p-kang")
        assert (first, second) == ("김○○", f"김○○({letter})")
        assert (view.name("p-kim"), view.name("p-kang")) == (first, second)


def test_a_sentence_uses_the_alias_of_the_disclosure_with_the_right_particle(neighbourhood):
    with neighbourhood.read() as reader:
        view = view_of(reader, masked=False)
        said = view.sentence(INTRODUCES.say(who=Subject("p-upstairs"), whom=Subject("p-kim")))
        assert said == "윗집이 김하늘 님을 소개할 수 있습니다."


def test_a_neighbour_without_a_name_is_called_by_their_role(neighbourhood):
    with neighbourhood.read() as reader:
        assert view_of(reader, masked=False).name("p-upstairs") == "윗집"


def test_a_helper_without_consent_of_the_client_learns_no_name(neighbourhood):
    helper = Recipient(kind=RecipientKind.HELPER, id="p-kang")
    with neighbourhood.read() as reader:
        assert "김" not in view_of(reader, recipient=helper, masked=False).name("p-kim")


def test_a_helper_learns_just_the_items_that_the_client_agreed_to(neighbourhood):
    consent = a_consent(
        id="c-contact",
        person="p-kim",
        purpose=ConsentPurpose.CONTACT,
        recipient="p-kang",
        items=frozenset({"name"}),
    )
    with neighbourhood.write(by="s-lee", why="test") as unit:
        unit.put(consent)
    helper = Recipient(kind=RecipientKind.HELPER, id="p-kang")
    with neighbourhood.read() as reader:
        view = view_of(reader, recipient=helper, masked=False)
        told = {field.field: field for field in view.fields(reader.get(Person, "p-kim").record)}
        assert told["name"].text == "김하늘"
        assert told["phone"].withheld
        assert told["health"].withheld


def test_health_needs_its_own_consent_beside_the_one_to_share(neighbourhood):
    agency = Recipient(kind=RecipientKind.AGENCY, id="o-church")
    items = frozenset({"name", "health"})
    sharing = a_consent(
        id="c-sharing", person="p-kim", purpose=ConsentPurpose.SHARING, recipient="o-church", items=items
    )
    with neighbourhood.write(by="s-lee", why="test") as unit:
        unit.put(sharing)
    with neighbourhood.read() as reader:
        kim = reader.get(Person, "p-kim").record
        assert view_of(reader, recipient=agency).text(kim, "health") == "비공개"
    own = a_consent(
        id="c-health", person="p-kim", purpose=ConsentPurpose.SENSITIVE, recipient="o-church", items=items
    )
    with neighbourhood.write(by="s-lee", why="test") as unit:
        unit.put(own)
    with neighbourhood.read() as reader:
        kim = reader.get(Person, "p-kim").record
        assert view_of(reader, recipient=agency).text(kim, "health") == "당뇨"


def test_health_and_strain_are_for_the_responsible_worker_alone(neighbourhood):
    with neighbourhood.read() as reader:
        kim = reader.get(Person, "p-kim").record
        assert view_of(reader).text(kim, "health") == "당뇨"
        colleague = view_of(reader, staff="s-choi")
        assert colleague.text(kim, "health") == "비공개"
        assert not colleague.may_see_field(FieldRef("p-kim", "health"))


def test_people_kept_apart_appear_to_nobody_but_the_responsible_worker(neighbourhood):
    with neighbourhood.read() as reader:
        assert not view_of(reader).withheld("p-ex")
        colleague = view_of(reader, staff="s-choi", masked=False)
        assert colleague.withheld("p-ex")
        assert colleague.name("p-ex") == "비공개"


def test_keeping_apart_reaches_the_whole_household(neighbourhood):
    with neighbourhood.read() as reader:
        assert view_of(reader, staff="s-choi", masked=False).name("p-ex-son") == "비공개"


def test_the_client_reads_about_themselves_and_nobody_else(neighbourhood):
    client = Recipient(kind=RecipientKind.CLIENT, id="p-kim")
    with neighbourhood.read() as reader:
        view = view_of(reader, recipient=client)
        kim, kang = reader.get(Person, "p-kim").record, reader.get(Person, "p-kang").record
        assert view.name("p-kim") == "김하늘"
        assert view.text(kim, "phone") != "비공개"
        assert view.text(kang, "phone") == "비공개"


def test_a_record_about_nobody_tells_an_agency_no_field_of_the_team(neighbourhood):
    agency = Recipient(kind=RecipientKind.AGENCY, id="o-church")
    with neighbourhood.read() as reader:
        told = view_of(reader, recipient=agency).fields(reader.get(Staff, "s-choi").record)
        assert all(field.withheld for field in told)


def test_everybody_named_is_remembered_for_the_log(neighbourhood):
    with neighbourhood.read() as reader:
        view = view_of(reader)
        view.name("p-kim")
        view.name("p-upstairs")
        view.name("o-church")
        assert view.shown == {"p-kim", "p-upstairs"}


def test_an_alias_key_says_nothing_of_the_record(neighbourhood):
    with neighbourhood.read() as reader:
        view = view_of(reader)
        assert [view.key("p-kim"), view.key("p-kang"), view.key("p-kim")] == ["k1", "k2", "k1"]


def test_a_masked_name_takes_its_particle_from_the_title(neighbourhood):
    with neighbourhood.read() as reader:
        said = view_of(reader).sentence(INTRODUCES.say(who=Subject("p-kim"), whom=Subject("o-church")))
        assert said == "김○○ 님이 한빛교회를 소개할 수 있습니다."


def test_somebody_who_has_not_agreed_is_called_what_they_are_to_the_client(neighbourhood):
    with neighbourhood.write(by="s-lee", why="test") as unit:
        unit.put_all(
            [
                a_person(id="p-son", name="김아들", household=None),
                a_tie(id="t-2", source="p-son", target="p-kim", kind=TieKind.FAMILY),
            ]
        )
    with neighbourhood.read() as reader:
        assert view_of(reader, masked=False).name("p-son") == "가족"


def test_how_an_agency_of_another_dong_can_be_used_is_told_but_not_how_a_neighbour_there_can(neighbourhood):
    with neighbourhood.write(by="s-lee", why="test") as unit:
        unit.put_all(
            [
                a_person(id="p-far", dong=OTHER_DONG, name="먼이웃", household=None),
                an_organisation(id="o-far", dong=OTHER_DONG),
                a_resource(id="r-agency", dong=OTHER_DONG, giver="o-far", slots_text=None),
                a_resource(id="r-neighbour", dong=OTHER_DONG, giver="p-far"),
            ]
        )
    with neighbourhood.read() as reader:
        view = view_of(reader)
        assert view.may_see_field(FieldRef("r-agency", "capacity"))
        assert not view.may_see_field(FieldRef("r-neighbour", "capacity"))
