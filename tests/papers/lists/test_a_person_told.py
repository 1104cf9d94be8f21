"""What a form or another system tells of a person is written as a clerk would write it: days as days, numbers as they are."""

from __future__ import annotations

from datetime import date

import pytest

from ansinh.papers.lists.told import as_written, read_told


def test_a_day_is_written_as_people_write_it() -> None:
    assert as_written({"period_start": "2021-08-06", "period_end": date(2021, 8, 20)}) == {"period_start": "06/08/2021", "period_end": "20/08/2021"}


@pytest.mark.parametrize("number", ["0900010967", "0900011964", "2021010112"])
def test_ten_digits_that_could_be_read_as_a_day_stay_the_number_they_are(number: str) -> None:
    told = {"phone": number, "account_number": number, "si_number": number}
    assert as_written(told) == told


def test_the_tax_code_of_an_employer_stays_as_it_is_though_it_reads_as_a_day() -> None:
    row, problems = read_told({"full_name": "Công ty Mô Phỏng", "id_number": "0100010121"}, sheet="", row=1, policy="nq68-02", today=date(2021, 8, 20))
    assert (row.id_number, row.id_kind, problems) == ("0100010121", "tax", [])
