"""A sheet of invented people as a district office would bring it: no ids of ours, households by marks of its own."""

import csv
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from graph.records.people import Household, Person
from graph.records.registry import Record
from importers.export import own_sheet
from importers.mapping import load_mapping
from importers.sample.stream import sample_records
from tests.bench.scene import NOW, SEED

_TOGETHER = 2000
_OURS = ("번호", "판", "가구 판", "담당 사례관리자")


def write_people(file: Path, rows: int) -> None:
    """Write so many people of the sample, with their households, as the office's own columns name them."""
    written = 0
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        sheet = csv.writer(out, lineterminator="\r\n")
        for people in people_of_two_gus():
            frame = own_sheet(load_mapping("people_households"), [(one, 1) for one in people], {})
            if not written:
                sheet.writerow(frame.columns)
            frame[list(_OURS)] = ""
            # An id of ours would be refused as unknown; the office has marks of its own.
            frame["가구"] = frame["가구"].str.replace("h-", "가구 ", n=1, regex=False)
            frame = frame[frame["이름"] != ""].head(rows - written)
            sheet.writerows(frame.itertuples(index=False, name=None))
            written += len(frame)
            if written == rows:
                return


def people_of_two_gus() -> Iterator[list[Record]]:
    """People with the households that they refer to, some at a time; a gu, and of a second one the rest."""
    homes: dict[str, Household] = {}
    people: list[Record] = []
    for record in chain(*(sample_records("gu", seed=seed, day=NOW.date()) for seed in (SEED, SEED + 1))):
        if isinstance(record, Household):
            homes[record.id] = record
        elif isinstance(record, Person):
            people.append(record)
            if len(people) == _TOGETHER:
                yield [*homes.values(), *people]
                homes, people = dict(list(homes.items())[-1:]), []
