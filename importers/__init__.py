"""Reads outside files into records and problems, and writes the standards back out."""
