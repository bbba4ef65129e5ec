"""Policy as dated data: what a team decided or a notice fixed, never computed and never in code."""
