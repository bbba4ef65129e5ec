"""The dated policy: found by day, versioned by its contents, refused when it contradicts itself."""

from datetime import date
from importlib import resources

import pytest

from graph.policy.load import PolicyMissing, PolicyUnreadable, policy_on, read_policy

CONTENT = (resources.files("graph.policy") / "data" / "2026-11.toml").read_bytes()


def test_a_policy_holds_from_its_first_day():
    assert policy_on(date(2026, 11, 1)).valid_from == date(2026, 11, 1)


def test_before_the_first_file_there_is_no_policy():
    with pytest.raises(PolicyMissing):
        policy_on(date(2026, 10, 31))


def test_another_content_is_another_version():
    assert read_policy(CONTENT).version != read_policy(CONTENT + b"\n").version


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"exact = 30", b""),
        (b"exact = 30", b"exact = 30\nperfect = 40"),
        (b"[same_helper]", b"[other]\nx = 1\n[same_helper]"),
        (b"up_to = 600", b"up_to = 200"),
        (b"day = 1", b"fortnight = 1"),
    ],
    ids=["missing", "unknown value", "unknown table", "bands out of order", "unknown period"],
)
def test_a_file_that_contradicts_itself_is_refused(old, new):
    with pytest.raises(PolicyUnreadable):
        read_policy(CONTENT.replace(old, new, 1))


def test_income_tables_are_announced_never_computed():
    table = next(one for one in policy_on(date(2026, 12, 1)).income if one.year == 2027)
    assert table.median_won[0] == 2736042
    assert "고시" in table.reference
