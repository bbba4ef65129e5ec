"""Invented names: frequent family names and given-name syllables by generation, put together by chance."""

from __future__ import annotations

from graph.words.kinds import Sex, SpokenLanguage
from importers.sample.maker import Maker, Table

# Weights follow the order of frequency that everyone knows (김, 이, 박, 최, 정 …); they are no statistics.
_FREQUENT = (
    "김215 이147 박84 최47 정43 강24 조21 윤21 장20 임17 한15 오15 서15 신15 권14 "
    "황14 안14 송14 류13 홍11 전11 고9 문9 손9 양9 배8 백8 허7 남6 심6 "
    "노6 하5 곽4 성4 차4 주4 우4 구4 나3 민3 진3 엄3 천2"
)
_FAMILY = Table(*((part[0], float(part[1:])) for part in _FREQUENT.split()))
_GIVEN: dict[tuple[Sex, int], tuple[str, str]] = {
    (Sex.FEMALE, 0): ("순영정옥춘복말금명경점덕귀분", "자순옥희숙례임분녀심선남이애"),
    (Sex.MALE, 0): ("영정성종광병용재상동기만춘판", "수호식철환근구길태석만복섭규"),
    (Sex.FEMALE, 1): ("미은경혜현지영선수정윤진", "영희숙정경진주선미란연아"),
    (Sex.MALE, 1): ("상성재동정영승진현준민병", "훈호민수철석욱규환우진태"),
    (Sex.FEMALE, 2): ("서지하윤수민예채은다시소", "연윤은아현우린원율빈진유"),
    (Sex.MALE, 2): ("민서지도하준시주현건우은", "준우윤호진현원율빈성찬후"),
}
_MIGRANT: dict[SpokenLanguage, tuple[str, ...]] = {
    SpokenLanguage.VIETNAMESE: ("응우옌 티 란", "쩐 티 흐엉", "레 티 마이", "팜 티 투이", "부이 티 늉"),
    SpokenLanguage.CHINESE: ("왕리나", "장위팅", "류메이", "천샤오옌", "쑨훙"),
    SpokenLanguage.TAGALOG: ("마리셀 산토스", "제니 레예스", "로웨나 크루즈"),
    SpokenLanguage.UZBEK: ("딜노자 카리모바", "나르기자 유수포바"),
    SpokenLanguage.MONGOLIAN: ("오윤치메그", "나란체체그", "알탄게렐"),
    SpokenLanguage.KHMER: ("속 스레이모", "짠 다라", "킴 소펙"),
    SpokenLanguage.THAI: ("솜차이 분미", "완나 시리"),
    SpokenLanguage.RUSSIAN: ("김 스베틀라나", "나탈리야 최"),
}
LANGUAGES = Table(
    (SpokenLanguage.VIETNAMESE, 35),
    (SpokenLanguage.CHINESE, 34),
    (SpokenLanguage.TAGALOG, 8),
    (SpokenLanguage.KHMER, 6),
    (SpokenLanguage.UZBEK, 5),
    (SpokenLanguage.MONGOLIAN, 5),
    (SpokenLanguage.THAI, 4),
    (SpokenLanguage.RUSSIAN, 3),
)


def family_name(maker: Maker) -> str:
    """A family name, the frequent ones more often."""
    return _FAMILY.draw(maker.chance)


def given_name(maker: Maker, sex: Sex, birth_year: int) -> str:
    """Two syllables such as people born then carry."""
    generation = 0 if birth_year < 1965 else 1 if birth_year < 1995 else 2
    first, second = _GIVEN[sex, generation]
    one = maker.one_of(first)
    two = maker.one_of(second)
    while two == one:
        two = maker.one_of(second)
    return one + two


def migrant_name(maker: Maker, language: SpokenLanguage) -> str:
    """A name as spelt in Korean."""
    return maker.one_of(_MIGRANT[language])
