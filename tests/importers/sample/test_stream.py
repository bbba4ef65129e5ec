"""Every record of a sample is valid, comes after what it points at, and is the same each time."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from graph.records.consents import Consent
from graph.records.people import Household, Organisation, Person
from graph.records.registry import PREFIXES, RECORD_TYPES, references, type_of
from graph.records.resources import Resource
from importers.sample import sample_records
from importers.sample.residents import Resident
from tests.importers.sample.made import DAY, FIRST_DONG, a_dong, digest, first_of_a_gu, only

SEEDS = range(10)
MADE_BY_WORK = {"Import", "SourceRow", "Round", "RoundLeg"}
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_record_comes_after_every_record_it_points_at(seed):
    seen: set[str] = set()
    for record in a_dong(seed):
        for field, kinds in references(type(record)).items():
            target = getattr(record, field)
            if target is not None:
                assert target in seen, (type(record).__name__, field)
                assert type_of(target).__name__ in kinds, (type(record).__name__, field)
        assert record.id not in seen
        seen.add(record.id)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_record_lies_in_a_fictitious_dong(seed):
    assert {record.dong for record in a_dong(seed)} == {FIRST_DONG}
    (area,) = only(RECORD_TYPES["Area"], a_dong(seed))
    assert area.fictitious


def test_every_kind_of_record_that_people_make_occurs():
    assert {type(record).__name__ for record in a_dong()} == set(RECORD_TYPES) - MADE_BY_WORK


def test_ids_carry_the_prefix_of_their_kind():
    assert all(record.id.startswith(f"{PREFIXES[type(record)]}-") for record in a_dong())


def test_the_same_seed_gives_the_same_records():
    assert a_dong() == tuple(sample_records("dong", seed=1, day=DAY))


def test_the_same_seed_gives_the_same_records_in_another_process():
    code = (
        "from importers.sample import sample_records\n"
        "from tests.importers.sample.made import DAY, digest\n"
        "print(digest(sample_records('dong', seed=1, day=DAY)))"
    )
    env = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, capture_output=True, text=True)
    assert run.stdout.strip() == digest(a_dong()), run.stderr


def test_another_seed_gives_other_people():
    one, other = ({person.name for person in only(Person, a_dong(seed))} for seed in (1, 2))
    assert one != other


def test_the_centre_moves_the_map():
    moved = islice(sample_records("dong", seed=1, day=DAY, centre=(35.1, 129.0)), 400)
    points = [one.place.point for one in only(Organisation, moved) if one.place.point]
    assert points
    assert all(abs(lat - 35.1) < 0.02 and abs(lon - 129.0) < 0.02 for lat, lon in points)


def test_only_the_people_of_one_tong_are_held_at_a_time():
    held = []
    for number, _ in enumerate(islice(sample_records("gu", seed=3, day=DAY), 60_000)):
        if number % 15_000 == 14_999:
            gc.collect()
            held.append(sum(isinstance(one, Resident) for one in gc.get_objects()))
    assert max(held) < 1500


def test_mobile_numbers_belong_to_nobody_and_are_given_once():
    phones = [one.phone for one in only(Person, first_of_a_gu()) if one.phone]
    assert all(phone.startswith("010-0") for phone in phones)
    assert len(set(phones)) == len(phones) > 5000


def test_a_child_under_fourteen_does_not_consent_alone():
    people = {one.id: one for one in only(Person, first_of_a_gu())}
    for consent in only(Consent, first_of_a_gu()):
        age = people[consent.person].age_on(DAY)
        if age is not None and age < 14:
            assert consent.decided_by not in (None, consent.person)


def test_unknown_stays_unknown_somewhere_in_every_field_that_may_be_unknown():
    for kind, names in {
        Person: ("birth_date", "phone", "languages", "accepts_at_home", "allergies", "load_limit"),
        Household: ("type", "income_band", "benefits", "home_conditions", "floor", "has_lift"),
        Resource: ("slots", "capacity", "reach_metres", "verified_on", "comes_home"),
    }.items():
        for name in names:
            values = [getattr(one, name) for one in only(kind, a_dong())]
            assert None in values, (kind.__name__, name)
            assert any(value is not None for value in values), (kind.__name__, name)
