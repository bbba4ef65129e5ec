"""A street for the network: a client of one worker, a colleague, a keeper, and whoever a test puts there."""

from graph.testing import builders as a
from graph.words.kinds import Direction, StaffRole, SupportKind
from tests.casework.team import Team, an_actor, consents

HELPS = {"supports": frozenset({SupportKind.PRACTICAL}), "direction": Direction.FORWARD}


def agreed(*people):
    return [a.a_consent(id=f"c-{one}", person=one) for one in people]


def crowd(count, **more):
    """Residents of whom nothing else is known."""
    return [a.a_person(id=f"p-x{n:03d}", name=f"주민{n:03d}", **more) for n in range(count)]


class Street(Team):
    """김하늘 is the client of 이담당 (``worker``); 윤동료 (``colleague``) answers for others."""

    def __init__(self, *records):
        super().__init__(
            *consents(),
            a.a_staff(id="s-yun", name="윤동료"),
            a.a_staff(id="s-im", name="임자원", role=StaffRole.RESOURCE_KEEPER),
        )
        self.colleague = an_actor(staff="s-yun")
        self.keeper = an_actor(StaffRole.RESOURCE_KEEPER, "s-im")
        self.keep(*records)
