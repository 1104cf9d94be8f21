"""Numbers by which people are known, each in one written form or refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.policy.person_numbers import READERS, masked, read_number


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
