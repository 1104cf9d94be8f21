"""What a CCCD or CMND number tells, and when it tells nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.policy.identifiers import CCCD_PROVINCES, Identifier, contradictions, digits_of, read_identifier


def test_a_citizen_card_tells_province_sex_and_year() -> None:
    assert read_identifier("030187001234") == Identifier("cccd", "030187001234", "30", "female", 1987)
    assert read_identifier("079 206 364264") == Identifier("cccd", "079206364264", "79", "male", 2006)


def test_an_old_identity_card_is_usable_and_tells_nothing_more() -> None:
    assert read_identifier("024.205.282") == Identifier("cmnd", "024205282")


@pytest.mark.parametrize("text", ["", "abc", "B1234567", "38203483569", "003187001234", "999187001234", "03018700123４", "0301870012345"])
def test_a_number_that_identifies_nobody_is_not_read(text: str) -> None:
    assert read_identifier(text) is None


def test_there_are_sixty_three_provinces() -> None:
    assert len(CCCD_PROVINCES) == 63


@given(st.sampled_from(sorted(CCCD_PROVINCES)), st.integers(1900, 2099), st.sampled_from(["male", "female"]), st.integers(0, 999_999))
def test_every_card_that_can_be_issued_reads_back(province: str, year: int, sex: str, serial: int) -> None:
    century = 2 * (year // 100 - 19) + (sex == "female")
    read = read_identifier(f"{province}{century}{year % 100:02d}{serial:06d}")
    assert read is not None
    assert (read.province, read.sex, read.birth_year) == (province[1:], sex, year)


def test_a_number_contradicts_only_what_is_known() -> None:
    card = Identifier("cccd", "030187001234", "30", "female", 1987)
    assert contradictions(card, sex="male", birth_year=1988) == ("sex", "birth")
    assert contradictions(card, sex=None, birth_year=1987) == ()
    assert contradictions(Identifier("cmnd", "024205282"), sex="male", birth_year=1900) == ()


def test_digits_are_taken_only_from_what_is_nothing_but_digits() -> None:
    assert digits_of("'079 061-864.207") == "079061864207"
    assert digits_of("O79061864207") is None
