"""Names as they are written, searched and sorted."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.policy.names import clean, fold, given_name_key, spelt, title_case

VIETNAMESE = st.text(alphabet="aàảãáạăằẳẵắặâầẩẫấậbcdđeèêềếghiìklmnoòôồơờpqrstuùưừvxyỳ ABCDĐÊÔƠƯ'-", max_size=40)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("NGUYỄN THỊ HOA", "Nguyễn Thị Hoa"),
        ("  lê   thu  tuyết ", "Lê Thu Tuyết"),
        (unicodedata.normalize("NFD", "ĐẶNG ĐỨC DŨNG"), "Đặng Đức Dũng"),
        ("h'hen niê", "H'Hen Niê"),
        ("phạm\u00a0\u200bquang", "Phạm Quang"),
        ("K'LONG HÀ-THỊ", "K'Long Hà-Thị"),
        ("", ""),
    ],
)
def test_a_name_typed_in_any_way_is_written_in_one(typed: str, written: str) -> None:
    assert title_case(typed) == written


def test_a_name_is_found_without_its_marks() -> None:
    assert fold("Nguyễn Văn Ẩn") == "nguyen van an"
    assert fold(unicodedata.normalize("NFD", "ĐỖ  Hữu Khôi")) == "do huu khoi"


@given(VIETNAMESE)
def test_title_case_is_stable_composed_and_folds_to_the_same(name: str) -> None:
    once = title_case(name)
    assert title_case(once) == once == unicodedata.normalize("NFC", once)
    assert fold(once) == fold(name) == fold(unicodedata.normalize("NFD", name))
    assert clean(once) == once


def test_a_list_is_sorted_by_given_name_then_family_name_then_middle_name() -> None:
    names = ["Trần Văn Ân", "Lê Thị Bình", "Nguyễn An", "Đỗ Văn An", "Dương Văn An", "Lê Ẩn", "Nguyễn Thị Ánh", "Lê Văn Đạt", "Lê Dũng"]
    assert sorted(names, key=given_name_key) == [
        "Dương Văn An", "Đỗ Văn An", "Nguyễn An", "Nguyễn Thị Ánh", "Trần Văn Ân", "Lê Ẩn", "Lê Thị Bình", "Lê Dũng", "Lê Văn Đạt",
    ]  # fmt: skip


def test_letters_count_before_tones_and_the_place_of_the_tone_does_not_matter() -> None:
    assert sorted(["Má", "Mà", "Ma", "Mạ", "Mã", "Mả"], key=given_name_key) == ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ"]
    assert given_name_key("Hoà") == given_name_key("Hòa")


@given(VIETNAMESE)
def test_the_sort_key_is_plain_ascii(name: str) -> None:
    assert given_name_key(name).isascii()


@given(VIETNAMESE.map(clean), st.booleans())
def test_what_is_typed_with_or_without_marks_is_found_as_it_is_written(name: str, marked: bool) -> None:
    assert re.fullmatch(spelt(name.upper() if marked else fold(name)), name)
    assert re.search(spelt("hoa"), f"{name} Hòa") is not None
    assert re.search(spelt("Hòa."), "Hòa") is None
