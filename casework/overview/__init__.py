"""Pictures and figures of a client's network."""
