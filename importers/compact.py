"""Very many small things held as numbers and bytes: as objects, those of a district's sheet would fill the memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

_FEWEST = 1 << 10
_KEY_DIGITS = 16
_NUMBER = array("I").itemsize


class Texts:
    """Short texts, one behind the other in one piece of memory."""

    def __init__(self) -> None:
        """Begin with none."""
        self._all, self._ends = bytearray(), array("Q", [0])

    def append(self, text: str) -> None:
        """Add a text behind the last."""
        self._all += text.encode()
        self._ends.append(len(self._all))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, at: int) -> str:
        return self._all[self._ends[at] : self._ends[at + 1]].decode()

    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(len(self)))


class Met:
    """Which number came first with each key: a table of fixed width with open addressing.

    Keys are digests in hexadecimal, of which the first 64 bits are kept.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._count = 0
        self._keys, self._numbers = array("Q", bytes(8 * _FEWEST)), array("I", bytes(_NUMBER * _FEWEST))

    def find(self, key: str) -> int | None:
        """The number that came first with a key, if any did."""
        at = self._place(int(key[:_KEY_DIGITS], 16) or 1)
        return self._numbers[at] if self._keys[at] else None

    def first(self, key: str, number: int) -> int:
        """The number that came first with a key: this one, where none did before."""
        kept = int(key[:_KEY_DIGITS], 16) or 1
        at = self._place(kept)
        if not self._keys[at]:
            self._keys[at], self._numbers[at] = kept, number
            self._count += 1
            if 4 * self._count > 3 * len(self._keys):
                self._widen()
            return number
        return self._numbers[at]

    def _place(self, kept: int) -> int:
        """Where a key is, or would be: zero marks a free place."""
        keys, last = self._keys, len(self._keys) - 1
        at = kept & last
        while keys[at] and keys[at] != kept:
            at = at + 1 & last
        return at

    def _widen(self) -> None:
        keys, numbers = self._keys, self._numbers
        wider = 2 * len(keys)
        self._keys, self._numbers = array("Q", bytes(8 * wider)), array("I", bytes(_NUMBER * wider))
        for kept, number in zip(keys, numbers, strict=True):
            if kept:
                at = self._place(kept)
                self._keys[at], self._numbers[at] = kept, number
