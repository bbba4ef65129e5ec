"""The log of failures that were not foreseen: their type and place in the code, never their message."""

from __future__ import annotations

import logging
import traceback

failure_log = logging.getLogger("pumasi.failure")


def log_failure(error: Exception, request_id: str) -> None:
    """Note a failure under the number of the request that it belongs to."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = " < ".join(f"{f.filename.rpartition('/')[2]}:{f.lineno} {f.name}" for f in reversed(frames))
    failure_log.error("%s %s at %s", request_id, type(error).__name__, places)
