"""Where a row is: its place with how exactly that is known, and its dong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from graph.records.registry import Record
from graph.records.values import Place
from graph.words.kinds import PlacePrecision
from importers.dong import AreaIndex, How, Located
from importers.errors import CellRefused
from importers.formulas import same_text
from importers.known import Scope
from importers.mapping import Mapping
from importers.readers import whole
from importers.reading.coordinates import read_point
from importers.reading.text import is_blank, one_line
from importers.rows import Columns
from importers.writers import write_place

BORDER_METRES = 300.0
"""Boundary files are simplified and entrances lie across a road: a point this near still counts as inside."""

NEAR_METRES = 3000.0
"""A place this near to the team's own dong may be kept by the team where no table tells its dong."""

_REMEMBERED, _LONGEST = 5_000, 400
"""How many places are remembered, told by at most so many characters: most are told by several rows."""


@dataclass(frozen=True, slots=True)
class Position:
    """Place and dong of one row."""

    place: Place | None
    located: Located


class Locator:
    """Finds place and dong of rows by the rules of a mapping."""

    def __init__(self, mapping: Mapping, areas: AreaIndex, scope: Scope, columns: Columns) -> None:
        self._rule, self._place = mapping.dong, mapping.place
        self._areas, self._scope, self._columns, self._cell = areas, scope, columns, columns.cell
        self._dong_title = mapping.columns[self._rule.name][0] if self._rule.name else "행정동"
        named = (*self._place.addresses, self._place.tong, self._place.latitude) if self._place else ()
        self.reads_place = any(columns.at(name) is not None for name in named if name)
        self._by_name: dict[tuple[str, str], Located] = {}
        told = (*named, self._place.detail, self._place.longitude) if self._place else ()
        told += (self._rule.code, self._rule.name, self._rule.sigungu)
        at = sorted({at for name in told if name and (at := columns.at(name)) is not None})
        # With one column alone, an itemgetter would give the cell itself.
        self._told: Callable[[Sequence[str]], tuple[str, ...]] = (
            itemgetter(*at, *at[:1]) if at else lambda cells: ()
        )
        self._known: dict[tuple[str, ...], Position] = {}

    def locate(self, cells: Sequence[str], *, settled: bool = False) -> Position:
        """Place and dong of a row; a dong that is not decided is None.

        A ``settled`` row says the place of a known record again, so its point is not held against its dong.

        Raises:
            CellRefused: an unknown dong code or name, or a point that contradicts the row.
        """
        if settled:
            return self._found(cells, settled=True)
        told = self._told(cells)
        known = self._known.get(told)
        if known is None:
            known = self._found(cells, settled=False)
            if sum(map(len, told)) <= _LONGEST:
                if len(self._known) == _REMEMBERED:
                    self._known.clear()
                self._known[told] = known
        return known

    def _found(self, cells: Sequence[str], *, settled: bool) -> Position:
        addresses = self._addresses(cells)
        stated = self._stated(cells)
        if stated is None and self._rule.team and self._scope.team_dong is not None:
            stated = Located(self._scope.team_dong, How.TEAM)
        worded = stated or self._worded(addresses, cells)
        point = self._point(cells)
        located = worded if point is None or settled else self._checked(point, worded)
        return Position(self._made_place(cells, addresses, point), located)

    def within_scope(self, position: Position) -> bool | None:
        """Whether a row lies in what the caller wants, None if unknown; a known map decides by the point."""
        within = self._scope.within
        told = position.located.within(within)
        point = position.place.point if position.place else None
        if told is not None or point is None or not self._areas.boundaries.knows(within):
            return told
        near_enough = self._scope.keep_undecided and self._near_team(position)
        return None if near_enough else False

    def keeper_of(self, position: Position) -> str:
        """The dong that will keep a new record.

        Raises:
            CellRefused: the row does not tell it, and the caller does not keep such rows.
        """
        located = position.located
        dong = located.dong or self._kept_by_team(position)
        if dong is not None:
            return dong
        names = ", ".join(self._areas.names[code] for code in located.candidates[:5])
        ko, en = "주소만으로 행정동을 정할 수 없습니다.", "The address alone does not tell the dong."
        if len(located.sigungus) != 1 and not names:
            ko = "주소에서 시군구를 알 수 없습니다. 행정동 코드표(KIKmix)를 먼저 가져왔는지 확인하십시오."
            en = (
                "The address does not tell the district. Check that the codes of dongs (KIKmix) are imported."
            )
        raise CellRefused(
            ko
            + (f" 가능한 행정동: {names}." if names else "")
            + f" '{self._dong_title}' 열에 행정동 이름이나 코드를 적으십시오.",
            en
            + (f" It may be: {names}." if names else "")
            + f" Write its name or code in the column '{self._dong_title}'.",
            self._columns.title(self._place.addresses[0]) if self._place and self._place.addresses else None,
        )

    def _kept_by_team(self, position: Position) -> str | None:
        """The team's dong for a row of its own district, or near it, that no table can place."""
        team = self._scope.team_dong
        if not self._scope.keep_undecided or team is None:
            return None
        own_district = position.located.sigungus == {team[:5]}
        return team if own_district or self._near_team(position) else None

    def _near_team(self, position: Position) -> bool:
        point = position.place.point if position.place else None
        team = self._scope.team_dong
        if point is None or team is None or position.located.sigungus:
            return False
        return self._areas.boundaries.metres_to(team, *point) <= NEAR_METRES

    def still_says(self, cells: Sequence[str], current: Record | None) -> bool:
        """Whether the place cells are those that an export of the record wrote."""
        if self._place is None or current is None:
            return False
        written = write_place(self._place, getattr(current, "place", None))
        return all(same_text(text, self._cell(cells, name)) for name, text in written.items())

    def _addresses(self, cells: Sequence[str]) -> list[str]:
        if self._place is None:
            return []
        found = (one_line(self._cell(cells, name)) for name in self._place.addresses)
        stated = [text for text in found if not is_blank(text)]
        detail = one_line(self._cell(cells, self._place.detail)) if self._place.detail else ""
        return [whole(f"{stated[0]} {detail}"), *stated[1:]] if stated and detail else stated

    def _stated(self, cells: Sequence[str]) -> Located | None:
        """The dong that the row itself names by code or name."""
        rule = self._rule
        code = self._cell(cells, rule.code).strip() if rule.code else ""
        if code:
            known = self._areas.by_code(code)
            if known is None:
                raise CellRefused(
                    "행정동 코드가 아니거나 폐지된 코드입니다. 행정동 코드 열 자리를 확인하십시오.",
                    "It is no code of a dong, or an abolished one. Check the ten digits.",
                    self._columns.title(rule.code),
                )
            return Located(known, How.CODE, frozenset({known[:5]}))
        name = one_line(self._cell(cells, rule.name)) if rule.name else ""
        if not name:
            return None
        if (known := self._areas.by_code(name)) is not None:
            return Located(known, How.CODE, frozenset({known[:5]}))
        district = self._district(cells)
        located = self._by_name.get((district, name))
        if located is None:
            located = self._areas.by_name(name, sido=rule.sido or "", sigungu=district)
            located = located.nearest_to(self._scope.team_dong or self._scope.within)
            self._by_name[district, name] = located
        if located.dong is None:
            raise CellRefused(
                "하나로 정해지는 행정동 이름이 아닙니다. 시군구와 함께 적거나 행정동 코드를 적으십시오.",
                "It names no single dong. Write it with its district, or give the dong's code.",
                self._columns.title(rule.name),
            )
        return located

    def _district(self, cells: Sequence[str]) -> str:
        return one_line(self._cell(cells, self._rule.sigungu)) if self._rule.sigungu else ""

    def _worded(self, addresses: list[str], cells: Sequence[str]) -> Located:
        """What the addresses tell, the first that decides; else the dongs left over."""
        undecided = Located(None, How.UNKNOWN)
        for address in addresses:
            located = self._areas.by_address(
                address, sido=self._rule.sido or "", sigungu=self._district(cells)
            )
            if located.dong is not None:
                return located
            if (len(located.candidates), len(located.sigungus)) > (
                len(undecided.candidates),
                len(undecided.sigungus),
            ):
                undecided = located
        if not undecided.sigungus and self._district(cells):
            return self._areas.by_address(self._district(cells), sido=self._rule.sido or "")
        return undecided

    def _point(self, cells: Sequence[str]) -> tuple[float, float] | None:
        rule = self._place
        if rule is None or rule.latitude is None or rule.longitude is None or rule.crs is None:
            return None
        latitude, longitude = self._cell(cells, rule.latitude), self._cell(cells, rule.longitude)
        try:
            return read_point(latitude, longitude, rule.crs)
        except CellRefused as refused:
            raise CellRefused(refused.ko, refused.en, self._columns.title(rule.latitude)) from None

    def _checked(self, point: tuple[float, float], worded: Located) -> Located:
        """The dong by the point, once the point is seen to lie in the row's own district."""
        boundaries = self._areas.boundaries
        dong = boundaries.dong_at(*point)
        known = worded.sigungus & boundaries.sigungus
        elsewhere = bool(known) and worded.sigungus <= boundaries.sigungus
        if elsewhere and (dong is None or dong[:5] not in known):
            if min(boundaries.metres_to(code, *point) for code in sorted(known)) > BORDER_METRES:
                raise CellRefused(
                    "좌표가 주소의 시군구 밖에 있습니다. 좌표나 주소를 고치고, 모르면 좌표를 비우십시오.",
                    "The point lies outside the district of the address. Mend one of them, or leave the point empty.",
                    self._columns.title(self._place.latitude) if self._place else None,
                )
            return worded
        if worded.how in (How.CODE, How.NAME, How.TEAM) or dong is None:
            return worded
        return Located(dong, How.POINT, frozenset({dong[:5]}))

    def _made_place(
        self, cells: Sequence[str], addresses: list[str], point: tuple[float, float] | None
    ) -> Place | None:
        rule = self._place
        if rule is None:
            return None
        tong = one_line(self._cell(cells, rule.tong)) if rule.tong else ""
        address = addresses[0] if addresses else ""
        if not address and not tong and point is None:
            return None
        if point is None:
            return Place(address=address or None, tong=tong or None)
        return Place(
            address=address or None,
            tong=tong or None,
            latitude=point[0],
            longitude=point[1],
            precision=PlacePrecision.POINT,
        )
