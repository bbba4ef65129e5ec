"""Points by bands of the policy."""

import numpy as np

from graph.policy.policy import Band
from matching.criteria.criterion import by_bands

BANDS = (Band(up_to=300, points=20), Band(up_to=700, points=14))


def test_a_bound_belongs_to_its_band():
    assert by_bands(BANDS, np.array([0, 300, 300.1, 700])).tolist() == [20, 20, 14, 14]


def test_beyond_the_last_band_there_are_no_points():
    assert by_bands(BANDS, np.array([700.1, 9999])).tolist() == [0, 0]
