"""What a field means: labels, unit, privacy class and where its value comes from."""

from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Literal, get_type_hints

from graph.words.word import Language, Word


class Privacy(Word):
    """Who may read a field, and on what ground it may leave the team."""

    PUBLIC = "public", "공개", "Public: facts about agencies and areas"
    TEAM = "team", "동 팀", "The dong team"
    IDENTITY = "identity", "신원", "Identity: masked by default, leaves only with consent"
    SENSITIVE = "sensitive", "민감", "Sensitive: needs its own consent (PIPA article 23)"
    RESTRICTED = "restricted", "담당자", "The responsible worker alone"


class Origin(Word):
    """The rule that says where a field's value comes from."""

    STATED = "stated", "본인 진술", "Stated by the person"
    OBSERVED = "observed", "담당자 기록", "Recorded by the worker"
    OFFICIAL = "official", "공적 자료", "Official data"
    FILE = "file", "가져온 파일", "Imported file"
    SYSTEM = "system", "시스템", "Set by the application"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field's description, written beside it with ``Annotated``.

    ``refers_to`` names the record types whose ids the field holds (``"*"``: any). When such a record is
    forgotten, this record goes with it (``"remove"``) or loses the reference (``"clear"``).
    """

    ko: str
    en: str
    privacy: Privacy = Privacy.TEAM
    origin: Origin = Origin.OBSERVED
    unit: str | None = None
    refers_to: tuple[str, ...] = ()
    forget: Literal["remove", "clear"] = "remove"

    def label(self, language: Language) -> str:
        """The label people of that language read."""
        return self.ko if language == "ko" else self.en


@dataclass(frozen=True, slots=True, order=True)
class FieldRef:
    """One field of one record: the smallest thing a reason can cite."""

    record: str
    field: str


@cache
def field_specs(record: type[Any]) -> dict[str, FieldSpec]:
    """The description of every field of a record type, in order.

    Raises:
        TypeError: a field has none; that is a bug in the record.
    """
    hints = get_type_hints(record, include_extras=True)
    found: dict[str, FieldSpec] = {}
    for field in fields(record):
        notes = [n for n in getattr(hints[field.name], "__metadata__", ()) if isinstance(n, FieldSpec)]
        if len(notes) != 1:
            raise TypeError(f"{record.__name__}.{field.name} needs exactly one FieldSpec")
        found[field.name] = notes[0]
    return found
