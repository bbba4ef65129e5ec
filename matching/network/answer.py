"""What a question about the network answers: a table whose rows are paths of ids, each with its sentence (D33)."""

from __future__ import annotations

from dataclasses import dataclass

from graph.text.sentence import Sentence
from matching.errors import NotInSnapshot
from matching.snapshot.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One answer: the ids from which on to which it leads, and what it says."""

    path: tuple[str, ...]
    sentence: Sentence


Answer = tuple[Row, ...]
"""The rows of an answer, in the order in which to read them; none is an answer too."""


def resident(snapshot: Snapshot, person_id: str) -> int:
    """The row of a person.

    Raises:
        NotInSnapshot: the person is not in the region.
    """
    row = snapshot["people"].row(person_id)
    if row < 0 or not snapshot["people"]["alive"][row]:
        raise NotInSnapshot(id=person_id)
    return row


def party_of(snapshot: Snapshot, party_id: str) -> int:
    """The number of a person, organisation or household.

    Raises:
        NotInSnapshot: it is not in the region.
    """
    party = snapshot.party(party_id)
    if party < 0:
        raise NotInSnapshot(id=party_id)
    return party
