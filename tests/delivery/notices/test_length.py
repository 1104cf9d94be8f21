"""A text is as long as networks bill it, cut where nothing is divided, and loses its marks only where that is cheaper and allowed."""

from __future__ import annotations

import pytest
import smpplib.gsm
from hypothesis import given
from hypothesis import strategies as st

from ansinh.delivery.notices.kinds import kind_of
from ansinh.delivery.notices.length import BASIC, EXTENDED, cheapest, cut, decoded, encoded, units, without_marks

SAYABLE = st.text(st.sampled_from([*BASIC.replace("\x1b", ""), *EXTENDED]), max_size=500)
ANY = st.text(st.characters(codec="utf-16-be"), max_size=400)


@pytest.mark.parametrize(
    ("text", "alphabet", "parts"),
    [
        ("", "gsm7", 1),
        ("a" * 160, "gsm7", 1),
        ("a" * 161, "gsm7", 2),
        ("a" * 306, "gsm7", 2),
        ("a" * 307, "gsm7", 3),
        ("€" * 80, "gsm7", 1),
        ("€" * 81, "gsm7", 2),
        ("€" * 153, "gsm7", 3),  # an escape is never divided from its letter: 76 a part, not 76.5
        ("đ" * 70, "ucs2", 1),
        ("đ" * 71, "ucs2", 2),
        ("đ" * 134, "ucs2", 2),
        ("đ" * 135, "ucs2", 3),
        ("😀" * 35, "ucs2", 1),
        ("😀" * 67, "ucs2", 3),  # 33 a part: a pair of units is never divided
        ("`", "ucs2", 1),
    ],
)
def test_a_text_is_as_many_parts_as_the_standard_says(text: str, alphabet: str, parts: int) -> None:
    assert (cut(text).alphabet, len(cut(text).parts)) == (alphabet, parts)


@given(ANY | SAYABLE)
def test_the_parts_together_are_the_text_and_each_fits(text: str) -> None:
    found = cut(text)
    most = {("gsm7", True): 160, ("gsm7", False): 153, ("ucs2", True): 70, ("ucs2", False): 67}[found.alphabet, len(found.parts) == 1]
    assert "".join(found.parts) == text
    assert all(sum(units(character, found.alphabet) for character in part) <= most for part in found.parts)
    assert [decoded(encoded(part, found.alphabet), found.alphabet) for part in found.parts] == list(found.parts)
    assert all(len(encoded(part, found.alphabet)) <= (140 if found.alphabet == "ucs2" else 160) for part in found.parts)


@given(SAYABLE.map(lambda text: text.replace("\f", "").replace("§", "")))
def test_the_alphabet_is_the_one_another_implementation_knows(text: str) -> None:
    """The other one knows neither form feed nor the paragraph sign."""
    assert encoded(text, "gsm7") == smpplib.gsm.gsm_encode(text)


def test_vietnamese_without_marks_keeps_its_letters() -> None:
    assert (
        without_marks("Ủy ban nhân dân xã Đông Thọ: “1.500.000 đồng” – Nguyễn Thị Phượng")
        == 'Uy ban nhan dan xa Dong Tho: "1.500.000 dong" - Nguyen Thi Phuong'
    )


def test_marks_go_only_where_that_is_cheaper_and_the_kind_allows_it() -> None:
    long, short = "Bà Phượng được hỗ trợ một triệu năm trăm nghìn đồng theo quyết định của tỉnh.", "Bà Phượng được hỗ trợ."
    assert (len(cut(long).parts), len(cut(without_marks(long)).parts)) == (2, 1)
    assert cheapest(long, plain_allowed=kind_of("approved").plain) == without_marks(long)
    assert cheapest(short, plain_allowed=True) == short, "one part either way"
    assert cheapest(long, plain_allowed=kind_of("refused").plain) == long, "a reason in law keeps its marks"
    assert not kind_of("a kind nobody listed").plain
