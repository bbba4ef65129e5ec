"""The report of what was proven names everything that tests count, and nothing else."""

import re

from tests.proofs import Claim


def test_every_claim_stands_in_the_report_with_a_count(repo_root):
    text = (repo_root / "docs" / "correctness.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([^|*]+) \| ([\d,]+) \|$", text, re.M))
    assert set(rows) == {claim.value for claim in Claim}


def test_every_claim_is_counted_by_some_test(repo_root):
    tests = "".join(
        file.read_text(encoding="utf-8")
        for file in sorted((repo_root / "tests" / "matching").rglob("test_*.py"))
    )
    assert [claim.name for claim in Claim if f"proved(Claim.{claim.name}" not in tests] == []
