"""`make fuzz`: puts mutated files before every reader in all processors, and prints what came of them."""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from secrets import randbits

from tests.fuzz.runner import MEMORY, Tally, bound_memory, run


def main() -> int:
    """Run, print, and tell by the exit code whether anything was wrong."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("--files", type=int, default=600)
    asked.add_argument("--rows", type=int, default=30_000)
    asked.add_argument("--seconds", type=float, default=90.0, help="stop then, whatever was read")
    asked.add_argument(
        "--seed", type=int, default=randbits(32), help="the same cases again, with as many processes"
    )
    asked.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = asked.parse_args()
    began, each = time.monotonic(), given.processes
    print(f"seed {given.seed}, {each} processes", flush=True)
    told = Tally()
    with ProcessPoolExecutor(each, initializer=bound_memory) as pool:
        shares = [
            pool.submit(
                run,
                seed=given.seed + at,
                files=-(-given.files // each),
                rows=-(-given.rows // each),
                seconds=given.seconds,
            )
            for at in range(each)
        ]
        for share in shares:
            told.add(share.result())
    show(told, time.monotonic() - began)
    return 1 if told.failures else 0


def show(told: Tally, seconds: float) -> None:
    """The counts, and each failure with where its input is kept."""
    print(f"files {told.files:,} ({_counts(told.forms)})")
    print(f"rows {told.rows:,}, refused {told.refused:,}")
    print(f"files by outcome: {_counts(told.outcomes)}")
    print(f"imports taken in and undone {told.applied:,}, interrupted first {told.stopped:,}")
    print(f"points of code reached {told.points:,}, inputs kept for them {told.kept:,}")
    print(
        f"slowest file {told.slowest:.1f} s of work, peak memory {told.peak >> 20:,} MiB of {MEMORY >> 20:,} MiB, {seconds:.0f} s"
    )
    print(f"crashes {len(told.failures)}, half-imports {told.half}")
    for failure in told.failures[:20]:
        print(f"\n{failure}", file=sys.stderr)


def _counts(found: dict[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in sorted(found.items()))


if __name__ == "__main__":
    sys.exit(main())
