"""Figures of a client's support network, by networkx, and its exchange as GraphML."""
