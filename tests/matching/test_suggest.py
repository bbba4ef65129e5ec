"""Suggestions for one ask: who is in, in which order, and with which reasons."""

import pytest

from graph.testing.builders import a_consent, a_keep_apart, a_refusal, a_resource, a_tie
from graph.words.kinds import Closeness
from matching.errors import NotInSnapshot
from matching.rank import suggest, why_not
from matching.words import CriterionName, GateName


def test_a_neighbour_who_offers_what_is_asked_is_suggested(a_snapshot, two_neighbours):
    found = suggest(a_snapshot(*two_neighbours), "a-kim")
    assert [one.resource for one in found.suggestions] == ["r-escort"]


def test_the_score_is_the_sum_of_the_reasons(a_snapshot, two_neighbours):
    tie = a_tie(closeness=Closeness.STRONG)
    explanation = suggest(a_snapshot(*two_neighbours, tie), "a-kim").suggestions[0].explanation
    assert explanation.score == sum(reason.points for reason in explanation.reasons) > 0


def test_without_the_givers_consent_nothing_is_suggested(a_snapshot, two_neighbours):
    records = [record for record in two_neighbours if record.id != "c-park"]
    assert suggest(a_snapshot(*records), "a-kim").suggestions == ()


def test_without_the_clients_consent_nothing_is_suggested(a_snapshot, two_neighbours):
    records = [record for record in two_neighbours if record.id != "c-kim"]
    assert suggest(a_snapshot(*records), "a-kim").suggestions == ()


def test_equal_scores_stand_in_order_of_ids(a_snapshot, two_neighbours):
    more = [a_resource(id=f"r-{letter}") for letter in "zbm"]
    found = suggest(a_snapshot(*two_neighbours, *more), "a-kim")
    assert [one.resource for one in found.suggestions] == ["r-b", "r-escort", "r-m", "r-z"]


@pytest.mark.parametrize(
    ("record", "gate"), [(a_keep_apart(), GateName.KEEP_APART), (a_refusal(), GateName.REFUSAL)]
)
def test_why_not_names_what_bars_a_resource(a_snapshot, two_neighbours, record, gate):
    found = why_not(a_snapshot(*two_neighbours, record), "a-kim", "r-escort")
    assert [one.gate for one in found.failed] == [gate]


def test_why_not_says_the_same_for_every_hidden_cause(a_snapshot, two_neighbours):
    hidden = frozenset({GateName.KEEP_APART, GateName.REFUSAL, GateName.CONSENT})
    causes = [
        [*two_neighbours, a_keep_apart()],
        [*two_neighbours, a_refusal()],
        [record for record in two_neighbours if record.id != "c-park"],
    ]
    answers = [why_not(a_snapshot(*records), "a-kim", "r-escort", hidden=hidden) for records in causes]
    assert answers[0] == answers[1] == answers[2]


def test_a_hidden_criterion_withholds_all_points(a_snapshot, two_neighbours):
    hidden = frozenset({CriterionName.TIE})
    explanation = suggest(a_snapshot(*two_neighbours), "a-kim", hidden=hidden).suggestions[0].explanation
    assert explanation.score is None
    assert all(reason.points is None for reason in explanation.reasons)


def test_an_ask_of_another_region_is_refused(a_snapshot, two_neighbours):
    with pytest.raises(NotInSnapshot):
        suggest(a_snapshot(*two_neighbours), "a-nobody")


def test_a_guardians_yes_does_not_beat_the_persons_own_no(a_snapshot, two_neighbours):
    own_no = a_consent(withdrawn_on=a_consent().given_on)
    guardian = a_consent(id="c-guardian", decided_by="p-park", authority="성년후견인")
    assert suggest(a_snapshot(*two_neighbours, own_no, guardian), "a-kim").suggestions == ()
