"""Areas: dongs with codes, validity and boundaries."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from graph.records.checks import require_dong, require_order, require_text
from graph.records.fields import FieldSpec as F
from graph.records.fields import Origin, Privacy


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An administrative dong (행정동) by its ten-digit code; ``boundary`` is a GeoJSON geometry in WGS84."""

    id: Annotated[str, F("번호", "Id", Privacy.PUBLIC, Origin.SYSTEM)]
    dong: Annotated[str, F("행정동 코드", "Code of the dong", Privacy.PUBLIC, Origin.OFFICIAL)]
    sido: Annotated[str, F("시도", "Province or city", Privacy.PUBLIC, Origin.OFFICIAL)]
    sigungu: Annotated[str, F("시군구", "District", Privacy.PUBLIC, Origin.OFFICIAL)]
    name: Annotated[str, F("읍면동", "Name", Privacy.PUBLIC, Origin.OFFICIAL)]
    legal_codes: Annotated[
        frozenset[str], F("법정동 코드", "Legal dong codes", Privacy.PUBLIC, Origin.OFFICIAL)
    ] = frozenset()
    legal_names: Annotated[
        frozenset[str], F("법정동 이름", "Legal dong names", Privacy.PUBLIC, Origin.OFFICIAL)
    ] = frozenset()
    boundary: Annotated[
        str | None, F("경계", "Boundary", Privacy.PUBLIC, Origin.OFFICIAL, unit="GeoJSON")
    ] = None
    fictitious: Annotated[bool, F("가상 동", "Fictitious", Privacy.PUBLIC, Origin.SYSTEM)] = False
    valid_from: Annotated[date | None, F("생성일", "Valid from", Privacy.PUBLIC, Origin.OFFICIAL)] = None
    valid_to: Annotated[date | None, F("말소일", "Valid to", Privacy.PUBLIC, Origin.OFFICIAL)] = None

    def __post_init__(self) -> None:
        """An area has a code and a name."""
        require_dong(self.dong, self)
        require_text(self.name, self, "name")
        require_order(self.valid_from, self.valid_to, self, "valid_to")
