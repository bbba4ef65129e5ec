"""Finds who can help whom and says why; it reads snapshots and writes nothing."""
