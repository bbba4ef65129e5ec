"""The clauses of the store contract, by subject; each test is one sentence."""
