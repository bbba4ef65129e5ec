"""Rows by id: ids as keys of one width, sorted, so that a whole column is looked up at once."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.bytes_]

NOBODY = b""
"""The key of no id."""

_WIDTH = 24
_KEY = np.dtype(f"S{_WIDTH}")


def keys_of(ids: Sequence[str | None]) -> Keys:
    """Ids as keys; two are equal where their ids are."""
    texts = [one or "" for one in ids]
    joined = "".join(texts)
    if joined.isascii() and "\0" not in joined and max(map(len, texts), default=0) <= _WIDTH:
        return np.array(texts, _KEY)
    return np.array([key_of(text) for text in texts], _KEY)


def key_of(text: str) -> bytes:
    """An id as it is where it fits; else a digest behind a byte that no text in UTF-8 holds."""
    key = text.encode()
    if len(key) <= _WIDTH and b"\0" not in key:
        return key
    return b"\xff" + blake2b(key, digest_size=11).hexdigest().encode()


class Index:
    """The rows of the ids a table began with, in order of arrival."""

    __slots__ = ("_keys", "_order")

    def __init__(self, ids: Sequence[str]) -> None:
        keys = keys_of(ids)
        self._order: NDArray[np.int32] | None = None
        if (keys[1:] < keys[:-1]).any():
            self._order = np.argsort(keys).astype(np.int32)
            keys = keys[self._order]
        self._keys = keys

    def row(self, key: bytes) -> int:
        """The row behind a key, -1 where there is none."""
        at = int(self._keys.searchsorted(key))
        if at == len(self._keys) or self._keys[at] != key:
            return -1
        return at if self._order is None else int(self._order[at])

    def rows(self, keys: Keys) -> NDArray[np.int32]:
        """The rows behind keys, -1 where there is none."""
        found = np.full(len(keys), -1, np.int32)
        if not len(self._keys):
            return found
        # Sorted questions walk through the index once instead of jumping about in it.
        asked = np.argsort(keys)
        wanted = keys[asked]
        at = np.minimum(self._keys.searchsorted(wanted), len(self._keys) - 1)
        here = self._keys[at] == wanted
        at = at[here]
        found[asked[here]] = at if self._order is None else self._order[at]
        return found
