"""All open asks of a region at once: who visits whom, in which half-hours, and why not the others."""
