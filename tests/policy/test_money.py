"""Amounts in figures and in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.policy.money import in_words_vi, vnd


def test_figures_follow_the_language() -> None:
    assert vnd(1_500_000, "vi") == "1.500.000 đồng"
    assert vnd(1_500_000, "en") == "VND 1,500,000"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (105, "Một trăm linh năm đồng"),
        (110, "Một trăm mười đồng"),
        (1_500_000, "Một triệu năm trăm nghìn đồng"),
        (3_710_000, "Ba triệu bảy trăm mười nghìn đồng"),
        (1_855_000, "Một triệu tám trăm năm mươi lăm nghìn đồng"),
        (1_000_005, "Một triệu không trăm linh năm đồng"),
        (2_050_000, "Hai triệu không trăm năm mươi nghìn đồng"),
        (107_000_000_000, "Một trăm linh bảy tỷ đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
        (-1_000, "Âm một nghìn đồng"),
    ],
)
def test_words_are_those_of_a_vietnamese_clerk(amount: int, words: str) -> None:
    assert in_words_vi(amount) == words


@given(st.integers(0, 10**15))
def test_every_amount_has_words_with_single_spaces(amount: int) -> None:
    words = in_words_vi(amount)
    assert words.endswith(" đồng")
    assert "  " not in words
