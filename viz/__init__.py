"""Pictures and tables of a support network, drawn from labels that are already masked."""
