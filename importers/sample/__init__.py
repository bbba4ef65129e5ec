"""Invented neighbourhoods, repeatable by a seed: a dong for the demo, a gu and a city for tests of size."""

from importers.sample.stream import sample_records as sample_records
