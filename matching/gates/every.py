"""All gates, the most selective first; their order changes no answer."""

from __future__ import annotations

from matching.gates import (
    accepts_at_home,
    allergy,
    best_before,
    capacity,
    consent,
    eligibility,
    home_conditions,
    keep_apart,
    language,
    load,
    not_oneself,
    paused,
    qualification,
    reach,
    refusal,
    safety_check,
    season,
    service_fit,
    slots,
    valid_on_the_day,
    visits_paused,
)
from matching.gates.gate import Gate

GATES: tuple[Gate, ...] = tuple(
    module.GATE
    for module in (
        service_fit,
        reach,
        slots,
        consent,
        valid_on_the_day,
        capacity,
        accepts_at_home,
        load,
        refusal,
        keep_apart,
        not_oneself,
        eligibility,
        season,
        best_before,
        allergy,
        paused,
        safety_check,
        qualification,
        language,
        home_conditions,
        visits_paused,
    )
)
"""Gates to be suggested at all."""

PRIVATE = frozenset(gate.name for gate in GATES if gate.private)
"""What only the responsible worker is told of (D29)."""
