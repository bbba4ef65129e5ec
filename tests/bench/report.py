"""What a bench prints: tables of figures, each beside a peer and an aim, as Markdown."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from graph.stores.sqlite.connection import library_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure; ``met`` says whether its aim holds, None where it has none."""

    what: str
    figure: str
    beside: str = ""
    ratio: str = ""
    aim: str = ""
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of one part, and what they are figures of."""

    title: str
    about: str
    lines: tuple[Line, ...]

    def __str__(self) -> str:
        if not self.lines:
            return f"## {self.title}\n\n{self.about}\n"
        rows = [("", "measured", "beside it", "ratio", "aim", "met"), ("---",) * 6]
        rows += [(one.what, one.figure, one.beside, one.ratio, one.aim, _MET[one.met]) for one in self.lines]
        table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        return f"## {self.title}\n\n{self.about}\n\n{table}\n"


_MET: dict[bool | None, str] = {None: "", True: "yes", False: "**no**"}


def aims(tables: Iterable[Table]) -> str:
    """Every aim with whether it holds, in one list."""
    lines = [one for table in tables for one in table.lines if one.met is not None]
    said = "\n".join(f"- {one.what}: {one.aim}. Measured {one.figure}: {_SAID[one.met]}." for one in lines)
    return f"## Aims\n\n{said}\n" if lines else ""


_SAID: dict[bool | None, str] = {True: "met", False: "**not met**"}


def machine() -> str:
    """The class of machine, without its name."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB memory, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, NumPy {np.__version__}, "
        f"SQLite {'.'.join(map(str, library_version()))}"
    )


def load() -> str:
    """How many processes wanted a core in the last minute, by the system's count."""
    return f"{os.getloadavg()[0]:.1f}"
