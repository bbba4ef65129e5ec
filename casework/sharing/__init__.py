"""Sharing: consent, the access log, forgetting."""
