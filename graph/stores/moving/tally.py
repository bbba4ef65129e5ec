"""What went by: how many lines of each section and type, and the digest of each section."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graph.dump import DumpedVersion, DumpHeader, Line
from graph.stores.columns import compact
from graph.stores.moving.text import SECTIONS, text_of


class Tally:
    """Counts and digests of the lines of a dump; stores with the same content have equal ones.

    The digest of the versions is one of the units' digests, each of the lines of its versions: the parts of
    a large store can be made, and looked at, each by itself.
    """

    def __init__(self) -> None:
        """Nothing went by yet."""
        self.header: DumpHeader | None = None
        self.counts: Counter[str] = Counter()
        self.types: Counter[str] = Counter()
        self._sections = {section: hashlib.sha256() for section in SECTIONS if section != "version"}
        self._units = hashlib.sha256()
        self._unit = hashlib.sha256()

    def add(self, section: str, text: str, line: Line) -> None:
        """Count a line in."""
        self.counts[section] += 1
        if isinstance(line, DumpedVersion):
            self.types[line.kind.__name__] += 1
            self._unit.update(line_bytes(text))
            return
        if section == "unit":
            self._close_unit()
        self._sections[section].update(line_bytes(text))

    def add_versions(self, types: Mapping[str, int], digest: str) -> None:
        """Count in all versions of the unit that was added last: how many of each type, and their digest."""
        self.types.update(types)
        self.counts["version"] += sum(types.values())
        self._units.update(digest.encode())
        self._unit = hashlib.sha256()

    def _close_unit(self) -> None:
        if self._unit.digest() != _NOTHING:
            self._units.update(self._unit.hexdigest().encode())
            self._unit = hashlib.sha256()

    def footer(self) -> dict[str, Any]:
        """The last line of a file; nothing is counted in behind it."""
        self._close_unit()
        digests = self._sections | {"version": self._units}
        return {
            "counts": {section: self.counts[section] for section in SECTIONS},
            "types": dict(sorted(self.types.items())),
            "sha256": {section: digests[section].hexdigest() for section in SECTIONS},
        }

    @property
    def digest(self) -> str:
        """One digest for the whole content, whichever store holds it."""
        header = self.header or DumpHeader("", 0, 0)
        content = [header.sequence, header.forgets, self.footer()]
        return hashlib.sha256(compact(content).encode()).hexdigest()


def line_bytes(text: str) -> bytes:
    """A line as it is written and counted in."""
    return text.encode() + b"\n"


_NOTHING = hashlib.sha256().digest()


def tallied(lines: Iterable[Line], tally: Tally) -> Iterator[Line]:
    """The same lines, each counted in as it goes by."""
    for line in lines:
        if isinstance(line, DumpHeader):
            tally.header = line
        else:
            tally.add(*text_of(line), line)
        yield line
