"""Criteria: soft considerations, one a file. Their points are the whole score; unknown weighs nothing."""
