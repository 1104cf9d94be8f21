"""What can be but rarely is gets said, and holds nobody up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ansinh.papers.lists.reading import ListReading
from papers.lists.handmade import Sheet

Listed = Callable[..., ListReading]
HEAD = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD"]


def codes(reading: ListReading) -> list[tuple[int | None, str, str]]:
    return [(found.row, found.code, found.severity) for found in reading.problems]


@pytest.mark.parametrize(
    ("birth", "number", "said"),
    [("11/08/2006", "030306001234", True), ("10/08/2006", "030306001234", False), (2007, "030307001234", True), (2006, "030306001234", False)],
)
def test_a_child_in_a_list_of_workers_is_said(listed: Listed, birth: object, number: str, said: bool) -> None:
    rows = [HEAD, [1, "Lê Thị An", birth, number]]
    assert codes(listed(rows, policy="nq68-12")) == ([(2, "age_under_15", "warning")] if said else [])


def test_a_child_among_patients_is_nothing_to_say(listed: Listed) -> None:
    assert codes(listed([HEAD, [1, "Lê Thị An", 2015, "030315001234"]], policy="nq68-08")) == []


@pytest.mark.parametrize(("birth", "said"), [("01/01/1910", True), ("11/08/1910", False), (1909, True), (1910, False)])
def test_somebody_older_than_people_grow_is_said(listed: Listed, birth: object, said: bool) -> None:
    assert codes(listed([HEAD, [1, "Lê Thị An", birth, "024205282"]], policy="nq68-08")) == ([(2, "age_over_110", "warning")] if said else [])


def test_one_name_and_birth_date_under_two_numbers_is_perhaps_one_person(listed: Listed) -> None:
    an = ["Lê Thị An", "05/03/1987"]
    first, second = Sheet([HEAD, [1, *an, "030187001234"], [2, "Lê Thị An", 1987, "030187000009"]], "A"), Sheet([HEAD, [1, *an, "024205282"]], "B")
    reading = listed(first, second)
    assert codes(reading) == [(2, "same_person_perhaps", "warning")]
    assert "dòng 2 (A)" in reading.problems[0].message["vi"]
