"""What can go wrong with an outside file; never a value of the file, always what to do next."""

from __future__ import annotations

from graph.errors import PumasiError

ERROR_COLUMN = "오류"
"""The column that a file of refused rows adds; it is ignored when the file comes back."""


class ImporterError(PumasiError):
    """Base of the importers' errors."""


class SheetUnreadable(ImporterError):
    """The file as a whole cannot be taken in; nothing of it was read."""

    KO = "{file} 파일을 가져올 수 없습니다: {ko}"
    EN = "The file {file} cannot be imported: {en}"

    def __init__(self, file: str, ko: str, en: str) -> None:
        super().__init__(file=file, ko=ko, en=en)


class MappingInvalid(ImporterError):
    """A mapping contradicts itself, the records, or the sheet it is used on."""

    KO = "대응표 {mapping}의 '{key}' 항목이 올바르지 않습니다: {ko}"
    EN = "The entry '{key}' of the mapping {mapping} is not valid: {en}"

    def __init__(self, mapping: str, key: str, ko: str, en: str) -> None:
        super().__init__(mapping=mapping, key=key, ko=ko, en=en)


class CellRefused(ImporterError):
    """A cell says something that its field cannot mean; the caller adds file, line and column."""

    KO = "{ko}"
    EN = "{en}"

    def __init__(self, ko: str, en: str, column: str | None = None) -> None:
        super().__init__(ko=ko, en=en)
        self.column = column


class RowRefused(ImporterError):
    """One row is left out; the rest of the file goes on."""

    KO = "{file} {line}행 '{column}' 열: {ko}"
    EN = "{file}, line {line}, column '{column}': {en}"

    def __init__(self, file: str, line: int, column: str, ko: str, en: str) -> None:
        super().__init__(file=file, line=line, column=column, ko=ko, en=en)
        self.file, self.line, self.column = file, line, column
        self.advice_ko, self.advice_en = ko, en

    def __reduce__(self) -> tuple[type[RowRefused], tuple[str, int, str, str, str]]:
        """Made anew from what it tells, when the rows of a plan are unpacked."""
        return RowRefused, (self.file, self.line, self.column, self.advice_ko, self.advice_en)
