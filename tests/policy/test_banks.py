"""Banks are known by the names people write, and an account by the name its bank prints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ansinh.policy.banks import bank_of, banks, holds, nearest


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("NGÂN HÀNG TMCP NGOẠI THƯƠNG VIỆT NAM", "Vietcombank"), ("vietcombank cn Hải Dương", "Vietcombank"), ("NH Nông nghiệp và PTNT Việt Nam", "Agribank"),
        ("Ngân hàng NN&PTNT", None), ("MB Bank", "MB"), ("Ngân hàng Quân đội", "MB"), ("Sài Gòn Hà Nội", "SHB"), ("NH TMCP Việt Á", "VietABank"), ("Nam Á", "Nam A Bank"),
        ("Agribank chi nhánh Nam Sách", "Agribank"), ("970418", "BIDV"), ("Việt Nam", None), ("bank", None), ("", None), ("999999", None),
    ],
)  # fmt: skip
def test_a_bank_is_known_by_what_people_write(text: str, short: str | None) -> None:
    found = bank_of(text)
    assert (found.short if found else None) == (short if text != "Ngân hàng NN&PTNT" else "Agribank")


def test_every_bank_is_known_by_its_code_its_short_and_its_whole_name_in_any_letters() -> None:
    for bank in banks():
        assert {bank_of(text) for text in (bank.code, bank.short, bank.name, bank.short.upper(), bank.name.lower())} == {bank}
    assert len({bank.code for bank in banks()}) == len(banks())


def test_a_slip_of_the_pen_is_answered_with_the_banks_that_may_be_meant() -> None:
    assert bank_of("Viettinbank") is None
    assert nearest("Viettinbank")[0].short == "VietinBank"
    assert nearest("xyz") == []


@given(some.permutations(["Nguyễn", "Thị", "Ngọc", "Hoà"]))
def test_a_holder_is_known_without_marks_and_in_any_order(parts: list[str]) -> None:
    assert holds("NGUYEN THI NGOC HOA", " ".join(parts))
    assert not holds("NGUYEN THI NGOC LAN", " ".join(parts))
