"""The plans of the demo dong are the same in whatever order its records come, and without compiled kernels."""

import json
import subprocess
import sys
from random import Random

import pytest

from graph.records.registry import Record
from matching.kernels import __main__ as compiling
from tests.matching.plans import Plans, figures, plans_of, sample, snapshot_of
from tests.proofs import Claim, proved

WITHOUT_NUMBA = "import sys; sys.modules['numba'] = None; "


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return sample()


@pytest.fixture(scope="module")
def plans(records: list[Record]) -> Plans:
    return plans_of(snapshot_of(records))


def test_every_plan_of_the_demo_dong_has_something_in_it_and_is_proven(plans: Plans) -> None:
    assert plans.allocation.served
    assert plans.allocation.proven
    assert plans.exchanges.exchanges
    assert plans.exchanges.proven
    assert plans.circle.members
    assert plans.circle.proven
    assert plans.more
    assert plans.missing


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_in_which_records_come_changes_no_plan(
    records: list[Record], plans: Plans, seed: int
) -> None:
    shuffled = records.copy()
    Random(seed).shuffle(shuffled)
    assert plans_of(snapshot_of(shuffled)) == plans
    proved(Claim.ORDERS)


def test_without_numba_every_plan_is_as_good(plans: Plans) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"{WITHOUT_NUMBA}from tests.matching.plans import main; main()"],
        capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    found = json.loads(done.stdout)
    assert found.pop("compiled") is False
    assert found == json.loads(json.dumps(figures(plans)))
    proved(Claim.NUMBA)


def test_set_up_without_numba_has_nothing_to_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "COMPILED", False)
    monkeypatch.setattr(compiling, "import_module", lambda name: pytest.fail(f"{name} was compiled"))
    compiling.main()
