"""How big a sample is; what stands here is documented and checked in docs/sample.md."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

Size = Literal["dong", "gu", "city"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts per level; a tong is the batch that is held in memory at a time."""

    gus: int = 1
    dongs: int
    tongs_per_dong: int
    households_per_tong: int
    clients_per_tong: int
    helpers_per_tong: int


_GU = Figures(dongs=17, tongs_per_dong=40, households_per_tong=239, clients_per_tong=12, helpers_per_tong=52)

FIGURES = MappingProxyType[Size, Figures](
    {
        "dong": Figures(
            dongs=1, tongs_per_dong=20, households_per_tong=58, clients_per_tong=3, helpers_per_tong=10
        ),
        "gu": _GU,
        "city": replace(_GU, gus=9),
    }
)
