"""One input after the other: made anew from an invented sheet, or changed from one that reached new lines."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from importlib import resources
from random import Random

from importers.mapping import load_mapping, ready_made
from tests.fuzz import mutate, sheets

FORMS = ("text", "text", "text", "workbook", "json", "mapping", "dump")
_KEPT, _SMALL = 3000, 64 * 1024


@dataclass(frozen=True, slots=True)
class Case:
    """What is put before the readers: a file, and the mapping it is read by."""

    form: str
    mapping: str
    content: bytes
    toml: str | None = None
    large: bool = False

    @property
    def file(self) -> str:
        """An ordinary name for such a file."""
        return {"workbook": "대장.xlsx", "json": "자료.json", "dump": "저장소.jsonl"}.get(
            self.form, "대장.csv"
        )


class Cases:
    """Makes cases by one chance; ``dump`` is a right dump of a store."""

    def __init__(self, chance: Random, dump: bytes) -> None:
        self._chance, self._dump = chance, dump
        self._names = ready_made()
        self._corpus: list[Case] = []

    def keep(self, case: Case) -> None:
        """Remember an input that reached something new."""
        if len(case.content) <= _SMALL and len(self._corpus) < _KEPT:
            self._corpus.append(case)

    def next(self, *, large: bool) -> Case:
        """Another case; a large one is mostly right, and is about its rows."""
        if large:
            return self._sheet(self._chance.choice((*("text",) * 8, "workbook", "json")), large=True)
        if self._corpus and self._chance.random() < 0.4:
            return self._changed(self._chance.choice(self._corpus))
        form = self._chance.choice(FORMS)
        if form == "dump":
            return Case(form, "people_households", self._dumped())
        return self._sheet(form, large=False)

    def _sheet(self, form: str, *, large: bool) -> Case:
        chance = self._chance
        name = chance.choice(self._names)
        if form == "json" and chance.random() < 0.5:
            name = chance.choice(("dong_boundaries", "free_meal_sites", "bokjiro_service"))
        count = chance.choice((1000, 2000, 4000)) if large else chance.choice((1, 2, 3, 5, 10, 20, 40))
        rows = mutate.mutate_rows(sheets.a_sheet(load_mapping(name), chance, count), chance)
        if form == "workbook":
            content = sheets.as_workbook(rows, chance)
            if not large and chance.random() < 0.7:
                content = mutate.mutate_archive(content, chance)
        elif form == "json":
            document = sheets.as_documents(rows, chance)
            content = json.dumps(document).encode() if large else mutate.mutate_document(document, chance)
        else:
            content = mutate.as_text(rows, chance)
            if not large and chance.random() < 0.4:
                content = mutate.mutate_bytes(content, chance, self._other())
        toml = self._toml(name) if form == "mapping" else None
        return Case(form, name, content, toml, large)

    def _changed(self, case: Case) -> Case:
        if case.toml is not None and self._chance.random() < 0.7:
            return replace(case, toml=mutate.mutate_mapping(case.toml, self._chance))
        return replace(case, content=mutate.mutate_bytes(case.content, self._chance, self._other()))

    def _other(self) -> bytes:
        return self._chance.choice(self._corpus).content if self._corpus else b""

    def _toml(self, name: str) -> str:
        text = (resources.files("importers.mappings") / f"{name}.toml").read_text(encoding="utf-8")
        return mutate.mutate_mapping(text, self._chance)

    def _dumped(self) -> bytes:
        lines = self._dump.splitlines(keepends=True)
        chance = self._chance
        for _ in range(chance.choice((0, 1, 1, 2))):
            at = chance.randrange(len(lines))
            kind = chance.randrange(4)
            if kind == 0:
                lines[at] = mutate.mutate_document(json.loads(lines[at]), chance) + b"\n"
                break
            if kind == 1:
                lines.insert(chance.randrange(len(lines)), lines[at])
            elif kind == 2:
                del lines[at]
            else:
                lines[at] = mutate.mutate_bytes(lines[at], chance)
                break
        return b"".join(lines)
