"""A small team to test acts with: a client, a neighbour who gives, a worker, a clock that stands still."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from casework.desk import Actor, Desk
from graph.policy.load import policy_on
from graph.records.registry import IdMaker
from graph.records.values import Amount
from graph.stores import open_store
from graph.testing import builders as a
from graph.view import Viewer
from graph.words.kinds import ConsentPurpose, Period, StaffRole, ViewPurpose
from matching.snapshot.keeper import SnapshotKeeper

CLIENT, HELPER, ASK, RESOURCE = "p-kim", "p-park", "a-kim", "r-escort"


class Clock:
    """Monday 23 November 2026, nine in the morning in Seoul, until told otherwise."""

    def __init__(self):
        self.now = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def pass_time(self, **span):
        self.now += timedelta(**span)


def an_actor(role=StaffRole.CASE_MANAGER, staff="s-lee", dong=a.FICTITIOUS_DONG, **more):
    viewer = Viewer(staff=staff, role=role, dong=dong)
    return Actor(**{"viewer": viewer, "purpose": ViewPurpose.CASE_WORK, **more})


def consents():
    return (
        a.a_consent(),
        a.a_consent(id="c-kim-2", purpose=ConsentPurpose.CONTACT),
        a.a_consent(id="c-park", person=HELPER),
        a.a_consent(id="c-park-2", person=HELPER, purpose=ConsentPurpose.CONTACT),
    )


def people():
    return (
        a.an_area(),
        a.a_staff(),
        a.a_staff(id="s-lead", name="정팀장", role=StaffRole.TEAM_LEADER),
        a.a_household(place=a.a_place()),
        a.a_person(household="h-kim", case_manager="s-lee", place=a.a_place()),
        a.a_neighbour(place=a.a_place(100)),
        a.a_need(),
        a.an_ask(),
        a.a_resource(capacity=Amount(count=1, period=Period.WEEK), comes_home=True),
    )


class Team:
    """A desk over a store in memory, with a case manager and a leader."""

    def __init__(self, *records):
        self.clock = Clock()
        self.store = open_store("memory:", clock=self.clock)
        self.desk = Desk(
            store=self.store,
            policy=policy_on,
            clock=self.clock,
            snapshots=SnapshotKeeper(self.store, policy_on),
            ids=IdMaker(7),
        )
        self.worker = an_actor()
        self.leader = an_actor(StaffRole.TEAM_LEADER, "s-lead")
        self.keep(*people(), *(records or consents()))

    def keep(self, *records):
        with self.store.write(by="s-lee", why="준비") as unit:
            unit.put_all(records)

    def get(self, kind, record_id):
        with self.store.read() as reader:
            return reader.get(kind, record_id)

    def all(self, kind):
        with self.store.read() as reader:
            return [kept.record for kept in reader.each(kind)]

    def log(self):
        with self.store.read() as reader:
            return reader.log(limit=10_000)

    @contextmanager
    def new_entries(self):
        """The log entries that a block writes."""
        before = len(self.log())
        found = []
        yield found
        found += self.log()[before:]
