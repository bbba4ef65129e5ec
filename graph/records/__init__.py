"""The records of the graph: frozen, keyword-only, valid by construction, every field described."""
