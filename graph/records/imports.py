"""Imports as records: which file made which change, and which row stands behind a record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from graph.records.checks import require_dong, require_text
from graph.records.fields import FieldSpec as F
from graph.records.fields import Origin, Privacy
from graph.words.word import Word


class ImportState(Word):
    """Where an import stands."""

    APPLIED = "applied", "반영됨", "Applied"
    UNDONE = "undone", "되돌림", "Undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One file that was taken in as one logical change."""

    id: Annotated[str, F("번호", "Id", Privacy.TEAM, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동", "Dong", Privacy.TEAM, Origin.SYSTEM)]
    mapping: Annotated[str, F("대응표", "Mapping", Privacy.TEAM, Origin.SYSTEM)]
    file_name: Annotated[str, F("파일", "File", Privacy.TEAM, Origin.FILE)]
    file_digest: Annotated[str, F("파일 지문", "File digest", Privacy.TEAM, Origin.SYSTEM)]
    applied_at: Annotated[datetime, F("반영 시각", "Applied at", Privacy.TEAM, Origin.SYSTEM)]
    applied_by: Annotated[str, F("반영한 사람", "Applied by", Privacy.TEAM, Origin.SYSTEM)]
    state: Annotated[ImportState, F("상태", "State", Privacy.TEAM, Origin.SYSTEM)] = ImportState.APPLIED
    unit: Annotated[str | None, F("변경 묶음", "Unit of work", Privacy.TEAM, Origin.SYSTEM)] = None
    new: Annotated[int, F("신규", "New", Privacy.TEAM, Origin.SYSTEM, unit="건")] = 0
    changed: Annotated[int, F("변경", "Changed", Privacy.TEAM, Origin.SYSTEM, unit="건")] = 0
    unchanged: Annotated[int, F("동일", "Unchanged", Privacy.TEAM, Origin.SYSTEM, unit="건")] = 0
    refused: Annotated[int, F("거부", "Refused", Privacy.TEAM, Origin.SYSTEM, unit="건")] = 0

    def __post_init__(self) -> None:
        """An import names its mapping."""
        require_dong(self.dong, self)
        require_text(self.mapping, self, "mapping")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """The row of a sheet behind one record: its key, and the values the file gave last.

    ``key`` is a digest of the mapping's key columns; ``values`` are the fields that the file gave, as JSON
    without those that it left empty: the base against which a later edit by hand is recognised.
    """

    id: Annotated[str, F("번호", "Id", Privacy.TEAM, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동", "Dong", Privacy.TEAM, Origin.SYSTEM)]
    mapping: Annotated[str, F("대응표", "Mapping", Privacy.TEAM, Origin.SYSTEM)]
    key: Annotated[str, F("행 식별값", "Row key", Privacy.TEAM, Origin.SYSTEM)]
    record: Annotated[str, F("기록", "Record", Privacy.TEAM, Origin.SYSTEM, refers_to=("*",))]
    record_type: Annotated[str, F("기록 종류", "Record type", Privacy.TEAM, Origin.SYSTEM)]
    last_import: Annotated[
        str, F("마지막 가져오기", "Last import", Privacy.TEAM, Origin.SYSTEM, refers_to=("Import",))
    ]
    line: Annotated[int, F("행", "Line", Privacy.TEAM, Origin.FILE)]
    values: Annotated[str, F("가져온 값", "Imported values", Privacy.IDENTITY, Origin.FILE)]

    def __post_init__(self) -> None:
        """A row has a key."""
        require_dong(self.dong, self)
        require_text(self.key, self, "key")
