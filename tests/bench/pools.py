"""Invented exchange pools of two kinds: neighbours who care for each other, and pools like those of kidneys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.exchange.pool import Pool

_SKILLS = 24
_GROUPS = np.array([0.4814, 0.3373, 0.1428, 0.0385])
"""Shares of blood groups O, A, B and AB (Saidman et al. 2006)."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A pool with its name; pairs come first, altruists last, and every leg counts one."""

    name: str
    pairs: int
    altruists: int
    source: NDArray[np.int64]
    target: NDArray[np.int64]

    @property
    def pool(self) -> Pool:
        """As exchanges are chosen from it."""
        return Pool.plain(self.pairs, self.altruists, self.source, self.target, np.ones(len(self.source)))

    def __str__(self) -> str:
        return f"{self.name}: {self.pairs} pairs, {self.altruists} altruists, {len(self.source):,} arcs"


def care(pairs: int, altruists: int, seed: int, reach: float) -> Instance:
    """Each offers one to three of 24 skills and needs one; arcs go as far as one walks."""
    chance, everybody = np.random.default_rng(seed), pairs + altruists
    centres = max(3, pairs // 250)
    centre = chance.uniform(0, 6, (centres, 2))
    place = centre[chance.integers(0, centres, everybody)] + chance.normal(0, 0.6, (everybody, 2))
    offered, wanted = chance.dirichlet(np.ones(_SKILLS) * 1.5), np.zeros((everybody, _SKILLS), np.bool_)
    for person in range(everybody):
        wanted[person, chance.choice(_SKILLS, chance.integers(1, 4), replace=False, p=offered)] = True
    need = chance.choice(_SKILLS, pairs, p=chance.dirichlet(np.ones(_SKILLS) * 1.5))
    apart = np.hypot(*(place[:, None, axis] - place[None, :pairs, axis] for axis in (0, 1)))
    return _instance("care", pairs, altruists, wanted[:, need] & (apart < reach))


def kidneys(pairs: int, altruists: int, seed: int) -> Instance:
    """Pairs whose own donor does not fit, by blood group and sensitisation."""
    chance = np.random.default_rng(seed)
    found: list[tuple[int, int, float]] = []
    while len(found) < pairs:
        patient, donor = chance.choice(4, p=_GROUPS), chance.choice(4, p=_GROUPS)
        level = chance.random()
        sensitised = 0.05 if level < 0.7019 else 0.1 if level < 0.9019 else 0.9
        if chance.random() < 0.4897:
            sensitised = 1 - 0.75 * (1 - sensitised)
        if not _accepts(donor, patient) or chance.random() <= sensitised:
            found.append((patient, donor, sensitised))
    patients = np.array([one[0] for one in found])
    donors = np.concatenate([[one[1] for one in found], chance.choice(4, altruists, p=_GROUPS)]).astype(int)
    barred = np.array([one[2] for one in found])
    fits = _accepts(donors[:, None], patients[None, :]) & (chance.random((len(donors), pairs)) > barred)
    return _instance("kidneys", pairs, altruists, fits)


def _accepts(donor: Any, patient: Any) -> Any:
    return (donor == 0) | (donor == patient) | (patient == 3)


def _instance(kind: str, pairs: int, altruists: int, fits: NDArray[np.bool_]) -> Instance:
    fits[np.arange(pairs), np.arange(pairs)] = False
    source, target = np.nonzero(fits)
    return Instance(kind, pairs, altruists, source, target)
