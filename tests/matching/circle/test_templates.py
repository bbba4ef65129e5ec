"""Templates as dated data: what ships can be read, and what cannot be meant is refused."""

import tomllib
from datetime import date
from importlib import resources

import pytest

from graph.records.values import Slots
from graph.words.giving import GivingRole
from graph.words.service_types import service_types
from matching.circle.templates import (
    TemplateMissing,
    TemplateUnreadable,
    read_template,
    template_on,
    templates_on,
)

DAY = date(2026, 11, 23)
CONTENT = (resources.files("matching.circle") / "data" / "lunchbox.toml").read_bytes()


def changed(old, new):
    assert old in CONTENT.decode()
    return CONTENT.decode().replace(old, new, 1).encode()


def test_the_lunchbox_ships_with_its_four_roles():
    roles = [one.role for one in template_on("lunchbox", DAY).roles]
    assert roles == [GivingRole.COOK, GivingRole.DELIVER, GivingRole.CHOOSE_MENU, GivingRole.LOOK_IN]


def test_every_template_has_both_languages_and_serves_its_needs():
    for template in templates_on(DAY):
        assert template.label("ko") != template.label("en")
        for part in template.client_parts:
            assert part.label("ko") != part.label("en")
        for role in template.roles:
            assert {service_types()[code].code for code in role.fills} == set(role.fills)


def test_every_role_has_a_service_type_that_serves_the_need_of_the_template():
    template = template_on("lunchbox", DAY)
    for role in template.roles:
        areas = {need.rpartition(".")[0] for code in role.fills for need in service_types()[code].serves}
        assert areas & {need.rpartition(".")[0] for need in template.serves}


def test_a_visit_may_fall_on_any_of_its_days():
    menu = next(one for one in template_on("lunchbox", DAY).roles if one.role is GivingRole.CHOOSE_MENU)
    assert len(menu.visits) == 1
    assert {slot // 48 for slot in menu.slots} == set(range(7))


def test_a_template_without_a_role_keeps_the_others():
    template = template_on("lunchbox", DAY).without([GivingRole.CHOOSE_MENU])
    assert [one.role for one in template.roles] == [GivingRole.COOK, GivingRole.DELIVER, GivingRole.LOOK_IN]


def test_before_its_first_day_there_is_no_template():
    with pytest.raises(TemplateMissing):
        template_on("lunchbox", date(2026, 1, 1))
    with pytest.raises(TemplateMissing):
        template_on("nothing", DAY)


def test_the_version_follows_the_content():
    assert read_template("lunchbox", CONTENT).version != read_template("lunchbox", CONTENT + b"\n").version


def test_hours_are_whole_half_hours_within_what_is_written():
    content = changed("from = 09:00:00\nto = 11:30:00", "from = 09:10:00\nto = 10:40:00")
    cook = read_template("lunchbox", content).roles[0]
    assert cook.visits[0] == Slots(0b11 << 19)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('role = "cook"', 'role = "chef"'),
        ('role = "deliver"', 'role = "cook"'),
        ('"menu_choice"', '"menu_guess"'),
        ('[["mon"], ["wed"], ["fri"]]', '[["monday"]]'),
        ('[["mon"], ["wed"], ["fri"]]', "[]"),
        ("to = 11:30:00", "to = 08:00:00"),
        ("most_members = 6", "most_members = 0"),
        ("roles_each = 2", "roles_each = 0"),
        ("introducer = 6", "introducer = 0"),
        ("member = 10", "member = 10\nkindness = 3"),
        ('covers = "choose_menu"', 'covers = "clean"'),
        ('serves = ["daily_living.basic.meals"]', 'serves = ["daily_living.basic.stars"]'),
        ("{ up_to = 300, points = 1 }", "{ up_to = 900, points = 1 }"),
        ("beyond = 7", "beyond = -7"),
        ("valid_from = 2026-11-01\n", ""),
        ("[burden]", "[burden"),
    ],
)
def test_what_cannot_be_meant_is_refused(old, new):
    with pytest.raises(TemplateUnreadable):
        read_template("lunchbox", changed(old, new))


def test_the_file_says_what_it_is_for():
    assert "B57" in tomllib.loads(CONTENT.decode())["reference"]
