"""Names that may be one person's, however they were written."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ansinh.policy.matching import Likeness, agreement_bits, likeness, plain_syllables, search_key

FAMILY = st.sampled_from(["Nguyễn", "Trần", "Lê", "Đặng", "Đỗ", "Lý", "Võ", "Huỳnh"])
MIDDLE = st.lists(st.sampled_from(["Thị", "Văn", "Đức", "Ngọc", "Hữu", "Thuý"]), min_size=0, max_size=2, unique=True)
GIVEN = st.sampled_from(["Hoà", "Hoa", "Mỹ", "Quý", "Ẩn", "Đạt", "Tuyết", "Khuê", "Nghĩa"])
NAMES = st.builds(lambda family, middle, given: " ".join([family, *middle, given]), FAMILY, MIDDLE, GIVEN)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Nguyễn Thị Hoà", "NGUYỄN  THỊ HÒA", Likeness.WRITTEN),
        ("Đặng Thuý Nga", unicodedata.normalize("NFD", "ĐẶNG THÚY NGA"), Likeness.WRITTEN),
        ("Nguyễn Thị Hoa", "Nguyen Thi Hoa", Likeness.UNMARKED),
        ("Nguyễn Thị Hoa", "Nguyễn Thị Hòa", Likeness.UNMARKED),
        ("Đỗ Văn Đạt", "Do Van Dat", Likeness.UNMARKED),
        ("Lý Thị Mỹ", "Lí Thị Mĩ", Likeness.UNMARKED),
        ("Phan Quý", "Phan Quí", Likeness.UNMARKED),
        ("Nguyễn Thị Ngọc Lan", "Nguyễn Ngọc Thị Lan", Likeness.REORDERED),
        ("Nguyễn Thị Hoa", "Hoa Nguyễn Thị", Likeness.REORDERED),
        ("Nguyễn Thị Ngọc Lan", "Nguyễn Ngọc Lan", Likeness.SHORTENED),
        ("Nguyễn Lan", "Nguyễn Thị Ngọc Lan", Likeness.SHORTENED),
        ("Nguyễn Thị Hoa", "Nguyễn Thị Hoan", Likeness.MISTYPED),
        ("Nguyễn Thị Hoa", "Nguyễn Thị Hao", Likeness.MISTYPED),
        ("Nguyễn Thị Hoa", "Trần Văn Hoa", Likeness.GIVEN),
        ("Nguyễn Thị Hoa", "Nguyễn Thị Tuyết", Likeness.DIFFERENT),
        ("Nguyễn Huy", "Nguyễn Hui", Likeness.MISTYPED),
        ("Hoa", "Hoan", Likeness.DIFFERENT),
        ("", "", Likeness.DIFFERENT),
    ],
)
def test_two_names_agree_as_far_as_people_would_say(one: str, other: str, expected: Likeness) -> None:
    assert likeness(one, other) is expected


@given(NAMES, NAMES)
@settings(max_examples=60)
def test_likeness_looks_the_same_from_both_sides(one: str, other: str) -> None:
    assert likeness(one, other) is likeness(other, one)
    assert agreement_bits(one, other) == pytest.approx(agreement_bits(other, one))


@given(NAMES)
@settings(max_examples=60)
def test_no_way_of_typing_the_same_name_makes_it_another(name: str) -> None:
    for typed in (name.upper(), name.lower(), unicodedata.normalize("NFD", name), f"  {name.replace(' ', '   ')} "):
        assert likeness(name, typed) is Likeness.WRITTEN
        assert search_key(name) == search_key(typed)


@given(NAMES)
@settings(max_examples=60)
def test_a_name_without_its_marks_is_still_found(name: str) -> None:
    bare = "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter)).replace("đ", "d").replace("Đ", "D")
    assert likeness(name, bare) >= Likeness.UNMARKED
    assert search_key(name) == search_key(bare)


@given(NAMES)
@settings(max_examples=60)
def test_dropped_middle_names_shorten_a_name_and_swapped_ones_reorder_it(name: str) -> None:
    parts = name.split()
    assume(len(set(parts)) == 4)
    assert likeness(name, f"{parts[0]} {parts[3]}") is Likeness.SHORTENED
    assert likeness(name, f"{parts[0]} {parts[2]} {parts[1]} {parts[3]}") is Likeness.REORDERED


@given(NAMES, st.integers(0, 20), st.sampled_from("bcdghklm"))
@settings(max_examples=60)
def test_one_wrong_letter_never_makes_a_whole_name_different(name: str, place: int, letter: str) -> None:
    syllables = list(plain_syllables(name))
    held = place % len(syllables)
    at = place % len(syllables[held])
    syllables[held] = syllables[held][:at] + letter + syllables[held][at + 1 :]
    assert likeness(name, " ".join(syllables)) >= Likeness.MISTYPED


def test_agreeing_on_the_commonest_name_says_little_and_on_a_rare_one_much() -> None:
    assert agreement_bits("Nguyễn Thị Hoa", "Nguyễn Thị Tuyết") < 4
    assert agreement_bits("Âu Dương Khuê", "Âu Dương Khuê") > 20
    assert agreement_bits("Nguyễn An", "Nguyễn Bình") < agreement_bits("Thái An", "Thái Bình")
    assert agreement_bits("", "Nguyễn") == 0


def test_people_are_looked_up_by_given_name_then_family_name() -> None:
    assert search_key("NGUYỄN Thị  Hoà") == "hoa nguien thi"
    assert search_key("Lý Mỹ") == "mi li"
    assert search_key("Hoa") == "hoa"
    assert search_key("") == ""
