"""Numbers by which people are known, each in one written form or refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.policy.person_numbers import READERS, masked, masked_in, read_number, whole_numbers_in


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        ("cccd", "030 187 001 234", "030187001234"),
        ("cccd", "024205282", None),
        ("cmnd", "024.205.282", "024205282"),
        ("si", "7911-223344", "7911223344"),
        ("si", "79112233", None),
        ("tax", "0100109106", "0100109106"),
        ("tax", "0100109106-001", "0100109106001"),
        ("tax", "0100109107", None),
        ("phone", "+84 912 345 678", "0912345678"),
        ("phone", "(024) 3825 5555", "02438255555"),
        ("phone", "0112345678", None),
        ("phone", "0912 345 67a", None),
        ("account", "9704 2292-0001 2345", "9704229200012345"),
        ("account", "đồng", None),
        ("account", "12", None),
    ],
)
def test_a_number_is_kept_in_one_form_or_not_at_all(kind: str, text: str, kept: str | None) -> None:
    assert read_number(kind, text) == kept


@given(st.sampled_from(sorted(READERS)), st.text(max_size=20))
@settings(max_examples=100)
def test_whatever_was_typed_a_kept_number_reads_back_as_itself(kind: str, text: str) -> None:
    kept = read_number(kind, text)
    assert kept is None or read_number(kind, kept) == kept


def test_an_unknown_kind_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        read_number("passport", "B1234567")


def test_a_masked_number_shows_its_last_three_digits_and_no_more() -> None:
    assert masked("030187001234") == "•••••••••234"
    assert masked("123") == "•••"
    assert masked("") == ""


@pytest.mark.parametrize(
    "text",
    [
        "số 030187000001", "CMND030187123", "TK19036721234567", "gọi 0912 345 678 nhé", "(+84) 912-345-678", "1903.6721.2345.67", "0301 8700 0001", "０３０１８７０００００１",
        "024.205.282", "030187–000001", "2021 030187000001",
    ],
)  # fmt: skip
def test_a_number_of_somebody_is_found_in_words_however_it_is_written(text: str) -> None:
    assert whole_numbers_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "hẹn 12/08/2021, chậm nhất 16.08.2021", "1.500.000.000 đồng", "lương 123.456.789đ", "Hồ sơ 30-2021-000123", "Quyết định 23/2021/QĐ-TTg ngày 7/7/2021", "số tận cùng 678",
        "3 dòng: 12, 13, 14, 15, 16", "7K3M-9QXW-2F4",
    ],
)  # fmt: skip
def test_days_sums_and_dossiers_are_nobodys_numbers(text: str) -> None:
    assert not whole_numbers_in(text)


@settings(max_examples=60)
@given(st.integers(10**8, 10**15).map(str), st.sampled_from(["", " ", ".", "-", " - ", ") "]), st.text("aăâ ,:\n", max_size=8), st.data())
def test_no_parting_hides_a_number(number: str, parting: str, around: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(number) - 1))
    text = f"{around}{number[:at]}{parting[:2]}{number[at:]}{around}"
    assert whole_numbers_in(text)


def test_in_a_text_days_dossiers_and_sums_stay_and_whatever_could_be_somebodys_number_does_not() -> None:
    for kept in ("2021-08-06", "06/08/2021", "hồ sơ 30-2021-000001", "58.500.000.000 đồng"):
        assert masked_in(kept) == kept
    assert masked_in("030187000001 trong hồ sơ 30-2021-000001 ngày 06/08/2021") == "•••••••••001 trong hồ sơ 30-2021-000001 ngày 06/08/2021"
    for somebodys in ("0912 345 678", "030 187 000 001", "0912.345.678 đ", "12-08-2021-030187000001"):
        assert "•" * 6 in masked_in(somebodys), somebodys


@given(st.integers(10**8, 10**12 - 1), st.sampled_from(["", "ngày 06/08/2021, ", "30-2021-000001: "]), st.sampled_from(["", " đồng?", ", 06/08/2021"]))
def test_no_plain_number_of_nine_digits_and_more_is_ever_shown_whole(number: int, before: str, after: str) -> None:
    assert str(number) not in masked_in(f"{before}{number}{after}")
