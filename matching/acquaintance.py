"""What it is worth that clients know givers, share a group, or can be introduced: of many clients at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.policy.policy import TiePoints
from matching.introductions import current, gives, usable
from matching.memberships import memberships
from matching.reached import reached
from matching.relation import Keys, best, pair_keys
from matching.snapshot.snapshot import ORGANISATION, PERSON, Snapshot
from matching.snapshot.table import Rows

Worth = NDArray[np.int32]


def known_to(snapshot: Snapshot, clients: Rows) -> tuple[Keys, Worth]:
    """Clients and givers, as ascending keys, with the points of the best that joins them.

    A tie that is strained leaves only what a tie without strain between the same two is worth.
    """
    scale = snapshot.policy.tie
    near, far = reached(snapshot, clients)
    strained, tied, closeness = _direct(snapshot, clients, scale)
    groups = _sharing(snapshot, clients)
    loose = np.concatenate([groups, near, far])
    worth = np.repeat(
        np.array([scale.shared_group, scale.two_steps, scale.three_steps], np.int32),
        [len(groups), len(near), len(far)],
    )
    keep = ~np.isin(loose, strained)
    return best(np.concatenate([loose[keep], tied]), np.concatenate([worth[keep], closeness]))


def _direct(snapshot: Snapshot, clients: Rows, scale: TiePoints) -> tuple[Keys, Keys, Worth]:
    """Whom clients have ties of today with: the strained, and the others with their points."""
    ties = snapshot["ties"]
    rows, owner = snapshot.ties.at_all(clients * 4 + PERSON)
    here = current(snapshot)[rows]
    rows, client = rows[here], clients[owner[here]]
    source = ties["source"][rows]
    to = np.where(source == client * 4 + PERSON, ties["target"][rows], source)
    rows, client, to = rows[to >= 0], client[to >= 0], to[to >= 0]
    keys, good = pair_keys(client, to), usable(snapshot)[rows]
    points = np.array([scale.strong, scale.ordinary, scale.weak, 0], np.int32)
    return keys[~good], keys[good], points[ties["closeness"][rows[good]]]


def _sharing(snapshot: Snapshot, clients: Rows) -> Keys:
    """The groups of clients, and who else of those who give belongs to them."""
    person, organisation = memberships(snapshot)
    group, at = person.all_others(clients)
    member, through = organisation.all_others(group)
    client, party = clients[at], member * 4 + PERSON
    client_of_member = client[through]
    keep = gives(snapshot)[party] & (member != client_of_member)
    return np.concatenate(
        [pair_keys(client, group * 4 + ORGANISATION), pair_keys(client_of_member[keep], party[keep])]
    )
