"""Spellings of one thing meet in one key."""

from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from graph.text.normalise import dong_name_key, fold, organisation_key, phone_digits, phone_display


def test_folding_composes_narrows_and_squeezes() -> None:
    assert fold(" ＡＢ　 가\u200b나\n") == "ab 가나"


@pytest.mark.parametrize(
    "name",
    [
        "(사)함께이웃",
        "사단법인 함께이웃",
        "함께 이웃",
        "함께이웃(사)",
        "（사）함께이웃",
        "㈜함께이웃",
        "함께이웃 주식회사",
    ],
)
def test_a_legal_form_does_not_part_an_organisation(name: str) -> None:
    assert organisation_key(name) == "함께이웃"


def test_a_name_that_only_looks_like_a_legal_form_stays() -> None:
    assert organisation_key("사단법인") == "사단법인"
    assert organisation_key("사랑의집") == "사랑의집"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("자양4동", "자양제4동"),
        ("홍제1동", "홍제제1동"),
        ("면목3.8동", "면목제3·8동"),
        ("종로1.2.3.4가동", "종로1·2·3·4가동"),
        ("자양 ４동", "자양제4동"),
    ],
)
def test_spellings_of_a_dong_share_a_key(a: str, b: str) -> None:
    assert dong_name_key(a) == dong_name_key(b)


def test_different_dongs_have_different_keys() -> None:
    assert len({dong_name_key(name) for name in ("자양1동", "자양4동", "제기동", "기동", "구의3동")}) == 5


@pytest.mark.real_data
def test_no_two_living_dongs_of_one_district_share_a_key(shared_data: Path) -> None:
    with closing(openpyxl.load_workbook(shared_data / "KIKmix.20260301.xlsx", read_only=True)) as book:
        rows = list(book.worksheets[0].iter_rows(min_row=2, max_col=8, values_only=True))
    keys: dict[tuple[str, str, str], str] = {}
    for code, city, district, dong, *_rest, ended in rows:
        if dong and not ended:
            key = (str(city), str(district), dong_name_key(str(dong)))
            assert keys.setdefault(key, str(code)) == str(code)
    assert len(keys) > 3000


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("01012345678", "010-1234-5678"),
        ("010.1234.5678", "010-1234-5678"),
        ("+82 10-1234-5678", "010-1234-5678"),
        ("02)450-1234", "02-450-1234"),
        ("☎ 02 2600 1234", "02-2600-1234"),
        ("０３１-123-4567", "031-123-4567"),
        ("1577-1389", "1577-1389"),
        ("0505-123-4567", "0505-123-4567"),
    ],
)
def test_a_phone_number_is_read_in_every_spelling(written: str, shown: str) -> None:
    assert phone_display(written) == shown
    assert phone_digits(written) == shown.replace("-", "")


@pytest.mark.parametrize("written", ["", "없음", "12345", "2026-03-01", "010-1234-567", "010-1234-56789"])
def test_what_is_no_phone_number_is_none(written: str) -> None:
    assert phone_digits(written) is None
    assert phone_display(written) is None
