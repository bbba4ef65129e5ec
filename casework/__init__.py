"""What a dong team does: one function for each act, with its right, its unit of work, its log."""
