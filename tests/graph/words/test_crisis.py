"""Crisis words come before any ranking: none of the known ones may be missed."""

import pytest

from graph.words.crisis import crises_in, crisis_kinds
from tests.graph.words.crisis_sentences import (
    CRISES,
    HARMLESS,
    HELD_OUT_CRISES,
    HELD_OUT_HARMLESS,
    MORE_CRISES,
    MORE_HARMLESS,
)


def _kinds(text: str) -> set[str]:
    return {crisis.kind.code for crisis in crises_in(text)}


@pytest.mark.parametrize(("sentence", "kind"), CRISES)
def test_a_sentence_of_crisis_is_caught(sentence: str, kind: str) -> None:
    assert kind in _kinds(sentence)


@pytest.mark.parametrize("sentence", MORE_CRISES)
def test_a_sentence_of_any_crisis_is_caught(sentence: str) -> None:
    assert crises_in(sentence)


@pytest.mark.parametrize("sentence", HARMLESS + MORE_HARMLESS)
def test_an_everyday_sentence_raises_no_alarm(sentence: str) -> None:
    assert crises_in(sentence) == ()


def test_both_counts_are_measured_and_printed(capsys: pytest.CaptureFixture[str]) -> None:
    caught = sum(kind in _kinds(sentence) for sentence, kind in CRISES)
    alarms = sum(bool(crises_in(sentence)) for sentence in HARMLESS)
    with capsys.disabled():
        print(f"\ncrisis: {caught} of {len(CRISES)} caught, {alarms} false alarms in {len(HARMLESS)}")
        caught = sum(bool(crises_in(sentence)) for sentence in HELD_OUT_CRISES)
        alarms = sum(bool(crises_in(sentence)) for sentence in HELD_OUT_HARMLESS)
        print(
            f"held out: {caught} of {len(HELD_OUT_CRISES)} caught, {alarms} false alarms in {len(HELD_OUT_HARMLESS)}"
        )
    # Words alone miss much of what was never written down: a floor, so that a change cannot make it worse.
    assert caught / len(HELD_OUT_CRISES) >= 0.5
    assert alarms / len(HELD_OUT_HARMLESS) <= 0.1
    assert len(CRISES) >= 60
    assert len(HARMLESS) >= 40


def test_spacing_width_and_composition_do_not_hide_a_crisis() -> None:
    assert "suicide" in _kinds("죽고싶다")
    assert "suicide" in _kinds("죽고   싶다")
    assert "suicide" in _kinds("\u110c\u116e\u11a8\u1100\u1169 \u1109\u1175\u11c1\u1103\u1161")
    assert "violence" in _kinds("ＢＥＩＮＧ ＢＥＡＴＥＮ")


def test_a_harmless_phrase_does_not_hide_the_crisis_beside_it() -> None:
    assert "fire_gas" in _kinds("화재보험 문의를 하시다가 부엌에 불이 났다고 하심")
    assert "violence" in _kinds("예방주사를 맞았는데 어제는 남편이 때렸대요")


def test_the_most_urgent_kind_comes_first_and_keeps_its_words() -> None:
    first, *_ = crises_in("며칠째 못 먹었고 죽고 싶다고 하심")
    assert first.kind.code == "suicide"
    assert first.words == ("죽고 싶",)


def test_an_empty_text_speaks_of_no_crisis() -> None:
    assert crises_in("") == ()


@pytest.mark.parametrize("code", crisis_kinds())
def test_every_kind_says_whom_to_call_and_that_the_leader_is_told(code: str) -> None:
    kind = crisis_kinds()[code]
    assert kind.calls
    assert "팀장" in kind.do_ko
    assert "team leader" in kind.do_en
    for call in kind.calls:
        assert call.number in kind.do_ko
        assert call.number in kind.do_en
