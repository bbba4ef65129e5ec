"""Snapshots: what matching reads, as immutable columns of one region without names."""
