"""Accounts, sessions and API tokens, in a file of their own."""
