"""The files of one kind of node or relationship: their headers, and rows as text."""

import csv
from collections.abc import Sequence
from functools import cache
from io import StringIO
from typing import Any

from neo4j.spatial import WGS84Point

from graph.records.registry import Record
from graph.stores.codec import codec

DELIMITER = "\x1f"
"""Between the items of a list: the unit separator, which nobody types."""

_TYPES = {"TEXT": "string", "INTEGER": "long", "REAL": "double"}
_FOUND_BY = {"_point": "point{crs:WGS-84}", "_lines": "string", "_names": "string[]", "_terms": "string"}
_KEPT = {"_type": "string", "_version": "long", "_seq": "long", "_unit": "string", "_until": "long"}


@cache
def version_columns(kind: type[Record]) -> dict[str, str]:
    """The properties of a record type's versions, each with its type in an import."""
    columns = {column.name: _TYPES[column.coding.storage] for column in codec(kind).columns}
    return columns | _KEPT | {"_removed": "boolean"} | _FOUND_BY


def header(columns: dict[str, str], *before: str) -> str:
    """The first line of a file, which names the columns."""
    return ",".join([*before, *(f"{name}:{of_type}" for name, of_type in columns.items())]) + "\n"


def value_text(value: Any) -> Any:
    """A property as an import reads it; numbers and plain text pass unchanged."""
    match value:
        case bool():
            return "true" if value else "false"
        case WGS84Point():
            return f"{{latitude:{value.latitude},longitude:{value.longitude}}}"
        case list():
            return DELIMITER.join(value)
        case _:
            return value


class Rows:
    """Rows of one file, quoted where they must be; an empty text is not the same as none."""

    def __init__(self) -> None:
        """No rows yet."""
        self._text = StringIO()
        self._writer = csv.writer(self._text, lineterminator="\n")

    def add(self, row: Sequence[Any]) -> None:
        """Add a row of texts, numbers and None."""
        if "" in row:
            self._text.write(",".join(map(_quoted, row)) + "\n")
        else:
            self._writer.writerow(row)

    def take(self) -> str:
        """The text so far; begin anew."""
        text = self._text.getvalue()
        self._text.seek(0)
        self._text.truncate()
        return text


def _quoted(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return str(value)
