"""Rows by id: ids as keys of one width in a hash table of numbers, so that a whole column is looked up at once."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from struct import unpack
from typing import cast

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
"""Shape (n, 3): the bytes of ids; all zero for no id."""

WIDTH = 24
_KEY = np.dtype(f"S{WIDTH}")
_FREE = -1
_MARK = "\n"
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)
_WORD, _SPREAD = (1 << 64) - 1, 29


def keys_of(ids: Sequence[str | None]) -> Keys:
    """Ids as keys; two are equal where their ids are."""
    width = len(next(filter(None, ids), ""))
    nobody = "\0" * width
    texts = [one or nobody for one in ids] if None in ids else cast("Sequence[str]", ids)
    # Ids of one length lie in even steps between the marks, and then need no look at each of them.
    joined = _MARK.join(texts) + _MARK
    if 0 < width <= WIDTH and len(joined) == (width + 1) * len(ids) and joined.isascii():
        found = np.frombuffer(joined.encode("ascii"), np.uint8).reshape(len(ids), width + 1)
        marked = joined.count(_MARK) == len(ids) and bool((found[:, width] == ord(_MARK)).all())
        if marked and joined.count("\0") == width * ids.count(None):
            keys = np.zeros((len(ids), WIDTH), np.uint8)
            keys[:, :width] = found[:, :width]
            return keys.view(np.uint64)
    held = np.array([key_of(one) if one else b"" for one in ids], _KEY)
    return held.view(np.uint64).reshape(len(ids), 3)


def key_of(text: str) -> bytes:
    """An id as it is where it fits; else a digest behind a byte that no text in UTF-8 holds."""
    key = text.encode()
    if len(key) <= WIDTH and b"\0" not in key:
        return key
    return b"\xff" + blake2b(key, digest_size=11).hexdigest().encode()


def somebody(keys: Keys) -> NDArray[np.bool_]:
    """Which keys are of an id."""
    found: NDArray[np.bool_] = keys[:, 0] != 0
    return found


class Index:
    """The rows of the ids a table began with, in order of arrival."""

    __slots__ = ("_keys", "_shift", "_slots")

    def __init__(self, ids: Sequence[str]) -> None:
        self._keys = keys_of(ids)
        if not ids:
            self._keys = np.zeros((1, 3), np.uint64)
        bits = max(2 * len(ids), 2).bit_length()
        self._shift = np.uint64(64 - bits)
        self._slots = np.full(1 << bits, _FREE, np.int32)
        self._fill(len(ids))

    def _fill(self, count: int) -> None:
        """Each row takes the first free place from its own on; of several that want one, the last has it."""
        rows = np.arange(count, dtype=np.int32)
        places = _hashed(self._keys[:count], self._shift)
        while len(rows):
            free = self._slots[places] == _FREE
            self._slots[places[free]] = rows[free]
            waiting = self._slots[places] != rows
            rows, places = rows[waiting], (places[waiting] + 1) % len(self._slots)

    def bytes_held(self) -> int:
        """How much memory it takes."""
        return self._keys.nbytes + self._slots.nbytes

    def row(self, key: bytes) -> int:
        """The row behind a key, -1 where there is none."""
        padded = key.ljust(WIDTH, b"\0")
        mixed = 0
        for word, factor in zip(unpack("=3Q", padded), _MIX, strict=False):
            mixed ^= word * factor & _WORD
            mixed ^= mixed >> _SPREAD
        place = (mixed * _MIX[3] & _WORD) >> int(self._shift)
        while (at := int(self._slots[place])) != _FREE:
            if self._keys[at].tobytes() == padded:
                return at
            place = (place + 1) % len(self._slots)
        return _FREE

    def rows(self, keys: Keys) -> NDArray[np.int32]:
        """The rows behind keys, -1 where there is none."""
        found = np.full(len(keys), _FREE, np.int32)
        asked, places = np.arange(len(keys)), _hashed(keys, self._shift)
        while len(asked):
            at = self._slots[places]
            held = self._keys[at]
            same = (held[:, 0] == keys[:, 0]) & (held[:, 1] == keys[:, 1]) & (held[:, 2] == keys[:, 2])
            same &= at != _FREE
            found[asked[same]] = at[same]
            on = np.flatnonzero(~same & (at != _FREE))
            asked, places, keys = asked[on], (places[on] + 1) % len(self._slots), keys[on]
        return found


def _hashed(keys: Keys, shift: np.uint64) -> NDArray[np.int64]:
    """The place where the search for each key begins (multiply-shift over its words)."""
    mixed = np.zeros(len(keys), np.uint64)
    for word, factor in enumerate(_MIX[:3]):
        mixed ^= keys[:, word] * np.uint64(factor)
        mixed ^= mixed >> np.uint64(_SPREAD)
    return ((mixed * np.uint64(_MIX[3])) >> shift).astype(np.int64)
