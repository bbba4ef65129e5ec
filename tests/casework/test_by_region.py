"""Where a store holds more than a gu, a dong's team works on its own region, and decides on what lies beyond it too."""

import pytest

from casework.linking import decide
from casework.linking.suggest import suggest, why_not
from graph.policy.load import policy_on
from graph.records.linkages import Linkage
from graph.testing import builders as a
from graph.words.kinds import ConsentPurpose, LinkageState
from matching.snapshot.keeper import SnapshotKeeper
from tests.casework.team import ASK, RESOURCE

FAR = "9911000900"


@pytest.fixture
def of_a_city(team):
    """The team in a store too large to be looked at whole, with a helper of a far dong."""
    team.desk.snapshots = SnapshotKeeper(team.store, policy_on, whole_up_to=0)
    team.keep(
        a.a_person(id="p-far", dong=FAR, name="최먼길", place=a.a_place(200)),
        a.a_resource(id="r-far", dong=FAR, giver="p-far", comes_home=True),
        *(
            a.a_consent(id=f"c-far-{purpose.value}", dong=FAR, person="p-far", purpose=purpose)
            for purpose in (ConsentPurpose.MATCHING, ConsentPurpose.CONTACT)
        ),
    )
    return team


def suggested(team):
    return [one.resource for one in suggest(team.desk, team.worker, ASK).suggestions]


def test_a_team_is_suggested_what_its_region_offers(of_a_city):
    assert suggested(of_a_city) == [RESOURCE]
    assert of_a_city.desk.snapshots.regions() == ({of_a_city.worker.viewer.dong},)


def test_a_resource_beyond_the_region_is_judged_when_it_is_asked_for_by_name(of_a_city):
    assert why_not(of_a_city.desk, of_a_city.worker, ASK, "r-far").failed == ()


def test_a_helper_beyond_the_region_is_asked_and_stays_in_sight(of_a_city):
    linkage = decide.ask_helper(of_a_city.desk, of_a_city.worker, ASK, "r-far")
    assert of_a_city.get(Linkage, linkage).record.state is LinkageState.ASKED
    assert "r-far" in suggested(of_a_city)
