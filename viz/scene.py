"""One client's support network, ready to be drawn: labels are masked before they come here."""

from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum, StrEnum
from typing import Literal

from viz.errors import SceneTooLarge, SceneUnsound
from viz.labels import clean

Language = Literal["ko", "en"]
FIGURES_DRAWN = 40


class Ring(IntEnum):
    """How close a figure stands to the client in daily life; 0 is the client."""

    CLIENT = 0
    HOUSEHOLD = 1
    NEIGHBOURS = 2
    AGENCIES = 3


class Strength(StrEnum):
    """How strong a tie is; None on a line means nobody has asked yet."""

    STRONG = "strong"
    ORDINARY = "ordinary"
    WEAK = "weak"


class Strain(StrEnum):
    """Whether a tie hurts; None on a line means nobody has asked yet."""

    NONE = "none"
    TENSE = "tense"
    BROKEN = "broken"


class Flow(StrEnum):
    """Which way help goes on a line."""

    TO_CLIENT = "to_client"
    FROM_CLIENT = "from_client"
    BOTH = "both"
    NONE_KNOWN = "none_known"


class Change(StrEnum):
    """What became of a figure or a line between two days."""

    NEW = "new"
    LOST = "lost"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """One part of the client's life (family, faith, health …); its figures sit side by side."""

    code: str
    label: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", clean(self.label))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A person or an organisation in the picture.

    `key` is an alias of this disclosure ("p1"), never a record id. `formal` None means unknown.
    `was` says in words what a changed figure was before.
    """

    key: str
    label: str
    ring: Ring
    sector: str = ""
    formal: bool | None = None
    detail: str = ""
    anonymous: bool = False
    change: Change | None = None
    was: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", clean(self.label))
        if self.detail:
            object.__setattr__(self, "detail", clean(self.detail))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A tie between two figures; `supports` are labels of the kinds of support, `was` the words of before."""

    a: str
    b: str
    strength: Strength | None = None
    strain: Strain | None = None
    flow: Flow = Flow.NONE_KNOWN
    supports: tuple[str, ...] = ()
    formal: bool | None = None
    change: Change | None = None
    was: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "supports", tuple(clean(label) for label in self.supports))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What one picture shows, for whom and as of which day.

    `source` tells where the facts come from and what is left out; `drawn_at` is a moment already put in words.

    Raises SceneTooLarge above 40 figures and SceneUnsound where figures, lines and sectors disagree.
    """

    title: str
    day: date
    drawn_at: str
    source: str
    language: Language
    sectors: tuple[Sector, ...]
    figures: tuple[Figure, ...]
    lines: tuple[Line, ...]
    masked: bool
    recipient: str

    def __post_init__(self) -> None:
        for name in ("title", "drawn_at", "source", "recipient"):
            object.__setattr__(self, name, clean(getattr(self, name)))
        if len(self.figures) > FIGURES_DRAWN:
            raise SceneTooLarge(len(self.figures), FIGURES_DRAWN)
        if self.language not in ("ko", "en"):
            raise SceneUnsound(
                "그림의 언어는 ko 또는 en입니다. 둘 중 하나로 정하십시오.",
                "The language of a picture is ko or en. Choose one of them.",
            )
        self._check_figures()
        self._check_lines()

    def _check_figures(self) -> None:
        if sum(figure.ring is Ring.CLIENT for figure in self.figures) != 1:
            raise SceneUnsound(
                "그림에는 당사자가 꼭 한 명 있어야 합니다. 당사자를 한 명만 지정하십시오.",
                "A picture has exactly one client. Name one figure as the client.",
            )
        if len({figure.key for figure in self.figures}) != len(self.figures):
            raise SceneUnsound(
                "같은 키를 쓰는 사람이 둘 있습니다. 사람마다 다른 키를 쓰십시오.",
                "Two figures share one key. Give each figure a key of its own.",
            )
        codes = [sector.code for sector in self.sectors]
        strangers = {figure.sector for figure in self.alters} - set(codes)
        if strangers or len(set(codes)) != len(codes):
            raise SceneUnsound(
                "영역 목록에 없거나 겹치는 영역이 있습니다. 영역 목록을 확인하십시오.",
                "A sector is missing from the list or listed twice. Check the list of sectors.",
            )

    def _check_lines(self) -> None:
        keys = {figure.key for figure in self.figures}
        client = self.client.key
        pairs: set[frozenset[str]] = set()
        for line in self.lines:
            pair = frozenset((line.a, line.b))
            if len(pair) != 2 or not pair <= keys or pair in pairs:
                raise SceneUnsound(
                    "선의 양 끝이 그림에 없거나, 같거나, 이미 이어져 있습니다. 두 사람 사이에는 선 하나만 두십시오.",
                    "A line ends outside the picture, on itself, or doubles another. Keep one line for each pair.",
                )
            if line.flow in (Flow.TO_CLIENT, Flow.FROM_CLIENT) and client not in pair:
                raise SceneUnsound(
                    "당사자와 이어지지 않은 선에는 당사자 쪽 방향을 쓸 수 없습니다. "
                    "서로 주고받음 또는 모름으로 두십시오.",
                    "A line without the client cannot flow to or from the client. Use both or none known.",
                )
            pairs.add(pair)

    @property
    def client(self) -> Figure:
        """The figure in the middle."""
        return next(figure for figure in self.figures if figure.ring is Ring.CLIENT)

    @property
    def alters(self) -> tuple[Figure, ...]:
        """Everybody but the client, in the given order."""
        return tuple(figure for figure in self.figures if figure.ring is not Ring.CLIENT)

    def tie(self, key: str) -> Line | None:
        """The line between the client and the figure `key`."""
        pair = {self.client.key, key}
        return next((line for line in self.lines if {line.a, line.b} == pair), None)


def without(scene: Scene, keys: frozenset[str]) -> Scene:
    """Return `scene` without the figures `keys` and every line that touches them."""
    return replace(
        scene,
        figures=tuple(figure for figure in scene.figures if figure.key not in keys),
        lines=tuple(line for line in scene.lines if not {line.a, line.b} & keys),
    )
