"""The ten questions asked at the desk: what they need, who may ask of whom, who is named and who is a role."""

import pytest

from casework.errors import OtherDong, QuestionIncomplete, ResponsibleOnly, RightMissing
from casework.overview.asking import ask_network
from casework.overview.questions import FORMS, Asked, Part, Question
from graph.errors import RecordMissing
from graph.testing import builders as a
from graph.words.kinds import LinkageOutcome, LinkageState, SpokenLanguage, StaffRole, Strain
from tests.casework.overview.street import HELPS, Street, agreed, crowd
from tests.casework.team import CLIENT, HELPER, an_actor

CHOI = {"id": "p-choi", "name": "최다솜"}
WHOLE = Asked(person=CLIENT, other=HELPER, giver=HELPER, kind="hospital_escort")


def ask(street, question, actor=None, **asked):
    return ask_network(street.desk, actor or street.worker, question, Asked(**asked))


def ids(told):
    return [tuple(step.id for step in row.path) for row in told.rows]


def names(told):
    return [tuple(step.name for step in row.path) for row in told.rows]


def linked(**fields):
    return a.a_linkage(**({"state": LinkageState.ACTIVE} | fields))


def test_there_are_ten_questions():
    assert len(FORMS) == len(Question) == 10


@pytest.mark.parametrize("question", Question)
def test_every_question_is_answered_in_both_languages_and_logged_once(question):
    street = Street()
    for language in ("ko", "en"):
        with street.new_entries() as entries:
            told = ask_network(street.desk, an_actor(language=language), question, WHOLE)
        assert told.question == question.label(language)
        assert [entry.what for entry in entries] == [f"ask_network: {question.value}"]


@pytest.mark.parametrize("question", [one for one in Question if FORMS[one].needs])
def test_a_question_without_what_it_asks_about_says_what_is_missing(question):
    with pytest.raises(QuestionIncomplete) as refused:
        ask(Street(), question)
    assert refused.value.fields["field"] == FORMS[question].needs[0].ko


def test_a_kind_of_help_that_does_not_exist_is_not_looked_for():
    with pytest.raises(QuestionIncomplete):
        ask(Street(), Question.COULD_HELP, person=CLIENT, kind="없는 도움")


def test_what_a_question_does_not_ask_for_makes_no_difference():
    street = Street(*crowd(3))
    one = ask_network(street.desk, street.worker, Question.SHOULD_MEET, WHOLE)
    assert one == ask(street, Question.SHOULD_MEET)


@pytest.mark.parametrize("question", [one for one in Question if Part.PERSON in FORMS[one].needs])
def test_a_question_about_a_client_is_for_the_worker_who_answers_for_them(question):
    street = Street()
    for actor in (street.colleague, street.leader):
        with pytest.raises(ResponsibleOnly):
            ask_network(street.desk, actor, question, WHOLE)


@pytest.mark.parametrize("question", [one for one in Question if FORMS[one].needs])
def test_another_dong_asks_nothing_about_a_client(question):
    with pytest.raises(OtherDong):
        ask_network(Street().desk, an_actor(staff="s-ha", dong=a.OTHER_DONG), question, WHOLE)


@pytest.mark.parametrize("role", [StaffRole.RESOURCE_KEEPER, StaffRole.ADMINISTRATOR])
def test_who_has_no_right_to_persons_asks_nothing(role):
    with pytest.raises(RightMissing):
        ask(Street(), Question.SHOULD_MEET, an_actor(role, "s-im"))


def test_nobody_is_asked_about():
    with pytest.raises(RecordMissing):
        ask(Street(), Question.SEES_DAILY, person="p-nobody")
    with pytest.raises(RecordMissing):
        ask(Street(), Question.INTRODUCES, person=CLIENT, other="p-nobody")


def test_nobody_is_led_to_a_resident_of_another_dong():
    far = a.a_person(**CHOI, dong=a.OTHER_DONG)
    with pytest.raises(OtherDong):
        ask(Street(far), Question.INTRODUCES, person=CLIENT, other="p-choi")


def introduced(*more):
    return Street(
        a.a_person(**CHOI),
        *agreed("p-choi"),
        a.a_tie(),
        a.a_tie(id="t-choi", source=HELPER, target="p-choi"),
        *more,
    )


def test_who_introduces_is_a_path_of_people_who_agreed():
    told = ask(introduced(), Question.INTRODUCES, person=CLIENT, other="p-choi")
    assert ids(told) == [(CLIENT, HELPER, "p-choi")]
    assert told.rows[0].sentence == "박○○ 님이 최○○ 님을 소개할 수 있습니다."
    assert not told.left_out


def test_who_has_not_agreed_is_led_to_by_no_path():
    street = Street(a.a_person(**CHOI), a.a_tie(), a.a_tie(id="t-choi", source=HELPER, target="p-choi"))
    told = ask(street, Question.INTRODUCES, person=CLIENT, other="p-choi")
    assert (told.rows, told.left_out) == ((), True)


def test_nobody_is_introduced_to_whom_they_must_not_meet():
    street = introduced(a.a_keep_apart(other="p-choi"))
    assert ask(street, Question.INTRODUCES, person=CLIENT, other="p-choi").rows == ()


def test_an_acquaintance_who_could_help_is_told_with_the_resource():
    speaks = a.a_neighbour(languages=frozenset({SpokenLanguage.VIETNAMESE}))
    street = Street(speaks, a.a_tie())
    asked = {"person": CLIENT, "kind": "hospital_escort", "speaks": SpokenLanguage.VIETNAMESE}
    told = ask(street, Question.COULD_HELP, **asked)
    assert ids(told) == [(CLIENT, HELPER, "r-escort")]
    assert ask(street, Question.COULD_HELP, **asked | {"speaks": SpokenLanguage.CHINESE}).rows == ()


def test_who_loses_help_is_a_client_of_the_viewer_or_agreed_to_be_known():
    helped = [a.a_tie(id=f"t-{one}", source=HELPER, target=one, **HELPS) for one in ("p-choi", "p-han")]
    street = Street(
        a.a_person(**CHOI), a.a_person(id="p-han", name="한가람"), *agreed("p-han"), *helped, linked()
    )
    told = ask(street, Question.LOSES_HELP, giver=HELPER)
    assert [path[-1] for path in ids(told)] == ["p-han", CLIENT]
    assert told.left_out


def test_an_agency_can_be_asked_about_too():
    street = Street(a.an_organisation(), linked(giver="o-centre"))
    assert ids(ask(street, Question.LOSES_HELP, giver="o-centre")) == [("o-centre", CLIENT)]


def test_a_member_of_a_group_who_has_not_agreed_is_left_out():
    members = [a.a_membership(id=f"m-{one}", person=one) for one in (CLIENT, "p-choi", "p-han")]
    people = [a.a_person(**CHOI), a.a_person(id="p-han", name="한가람")]
    street = Street(a.an_organisation(), *people, *members, *agreed("p-han"))
    told = ask(street, Question.SHARES_GROUP, person=CLIENT)
    assert ids(told) == [(CLIENT, "o-centre", "p-han")]
    assert told.left_out


def test_who_helped_before_is_told_with_why_it_stopped():
    ended = {"state": LinkageState.ENDED, "outcome": LinkageOutcome.STOPPED_BY_HELPER}
    told = ask(Street(linked(**ended)), Question.HELPED_BEFORE, person=CLIENT)
    assert names(told) == [("김○○", "박○○", "병원 동행")]
    assert LinkageOutcome.STOPPED_BY_HELPER.ko in told.rows[0].sentence


def test_a_neighbour_who_has_not_agreed_is_a_role_and_not_to_be_opened():
    upstairs = a.a_person(**CHOI, known_as="윗집")
    street = Street(upstairs, a.a_tie(id="t-choi", target="p-choi", contacts_per_week=7.0))
    [row] = ask(street, Question.SEES_DAILY, person=CLIENT).rows
    assert (row.path[-1].name, row.path[-1].id) == ("윗집", "")
    assert row.sentence == "윗집이 1주에 7회 당사자를 만납니다."


def test_a_household_that_two_agencies_serve_is_called_by_whom_the_viewer_answers_for():
    two = [a.an_organisation(id="o-one", name="하나복지관"), a.an_organisation(id="o-two", name="두리복지관")]
    street = Street(
        *two,
        a.a_resource(id="r-two", giver="o-two"),
        linked(giver="o-one"),
        linked(id="l-two", resource="r-two", giver="o-two"),
    )
    told = ask(street, Question.SERVED_TWICE)
    assert names(told) == [("하나복지관", "김○○ 님 가구", "두리복지관")]
    assert ask(street, Question.SERVED_TWICE, street.colleague).rows == ()
    assert ask(street, Question.SERVED_TWICE, street.colleague).left_out


def test_whom_a_helper_helps_without_a_linkage_is_a_count():
    helped = [a.a_tie(id=f"t-{n}", source=HELPER, target=f"p-x{n:03d}", **HELPS) for n in range(5)]
    street = Street(*crowd(5), *helped)
    with street.new_entries() as entries:
        told = ask(street, Question.CARRIES_FIVE)
    assert ids(told) == [(HELPER,)]
    assert "5명" in told.rows[0].sentence
    assert entries[0].subjects == (HELPER,)


def test_the_ask_that_eases_most_helpers_is_told_of_the_viewers_client():
    helped = [a.a_tie(id=f"t-{n}", source=f"p-x{n:03d}", target=CLIENT, **HELPS) for n in range(2)]
    street = Street(*crowd(2), *helped)
    assert ids(ask(street, Question.FREES_MOST)) == [("a-kim", CLIENT)]
    assert ask(street, Question.FREES_MOST, street.colleague).rows == ()


def test_two_who_are_alone_should_meet_unless_strain_says_why():
    group = [a.an_organisation(), *(a.a_membership(id=f"m-{n}", person=f"p-x{n:03d}") for n in range(2))]
    quiet = Street(*crowd(2), *agreed("p-x000", "p-x001"), *group)
    assert ids(ask(quiet, Question.SHOULD_MEET)) == [("p-x000", "o-centre", "p-x001")]
    other = a.a_person(**CHOI, case_manager="s-yun")
    strained = a.a_tie(source="p-x000", target="p-choi", strain=Strain.BROKEN)
    broken = Street(*crowd(2), *agreed("p-x000", "p-x001"), *group, other, strained)
    assert ask(broken, Question.SHOULD_MEET).rows == ()
