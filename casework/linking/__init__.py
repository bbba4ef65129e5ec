"""Linkages: suggest, decide, offer."""
