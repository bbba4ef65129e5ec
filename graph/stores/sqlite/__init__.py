"""The embedded store: one SQLite file, plain or encrypted."""
