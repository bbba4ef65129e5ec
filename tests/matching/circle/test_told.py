"""The lunchbox as a caseworker and as a neighbour read it, in both languages (B57 to B62, D26, D30)."""

import pytest

from graph.testing.builders import a_consent, a_person
from graph.text.kept import kept_sentence, kept_values
from graph.text.render import render
from graph.text.sentence import Subject
from matching.circle.invited import as_neighbour
from matching.circle.told import as_caseworker, if_left
from matching.circle.without import without
from matching.words import CriterionName
from tests.matching.circle.builders import a_helper, a_lunchbox, know

NAMES = {
    "p-kim": "김하늘",
    "p-cook": "오정",
    "p-deliver": "박길",
    "p-menu": "이맛",
    "p-look": "최안",
    "p-kind": "정다운",
}


def in_words(sentences, language="ko"):
    return [render(one, language, lambda key: NAMES.get(key, key)) for one in sentences]


@pytest.fixture
def circle(a_circle):
    records = [one for one in a_lunchbox() if one.id != "t-deliver-kim"]
    kind = [a_person(id="p-kind", name="정다운"), a_consent(id="c-kind", person="p-kind")]
    return a_circle(*records, *kind, know("kind"), know("deliver", "kind"), client_parts={"taste"}).circle


def test_a_caseworker_reads_who_does_what_when_and_through_whom(circle):
    told = in_words(as_caseworker(circle))
    assert told[0] == "김하늘의 '도시락 품앗이' 모임을 이웃 4명으로 꾸릴 수 있습니다(소개로 연결)."
    assert "박길은 월·수·금 11:30에 '배달' 일을 맡습니다(1주 3회)." in told
    assert "정다운이 당사자에게 박길을 소개할 수 있습니다." in told
    assert "정다운에게 박길을 소개해 달라고 먼저 부탁하십시오." in told
    assert "'만들기' 일을 대신할 이웃은 아직 없습니다." in told
    assert told[-1].startswith("이웃에게 이보다 부담이 적은 방법은 없습니다")


def test_what_a_viewer_is_not_told_of_is_in_no_sentence(circle):
    hidden = frozenset({CriterionName.TIE, CriterionName.LOAD})
    told = as_caseworker(circle, hidden)
    gone = {one.key for one in as_caseworker(circle)} - {one.key for one in told}
    assert {"circle.through", "circle.introduces", "criterion.load.free", "circle.proven"} <= gone
    assert not [one for one in told if "burden" in one.values]


def test_the_same_stands_in_english(circle):
    told = in_words(as_caseworker(circle), "en")
    assert (
        told[0]
        == "4 neighbours can form the circle 'Lunchbox circle' for 김하늘 (Connected by introductions)."
    )
    assert "박길 takes this on Mon, Wed, Fri at 11:30 (3 a week): Deliver." in told


def test_a_neighbour_reads_what_is_asked_of_them_and_that_they_may_say_no(circle):
    assert in_words(as_neighbour(circle, "p-deliver")) == [
        "김하늘 곁에서 여럿이 함께하는 '도시락 품앗이' 모임에 같이해 주실 수 있는지 여쭙니다.",
        "부탁드리는 일: 월·수·금 11:30 '배달'(1주 3회)",
        "김하늘은 정다운이 소개해 드립니다.",
        "나머지 일(만들기·식단 고르기·안부 살피기)은 다른 이웃들이 나누어 맡습니다.",
        "김하늘의 몫: 맛을 보고 간을 알려 주십니다. 원하실 때만 하시며, 도움의 조건이 아닙니다.",
        "하지 않으셔도 괜찮습니다. 이유를 말씀하지 않으셔도 되고, 받고 계신 도움이나 급여는 달라지지 않습니다.",
    ]


def test_a_neighbour_is_told_of_nobody_but_the_client_and_who_introduces_them(circle):
    for member in circle.members:
        named = {
            value.id
            for sentence in as_neighbour(circle, member.person)
            for value in sentence.values.values()
            if isinstance(value, Subject)
        }
        introduces = {to for introducer, to in circle.introductions if introducer == member.person}
        assert named <= {"p-kim", *member.introducers, *introduces}


def test_a_neighbour_reads_no_load_no_distance_and_no_burden(circle):
    caseworkers = {one.key for one in as_caseworker(circle)}
    own = {"circle.client_part"}
    for member in circle.members:
        assert {one.key for one in as_neighbour(circle, member.person)} & caseworkers <= own


def test_whoever_introduces_is_asked_for_that_alone(circle):
    told = in_words(as_neighbour(circle, "p-kind"))
    assert told[0] == "김하늘과 박길이 인사할 수 있게 소개해 주실 수 있는지 여쭙니다."
    assert len(told) == 2


def test_a_member_who_knows_another_is_asked_to_introduce_them_too(a_circle):
    records = [one for one in a_lunchbox() if one.id != "t-deliver-kim"]
    circle = a_circle(*records, know("deliver", "cook")).circle
    assert circle.introductions == (("p-cook", "p-deliver"),)
    told = in_words(as_neighbour(circle, "p-cook"))
    assert "김하늘과 박길이 인사할 수 있게 소개해 주실 수 있는지 여쭙니다." in told


def test_whoever_is_not_asked_reads_nothing(circle):
    assert as_neighbour(circle, "p-somebody") == ()


def test_what_is_open_is_told_with_its_reason(a_circle):
    records = [one for one in a_lunchbox() if "cook" not in one.id]
    told = in_words(as_caseworker(a_circle(*records).circle))
    assert told[0].endswith("이웃 3명이 할 수 있고, 1주 3회가 남습니다.")
    assert "월 9:00~11:30: '만들기' 1회가 남습니다." in told
    assert "'만들기' 일을 나누려는 이웃이 아직 없습니다. 찾아 나설 자원입니다." in told


def test_what_happens_without_somebody_is_told(a_circle):
    spare = [*a_helper("spare", "look_in", near=900), know("spare")]
    told = in_words(if_left(without(a_circle(*a_lunchbox(), *spare), "p-look")))
    assert told == [
        "최안이 빠지게 되면 이렇게 할 수 있습니다.",
        "월·목 9:00 '안부 살피기' 일은 p-spare가 맡습니다.",
        "p-spare에게 새로 부탁해야 합니다.",
    ]


def test_days_keep_their_words_in_a_kept_sentence(circle):
    for sentence in as_caseworker(circle):
        kept = kept_sentence(sentence.key, kept_values(sentence))
        for language in ("ko", "en"):
            assert in_words([kept], language) == in_words([sentence], language)
