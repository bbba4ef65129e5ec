"""The errors of the house: each says in Korean and English what happened and what to do next."""

from __future__ import annotations

import re
from typing import ClassVar

from graph.text.resident_number import find_resident_number

_OPAQUE = re.compile(r"[a-z]{1,3}-[0-9a-z-]{1,40}")


class PumasiError(Exception):
    """Base of every error raised on purpose; its text never holds a personal value.

    Subclasses set the templates ``KO`` and ``EN``; keyword arguments fill them and stay readable in
    ``fields`` (ids, field names, counts: nothing personal).
    """

    KO: ClassVar[str] = "처리하지 못했습니다."
    EN: ClassVar[str] = "This could not be done."

    def __init__(self, **fields: object) -> None:
        fields = {name: _told(name, value) for name, value in fields.items()}
        self.fields = fields
        self.ko = self.KO.format(**fields)
        self.en = self.EN.format(**fields)
        super().__init__(f"{self.ko} / {self.en}")


def _told(name: str, value: object) -> object:
    """The value, or ``?`` for an id that is none: somebody may have typed a name or a number there."""
    if not isinstance(value, str):
        return value
    opaque = name != "id" or _OPAQUE.fullmatch(value) is not None
    return value if opaque and find_resident_number(value) is None else "?"


class GraphError(PumasiError):
    """Base of the kernel's errors."""


class RecordMissing(GraphError):
    """No record has that id at the moment that is read."""

    KO = "번호가 {id}인 기록이 없습니다. 삭제되었거나 본인 요청으로 파기되었을 수 있으니 목록에서 다시 찾으십시오."
    EN = "No record has the id {id}. It may have been removed or forgotten; look for it again in the list."


class RecordInvalid(GraphError):
    """A record's values contradict its meaning."""

    KO = "{record} 기록의 {field} 값이 올바르지 않습니다: {ko} 고쳐서 다시 저장하십시오."
    EN = "The field {field} of a {record} is not valid: {en} Correct it and save again."

    def __init__(self, record: str, field: str, ko: str, en: str) -> None:
        super().__init__(record=record, field=field, ko=ko, en=en)


class ResidentNumberRefused(GraphError):
    """A text field held what looks like a resident registration number."""

    KO = "주민등록번호로 보이는 값이 있어 저장하지 않았습니다. 그 값을 지우고 생년월일만 적으십시오."
    EN = (
        "The field {field} of a {record} holds what looks like a resident registration number, "
        "so nothing was saved. Remove it; a birth date is enough."
    )

    def __init__(self, record: str, field: str) -> None:
        super().__init__(record=record, field=field)


class VersionConflict(GraphError):
    """The record changed since it was read: a lost update is refused."""

    KO = "그사이 다른 사람이 이 기록을 고쳤습니다(읽은 판 {expected}, 현재 판 {found}). 다시 열어 확인한 뒤 저장하십시오."
    EN = (
        "Record {id} was changed by someone else meanwhile (read at version {expected}, now {found}). "
        "Open it again, check, and save."
    )


class ReferenceMissing(GraphError):
    """A record points at an id that the store does not hold."""

    KO = "{record}의 {field} 칸이 가리키는 {id} 기록이 없습니다. 먼저 그 기록을 등록하십시오."
    EN = "The field {field} of a {record} points at {id}, which does not exist. Register that record first."


class CursorUnknown(GraphError):
    """A change cursor is not from this store, or its changes are no longer kept."""

    KO = "변경 위치를 이어 읽을 수 없습니다. 처음부터 다시 읽으십시오."
    EN = "The change cursor cannot be continued. Read again from the beginning."


class WriteReasonMissing(GraphError):
    """Every change says who made it and why."""

    KO = "변경하는 사람과 사유를 적어야 저장할 수 있습니다."
    EN = "Give who makes the change and why; nothing was saved."


class StoreUnavailable(GraphError):
    """The store cannot be opened or used; the sentence names the way out."""

    KO = "저장소를 사용할 수 없습니다: {ko}"
    EN = "The store cannot be used: {en}"

    def __init__(self, ko: str, en: str) -> None:
        super().__init__(ko=ko, en=en)


class WordUnknown(GraphError):
    """A code is not in its closed vocabulary."""

    KO = "'{code}'은(는) {vocabulary} 목록에 없는 코드입니다. 목록에 있는 코드를 쓰십시오."
    EN = "'{code}' is not in the vocabulary {vocabulary}. Use one of its codes."


class StoreOccupied(GraphError):
    """A whole store goes only into an empty one."""

    KO = "이미 자료가 있는 저장소에는 옮기지 않습니다. 비어 있는 새 저장소를 지정하십시오."
    EN = "Something was written to this store before, so nothing was moved there. Name a new, empty store."


class DumpRefused(GraphError):
    """A line of a dumped store is not what a store writes."""

    KO = "{file} {line}행: {ko} 아무것도 저장하지 않았습니다. 원래 저장소에서 다시 내려받으십시오."
    EN = "{file}, line {line}: {en} Nothing was kept. Dump the store it came from again."

    def __init__(self, line: int, ko: str, en: str, file: str = "-") -> None:
        super().__init__(file=file, line=line, ko=ko, en=en)

    def of_file(self, file: str) -> DumpRefused:
        """The same, naming the file where none is named yet."""
        if self.fields["file"] != "-":
            return self
        told = {name: str(self.fields[name]) for name in ("ko", "en")}
        return DumpRefused(int(str(self.fields["line"])), file=file, **told)
