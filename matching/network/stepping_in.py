"""Who could step in for each of those who help a client: others for the same ask, and others who help already."""

from __future__ import annotations

from collections.abc import Iterator

from graph.records.fields import FieldRef
from graph.text.sentence import Phrase, Subject
from matching.amounts import holding_for, informal_giving
from matching.gates.consent import consenting
from matching.introductions import may_meet, noes
from matching.kept_apart import kept_apart
from matching.network.answer import Answer, Row, resident
from matching.rank import suggest
from matching.snapshot.snapshot import PERSON, Snapshot

INSTEAD = Phrase(
    "network.instead.offers",
    "{helper:이/가} 못 오게 되면 {other}에게 {resource:을/를} 요청해 볼 수 있습니다.",
    "If {helper} drops out, {other} could be asked for {resource}.",
)
INSTEAD_NOBODY = Phrase(
    "network.instead.nobody",
    "{helper:이/가} 못 오게 되면 대신할 자원을 아직 찾지 못했습니다.",
    "If {helper} drops out, nobody else is known yet.",
)
SHARES = Phrase(
    "network.instead.shares",
    "{helper:이/가} 못 오게 되면 이미 돕고 있는 {other}에게 더 도울 수 있는지 여쭈어 볼 수 있습니다.",
    "If {helper} drops out, {other}, who helps already, could be asked for more.",
)


def who_steps_in(snapshot: Snapshot, person: str, *, most: int = 2) -> Answer:
    """For each helper of a client who could take over, at most so many, as paths helper, client, other.

    For linked help these are the best others for the same ask; for help without a linkage those who help too,
    agreed to be considered and may meet the client. A helper whom nobody could replace has a path of two.
    """
    client = resident(snapshot, person)
    found: dict[str, list[Row]] = {}
    for row in _linked(snapshot, client, most):
        found.setdefault(row.path[0], []).append(row)
    helping = _informal(snapshot, client)
    for helper in helping:
        if helper not in found:
            others = [one for one in helping if one != helper and _may(snapshot, client, one)]
            found[helper] = [_shares(helper, person, other) for other in others[:most]]
    return tuple(
        row for helper in sorted(found) for row in found[helper] or [_nobody(helper, person, helper, "id")]
    )


def _linked(snapshot: Snapshot, client: int, most: int) -> Iterator[Row]:
    table, person = snapshot["linkages"], snapshot.person_id(client)
    held = holding_for(snapshot, client)
    held = held[(table["giver"][held] >= 0) & (table["ask"][held] >= 0)]
    for row in sorted(held.tolist(), key=table.ids.__getitem__):
        giver, ask = int(table["giver"][row]), snapshot["asks"].ids[table["ask"][row]]
        helper = snapshot.party_id(giver)
        ranked = suggest(snapshot, ask, k=most + _given_by(snapshot, giver, client)).suggestions
        left = [one for one in ranked if one.giver not in (helper, person)][:most]
        if not left:
            yield _nobody(helper, person, table.ids[row], "giver")
        for one in left:
            yield Row(
                path=(helper, person, one.resource, one.giver),
                sentence=INSTEAD.say(
                    FieldRef(table.ids[row], "giver"),
                    FieldRef(one.resource, "giver"),
                    helper=Subject(helper),
                    other=Subject(one.giver),
                    resource=Subject(one.resource),
                ),
            )


def _given_by(snapshot: Snapshot, giver: int, client: int) -> int:
    """How many resources are theirs: so many places of a ranking may be taken by those who cannot step in."""
    givers = snapshot["resources"]["giver"]
    return int(((givers == giver) | (givers == client * 4 + PERSON)).sum())


def _informal(snapshot: Snapshot, client: int) -> list[str]:
    giving = informal_giving(snapshot)
    return sorted({snapshot.person_id(one) for one in giving.helper[giving.other == client].tolist()})


def _may(snapshot: Snapshot, client: int, other: str) -> bool:
    row = snapshot["people"].row(other)
    return bool(consenting(snapshot)[row]) and may_meet(
        kept_apart(snapshot), noes(snapshot), client, (), row * 4 + PERSON
    )


def _shares(helper: str, person: str, other: str) -> Row:
    return Row(
        path=(helper, person, other),
        sentence=SHARES.say(FieldRef(other, "id"), helper=Subject(helper), other=Subject(other)),
    )


def _nobody(helper: str, person: str, record: str, field: str) -> Row:
    return Row(
        path=(helper, person), sentence=INSTEAD_NOBODY.say(FieldRef(record, field), helper=Subject(helper))
    )
