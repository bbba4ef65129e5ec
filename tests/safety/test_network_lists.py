"""Whom the figures and questions about a whole dong name: nobody beside whom they must not meet, no strain given away."""

from dataclasses import replace

from hypothesis import given

from casework.overview.asking import ask_network
from casework.overview.dong import dong_network
from casework.overview.questions import FORMS, Asked, Question
from graph.errors import PumasiError
from graph.records.ties import Tie
from tests.safety.safety_world import COLLEAGUE, LEADER, PEOPLE, WORKER, a_walk, said, worlds

_WHOLE_DONG = [one for one in Question if not FORMS[one].needs]
_CARERS = (WORKER, COLLEAGUE, LEADER)


@a_walk
@given(worlds())
def test_nobody_is_introduced_to_whom_they_must_not_meet_whoever_looks(world):
    desk = world.desk()
    for actor in _CARERS:
        told = dong_network(desk, actor)
        pairs = [(one.one.id, one.other.id) for one in told.people.introductions]
        rows = ask_network(desk, actor, Question.SHOULD_MEET, Asked()).rows
        pairs += [(row.path[0].id, row.path[-1].id) for row in rows]
        assert all(other not in world.apart(one) for one, other in pairs)
        assert all(world.agreed(who) for pair in pairs for who in pair)


@a_walk
@given(worlds())
def test_a_row_names_two_to_be_kept_apart_to_their_own_workers_alone(world):
    desk = world.desk()
    for actor in _CARERS:
        asked = [(question, Asked()) for question in _WHOLE_DONG]
        asked += [(Question.LOSES_HELP, Asked(giver=who)) for who in PEOPLE]
        for question, about in asked:
            for row in answers(desk, actor, question, about):
                there = [who for who in PEOPLE if who in {step.id for step in row.path}]
                for one in there:
                    for other in set(there) & world.apart(one):
                        managed = {world.person(who).case_manager for who in (one, other)} - {None}
                        assert not managed or actor.viewer.staff in managed, (question, one, other)


def answers(desk, actor, question, about):
    try:
        return ask_network(desk, actor, question, about).rows
    except PumasiError:
        return ()


@a_walk
@given(worlds())
def test_who_is_alone_through_a_strain_that_the_viewer_may_not_read_is_not_named(world):
    for actor in _CARERS:

        def calmed(tie, actor=actor):
            managed = {world.person(end).case_manager for end in (tie.source, tie.target)} - {None}
            return replace(tie, strain=None) if managed and actor.viewer.staff not in managed else tie

        calm = world.changed(Tie, calmed)
        one, other = dong_network(world.desk(), actor).people, dong_network(calm.desk(), actor).people
        assert said(one.isolates) == said(other.isolates)
