"""All gates, the most selective first; their order changes no answer."""

from __future__ import annotations

from matching.gates import consent, keep_apart, not_oneself, refusal, service_fit
from matching.gates.gate import Gate

GATES: tuple[Gate, ...] = tuple(
    module.GATE for module in (service_fit, not_oneself, consent, refusal, keep_apart)
)
"""Gates to be suggested at all."""

PRIVATE = frozenset(gate.name for gate in GATES if gate.private)
"""What only the responsible worker is told of (D29)."""
