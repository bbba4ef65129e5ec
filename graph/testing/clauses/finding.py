"""Finding: by id, by page, by reference, along ties, by words, by place, and as columns."""

import json
from itertools import permutations

import pytest

from graph.errors import RecordMissing
from graph.records.people import Household, Organisation, Person
from graph.records.resources import Resource
from graph.records.ties import Tie
from graph.store import GraphStore
from graph.stores.codec import column_names, encode
from graph.testing.builders import (
    FICTITIOUS_DONG,
    LATITUDE,
    LONGITUDE,
    OTHER_DONG,
    a_household,
    a_need,
    a_neighbour,
    a_person,
    a_place,
    a_resource,
    a_tie,
    an_organisation,
    one_of_each,
)
from graph.testing.clauses.base import Clauses, put
from graph.words.kinds import PlacePrecision


def people(*numbers: int) -> list[Person]:
    """People by number, in an order of writing that is not the order of ids."""
    return [a_person(id=f"p-{n:03}", name=f"이웃 {n}") for n in sorted(numbers, reverse=True)]


def ties(*pairs: tuple[int, int]) -> list[Tie]:
    """Ties between numbered people."""
    return [a_tie(id=f"t-{a}-{b}", source=f"p-{a:03}", target=f"p-{b:03}") for a, b in pairs]


def way(*numbers: int) -> tuple[str, ...]:
    """A way along numbered people."""
    return tuple(f"p-{n:03}" for n in numbers)


class FindClauses(Clauses):
    def test_an_unknown_id_is_the_stores_own_error(self, store: GraphStore) -> None:
        with store.read() as reader, pytest.raises(RecordMissing) as missing:
            reader.get(Person, "p-none")
        assert missing.value.fields == {"id": "p-none"}

    def test_an_id_of_another_type_is_missing(self, store: GraphStore) -> None:
        put(store, a_person())
        with store.read() as reader:
            assert reader.find(Household, ["p-kim"]) == {}
            with pytest.raises(RecordMissing):
                reader.get(Household, "p-kim")

    def test_find_returns_those_that_exist_by_id(self, store: GraphStore) -> None:
        put(store, *people(3, 1, 2))
        with store.read() as reader:
            found = reader.find(Person, ["p-003", "p-none", "p-001", "p-003"])
        assert list(found) == ["p-001", "p-003"]
        assert found["p-003"].record == people(3)[0]

    def test_each_goes_by_id(self, store: GraphStore) -> None:
        put(store, *people(10, 9, 1, 5))
        with store.read() as reader:
            ids = [kept.record.id for kept in reader.each(Person)]
        assert ids == list(way(1, 5, 9, 10))

    def test_pages_neither_skip_nor_repeat_while_others_write(self, store: GraphStore) -> None:
        put(store, *people(*range(1, 8)))
        seen: list[str] = []
        for late in (0, 99, 100):
            with store.read() as reader:
                page = reader.each(Person, after=seen[-1] if seen else None, limit=3)
                seen += [kept.record.id for kept in page]
            put(store, *people(late))
        assert seen == [*way(*range(1, 8)), *way(99, 100)][: len(seen)]
        assert len(seen) == 8

    def test_a_page_of_none_is_empty(self, store: GraphStore) -> None:
        put(store, *people(1))
        with store.read() as reader:
            assert list(reader.each(Person, limit=0)) == []
            assert list(reader.each(Person, after="p-001")) == []

    def test_each_and_count_keep_to_a_dong(self, store: GraphStore) -> None:
        put(store, a_person(), a_neighbour(dong=OTHER_DONG))
        with store.read() as reader:
            assert [k.record.id for k in reader.each(Person, dong=OTHER_DONG)] == ["p-park"]
            assert reader.count(Person, dong=FICTITIOUS_DONG) == 1
            assert reader.count(Person) == 2

    def test_a_moment_stays_while_others_write(self, store: GraphStore) -> None:
        put(store, *people(1, 2))
        with store.read() as reader:
            before = reader.count(Person)
            put(store, *people(3), a_person(id="p-001", name="고침"))
            assert reader.count(Person) == before
            assert [k.record.name for k in reader.each(Person)] == ["이웃 1", "이웃 2"]
            assert reader.search("고침") == ()

    def test_an_answer_left_half_read_holds_up_no_later_moment(self, store: GraphStore) -> None:
        put(store, *people(*range(1, 50)))
        with store.read() as reader:
            half_read = reader.columns(Person, ["id"])
            next(half_read)
        put(store, *people(99))
        with store.read() as reader:
            assert reader.count(Person) == 50

    def test_referring_finds_the_records_whose_field_holds_an_id(self, store: GraphStore) -> None:
        put(store, a_household(), a_person(household="h-kim"), a_neighbour(household="h-kim"))
        put(store, a_person(id="p-alone"))
        with store.read() as reader:
            found = reader.referring(Person, "household", "h-kim")
        assert [kept.record.id for kept in found] == ["p-kim", "p-park"]

    def test_referring_forgets_a_reference_that_was_changed(self, store: GraphStore) -> None:
        put(store, a_household(), a_person(household="h-kim"))
        put(store, a_person())
        with store.read() as reader:
            assert reader.referring(Person, "household", "h-kim") == ()
        put(store, a_person(household="h-kim"))
        with store.read() as reader:
            assert len(reader.referring(Person, "household", "h-kim")) == 1

    def test_referring_tells_fields_apart(self, store: GraphStore) -> None:
        put(store, a_person(), a_neighbour(), a_tie())
        with store.read() as reader:
            assert reader.referring(Tie, "target", "p-kim") == ()

    def test_referring_by_a_field_that_holds_no_ids_is_an_error(self, store: GraphStore) -> None:
        with store.read() as reader, pytest.raises(KeyError):
            reader.referring(Person, "name", "p-kim")

    def test_adjacent_are_those_one_tie_away_in_either_direction(self, store: GraphStore) -> None:
        put(store, *people(1, 2, 3, 4), *ties((1, 2), (3, 1), (3, 4)))
        with store.read() as reader:
            assert reader.adjacent("p-001") == way(2, 3)
            assert reader.adjacent("p-none") == ()

    def test_two_ties_make_one_neighbour(self, store: GraphStore) -> None:
        put(store, *people(1, 2), *ties((1, 2), (2, 1)))
        with store.read() as reader:
            assert reader.adjacent("p-001") == way(2)
            assert reader.ways("p-001", "p-002") == (way(1, 2),)

    def test_an_organisation_is_a_neighbour_too(self, store: GraphStore) -> None:
        put(store, a_person(), an_organisation(), a_tie(target="o-centre"))
        with store.read() as reader:
            assert reader.adjacent("o-centre") == ("p-kim",)

    def test_a_tie_that_was_removed_or_moved_joins_no_longer(self, store: GraphStore) -> None:
        put(store, *people(1, 2, 3), *ties((1, 2), (1, 3)))
        with store.write(by="s-lee", why="시험") as unit:
            unit.remove(Tie, "t-1-2")
            unit.put(a_tie(id="t-1-3", source="p-002", target="p-003"))
        with store.read() as reader:
            assert reader.adjacent("p-001") == ()
            assert reader.adjacent("p-003") == way(2)

    def test_ways_come_shortest_first_then_by_ids(self, store: GraphStore) -> None:
        put(store, *people(1, 2, 3, 4), *ties((1, 4), (1, 3), (3, 4), (1, 2), (2, 4), (2, 3)))
        with store.read() as reader:
            found = reader.ways("p-001", "p-004")
        assert found == (way(1, 4), way(1, 2, 4), way(1, 3, 4), way(1, 2, 3, 4), way(1, 3, 2, 4))

    def test_ways_are_as_many_as_asked_for(self, store: GraphStore) -> None:
        put(store, *people(1, 2, 3, 4), *ties((1, 4), (1, 3), (3, 4), (1, 2), (2, 4)))
        with store.read() as reader:
            assert reader.ways("p-001", "p-004", limit=2) == (way(1, 4), way(1, 2, 4))

    @pytest.mark.parametrize("steps", [1, 2, 3, 4, 5])
    def test_ways_are_no_longer_than_asked_for(self, store: GraphStore, steps: int) -> None:
        put(store, *people(1, 2, 3, 4, 5), *ties((1, 2), (2, 3), (3, 4), (4, 5)))
        with store.read() as reader:
            assert len(reader.ways("p-001", "p-005", max_steps=steps)) == (steps >= 4)

    def test_ways_in_a_full_graph_are_all_the_simple_ones(self, store: GraphStore) -> None:
        numbers = range(1, 7)
        pairs = [(a, b) for a in numbers for b in numbers if a < b]
        put(store, *people(*numbers), *ties(*pairs))
        expected = [way(1, *between, 6) for n in range(4) for between in permutations(range(2, 6), n)]
        with store.read() as reader:
            assert list(reader.ways("p-001", "p-006", max_steps=4)) == expected

    def test_no_way_leads_to_oneself_or_to_strangers(self, store: GraphStore) -> None:
        put(store, *people(1, 2, 3), *ties((1, 2)))
        with store.read() as reader:
            assert reader.ways("p-001", "p-001") == ()
            assert reader.ways("p-001", "p-003") == ()
            assert reader.ways("p-001", "p-none") == ()

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("하늘", True),
            ("김하늘", True),
            ("늘", True),
            ("김", True),
            ("하 늘", True),
            ("윗집 김하늘", True),
            ("윗집이웃", True),
            ("ㄱㅎㄴ", True),
            ("김ㅎ", True),
            ("ㄱㅎ 윗집", True),
            ("김하늘 아랫집", False),
            ("하눌", False),
            ("ㄱㅎㄹ", False),
            ("", False),
            ("  ,!", False),
        ],
    )
    def test_search_finds_pieces_of_words_and_initials(
        self, store: GraphStore, text: str, found: bool
    ) -> None:
        put(store, a_person(known_as="윗집 이웃"))
        with store.read() as reader:
            assert reader.search(text) == (("p-kim",) if found else ())

    def test_search_ignores_case_width_and_composition(self, store: GraphStore) -> None:
        put(store, an_organisation(name="Café 품앗이 ３호점"))
        with store.read() as reader:
            for text in ("café", "CAFE\u0301", "3호점", "３호", "품앗이"):
                assert reader.search(text) == ("o-centre",), text

    def test_search_looks_only_where_it_should(self, store: GraphStore) -> None:
        put(store, a_person(phone="010-1234-5678", health="고혈압약 복용", strengths="뜨개질"))
        with store.read() as reader:
            for text in ("고혈압", "1234", "p-kim"):
                assert reader.search(text) == ()

    def test_search_finds_needs_in_the_clients_own_words(self, store: GraphStore) -> None:
        put(store, a_person(), a_need(own_words="병원에 혼자 못 가요"))
        with store.read() as reader:
            assert reader.search("혼자 병원") == ("n-kim",)

    def test_search_keeps_to_kinds_dong_and_limit(self, store: GraphStore) -> None:
        put(store, *people(2, 1), an_organisation(name="이웃 사랑방", dong=OTHER_DONG))
        with store.read() as reader:
            assert reader.search("이웃") == ("o-centre", *way(1, 2))
            assert reader.search("이웃", kinds=[Person]) == way(1, 2)
            assert reader.search("이웃", dong=OTHER_DONG) == ("o-centre",)
            assert reader.search("이웃", kinds=[Person], limit=1) == way(1)

    def test_search_follows_changes_and_removals(self, store: GraphStore) -> None:
        put(store, a_person())
        put(store, a_person(name="이슬기"))
        with store.read() as reader:
            assert reader.search("하늘") == ()
            assert reader.search("슬기") == ("p-kim",)
        with store.write(by="s-lee", why="시험") as unit:
            unit.remove(Person, "p-kim")
        with store.read() as reader:
            assert reader.search("슬기") == ()

    def test_near_comes_nearest_first_in_metres(self, store: GraphStore) -> None:
        put(
            store,
            a_person(place=a_place(300)),
            a_neighbour(place=a_place(0, 120)),
            an_organisation(place=a_place(-700)),
        )
        with store.read() as reader:
            found = reader.near(LATITUDE, LONGITUDE, 500)
        assert [i for i, _ in found] == ["p-park", "p-kim"]
        assert [metres for _, metres in found] == pytest.approx([120, 300], abs=0.2)

    def test_near_breaks_ties_by_id_and_keeps_to_kinds(self, store: GraphStore) -> None:
        put(store, a_neighbour(place=a_place()), a_person(place=a_place()), a_resource(place=a_place()))
        with store.read() as reader:
            assert [i for i, _ in reader.near(LATITUDE, LONGITUDE, 0)] == ["p-kim", "p-park", "r-escort"]
            found = reader.near(LATITUDE, LONGITUDE, 10, kinds=[Resource, Organisation])
            assert found == (("r-escort", 0.0),)

    def test_near_passes_over_places_without_a_point(self, store: GraphStore) -> None:
        put(
            store,
            a_person(),
            a_neighbour(place=a_place(latitude=None, longitude=None, precision=PlacePrecision.DONG)),
        )
        with store.read() as reader:
            assert reader.near(LATITUDE, LONGITUDE, 100_000) == ()

    def test_near_follows_moves_and_removals(self, store: GraphStore) -> None:
        put(store, a_person(place=a_place()), a_neighbour(place=a_place()))
        put(store, a_person(place=a_place(2000)))
        with store.write(by="s-lee", why="시험") as unit:
            unit.remove(Person, "p-park")
        with store.read() as reader:
            assert reader.near(LATITUDE, LONGITUDE, 1000) == ()
            assert [i for i, _ in reader.near(LATITUDE, LONGITUDE, 2100)] == ["p-kim"]

    def test_near_reaches_across_the_country(self, store: GraphStore) -> None:
        put(store, a_person(place=a_place(latitude=33.25, longitude=126.5)))
        with store.read() as reader:
            ((found, metres),) = reader.near(38.3, 128.5, 700_000)
        assert found == "p-kim"
        assert metres == pytest.approx(589_500, rel=0.01)

    def test_columns_are_the_encoded_values_by_id(self, store: GraphStore) -> None:
        put(store, *one_of_each())
        with store.read() as reader:
            for record in one_of_each():
                names = column_names(type(record))
                rows = list(reader.columns(type(record), names))
                assert tuple(encode(record).values()) in rows
                assert [row[0] for row in rows] == sorted(str(row[0]) for row in rows)

    def test_columns_come_in_the_order_asked_for(self, store: GraphStore) -> None:
        put(store, a_person(place=a_place(), can_read=False))
        with store.read() as reader:
            rows = list(reader.columns(Person, ["place.latitude", "can_read", "id", "sex"]))
        assert rows == [(LATITUDE, 0, "p-kim", None)]

    def test_columns_named_together_come_packed_as_they_are(self, store: GraphStore) -> None:
        put(store, *one_of_each())
        for record in one_of_each():
            names = column_names(type(record))
            with store.read() as reader:
                plain = list(reader.columns(type(record), names))
                packed = list(reader.columns(type(record), ["id", names, names[:1]]))
            assert [(row[0], json.loads(str(row[1])), json.loads(str(row[2]))) for row in packed] == [
                (row[0], list(row), [row[0]]) for row in plain
            ]

    def test_columns_of_equal_values_pack_to_equal_texts(self, store: GraphStore) -> None:
        put(store, a_person(place=a_place()), a_neighbour(place=a_place()))
        with store.read() as reader:
            one, other = reader.columns(Person, [("place.latitude", "place.tong", "birth_year")])
        assert one == other

    def test_columns_keep_to_records_among_ids(self, store: GraphStore) -> None:
        put(store, *people(1, 2, 3), a_household())
        with store.read() as reader:
            wanted = ["p-003", "p-001", "p-none", "h-kim"]
            assert list(reader.columns(Person, ["id"], among=("id", wanted))) == [("p-001",), ("p-003",)]
            assert list(reader.columns(Person, ["id"], among=("id", []))) == []

    def test_columns_keep_to_records_that_refer_to_some_of_many(self, store: GraphStore) -> None:
        put(store, *people(*range(5)), *ties((0, 1), (1, 2), (3, 2), (3, 4)))
        with store.read() as reader:
            to = {f"p-{n:03}" for n in (1, 2)}
            found = list(reader.columns(Tie, ["id", "source"], among=("target", to)))
            assert found == [("t-0-1", "p-000"), ("t-1-2", "p-001"), ("t-3-2", "p-003")]
            assert list(reader.columns(Tie, ["id"], among=("source", to))) == [("t-1-2",)]

    def test_columns_keep_once_to_records_that_refer_by_any_of_several_fields(
        self, store: GraphStore
    ) -> None:
        put(store, *people(*range(5)), *ties((0, 1), (1, 2), (3, 4)))
        with store.read() as reader:
            both = (("source", "target"), ["p-002", "p-001"])
            assert list(reader.columns(Tie, ["id"], among=both)) == [("t-0-1",), ("t-1-2",)]
            with pytest.raises(KeyError):
                list(reader.columns(Tie, ["id"], among=(("source", "kind"), ["p-001"])))

    def test_columns_of_referring_records_are_those_of_now(self, store: GraphStore) -> None:
        put(store, *people(0, 1, 2), a_tie(id="t-x", source="p-000", target="p-001"))
        put(store, a_tie(id="t-x", source="p-000", target="p-002"))
        with store.read() as reader:
            assert list(reader.columns(Tie, ["id"], among=("target", ["p-001"]))) == []
            assert list(reader.columns(Tie, ["id"], among=("target", ["p-002", "p-001"]))) == [("t-x",)]

    def test_columns_among_ids_keep_to_a_dong_too(self, store: GraphStore) -> None:
        put(store, a_person(), a_neighbour(dong=OTHER_DONG))
        with store.read() as reader:
            both = ("id", ["p-kim", "p-park"])
            assert list(reader.columns(Person, ["id"], dong=OTHER_DONG, among=both)) == [("p-park",)]

    def test_columns_among_what_is_no_reference_are_refused(self, store: GraphStore) -> None:
        with store.read() as reader, pytest.raises(KeyError):
            list(reader.columns(Person, ["id"], among=("name", ["p-kim"])))

    def test_columns_keep_to_a_dong(self, store: GraphStore) -> None:
        put(store, a_person(), a_neighbour(dong=OTHER_DONG))
        with store.read() as reader:
            assert list(reader.columns(Person, ["id"], dong=OTHER_DONG)) == [("p-park",)]

    def test_an_unknown_column_is_an_error(self, store: GraphStore) -> None:
        with store.read() as reader, pytest.raises(KeyError):
            list(reader.columns(Person, ["shoe_size"]))
