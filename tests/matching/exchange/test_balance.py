"""What went between two people: counts of times in a window."""

from datetime import timedelta

import pytest

from graph.testing.builders import a_linkage
from graph.words.kinds import LinkageOutcome, LinkageState
from matching.errors import NotInSnapshot
from matching.exchange.balance import Balance, balance_between
from tests.matching.exchange.neighbourhoods import KINDS, neighbours, read
from tests.matching.worlds import DAY

COOKS, CHOOSES, *_ = KINDS
TWO = neighbours({"a": (COOKS, CHOOSES), "b": (CHOOSES, COOKS)})


def helped(number, giver, client, *, days_ago=10, state=LinkageState.ACTIVE, outcome=None):
    return a_linkage(
        id=f"l-{number}",
        person=f"p-{client}",
        giver=f"p-{giver}",
        resource=f"r-{giver}",
        ask=f"a-{client}",
        state=state,
        started_on=DAY - timedelta(days_ago),
        outcome=outcome,
    )


def test_times_given_and_received_are_counted_from_the_first_persons_side():
    snapshot = read(*TWO, helped(1, "a", "b"), helped(2, "a", "b", days_ago=20), helped(3, "b", "a"))
    assert balance_between(snapshot, "p-a", "p-b") == Balance(gave=2, received=1, window_days=365)
    assert balance_between(snapshot, "p-b", "p-a") == Balance(gave=1, received=2, window_days=365)


def test_what_lies_before_the_window_does_not_count():
    snapshot = read(*TWO, helped(1, "a", "b", days_ago=29), helped(2, "a", "b", days_ago=30))
    assert balance_between(snapshot, "p-a", "p-b", 30).gave == 1


def test_what_was_only_proposed_or_never_delivered_does_not_count():
    ended = {"state": LinkageState.ENDED}
    snapshot = read(
        *TWO,
        helped(1, "a", "b", state=LinkageState.PROPOSED),
        helped(2, "a", "b", **ended, outcome=LinkageOutcome.NOT_DELIVERED),
        helped(3, "a", "b", **ended, outcome=LinkageOutcome.WENT_WELL),
    )
    assert balance_between(snapshot, "p-a", "p-b").gave == 1


def test_two_who_never_met_have_nothing_between_them():
    assert balance_between(read(*TWO), "p-a", "p-b") == Balance(gave=0, received=0, window_days=365)


def test_somebody_who_is_not_there_is_an_error():
    with pytest.raises(NotInSnapshot):
        balance_between(read(*TWO), "p-a", "p-nobody")
