"""The rules of a mapping as TOML gives them: closed tables, frozen once they are read."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from graph.records.registry import RECORD_TYPES, Record

Crs = Literal["WGS84", "EPSG:5174", "EPSG:5179", "EPSG:5181", "EPSG:5186", "EPSG:5187"]
Reader = Literal[
    "auto",
    "text",
    "lines",
    "last_word",
    "phone",
    "weekly",
    "schedule",
    "term_hours",
    "place",
    "codes",
    "geometry",
    "reference",
    "benefit",
]


RecordType: TypeAlias = type[Record]


class Closed(BaseModel):
    """A table of a mapping; keys it does not know are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldRule(Closed):
    """Where one field's value comes from.

    ``read`` names the reader; ``auto`` follows the field's type. ``join`` puts several columns together,
    ``template`` writes text around them. ``only_new`` fills a field of new records and leaves known ones.
    ``lenient`` makes an unreadable cell unknown where the mapping is strict.
    """

    columns: tuple[str, ...] = ()
    read: Reader = "auto"
    constant: str | int | bool | None = None
    record: str | None = None
    join: str | None = None
    template: str | None = None
    days: str | None = None
    outward: bool = False
    lenient: bool = False
    only_new: bool = False

    @model_validator(mode="before")
    @classmethod
    def _short(cls, given: Any) -> Any:
        """A bare text is a column; ``column`` is a list of one."""
        if isinstance(given, str):
            return {"columns": [given]}
        if isinstance(given, dict) and "column" in given:
            given = dict(given)
            given["columns"] = [given.pop("column")]
        return given

    @field_validator("template")
    @classmethod
    def _plain_gaps(cls, template: str | None) -> str | None:
        """A template has plain gaps: what stands in braces would be looked up in the value."""
        if template is not None and set("{}") & set(template.replace("{}", "")):
            raise ValueError("a template has gaps written {} and no other braces")
        return template


class RecordRule(Closed):
    """One record that a row makes.

    ``id`` is the column of ids in the team's own sheets, ``version`` that of the version exported.
    ``key`` tells rows apart. ``shared`` rows may describe the same record again (a household's members).
    ``match`` finds a known record by fields where no row stands behind it yet.
    """

    type: str
    part: str
    key: tuple[str, ...] = Field(min_length=1)
    id: str | None = None
    version: str | None = None
    shared: bool = False
    match: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    fields: dict[str, FieldRule]

    @property
    def kind(self) -> RecordType:
        """The record type."""
        return RECORD_TYPES[self.type]


class PlaceRule(Closed):
    """Columns of a place; the coordinate system is named, never guessed."""

    addresses: tuple[str, ...] = ()
    detail: str | None = None
    tong: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    crs: Crs | None = None

    @model_validator(mode="after")
    def _named_system(self) -> "PlaceRule":
        """Coordinates come in pairs and in a named system."""
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude go together")
        if (self.latitude is not None) != (self.crs is not None):
            raise ValueError("coordinates need crs, and crs needs coordinates")
        return self


class DongRule(Closed):
    """What tells the dong of a row, best first: its code, its name, the point, the address.

    ``sido`` and ``sigungu`` complete addresses that leave them out. ``team`` puts rows that name no dong
    under the team's own.
    """

    code: str | None = None
    name: str | None = None
    sido: str | None = None
    sigungu: str | None = None
    team: bool = False


class Mapping(Closed):
    """A whole mapping. ``strict`` refuses a row for an unreadable cell; otherwise the field is unknown."""

    name: str = Field(min_length=1, max_length=100)
    ko: str = Field(min_length=1, max_length=100)
    en: str = Field(min_length=1, max_length=100)
    source: str = ""
    strict: bool = False
    group: tuple[str, ...] = ()
    gather: tuple[str, ...] = ()
    skip_where_blank: tuple[str, ...] = ()
    required: tuple[str, ...]
    columns: dict[str, Annotated[tuple[str, ...], Field(min_length=1)]]
    dong: DongRule = DongRule()
    place: PlaceRule | None = None
    records: tuple[RecordRule, ...] = Field(min_length=1)

    def required_headers(self) -> list[frozenset[str]]:
        """For each required column, the headers that name it."""
        return [frozenset(self.columns[name]) for name in self.required]
