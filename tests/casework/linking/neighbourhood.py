"""A small neighbourhood in which three could help one another, and one who asks for nothing could stand in."""

from collections.abc import Mapping

from graph.testing import builders as a
from graph.words.kinds import ConsentPurpose, StaffRole
from tests.casework.team import Team

COOKS, CHOOSES, WALKS, SHOPS = "meal_cooking", "menu_choice", "walking_together", "shopping"
THREE = {"a": (COOKS, CHOOSES), "b": (CHOOSES, WALKS), "c": (WALKS, COOKS)}
CHAIN = {"d": (COOKS, None), "c": (WALKS, COOKS), "b": (None, WALKS)}
NAMES = {"a": "김가람", "b": "이나래", "c": "박다솜", "d": "최라온", "e": "정마루"}


def neighbours(wishes: Mapping[str, tuple[str | None, str | None]]):
    """People by a letter, each with the kind of help they offer and the kind they ask for."""
    for name, (offered, asked) in wishes.items():
        person = f"p-{name}"
        yield a.a_person(id=person, name=NAMES[name], case_manager="s-lee")
        yield a.a_consent(id=f"c-{name}", person=person)
        yield a.a_consent(id=f"c-{name}2", person=person, purpose=ConsentPurpose.CONTACT)
        if offered:
            yield a.a_resource(
                id=f"r-{name}", giver=person, name=f"{NAMES[name]} 자원", service_type=offered, formal=False
            )
        if asked:
            yield a.a_need(id=f"n-{name}", person=person)
            yield a.an_ask(id=f"a-{name}", need=f"n-{name}", person=person, service_type=asked)


class Neighbourhood(Team):
    """A desk over such people."""

    def __init__(self, wishes=None):
        self.wishes = wishes or THREE | {"d": (COOKS, None)}
        super().__init__()

    def keep(self, *records):
        """The team, and these people in the place of its client."""
        super().keep(
            a.an_area(),
            a.a_staff(),
            a.a_staff(id="s-lead", name="정팀장", role=StaffRole.TEAM_LEADER),
            *neighbours(self.wishes),
        )
