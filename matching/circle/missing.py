"""Why a visit stays open: nobody offers it, nobody may, nobody is free, nobody can introduce them, or a limit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np

from graph.records.fields import FieldRef
from graph.records.values import Slots
from graph.text.sentence import Phrase, Sentence, Subject
from graph.words.giving import GivingRole
from matching.circle.circle import OpenVisit
from matching.circle.model import CircleModel
from matching.circle.offers import Offered, gates_of, pairs_for
from matching.circle.posed import Posed
from matching.circle.problem import Problem, Solution
from matching.circle.templates import Role, Template
from matching.circle.words import Lack
from matching.gates.every import GATES
from matching.kept_apart import holds_on
from matching.memberships import fellows
from matching.snapshot.snapshot import Snapshot
from matching.words import GateName, Verdict

NO_OFFER = Phrase(
    "circle.open.no_offer",
    "'{role}' 일을 나누려는 이웃이 아직 없습니다. 찾아 나설 자원입니다.",
    "No neighbour offers to do this yet: {role}. It is a resource to look for.",
)
BARRED = Phrase(
    "circle.open.barred",
    "'{role}' 일을 나누려는 이웃은 있으나 조건이 맞지 않습니다({gate}).",
    "Neighbours offer this, but it does not fit ({gate}): {role}.",
)
NO_TIME = Phrase(
    "circle.open.no_time",
    "'{role}' 일을 나누려는 이웃은 있으나 이 시간에 되는 분이 없습니다. 다른 시간도 괜찮은지 살펴보십시오.",
    "Neighbours offer this, but none is free at that time: {role}. See whether another time would do.",
)
NO_WAY = Phrase(
    "circle.open.no_way",
    "'{role}' 일을 할 이웃은 있으나 소개해 줄 사람이 확인되지 않았습니다. 당사자가 아는 분을 여쭈어 보십시오.",
    "Somebody could do this, but nobody is known who could introduce them: {role}. Ask whom the client knows.",
)
NO_WAY_BUT_GROUP = Phrase(
    "circle.open.no_way_but_group",
    "'{role}' 일을 할 이웃이 있으나 서로 모릅니다. 함께 다니는 곳({group})에 소개를 부탁할 수 있습니다.",
    "Somebody could do this, but they do not know each other: {role}. Both go to {group}, which could introduce them.",
)
FULL = Phrase(
    "circle.open.full",
    "'{role}' 일을 할 이웃들이 모두 스스로 정한 한도나 같은 시간의 다른 일로 차 있습니다.",
    "All who could do this have reached their limit, or are busy at that hour: {role}.",
)
TOO_FEW = Phrase(
    "circle.open.too_few",
    "한 모임에 {most}명까지만 부탁하도록 정해져 있어 '{role}' 일이 남습니다.",
    "At most {most} people are asked for one circle, so this stays open: {role}.",
)
WITHHELD = Phrase(
    "circle.open.withheld",
    "'{role}' 일이 남는 이유는 비공개 정보와 관련되어 보여 드리지 않습니다.",
    "Why this stays open is withheld: {role}.",
)
NOT_FOUND = Phrase(
    "circle.open.not_found",
    "'{role}' 일을 맡을 이웃을 정해진 시간 안에 찾지 못했습니다. 시간을 더 주고 다시 찾아보십시오.",
    "Nobody was found in time for this: {role}. Search again with more time.",
)
_PHRASES = {
    Lack.NO_OFFER: NO_OFFER,
    Lack.BARRED: BARRED,
    Lack.NO_TIME: NO_TIME,
    Lack.NO_WAY: NO_WAY,
    Lack.FULL: FULL,
    Lack.TOO_FEW: TOO_FEW,
    Lack.WITHHELD: WITHHELD,
    Lack.NOT_FOUND: NOT_FOUND,
}
_ENOUGH = 1 << 20


def open_visits(
    snapshot: Snapshot,
    client: int,
    template: Template,
    offers: Sequence[Offered],
    posed: Posed,
    solution: Solution,
    seconds: float,
    left_out: Collection[int] = (),
) -> tuple[OpenVisit, ...]:
    """Each open visit with what is missing for it, as if people who are left out offered nothing."""
    problem, bars, lacks = posed.problem, dict[int, GateName | None](), dict[int, Lack | None]()
    for duty in solution.open:
        role, window = problem.duties[duty].role, problem.duties[duty].window
        fitting = [one for one in offers if one.role == role]
        if not fitting and role not in bars:
            bars[role] = _bars(snapshot, client, template.roles[role], left_out)
        lacks[duty] = _lack(posed, fitting, window) if fitting else _LACK_OF_GATE.get(bars[role], Lack.BARRED)
    unclear = [duty for duty, lack in lacks.items() if lack is None]
    limits = _by_limits(problem, unclear, solution.proven, seconds) if unclear else {}
    found = []
    for duty, known in lacks.items():
        role, window = problem.duties[duty].role, problem.duties[duty].window
        lack = known or limits.get(duty, Lack.FULL)
        free = [one.person for one in offers if one.role == role and one.free & window]
        said = _say(snapshot, client, template, role, lack, bars.get(role), free)
        found.append(OpenVisit(role=template.roles[role].role, window=Slots(window), lack=lack, reason=said))
    return tuple(found)


_PRIVATE = frozenset(gate.name for gate in GATES if gate.private)
_LACK_OF_GATE: dict[GateName | None, Lack] = {None: Lack.NO_OFFER} | dict.fromkeys(_PRIVATE, Lack.WITHHELD)


def _bars(snapshot: Snapshot, client: int, role: Role, left_out: Collection[int]) -> GateName | None:
    """The gate that stops most offers for a role, in order of the gates; None where nobody offers anything."""
    stopped: dict[GateName, int] = {}
    for pairs in pairs_for(snapshot, client, role):
        others = pairs.take(~np.isin(pairs.helpers, list(left_out)))
        for gate in gates_of(role) if len(others) else ():
            failed = int(np.count_nonzero(gate.check(others) == Verdict.FAIL))
            stopped[gate.name] = stopped.get(gate.name, 0) + failed
    return max(stopped, key=stopped.__getitem__) if stopped else None


def _lack(posed: Posed, fitting: Sequence[Offered], window: int) -> Lack | None:
    free = [one for one in fitting if one.free & window]
    if not free:
        return Lack.NO_TIME
    distance = posed.problem.distances()
    near = {
        person for person, ties in zip(posed.people, distance, strict=True) if ties <= posed.problem.steps
    }
    return None if any(one.person in near for one in free) else Lack.NO_WAY


def _by_limits(problem: Problem, duties: Sequence[int], proven: bool, seconds: float) -> dict[int, Lack]:
    """By open duty the limit without which it would be taken; limits are lifted one after the other."""
    if not proven:
        return dict.fromkeys(duties, Lack.NOT_FOUND)
    found: dict[int, Lack] = {}
    for lack, lifted in _lifted(problem):
        left = set(CircleModel(lifted).solve(seconds).open)
        for duty in duties:
            if duty not in left:
                found.setdefault(duty, lack)
        if found.keys() >= set(duties):
            break
    return found


def _lifted(problem: Problem) -> Iterator[tuple[Lack, Problem]]:
    problem = replace(problem, most_members=_ENOUGH)
    yield Lack.TOO_FEW, problem
    problem = replace(
        problem,
        weekly=tuple(max(one, len(problem.duties)) for one in problem.weekly),
        offers=tuple(replace(one, weekly=len(problem.duties)) for one in problem.offers),
        roles_each=len(problem.duties),
    )
    yield Lack.FULL, problem
    yield Lack.WITHHELD, replace(problem, apart=frozenset())


def _say(
    snapshot: Snapshot,
    client: int,
    template: Template,
    role: int,
    lack: Lack,
    gate: GateName | None,
    free: Sequence[int],
) -> Sentence:
    cite = FieldRef(snapshot.person_id(client), "id")
    named: GivingRole = template.roles[role].role
    if lack is Lack.BARRED and gate is not None:
        return BARRED.say(cite, role=named, gate=gate)
    if lack is Lack.TOO_FEW:
        return TOO_FEW.say(cite, role=named, most=template.most_members)
    shared = _shared(snapshot, client, free) if lack is Lack.NO_WAY else None
    if shared is not None:
        return NO_WAY_BUT_GROUP.say(FieldRef(shared[0], "organisation"), role=named, group=Subject(shared[1]))
    return _PHRASES[lack].say(cite, role=named)


def _shared(snapshot: Snapshot, client: int, people: Sequence[int]) -> tuple[str, str] | None:
    """A membership of somebody in a group of the client's, and the group; it suggests an introduction (D23)."""
    table, (_, groups) = snapshot["memberships"], fellows(snapshot, client)
    there = holds_on(table, snapshot.today) & np.isin(table["person"], people)
    rows = np.flatnonzero(there & np.isin(table["organisation"], groups) & (table["organisation"] >= 0))
    organisations = snapshot["organisations"].ids
    ids = ((table.ids[row], organisations[int(table["organisation"][row])]) for row in rows.tolist())
    return min(ids, default=None)
