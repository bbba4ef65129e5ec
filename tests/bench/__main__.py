"""Runs every bench of this folder: ``python -m tests.bench [name ...]``; each prints its figures and ratios.

A bench is a module with ``run()``. Times are of this machine and of this run; only ratios travel.
"""

import sys
from importlib import import_module
from pathlib import Path


def main(names: list[str]) -> None:
    found = sorted(
        path.stem for path in Path(__file__).parent.glob("*_*.py") if not path.stem.startswith("_")
    )
    for name in names or found:
        print(f"\n== {name}")
        import_module(f"tests.bench.{name}").run()


if __name__ == "__main__":
    main(sys.argv[1:])
