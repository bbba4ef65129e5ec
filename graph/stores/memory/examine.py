"""Examining memory: the log, the versions, and references that point nowhere."""

from collections.abc import Iterator

from graph.records.registry import RECORD_TYPES, references
from graph.store import AsOf, Fault, FaultKind
from graph.stores.loglines import check_chain
from graph.stores.memory.reader import MemoryReader
from graph.stores.memory.state import State
from graph.stores.progress import Tell


def examine(state: State, store_id: str, tell: Tell) -> Iterator[Fault]:
    """Every fault of a state; nothing is derived from the versions here, so nothing can differ from them."""
    total = len(RECORD_TYPES)
    broken_at = check_chain(state.log, len(state.log)).broken_at
    if broken_at is not None:
        yield Fault(FaultKind.LOG, "", str(broken_at))
    reader = MemoryReader(state, store_id, AsOf())
    for done, (name, kind) in enumerate(RECORD_TYPES.items()):
        tell(done, total)
        for record_id, versions in sorted(state.versions[kind].items()):
            numbers = [version.kept.version for version in versions]
            if record_id in state.forgotten:
                yield Fault(FaultKind.FORGOTTEN, name, record_id)
            if not state.forgets and numbers != list(range(1, len(numbers) + 1)):
                yield Fault(FaultKind.GAP, name, record_id)
            present = reader.kept(record_id)
            for field in references(kind) if present is not None else ():
                to = getattr(versions[-1].kept.record, field)
                if to is not None and reader.kept(to) is None:
                    yield Fault(FaultKind.REFERENCE, name, record_id, field)
    tell(total, total)
