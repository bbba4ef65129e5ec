"""Moving a whole store: its lines as text in a file, their digests, and what is refused on the way in."""

from graph.stores.moving.reading import read_lines
from graph.stores.moving.tally import Tally, tallied
from graph.stores.moving.writing import write_lines

__all__ = ["Tally", "read_lines", "tallied", "write_lines"]
