"""Invented scenes for the tests of pictures."""

from datetime import date
from typing import Any

from viz.scene import Figure, Flow, Line, Ring, Scene, Sector, Strain, Strength

SECTORS = (
    Sector(code="family", label="가족"),
    Sector(code="near", label="이웃·친구"),
    Sector(code="health", label="보건의료"),
    Sector(code="public", label="공공·생활"),
)
_NAMES = {
    Ring.HOUSEHOLD: ("장남", "손자", "며느리", "함께 사는 조카"),
    Ring.NEIGHBOURS: ("옆집 이○○", "통장 박○○", "경로당 친구", "교회 구역장", "요양보호사"),
    Ring.AGENCIES: (
        "보건소 방문간호",
        "푸드뱅크",
        "노인복지관",
        "행정복지센터 맞춤형복지팀",
        "우체국 안부확인",
    ),
}
_SECTOR_OF = {
    Ring.HOUSEHOLD: ("family",),
    Ring.NEIGHBOURS: ("near", "health"),
    Ring.AGENCIES: ("health", "public"),
}
_STRENGTHS = (Strength.STRONG, Strength.ORDINARY, Strength.WEAK, None)
_STRAINS = (Strain.NONE, Strain.NONE, Strain.TENSE, Strain.BROKEN, None)


def a_client(**changes: Any) -> Figure:
    return Figure(**{"key": "c", "label": "김○○ 님", "ring": Ring.CLIENT, **changes})


def a_figure(key: str = "p1", **changes: Any) -> Figure:
    made: dict[str, Any] = {
        "key": key,
        "label": "옆집 이○○",
        "ring": Ring.NEIGHBOURS,
        "sector": "near",
        "formal": False,
        **changes,
    }
    return Figure(**made)


def a_tie(to: str = "p1", **changes: Any) -> Line:
    made: dict[str, Any] = {
        "a": "c",
        "b": to,
        "strength": Strength.ORDINARY,
        "strain": Strain.NONE,
        "flow": Flow.TO_CLIENT,
        **changes,
    }
    return Line(**made)


def a_scene(*figures: Figure, lines: tuple[Line, ...] | None = None, **changes: Any) -> Scene:
    people = figures or (a_figure(),)
    made: dict[str, Any] = {
        "title": "김○○ 님 생태도",
        "day": date(2026, 11, 20),
        "drawn_at": "2026-11-22 16:00",
        "source": "초기상담. 본인이 밝히지 않은 사람은 빠져 있습니다.",
        "language": "ko",
        "sectors": SECTORS,
        "figures": (a_client(), *people),
        "lines": tuple(a_tie(figure.key) for figure in people) if lines is None else lines,
        "masked": True,
        "recipient": "행복1동 맞춤형복지팀",
        **changes,
    }
    return Scene(**made)


def a_network(alters: int, **changes: Any) -> Scene:
    """A scene with `alters` people and agencies over all rings, sectors, strengths, strains and flows."""
    rings = (Ring.AGENCIES, Ring.NEIGHBOURS, Ring.HOUSEHOLD, Ring.AGENCIES, Ring.NEIGHBOURS)
    figures = []
    for number in range(alters):
        ring = rings[number % len(rings)]
        names, sectors = _NAMES[ring], _SECTOR_OF[ring]
        figures.append(
            a_figure(
                f"p{number}",
                label=f"{names[number % len(names)]} {number}",
                ring=ring,
                sector=sectors[number // 5 % len(sectors)],
                formal=(True, False, None)[number % 3],
                detail="주 2회" if number % 4 == 0 else "",
            )
        )
    flows = tuple(Flow)
    lines = [
        a_tie(
            figure.key,
            strength=_STRENGTHS[number % 4],
            strain=_STRAINS[number % 5],
            flow=flows[number % 4],
            supports=("정서", "동행")[: number % 3],
        )
        for number, figure in enumerate(figures)
    ]
    if alters > 4:
        lines.append(Line(a="p1", b="p4", strength=Strength.STRONG, strain=Strain.NONE, flow=Flow.BOTH))
    return a_scene(*figures, lines=tuple(lines), **changes)


HOSTILE = (
    "</script><img src=x onerror=alert(1)>",
    "</script><script>window.pwned=1</script>",
    '"><svg onload=alert(1)>',
    "' onfocus='window.pwned=1",
    "javascript:alert(1)",
    "href",
    '<a href="javascript:window.pwned=1">href</a>',
    "\u202e님○○김\u202c",
    "&lt;b&gt;",
    "{{7*7}}{% raw %}",
    "가" * 80,
    "👩‍👩‍👧‍👦 🙂",
    "Z" + "\u0301" * 40,
    "\u2066\u0007\u200f",
)
