"""Resident and foreigner registration numbers are found in every dress, and nothing else is."""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.text.resident_number import _DIGIT, BLANKED, blank_resident_numbers, find_resident_number

DIGITS = {
    "plain": "0123456789",
    "full width": "０１２３４５６７８９",
    "arabic": "٠١٢٣٤٥٦٧٨٩",
    "devanagari": "०१२३४५६७८९",
    "mathematical": "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
    "circled": "⓪①②③④⑤⑥⑦⑧⑨",
}
DRESSES: tuple[Callable[[str], str], ...] = (
    lambda d: d,
    lambda d: f"{d[:6]}-{d[6:]}",
    lambda d: f"{d[:6]} - {d[6:]}",
    lambda d: f"{d[:6]} {d[6:]}",
    lambda d: f"{d[:6]}   {d[6:]}",
    lambda d: f"{d[:6]}.{d[6:]}",
    lambda d: f"{d[:6]}–{d[6:]}",
    lambda d: f"{d[:6]}－{d[6:]}",
    lambda d: f"{d[:6]}\u200b{d[6:]}",
    lambda d: f"{d[:6]}\n{d[6:]}",
    lambda d: f"{d[:6]}-{d[6]} {d[7:]}",
    lambda d: f"{d[:2]}.{d[2:4]}.{d[4:6]}-{d[6:]}",
    lambda d: f"{d[:2]} {d[2:4]} {d[4:6]} {d[6:]}",
    lambda d: " ".join(d),
    lambda d: ".".join(d),
    lambda d: f"{' '.join(d[:6])} - {' '.join(d[6:])}",
)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    sex = draw(st.sampled_from("12345678"))
    first, last = (
        (date(1900, 1, 1), date(1999, 12, 31)) if sex in "1256" else (date(2000, 1, 1), date(2030, 1, 1))
    )
    born = draw(st.dates(first, last))
    return f"{born:%y%m%d}{sex}{draw(st.integers(0, 999_999)):06d}"


@pytest.mark.parametrize("dress", DRESSES, ids=lambda dress: repr(dress("0123456789abc")))
@pytest.mark.parametrize("digits", DIGITS.values(), ids=DIGITS)
@given(
    number=numbers(), around=st.sampled_from([("", ""), ("주민번호는 ", "입니다"), ("(", ")"), ("가:", ".")])
)
def test_a_number_is_found_in_every_dress(
    dress: Callable[[str], str], digits: str, number: str, around: tuple[str, str]
) -> None:
    text = around[0] + dress(number).translate(str.maketrans("0123456789", digits)) + around[1]
    span = find_resident_number(text)
    assert span is not None
    start, end = span
    assert sum(c not in " .-–－\n\u200b" for c in text[start:end]) >= 13
    assert find_resident_number(blank_resident_numbers(text)) is None


def _ordinary(random: Random) -> str:
    day = date(1930, 1, 1) + timedelta(days=random.randrange(40_000))
    n = random.randrange
    phone = f"010-{n(10_000):04d}-{n(10_000):04d}"
    return random.choice((
        f"서울특별시 광진구 자양로 {n(1, 300)}-{n(1, 99)}, {n(1, 30)}동 {n(101, 2999)}호",
        f"{phone} {day:%Y-%m-%d} {n(24):02d}:{n(60):02d}",
        f"{phone.replace('-', '')} / 02-{n(200, 999)}-{n(10_000):04d}",
        f"{day:%Y.%m.%d} {phone}",
        f"{day:%y%m%d} {n(1, 100) * 100_000}원",
        f"{day:%y.%m.%d} {n(1_000_000, 9_999_999)}원 지급",
        f"{day:%y.%m.%d} {phone} 통화함",
        f"{n(1, 90) * 1_000_000:,}원, 보증금 {n(1, 90) * 1_000_000}원",
        f"계좌 {n(100, 999)}-{n(100, 999)}-{n(100_000, 999_999)}",
        f"계좌 {n(100_000, 999_999)}-{n(10):02d}-{n(100_000, 999_999)}",
        f"관리번호 {day:%Y}-{n(10_000):05d}, 사업자 {n(100, 999)}-{n(10, 99)}-{n(10_000, 99_999)}",
        f"{day:%Y-%m-%d}부터 {day:%Y-%m-%d}까지 주 {n(1, 7)}회",
        f"혈압 {n(90, 180)}/{n(50, 110)}, 혈당 {n(70, 300)}, {n(1, 12)}시 {n(60)}분",
        f"127.{n(10**7):07d}, 37.{n(10**7):07d}",
        f"{day:%y%m%d}-1******",
        " ".join(str(n(1, 32)) for _ in range(6)) + "일 방문",
    ))  # fmt: skip


def test_ten_thousand_ordinary_texts_hold_none() -> None:
    random = Random(20260301)
    texts = [_ordinary(random) for _ in range(10_000)]
    assert [text for text in texts if find_resident_number(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "8513011234567",
        "850230-1234567",
        "850101-9234567",
        "850101-123456",
        "850101-12345678",
        "1850101-1234567",
        "991399-2123456",
        "계좌 110-123-456789",
        "850101",
        "",
    ],
)
def test_a_number_without_a_valid_date_or_length_passes(text: str) -> None:
    assert find_resident_number(text) is None


@pytest.mark.parametrize("text", ["19850101-1234567", "1985.01.01-1234567", "20100101-3234567"])
def test_a_birth_year_of_four_digits_hides_nothing(text: str) -> None:
    assert find_resident_number(text) is not None


def test_only_the_numbers_are_blanked() -> None:
    text = "어머니 400101-2345678, 딸 010-1234-5678, 사위 ７０ ０１ ０１ １２３４５６７."
    assert blank_resident_numbers(text) == f"어머니 {BLANKED}, 딸 010-1234-5678, 사위 {BLANKED}."


def test_a_won_sign_far_away_does_not_hide_a_number() -> None:
    assert find_resident_number("850101-1234567원") is not None
    assert find_resident_number("850101 1234567 원하는 도움") is not None


def test_whatever_counts_as_a_digit_hides_none() -> None:
    digits = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isdigit()]
    assert [one for one in digits if _DIGIT.fullmatch(one) is None] == []
