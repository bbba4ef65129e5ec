"""Closed vocabularies, each word with its code, Korean and English label."""
