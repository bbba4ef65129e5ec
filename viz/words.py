"""Every word that the pictures themselves say, in Korean and English."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from viz.scene import Language

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "ring.0": ("당사자", "Client"),
        "ring.1": ("가족·가구", "Family, household"),
        "ring.2": ("이웃·가까운 사람", "Neighbours, friends"),
        "ring.3": ("기관·단체", "Agencies, groups"),
        "strength.strong": ("강한 관계", "strong tie"),
        "strength.ordinary": ("보통 관계", "ordinary tie"),
        "strength.weak": ("약한 관계", "weak tie"),
        "strength.unknown": ("강도 모름", "strength unknown"),
        "strain.none": ("긴장 없음", "no tension"),
        "strain.tense": ("긴장·갈등", "tension, conflict"),
        "strain.broken": ("단절", "broken off"),
        "strain.unknown": ("긴장 여부 모름", "tension unknown"),
        "flow.to_client": ("당사자에게 도움이 옴", "help comes to the client"),
        "flow.from_client": ("당사자가 도움을 줌", "the client gives help"),
        "flow.both": ("서로 주고받음", "help goes both ways"),
        "flow.none_known": ("도움의 방향 모름", "direction of help unknown"),
        "formal.yes": ("공식", "formal"),
        "formal.no": ("비공식", "informal"),
        "formal.unknown": ("공식 여부 모름", "formal or not: unknown"),
        "change.new": ("새로 생김", "new"),
        "change.lost": ("없어짐", "gone"),
        "change.changed": ("달라짐", "changed"),
        "was": ("이전: {was}", "before: {was}"),
        "anonymous": ("익명", "anonymous"),
        "supports": ("도움: {supports}", "support: {supports}"),
        "tied": ("{name}: {words}", "{name}: {words}"),
        "others": ("다른 관계 — {ties}", "other ties — {ties}"),
        "no_tie": ("당사자와의 관계 모름", "tie with the client unknown"),
        "legend": ("보는 법", "Legend"),
        "legend.unknown": ("? 강도·긴장 확인 필요", "? strength or tension not asked yet"),
        "legend.no_arrow": ("화살표 없음: 방향 모름", "no arrow: direction unknown"),
        "legend.in": ("당사자에게 도움", "help to the client"),
        "legend.out": ("당사자가 도움", "help from the client"),
        "legend.both": ("서로 도움", "help both ways"),
        "legend.formal": ("공식 (각진 칸)", "formal (square box)"),
        "legend.informal": ("비공식 (둥근 칸)", "informal (round box)"),
        "legend.formal_unknown": ("공식 여부 모름 (점선 칸)", "formal or not unknown (dashed box)"),
        "day": ("기준일 {day}", "As of {day}"),
        "drawn": ("작성 {moment}", "drawn {moment}"),
        "for": ("받는 곳: {recipient}", "for: {recipient}"),
        "masked": ("이름 가림", "names masked"),
        "named": ("이름 표시됨 — 취급 주의", "names shown — handle with care"),
        "source": ("출처: {source}", "Source: {source}"),
        "empty_rings": ("아무도 없는 자리: {names}", "Nobody in: {names}"),
        "more": (
            "그 밖에 {counts}: 큰 그림과 표에 있습니다.",
            "Not drawn here: {counts}. See the full picture.",
        ),
        "more.count": ("{ring} {count}", "{ring}: {count}"),
        "counts": (
            "사람과 기관 {alters}, 관계 {lines}",
            "{alters} people and agencies, {lines} ties",
        ),
        "head.name": ("이름", "Name"),
        "head.kind": ("항목", "Row"),
        "head.ring": ("자리", "Place"),
        "head.sector": ("영역", "Sector"),
        "head.formal": ("공식·비공식", "Formal or informal"),
        "head.detail": ("설명", "Detail"),
        "head.with": ("상대", "With"),
        "head.strength": ("관계의 강도", "Strength"),
        "head.strain": ("긴장", "Tension"),
        "head.flow": ("도움의 방향", "Direction of help"),
        "head.supports": ("도움의 종류", "Kinds of support"),
        "head.change": ("변화", "Change"),
        "row.figure": ("사람·기관", "Figure"),
        "row.line": ("관계", "Tie"),
        "keys": (
            "화살표 키로 한 사람씩, Esc로 전체를 봅니다.",
            "Arrow keys go from one to the next, Esc shows all.",
        ),
        "filter": ("강조할 관계", "Ties to stand out"),
        "filter.all": ("모두", "all"),
        "filter.strained": ("긴장·단절", "tense or broken"),
        "filter.unknown": ("확인 필요(모름)", "to be asked (unknown)"),
        "picture": ("움직이는 생태도", "interactive ecomap"),
        "no_script": (
            "이 그림은 스크립트가 있어야 보입니다. 같은 내용이 표에 있습니다.",
            "This picture needs scripts. The table has the same content.",
        ),
    }
)


def word(key: str, language: Language, **fields: object) -> str:
    """Return the text of `key` in `language`, with `fields` filled in."""
    text = _WORDS[key][0 if language == "ko" else 1]
    # str.format reads braces in the text alone, never in the values: a name with braces stays a name.
    return text.format(**fields) if fields else text


def every_key() -> frozenset[str]:
    """Return every key there is."""
    return frozenset(_WORDS)


def day_words(day: date, language: Language) -> str:
    """Return a day as people write it in `language`."""
    return f"{day.year}년 {day.month}월 {day.day}일" if language == "ko" else day.isoformat()
