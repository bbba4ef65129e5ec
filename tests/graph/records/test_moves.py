"""The table of moves of a linkage."""

from graph.records.linkages import HOLDING, MOVES
from graph.words.kinds import LinkageState


def test_every_state_has_its_moves():
    assert set(MOVES) == set(LinkageState)


def test_every_state_is_reached_from_a_proposal():
    reached, frontier = {LinkageState.PROPOSED}, [LinkageState.PROPOSED]
    while frontier:
        for state in MOVES[frontier.pop()] - reached:
            reached.add(state)
            frontier.append(state)
    assert reached == set(LinkageState)


def test_what_is_over_moves_no_more():
    assert {state for state, to in MOVES.items() if not to} == {LinkageState.DECLINED, LinkageState.ENDED}


def test_nothing_holds_a_place_before_somebody_was_asked_or_after_it_is_over():
    assert HOLDING.isdisjoint(
        {LinkageState.PROPOSED, LinkageState.WAITING, LinkageState.DECLINED, LinkageState.ENDED}
    )
