"""All benches in one run: ``python -m tests.bench [part ...] [--size dong|gu] [--write FILE]``.

Times are of this machine and this run; ratios travel. A gu takes some minutes and 2.5 GB of disk. The part
city runs where PUMASI_BENCH_NEO4J names a server that holds one, cypher where PUMASI_BENCH_NEO4J_GU names one
that holds a gu; each says so where it is left out.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from importers.sample.figures import Size
from tests.bench import (
    allocation,
    asking,
    circle,
    city,
    cypher,
    exchange,
    importing,
    loading,
    oracle,
    rows,
    snapshots,
    ways,
    whole,
    writing,
)
from tests.bench.apart import apart
from tests.bench.report import Table, aims, load, machine

PARTS = (
    "rows",
    "oracle",
    "write",
    "import",
    "load",
    "snapshot",
    "asks",
    "whole",
    "ways",
    "allocation",
    "circle",
    "exchange",
    "city",
    "cypher",
)
_ON_A_FILE = {"load", "snapshot", "asks", "whole"}
_FIRST: Mapping[str, Callable[[], Table]] = {
    "rows": partial(apart, rows.run),
    "oracle": partial(apart, oracle.run),
    "write": writing.run,
}
_ALONE: Mapping[str, Callable[[], Table]] = {
    "ways": ways.run,
    "allocation": allocation.run,
    "circle": circle.run,
    "exchange": exchange.run,
}


def main(given: list[str]) -> None:
    """Print the tables of the parts named, or of all."""
    parser = ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    parser.add_argument("--size", choices=("dong", "gu"), default="gu")
    parser.add_argument("--write", type=Path, metavar="FILE", help="also write the tables to a file")
    parser.add_argument("--file", type=Path, help="a store loaded before; it is changed by the refreshes")
    asked = parser.parse_args(given)
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    parts = [part for part in PARTS if part in (asked.parts or PARTS)]
    head = (
        "# Benchmarks\n\n"
        f"`make bench` (`{' '.join(['python -m tests.bench', *given])}`), {datetime.now().astimezone().date().isoformat()}.\n"
        f"{machine()}. Load of the machine before the run: {load()}.\n\n"
        "All figures are of one run. Times are wall times, with the process's own CPU time in brackets; a "
        "ratio is the figure beside over the measured one, or for load, memory, file and build the measured "
        "one over the figure beside.\n"
    )
    print(head, flush=True)
    tables = []
    with TemporaryDirectory() as folder:
        for table in _tables(parts, asked.size, asked.file or Path(folder) / "bench.db", asked.file is None):
            tables.append(table)
            print(table, flush=True)
    tail = f"{aims(tables)}\nLoad of the machine after the run: {load()}.\n"
    print(tail)
    if asked.write:
        asked.write.write_text("\n".join([head, *map(str, tables), tail]), encoding="utf-8")


def _tables(parts: list[str], size: Size, file: Path, fresh: bool) -> Iterator[Table]:
    yield from (run() for part, run in _FIRST.items() if part in parts)
    if "import" in parts:
        yield importing.run(size)
    if fresh and _ON_A_FILE & set(parts):
        loaded = loading.run(size, file)
        if "load" in parts:
            yield loaded
    if "snapshot" in parts:
        yield snapshots.run(size, file)
    if "asks" in parts:
        yield asking.run(size, file)
    if "whole" in parts:
        yield whole.run(size, file)
    yield from (run() for part, run in _ALONE.items() if part in parts)
    if "city" in parts:
        yield from city.run(city.url())
    if "cypher" in parts:
        yield cypher.run(cypher.url())


if __name__ == "__main__":
    main(sys.argv[1:])
