"""Makes right sheets wrong, in every layer: cells, rows, encodings, bytes, archives, JSON, TOML."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from random import Random
from typing import Any

from tests.fuzz.sheets import RESIDENT, SECRETS, Rows

ODD = (
    "", " ", "-", "0", "NaN", "inf", "1e308", "-1e309", "9" * 400, "٣٤", "１２３４", "²", "=1+1", "=cmd|' /C calc'!A0",
    "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "'=1", "''=1", "ㄱㅊㅅ", "뷁뷁", "😀👨‍👩‍👧‍👦", "e\u0301" * 40,
    "a" + "\u0300\u0327" * 3000, "\u202e나다가", "\ufeff", "\u200b", "\u3000", "\x00", "\x1b[31m", "\x85", "\u2028", "\uffff", "null",
    "#REF!", "2026-02-30", "0000-00-00", "'24.10.24", "99991231", "2026-11-30T25:61", "24:00", "월~", "~금", "25:00-26:00",
    "0900-0900", "오후 13시", "&amp;lt;b&amp;gt;", "&#0;", "&#xD800;", "<script>", "{}", "{0}", "%s", "a" * 1001, "가" * 40_000,
    '"', '""', ",", ";", "|", "\\", "p-kim", "김하늘 (p-kim)", "h-kim", "o-zzzzzzzzzzzzzzzz", "9911000100", "0" * 10, "(((((", ")" * 50,
    "합계", "계", "소계", "2021", *SECRETS, *RESIDENT,
)  # fmt: skip
ENCODINGS = (
    *("utf-8",) * 8,
    *("cp949",) * 4,
    "utf-8-sig",
    "cp949",
    "euc-kr",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "johab",
)
TOKENS = (
    *(
        text.encode()
        for text in (
            ",", '"', "\n", "\r", "\r\n", "\t", ";", "\0", "'", "=", "[", "]", "{", "}", ":", "null", "NaN", "1e999", "\\ud800",
            "주민", "시설명", "합계", "-", "~", "<!DOCTYPE x>", "&lt;", "9" * 30, '"' * 7,
        )
    ),
    b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x80", b"\xc8\xff", b"PK\x03\x04", b"\xd0\xcf\x11\xe0",
)  # fmt: skip


def mutate_rows(rows: Rows, chance: Random) -> Rows:
    """A few cells, rows or columns that are not what they should be."""
    rows = [list(row) for row in rows]
    for _ in range(chance.choice((0, 1, 1, 2, 4, 8))):
        at = chance.randrange(len(rows))
        row = rows[at]
        kind = chance.randrange(11)
        if kind <= 4 and row:
            row[chance.randrange(len(row))] = chance.choice(ODD)
        elif kind == 5:
            rows.insert(at, list(chance.choice(rows)))
        elif kind == 6 and len(rows) > 1:
            del rows[at]
        elif kind == 7:
            row += [chance.choice(ODD) for _ in range(chance.choice((1, 2, 2000)))]
        elif kind == 8 and row:
            del row[chance.randrange(len(row)) :]
        elif kind == 9 and row:
            column = chance.randrange(len(row))
            odd = chance.choice(ODD)
            for other in rows[1:]:
                if column < len(other):
                    other[column] = odd
        else:
            rows.insert(0, [chance.choice(ODD)] * chance.randint(0, 5))
    return rows


def as_text(rows: Rows, chance: Random) -> bytes:
    """The rows as CSV in any encoding, with any separator, quotes and line ends."""
    out = io.StringIO()
    writer = csv.writer(
        out,
        delimiter=chance.choice(",,,,\t;|"),
        lineterminator=chance.choice(("\r\n", "\n", "\r", "\n\n")),
        quoting=chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
        escapechar=chance.choice((None, "\\")),
    )
    try:
        writer.writerows(rows)
    except csv.Error:
        return "\n".join(",".join(row) for row in rows).encode("utf-8", "replace")
    return out.getvalue().encode(chance.choice(ENCODINGS), "replace")


def mutate_bytes(content: bytes, chance: Random, other: bytes = b"") -> bytes:
    """Cut, flip, repeat, splice and sprinkle."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(len(data) + 1)
        kind = chance.randrange(7)
        if kind == 0 and data:
            data[at % len(data)] ^= 1 << chance.randrange(8)
        elif kind == 1:
            data[at:at] = chance.choice(TOKENS)
        elif kind == 2:
            data[at : at + chance.choice((1, 4, 64))] = b""
        elif kind == 3:
            data[at:at] = data[at : at + chance.choice((1, 16, 256))] * chance.choice((1, 2, 50))
        elif kind == 4:
            del data[at:]
        elif kind == 5 and other:
            data[at:at] = other[chance.randrange(len(other)) :][:512]
        else:
            data[at : at + 2] = bytes(chance.randrange(256) for _ in range(2))
    return bytes(data)


_NUMBERS = re.compile(r'(?<=")-?\d+(?=")|(?<=>)\d+(?=<)')
_ODD_NUMBERS = ("0", "-1", "1", "999999999", "1048577", "99999999999999999999", "1e9", "NaN", "x", "")
_INSERTS = (
    "<!DOCTYPE lolz [<!ENTITY lol 'lol'><!ENTITY lol2 '&lol;&lol;'>]>", "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>",
    "<row r='1048577'><c r='XFE1'><v>1</v></c></row>", "<c r='A999999999'/>", "<c t='s'><v>-1</v></c>", "&#0;", "&x;", "<a>",
    "<c t='inlineStr'><is><t>=cmd</t></is></c>", "<f t='shared' si='0'/>", "<c s='9999'><v>1</v></c>", "<c t='d'><v>x</v></c>",
)  # fmt: skip


def mutate_archive(content: bytes, chance: Random) -> bytes:
    """A workbook with parts changed, dropped, doubled, renamed or locked; then perhaps bytes changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        parts = [(part.filename, source.read(part)) for part in source.infolist()]
        hit = chance.randrange(len(parts))
        for at, (name, data) in enumerate(parts):
            if at == hit or chance.random() < 0.1:
                name, data = _mutate_part(name, data, chance)
            if name:
                target.writestr(name, data)
        if chance.random() < 0.05:
            target.writestr(chance.choice(("../up", "/abs", "a\\..\\b", "xl/styles.xml2")), b"<a/>")
    changed = out.getvalue()
    return mutate_bytes(changed, chance) if chance.random() < 0.3 else changed


def _mutate_part(name: str, data: bytes, chance: Random) -> tuple[str, bytes]:
    kind = chance.randrange(8)
    text = data.decode("utf-8", "replace")
    if kind == 0:
        return "", b""
    if kind == 1:
        return chance.choice((name.upper(), "../" + name, name + "x")), data
    if kind in (2, 3):
        return name, _NUMBERS.sub(
            lambda m: chance.choice(_ODD_NUMBERS) if chance.random() < 0.2 else m[0], text
        ).encode()
    if kind == 4:
        gaps = [m.end() for m in re.finditer(">", text)] or [0]
        at = chance.choice(gaps)
        return name, (text[:at] + chance.choice(_INSERTS) + text[at:]).encode()
    if kind == 5:
        tags = list(re.finditer(r"<[^>]+>", text))
        gone = chance.choice(tags) if tags else None
        return name, (text[: gone.start()] + text[gone.end() :]).encode() if gone else b""
    if kind == 6:
        return name, text.encode(chance.choice(("utf-16", "latin-1", "cp949")), "replace")
    return name, mutate_bytes(data, chance)


_ODD_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, float("nan"), float("inf"), 10**400, [], {}, [[]], [None], "", "x", {"type": "Polygon"},
    {"type": "Polygon", "coordinates": [[[1e308, 1e308]] * 5]}, {"type": "Polygon", "coordinates": [[[float("nan"), 1]] * 5]},
    {"type": "MultiPolygon", "coordinates": [[1, 2]]}, {"type": "Point", "coordinates": [127, 37]},
    {"type": "Polygon", "coordinates": [[[200000.0, 450000.0]] * 5]}, {"type": "Polygon", "coordinates": [[[10**400, 1]] * 5]},
    {"type": "Polygon", "coordinates": [[[127.0, 37.0]] * 3]}, {"type": "Polygon", "coordinates": {"a": 1}}, *RESIDENT, *SECRETS,
)  # fmt: skip


def mutate_document(document: Any, chance: Random) -> bytes:
    """JSON with values of other kinds in any place, nested without end, or broken as text."""
    for _ in range(chance.choice((0, 1, 1, 2, 4))):
        document = _replaced(document, chance)
    text = json.dumps(document, ensure_ascii=chance.random() < 0.5)
    if chance.random() < 0.05:
        deep = chance.choice((50, 990, 5000, 100_000))
        text = text.replace("null", "[" * deep + "]" * deep, 1) if "null" in text else "[" * deep + text
    content = text.encode(chance.choice(("utf-8", "utf-8-sig", "utf-16", "cp949")), "replace")
    return mutate_bytes(content, chance) if chance.random() < 0.3 else content


def _replaced(value: Any, chance: Random) -> Any:
    if chance.random() < 0.15 or not isinstance(value, list | dict) or not value:
        return chance.choice(_ODD_VALUES)
    if isinstance(value, list):
        at = chance.randrange(len(value))
        return [*value[:at], _replaced(value[at], chance), *value[at + 1 :]]
    key = chance.choice(list(value))
    if chance.random() < 0.2:
        return {(chance.choice(ODD) if name == key else name): inner for name, inner in value.items()}
    return {**value, key: _replaced(value[key], chance)}


_WORDS = (
    '"Staff"', '"Consent"', '"Person"', '"Area"', "[]", "[[]]", "{}", '""', "true", "-1", "1e999", "1979-05-27", '"{}{}"', '"{0.x}"',
    '["name"]', '{ read = "weekly" }', '{ constant = "zzz" }', '{ record = "person" }', '{ columns = [] }', '"weekly"', "9" * 5000,
    '{ columns = ["name"], read = "term_hours" }', '{ column = "name", read = "geometry" }', '"id"', '"dong"', "[" * 2000,
)  # fmt: skip


def mutate_mapping(text: str, chance: Random) -> str:
    """TOML with lines lost, doubled, moved, or values of other kinds."""
    lines = text.splitlines()
    for _ in range(chance.choice((1, 1, 2, 3))):
        at = chance.randrange(len(lines))
        kind = chance.randrange(7)
        if kind == 0:
            del lines[at]
        elif kind == 1:
            lines.insert(chance.randrange(len(lines)), lines[at])
        elif kind in (2, 3) and "=" in lines[at]:
            lines[at] = lines[at].partition("=")[0] + "= " + chance.choice(_WORDS)
        elif kind == 4 and "=" in lines[at]:
            lines[at] = (
                chance.choice(("id", "eligibility.sex", "place", "x", "name.y"))
                + " ="
                + lines[at].partition("=")[2]
            )
        elif kind == 5:
            lines[at] = mutate_bytes(lines[at].encode(), chance).decode("utf-8", "replace")
        else:
            lines[at] = lines[at].replace(
                chance.choice(("name", "type", "key", "column")), chance.choice(("nam", "id", "part"))
            )
        if not lines:
            break
    return "\n".join(lines)
