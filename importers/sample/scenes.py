"""The ids of the hand-written scenes: the same in every sample, whatever its seed.

Meals: ``MEALS_CLIENT`` (82, alone, third floor) wants a meal on Monday, Wednesday and Friday. The nearest
kitchen is closed on these days, the next is full, the third she refused; ``MEALS_GOOD_SITE`` fits and did
her good last winter; ``MEALS_GOOD_HELPER`` is two steps away through ``MEALS_INTRODUCER``. She cooks and looks
in, ``MEALS_DOWNSTAIRS`` delivers and ``MEALS_CLUB_FELLOW`` chooses the menu in the lunchbox circle;
``MEALS_OTHER_COOK``, ``MEALS_LANDLADY`` and ``MEALS_FRIEND`` could step in.

Bread: ten loaves came in, good until tomorrow. ``BREAD_CLIENTS`` asked for bread, ``BREAD_ALLERGIC`` too, but
cannot eat wheat; ``BREAD_RECENT`` had some (``BREAD_BEFORE``) two days ago.

Apart: ``APART_CLIENT`` wants to be taken to hospital; ``APART_HELPER`` would do it and is two steps away, but
the two must not meet. ``APART_OTHER_HELPER`` is three steps away.

Giving: ``GIVING_CLIENT`` cooks well and wants to give; ``GIVING_PARTNER`` wants side dishes and changes bulbs.

Words: ``WORDS_CLIENT`` speaks Vietnamese and little Korean; ``WORDS_HELPER`` knows a neighbour of hers, drives,
speaks Vietnamese, and is free on Tuesday.
"""

from __future__ import annotations

from graph.records.needs import Ask, Need
from graph.records.people import Organisation, Person
from graph.records.registry import PREFIXES, Record
from graph.records.resources import Resource


def scene_id(kind: type[Record], number: int) -> str:
    """The id of the scenes' n-th record of a type; it holds only letters that ids may hold."""
    return f"{PREFIXES[kind]}-scene{number:011d}"


MEALS_CLIENT = scene_id(Person, 1)
MEALS_INTRODUCER = scene_id(Person, 2)
MEALS_GOOD_HELPER = scene_id(Person, 3)
MEALS_SON = scene_id(Person, 4)
MEALS_DAUGHTER = scene_id(Person, 5)
MEALS_DOWNSTAIRS = scene_id(Person, 6)
MEALS_LANDLADY = scene_id(Person, 7)
MEALS_FRIEND = scene_id(Person, 8)
MEALS_CLUB_FELLOW = scene_id(Person, 9)
MEALS_OTHER_GUEST = scene_id(Person, 10)
MEALS_NEED = scene_id(Need, 1)
MEALS_LONELINESS = scene_id(Need, 2)
MEALS_ASK = scene_id(Ask, 1)
MEALS_LOOK_IN_ASK = scene_id(Ask, 2)
MEALS_CLOSED_KITCHEN = scene_id(Organisation, 1)
MEALS_FULL_KITCHEN = scene_id(Organisation, 2)
MEALS_REFUSED_KITCHEN = scene_id(Organisation, 3)
MEALS_GOOD_KITCHEN = scene_id(Organisation, 4)
MEALS_CLOSED_SITE = scene_id(Resource, 1)
MEALS_FULL_SITE = scene_id(Resource, 2)
MEALS_REFUSED_SITE = scene_id(Resource, 3)
MEALS_GOOD_SITE = scene_id(Resource, 4)
MEALS_LUNCHBOX = scene_id(Resource, 5)
MEALS_LOOK_IN = scene_id(Resource, 6)
MEALS_DELIVERY = scene_id(Resource, 7)
MEALS_MENU = scene_id(Resource, 8)
MEALS_CALL = scene_id(Resource, 9)
MEALS_OTHER_MENU = scene_id(Resource, 10)
MEALS_OTHER_DELIVERY = scene_id(Resource, 13)
MEALS_OTHER_COOKING = scene_id(Resource, 14)
MEALS_OTHER_COOK = scene_id(Person, 11)

BREAD_BAKERY = scene_id(Organisation, 11)
BREAD = scene_id(Resource, 11)
BREAD_BEFORE = scene_id(Resource, 12)
BREAD_CLIENTS = tuple(scene_id(Person, number) for number in range(21, 27))
BREAD_ALLERGIC = scene_id(Person, 27)
BREAD_RECENT = scene_id(Person, 28)

APART_CLIENT = scene_id(Person, 41)
APART_HELPER = scene_id(Person, 42)
APART_BETWEEN = scene_id(Person, 43)
APART_NEIGHBOUR = scene_id(Person, 44)
APART_CLUB_HEAD = scene_id(Person, 45)
APART_OTHER_HELPER = scene_id(Person, 46)
APART_ASK = scene_id(Ask, 41)
APART_ESCORT = scene_id(Resource, 41)
APART_OTHER_ESCORT = scene_id(Resource, 42)

GIVING_CLIENT = scene_id(Person, 61)
GIVING_PARTNER = scene_id(Person, 62)
GIVING_ASK = scene_id(Ask, 61)
GIVING_PARTNER_ASK = scene_id(Ask, 62)
GIVING_DISHES = scene_id(Resource, 61)
GIVING_BULBS = scene_id(Resource, 62)

WORDS_CLIENT = scene_id(Person, 81)
WORDS_NEIGHBOUR = scene_id(Person, 82)
WORDS_HELPER = scene_id(Person, 83)
WORDS_ASK = scene_id(Ask, 81)
WORDS_INTERPRETING = scene_id(Resource, 81)
WORDS_DRIVING = scene_id(Resource, 82)
