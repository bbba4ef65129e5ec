"""Care circles: the fewest burdens on the neighbours around one client that cover every role of a need."""
