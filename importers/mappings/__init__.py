"""Ready-made mappings."""
