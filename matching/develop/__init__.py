"""Which resources are missing: how many people one more of them would serve."""
