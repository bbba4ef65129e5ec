"""What went by: how many lines of each section and type, and the digest of each section."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from graph.dump import DumpedVersion, DumpHeader, Line
from graph.stores.columns import compact
from graph.stores.moving.text import SECTIONS, text_of


class Tally:
    """Counts and digests of the lines of a dump; stores with the same content have equal ones."""

    def __init__(self) -> None:
        """Nothing went by yet."""
        self.header: DumpHeader | None = None
        self.counts: Counter[str] = Counter()
        self.types: Counter[str] = Counter()
        self._hashes = {section: hashlib.sha256() for section in SECTIONS}

    def add(self, section: str, text: str, line: Line) -> None:
        """Count a line in."""
        self.counts[section] += 1
        if isinstance(line, DumpedVersion):
            self.types[line.kind.__name__] += 1
        digest = self._hashes[section]
        digest.update(text.encode("utf-8", "surrogatepass"))
        digest.update(b"\n")

    def footer(self) -> dict[str, Any]:
        """The last line of a file."""
        return {
            "counts": {section: self.counts[section] for section in SECTIONS},
            "types": dict(sorted(self.types.items())),
            "sha256": {section: digest.hexdigest() for section, digest in self._hashes.items()},
        }

    @property
    def digest(self) -> str:
        """One digest for the whole content, whichever store holds it."""
        header = self.header or DumpHeader("", 0, 0)
        content = [header.sequence, header.forgets, self.footer()]
        return hashlib.sha256(compact(content).encode()).hexdigest()


def tallied(lines: Iterable[Line], tally: Tally) -> Iterator[Line]:
    """The same lines, each counted in as it goes by."""
    for line in lines:
        if isinstance(line, DumpHeader):
            tally.header = line
        else:
            tally.add(*text_of(line), line)
        yield line
