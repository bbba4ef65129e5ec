"""Development as a round: what to look for, for how many, which asks; small counts are told to nobody else."""

from dataclasses import replace

import pytest

from casework.errors import NothingToRepair, OtherDong, RightMissing
from casework.linking import legs, rounds
from casework.linking.developed_told import open_development
from casework.linking.developing import propose_development
from casework.sharing.forget import forget_person
from graph.records.linkages import Linkage
from graph.records.people import Person
from graph.records.rounds import RoundLeg
from graph.records.values import Amount
from graph.testing import builders as a
from graph.words.kinds import ConsentPurpose, Period, StaffRole
from tests.casework.linking.neighbourhood import COOKS
from tests.casework.team import Team, an_actor
from tests.matching.circle.builders import mornings


def a_cook():
    return (
        a.a_person(id="p-cook", name="한정임", load_limit=9),
        a.a_consent(id="c-cook", person="p-cook"),
        a.a_consent(id="c-cook-2", person="p-cook", purpose=ConsentPurpose.CONTACT),
    )


def a_kitchen():
    return a.a_resource(
        id="r-cook",
        giver="p-cook",
        service_type=COOKS,
        capacity=Amount(count=1, period=Period.WEEK),
        formal=False,
        slots=mornings(0, 1, until=12),
    )


class Wanting(Team):
    """A dong in which so many eat alone and nobody cooks; or one cooks once a week."""

    def __init__(self, people, *, managed="s-lee", cooks=False):
        self.people, self.managed, self.cooks = people, managed, cooks
        super().__init__()

    def keep(self, *records):
        """The people, each with an ask of their own."""
        found = []
        for number in range(self.people):
            person = f"p-{number}"
            found += [
                a.a_person(id=person, name=f"김{number}", case_manager=self.managed),
                a.a_consent(id=f"c-{number}", person=person),
                a.a_need(id=f"n-{number}", person=person),
                a.an_ask(
                    id=f"a-{number}",
                    need=f"n-{number}",
                    person=person,
                    service_type=COOKS,
                    amount=Amount(count=1, period=Period.WEEK),
                    slots=mornings(0, 1, until=12),
                ),
            ]
        if self.cooks:
            found += [*a_cook(), a_kitchen()]
        leader = a.a_staff(id="s-lead", name="정팀장", role=StaffRole.TEAM_LEADER)
        super().keep(a.an_area(), a.a_staff(), a.a_staff(id="s-other"), leader, *found)


def developed(team, actor=None, **given):
    made = propose_development(team.desk, team.worker, **given)
    return open_development(team.desk, actor or team.worker, made)


@pytest.fixture
def team():
    return Wanting(3)


def test_help_that_nobody_gives_is_named_with_its_hours_and_whom_it_would_serve(team):
    (row,) = developed(team).rows
    assert (row.new, row.service_code, row.hours) == (True, COOKS, "평일 오전(9~12시)")
    assert (row.people, row.visits, row.proven) == (3, 3, True)
    assert [(one.ask, one.client) for one in row.asks] == [(f"a-{n}", f"p-{n}") for n in range(3)]
    assert "3명이 더 도움을 받습니다" in row.says[0]


def test_with_fewer_visits_fewer_would_be_served(team):
    (row,) = developed(team, visits=1).rows
    assert (row.people, row.visits, len(row.asks)) == (1, 1, 1)


def test_one_visit_more_of_what_there_is_is_named_with_its_giver():
    told = developed(Wanting(3, cooks=True))
    more = [row for row in told.rows if not row.new]
    assert [(row.resource, row.people, row.visits) for row in more] == [("r-cook", 1, 1)]
    assert "한○○" in more[0].says[0]


def test_it_holds_nothing_and_nobody_is_asked(team):
    developed(team)
    assert team.all(Linkage) == []


def apart_from_the_cook(team, *people):
    """Later these must not meet the cook, of which the worker is not to know."""
    team.desk.snapshot(team.worker.viewer)
    with team.store.write(by="s-other", why="test") as unit:
        for person in ("p-cook", *people):
            kept = unit.get(Person, person)
            unit.put(replace(kept.record, case_manager="s-other"), expected=kept.version)
        for number, person in enumerate(people):
            unit.put(a.a_keep_apart(id=f"k-{number}", one=person, other="p-cook"), expected=0)


def more_of_the_cook(team, made):
    told = open_development(team.desk, team.worker, made)
    return next(row for row in told.rows if not row.new)


def test_small_counts_and_asks_are_told_to_nobody_who_may_not_see_them():
    team = Wanting(3, cooks=True)
    made = propose_development(team.desk, team.worker)
    (served,) = more_of_the_cook(team, made).asks
    apart_from_the_cook(team, served.client)
    row = more_of_the_cook(team, made)
    assert (row.people, row.crisis, row.at_most, row.asks, row.others) == (None, None, None, (), True)
    assert not any("1명" in one for one in row.says)


@pytest.mark.parametrize(("hidden", "people"), [(1, None), (4, None), (5, 8), (8, 8)])
def test_a_count_is_told_only_where_no_small_one_could_be_reckoned_from_it(hidden, people):
    team = Wanting(8)
    made = propose_development(team.desk, team.worker, visits=8)
    legs_of_it = sorted(team.all(RoundLeg), key=lambda one: one.place)
    with team.store.write(by="s-lee", why="test") as unit:
        unit.put_all(a_cook())
        for one in legs_of_it:
            unit.put(replace(one, giver="p-cook"), expected=1)
    apart_from_the_cook(team, *(one.person for one in legs_of_it[:hidden]))
    (row,) = open_development(team.desk, team.worker, made).rows
    assert (row.people, len(row.asks), row.others) == (people, 8 - hidden, True)


def test_another_carer_of_the_dong_sees_the_asks_as_in_every_round(team):
    (row,) = developed(team, an_actor(staff="s-other")).rows
    assert (row.people, len(row.asks), row.others) == (3, 3, False)


def test_where_everybody_is_helped_there_is_nothing_to_look_for():
    told = developed(Wanting(1, cooks=True))
    assert told.rows == ()
    assert told.says


def test_who_is_forgotten_is_no_longer_counted(team):
    made = propose_development(team.desk, team.worker)
    forget_person(team.desk, team.leader, "p-0", why="본인 요청")
    (row,) = open_development(team.desk, team.worker, made).rows
    assert (row.people, len(row.asks)) == (2, 2)


def test_a_round_of_development_is_listed_and_cannot_be_repaired(team):
    made = propose_development(team.desk, team.worker)
    (line,) = rounds.list_rounds(team.desk, team.worker)
    assert (line.id, line.kind, line.proposals, line.people) == (made, "자원 개발", 1, 0)
    with pytest.raises(NothingToRepair):
        legs.repair_proposal(team.desk, team.worker, made, 1)


def test_rights_are_those_of_every_round(team):
    made = propose_development(team.desk, team.worker)
    keeper = an_actor(StaffRole.RESOURCE_KEEPER)
    with pytest.raises(RightMissing):
        propose_development(team.desk, keeper)
    with pytest.raises(RightMissing):
        open_development(team.desk, keeper, made)
    with pytest.raises(OtherDong):
        open_development(team.desk, an_actor(dong=a.OTHER_DONG), made)


def test_another_dong_develops_nothing_for_the_asks_of_this_one(team):
    neighbour = an_actor(dong=a.OTHER_DONG)
    made = propose_development(team.desk, neighbour)
    assert open_development(team.desk, neighbour, made).rows == ()
