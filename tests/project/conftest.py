"""Shared by the tests of the house."""

from __future__ import annotations

import socket

import pytest


@pytest.fixture
def unused_address() -> str:
    """An address on this machine at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/"
