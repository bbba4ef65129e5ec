"""Cursors: where among a store's changes somebody has read up to."""

from dataclasses import dataclass

from graph.errors import CursorUnknown

BEGINNING = ""
"""The cursor from which everything is a change."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The store's id, the number of the last change read, and how often somebody was forgotten by then."""

    store: str
    sequence: int
    forgets: int

    def __str__(self) -> str:
        return f"{self.store}.{self.sequence}.{self.forgets}"

    @staticmethod
    def read(text: str, now: "Cursor") -> "Cursor":
        """The cursor of a text, at a store that stands at ``now``.

        Raises:
            CursorUnknown: it is another store's, or lies ahead of this one.
        """
        if text == BEGINNING:
            return Cursor(now.store, 0, now.forgets)
        store, _, rest = text.partition(".")
        sequence, _, forgets = rest.partition(".")
        numbers = (sequence, forgets)
        if store != now.store or not all(n.isascii() and n.isdigit() and len(n) < 19 for n in numbers):
            raise CursorUnknown()
        cursor = Cursor(store, int(sequence), int(forgets))
        if cursor.sequence > now.sequence or cursor.forgets > now.forgets:
            raise CursorUnknown()
        return cursor
