"""What holds between few clients and few parties, as ascending keys, looked up for many pairs at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]


def pair_keys(one: NDArray[np.int32], other: NDArray[np.int32]) -> Keys:
    """Two numbers of at least 0 as one."""
    found: Keys = one.astype(np.int64) << 32 | other
    return found


def best(keys: Keys, worth: NDArray[np.int32] | NDArray[np.int8]) -> tuple[Keys, NDArray[np.int32]]:
    """Each key once, ascending, and the greatest of what it is worth."""
    order = np.lexsort((worth, keys))
    keys = keys[order]
    last = np.append(keys[1:] != keys[:-1], True)[: len(keys)]
    return keys[last], worth[order[last]].astype(np.int32)


def worth_of(wanted: Keys, keys: Keys, worth: NDArray[np.int32]) -> NDArray[np.int32]:
    """What each wanted key is worth; 0 where it is not among the ascending keys."""
    if not len(keys):
        return np.zeros(len(wanted), np.int32)
    at = keys.searchsorted(wanted)
    at[at == len(keys)] = 0
    found: NDArray[np.int32] = np.where(keys[at] == wanted, worth[at], np.int32(0))
    return found
