"""A line of a dump as text, both ways.

Version 1: JSON, one object a line, ``{"unit": …}``, ``{"version": …}``, ``{"forgotten": …}``, ``{"log": …}``;
the first line is the header and the last the footer. The same line has the same text everywhere.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from graph.dump import DumpedForgotten, DumpedUnit, DumpedVersion, DumpHeader, Line
from graph.records.registry import RECORD_TYPES
from graph.store import LogAction, LogEntry
from graph.stores.codec import codec
from graph.stores.columns import compact, encode_moment

T = TypeVar("T")

FORMAT, VERSION = "pumasi-store", 1
SECTIONS = ("unit", "version", "forgotten", "log")

_LARGEST = 2**63
_UNIT = re.compile(r"u-[0-9a-f]{16}")
_RECORD = re.compile(r"[a-z]{1,3}-[^\x00-\x1f]{1,100}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class LineUnreadable(ValueError):
    """A line that no store wrote; both sentences say what is wrong with it."""

    def __init__(self, ko: str, en: str) -> None:
        super().__init__(en)
        self.ko, self.en = ko, en


@cache
def fingerprint() -> str:
    """A digest of the columns of all record types: it changes when a record's fields do."""
    columns = [
        [name, [[c.name, c.coding.storage, c.nullable, c.default] for c in codec(kind).columns]]
        for name, kind in RECORD_TYPES.items()
    ]
    return hashlib.sha256(compact(columns).encode()).hexdigest()


def header_text(header: DumpHeader) -> str:
    """The first line of a file."""
    return compact(
        {
            "format": FORMAT,
            "version": VERSION,
            "fingerprint": header.fingerprint,
            "sequence": header.sequence,
            "forgets": header.forgets,
        }
    )


def text_of(line: Line) -> tuple[str, str]:
    """Which section a line belongs to, and its text."""
    match line:
        case DumpedVersion():
            body = codec(line.kind).encode_json(line.row)
            removed = "true" if line.removed else "false"
            head = (
                f'{{"version":{{"seq":{line.sequence},"type":"{line.kind.__name__}","version":{line.version}'
            )
            return "version", f'{head},"removed":{removed},"body":{body}}}}}'
        case DumpedUnit():
            unit = {"id": line.id, "at": encode_moment(line.at), "by": line.by, "why": line.why}
            return "unit", compact({"unit": unit})
        case DumpedForgotten():
            return "forgotten", compact({"forgotten": {"id": line.id, "number": line.number}})
        case LogEntry():
            entry = {
                "number": line.number,
                "at": encode_moment(line.at),
                "action": line.action.value,
                "by": line.by,
                "purpose": line.purpose,
                "recipient": line.recipient,
                "subjects": list(line.subjects),
                "what": line.what,
                "place": line.place,
                "digest": line.digest,
            }
            return "log", compact({"log": entry})
        case _:
            raise TypeError("a header stands first and belongs to no section")


def read_header(text: str) -> DumpHeader:
    """The header of a file.

    Raises:
        LineUnreadable: the file is no dump, or one of a newer program.
    """
    held = _object(text)
    if held.get("format") != FORMAT:
        raise LineUnreadable("품앗이 저장소를 내려받은 파일이 아닙니다.", "This is no dump of a store.")
    if _number(held, "version") > VERSION:
        raise LineUnreadable(
            "더 새로운 판의 프로그램이 만든 파일입니다. 프로그램을 새 판으로 올리십시오.",
            "A newer version of the program made this file. Upgrade the program.",
        )
    header = DumpHeader(
        _matched(held, "fingerprint", _DIGEST), _number(held, "sequence", 0), _number(held, "forgets", 0)
    )
    _only(held, {"format", "version", "fingerprint", "sequence", "forgets"})
    return header


def read_text(text: str) -> tuple[str, Any]:
    """The section of a line and what it holds: a ``Line``, or the plain footer.

    Raises:
        LineUnreadable: it is not written as a store writes it.
    """
    held = _object(text)
    if len(held) == 1:
        ((section, inner),) = held.items()
        reader = _READERS.get(section)
        if reader is not None and isinstance(inner, dict):
            return section, reader(inner)
    if held.keys() == {"counts", "types", "sha256"}:
        return "footer", held
    raise LineUnreadable("알 수 없는 줄입니다.", "The line is of no known kind.")


def _read_version(held: dict[str, Any]) -> DumpedVersion:
    kind = RECORD_TYPES.get(_text(held, "type"))
    body, removed = held.get("body"), held.get("removed")
    if kind is None or not isinstance(body, dict):
        raise LineUnreadable("모르는 종류의 기록입니다.", "The record is of no known type.")
    of_kind = codec(kind)
    if not body.keys() <= of_kind.at.keys():
        raise LineUnreadable(
            "이 프로그램이 모르는 항목이 있습니다. 프로그램을 새 판으로 올리십시오.",
            "It holds fields that this program does not know. Upgrade the program.",
        )
    if any(
        not isinstance(value, str | int | float | None) or value is True or value is False
        for value in body.values()
    ):
        raise _wrong("body")
    if not isinstance(removed, bool):
        raise _wrong("removed")
    version = DumpedVersion(
        _number(held, "seq"),
        kind,
        _matched(body, "id", _RECORD),
        _number(held, "version"),
        removed,
        of_kind.row_of(body),
    )
    _only(held, {"seq", "type", "version", "removed", "body"})
    return version


def _read_unit(held: dict[str, Any]) -> DumpedUnit:
    _only(held, {"id", "at", "by", "why"})
    return DumpedUnit(_matched(held, "id", _UNIT), _moment(held, "at"), _text(held, "by"), _text(held, "why"))


def _read_forgotten(held: dict[str, Any]) -> DumpedForgotten:
    _only(held, {"id", "number"})
    return DumpedForgotten(_matched(held, "id", _RECORD), _number(held, "number"))


def _read_entry(held: dict[str, Any]) -> LogEntry:
    subjects = held.get("subjects")
    if not isinstance(subjects, list) or not all(isinstance(subject, str) for subject in subjects):
        raise _wrong("subjects")
    if _text(held, "action") not in {action.value for action in LogAction}:
        raise _wrong("action")
    _only(
        held,
        {"number", "at", "action", "by", "purpose", "recipient", "subjects", "what", "place", "digest"},
    )
    return LogEntry(
        number=_number(held, "number"),
        at=_moment(held, "at"),
        action=LogAction(held["action"]),
        by=_text(held, "by"),
        purpose=_text(held, "purpose"),
        recipient=_text(held, "recipient"),
        subjects=tuple(subjects),
        what=_text(held, "what"),
        place=_text(held, "place"),
        digest=_matched(held, "digest", _DIGEST),
    )


_READERS: dict[str, Callable[[dict[str, Any]], Line]] = {
    "version": _read_version,
    "unit": _read_unit,
    "forgotten": _read_forgotten,
    "log": _read_entry,
}


def _object(text: str) -> dict[str, Any]:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        held = None
    if not isinstance(held, dict):
        raise LineUnreadable("줄이 손상되었습니다.", "The line is damaged.")
    return held


def _wrong(name: str) -> LineUnreadable:
    return LineUnreadable(f"'{name}' 값이 올바르지 않습니다.", f"The value of '{name}' is not valid.")


def _only(held: dict[str, Any], names: set[str]) -> None:
    if held.keys() != names:
        raise LineUnreadable("항목이 빠졌거나 남습니다.", "Parts are missing, or there are too many.")


def _text(held: dict[str, Any], name: str) -> str:
    value = held.get(name)
    if not isinstance(value, str):
        raise _wrong(name)
    return value


def _number(held: dict[str, Any], name: str, least: int = 1) -> int:
    value = held.get(name)
    if type(value) is not int or not least <= value < _LARGEST:
        raise _wrong(name)
    return value


def _matched(held: dict[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    value = _text(held, name)
    if pattern.fullmatch(value) is None:
        raise _wrong(name)
    return value


def _moment(held: dict[str, Any], name: str) -> datetime:
    text = _text(held, name)
    try:
        moment = datetime.fromisoformat(text)
        if moment.utcoffset() == timedelta() and encode_moment(moment) == text:
            return moment
    except (ValueError, OverflowError):
        pass
    raise _wrong(name)
