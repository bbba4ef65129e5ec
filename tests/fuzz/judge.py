"""What must hold for any input: a plan or a clear error, nothing half done, nothing personal told."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from casework.errors import FileUnknown
from casework.register import imports
from casework.register.previewed import tell
from graph.errors import DumpRefused, PumasiError
from graph.stores import open_store
from graph.stores.moving import read_lines
from graph.text.resident_number import find_resident_number
from importers.errors import MappingInvalid, SheetUnreadable
from importers.plan import RowState
from tests.casework.team import Team
from tests.fuzz.cases import Case
from tests.fuzz.sheets import SECRETS
from tests.fuzz.world import digest

CLEAR = (SheetUnreadable, MappingInvalid, FileUnknown, DumpRefused)
_HANGUL = re.compile("[가-힣]")
_RUNS = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


class Wrong(AssertionError):
    """Something that must hold does not."""


class Stopped(Exception):
    """An import that is interrupted on purpose."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a case that was taken rightly."""

    outcome: str
    rows: int = 0
    refused: int = 0
    applied: bool = False
    stopped: bool = False


def judge(case: Case, team: Team, *, stop: bool, take_in: bool = True) -> Verdict:
    """Put a case before the readers; ``stop`` interrupts its import while it is written, before it is taken in.

    Raises:
        Wrong: it was not taken as it must be. Anything else that comes out is wrong too.
    """
    before = digest(team.store)
    try:
        if case.form == "dump":
            return _loaded(case)
        preview = _looked(case, team)
    except CLEAR as error:
        _check_told(error)
        if digest(team.store) != before:
            raise Wrong("a file that is refused changed the store") from error
        return Verdict(type(error).__name__)
    verdict = _check_plan(preview)
    if not take_in:
        if digest(team.store) != before:
            raise Wrong("a look changed the store")
        return verdict
    return _taken_in(team, preview, verdict, before, stop=stop)


def _looked(case: Case, team: Team) -> imports.Preview:
    mapping = imports.mapping_for(case.content, case.file, case.mapping, case.toml)
    scope = imports.scope_for(team.leader, keep_undecided=len(case.content) % 3 > 0)
    return imports.look_at_file(team.desk, team.leader, case.content, case.file, mapping, scope=scope)


def _loaded(case: Case) -> Verdict:
    """A dump is loaded whole, or nothing of it is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / case.file
        path.write_bytes(case.content)
        store = open_store("memory:")
        empty = digest(store)
        try:
            store.load(read_lines(path))
        except DumpRefused:
            if digest(store) != empty:
                raise Wrong("a dump that is refused was half loaded") from None
            raise
        if store.check_log().broken_at is not None:
            raise Wrong("the log of a loaded dump is broken")
    return Verdict("loaded", rows=case.content.count(b"\n"))


def _check_told(error: PumasiError, header: tuple[str, ...] = ()) -> None:
    """An error speaks both languages and tells no cell; the name of a column it may tell."""
    if not (_HANGUL.search(error.ko) and re.search("[A-Za-z]{3}", error.en)):
        raise Wrong("an error without both languages") from error
    text = str(error)
    if find_resident_number(text) is not None:
        raise Wrong("a resident number is told")
    if any(secret in text for secret in SECRETS if not any(secret in name for name in header)):
        raise Wrong("the value of a cell is told")


def _check_plan(preview: imports.Preview) -> Verdict:
    plan = preview.plan
    counts = plan.counts()
    told_already: set[tuple[str, str]] = set()
    for row in plan.rows:
        if row.state is RowState.REFUSED:
            problem = row.problem
            if problem is None or row.line < 1 or not (problem.advice_ko and problem.advice_en):
                raise Wrong("a refused row without line and advice")
            if row.made:
                raise Wrong("a refused row would make something")
            if (problem.column, problem.advice_en) not in told_already:
                told_already.add((problem.column, problem.advice_en))
                _check_told(problem, plan.header)
    told = repr(tell(preview, "ko")) + repr(tell(preview, "en"))
    if find_resident_number(told) is not None:
        raise Wrong("a preview tells a resident number")
    _check_refused_file(preview.refused_csv())
    return Verdict("plan", rows=len(plan.rows), refused=counts[RowState.REFUSED])


def _check_refused_file(content: bytes) -> None:
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True):
        for cell in row:
            if _RUNS.match(cell) and not _NUMBER.fullmatch(cell):
                raise Wrong("a cell of the refused rows would run")
            if find_resident_number(cell) is not None:
                raise Wrong("the refused rows hold a resident number")


def _taken_in(team: Team, preview: imports.Preview, verdict: Verdict, before: str, *, stop: bool) -> Verdict:
    if stop:
        _stopped(team, preview, before)
    made = imports.apply_import(team.desk, team.leader, preview)
    imports.undo_import(team.desk, team.leader, made)
    if digest(team.store) != before:
        raise Wrong("an undone import left something")
    if team.store.check_log().broken_at is not None:
        raise Wrong("the chain of the log is broken")
    return Verdict(verdict.outcome, verdict.rows, verdict.refused, applied=True, stopped=stop)


def _stopped(team: Team, preview: imports.Preview, before: str) -> None:
    """Interrupt the import behind its last record, inside the unit of work: nothing of it may stay."""

    def stop(done: int, total: int) -> None:
        raise Stopped

    try:
        imports.apply_import(team.desk, team.leader, preview, progress=stop)
    except Stopped:
        if digest(team.store) != before:
            raise Wrong("an interrupted import was half done") from None
    else:
        raise Wrong("an import could not be interrupted")
