"""Single cells as clerks and spreadsheets write them: names, dates, numbers, money, telephones."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ansinh.papers.lists.reading import ListReading

Listed = Callable[..., ListReading]
HEAD = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Địa chỉ", "Số điện thoại", "Số tiền"]
HOA = [1, "Nguyễn Thị Hoa", "05/03/1987", "Nữ", "030187001234", "Thôn Đoài", "0912345678", 1_500_000]


def codes(reading: ListReading) -> list[str]:
    return [found.code for found in reading.problems]


def test_names_come_out_composed_and_in_title_case(listed: Listed) -> None:
    wild = unicodedata.normalize("NFD", "  ĐẶNG   thị\u00a0HƯỜNG ")
    assert listed([HEAD, [1, wild, 1987, "Nữ", "030187001234"]]).rows[0].full_name == "Đặng Thị Hường"


@pytest.mark.parametrize(
    ("cell", "day", "precision"),
    [
        ("05/03/1987", date(1987, 3, 5), "day"),
        ("5-3-87", date(1987, 3, 5), "day"),
        ("5.3.1987", date(1987, 3, 5), "day"),
        ("05 / 03 / 1987 ", date(1987, 3, 5), "day"),
        ("ngày 5 tháng 3 năm 1987", date(1987, 3, 5), "day"),
        ("1987-03-05", date(1987, 3, 5), "day"),
        ("1987-03-05 00:00:00", date(1987, 3, 5), "day"),
        ("05031987", date(1987, 3, 5), "day"),
        (5031987, date(1987, 3, 5), "day"),
        ("05-Mar-1987", date(1987, 3, 5), "day"),
        (date(1987, 3, 5), date(1987, 3, 5), "day"),
        (31841, date(1987, 3, 5), "day"),
        ("03/25/1987", date(1987, 3, 25), "day"),
        (1987, date(1987, 1, 1), "year"),
        ("1987", date(1987, 1, 1), "year"),
        ("sinh năm 1987", date(1987, 1, 1), "year"),
        ("00/00/1987", date(1987, 1, 1), "year"),
        (date(1905, 6, 9), date(1987, 1, 1), "year"),
        ("03/1987", date(1987, 3, 1), "month"),
        ("3/87", date(1987, 3, 1), "month"),
        ("tháng 3/1987", date(1987, 3, 1), "month"),
        (3.1987, date(1987, 3, 1), "month"),
    ],
)
def test_birth_dates_in_every_form(listed: Listed, cell: Any, day: date, precision: str) -> None:
    row = listed([HEAD, [1, "Nguyễn Thị Hoa", cell, "Nữ", "030187001234"]]).rows[0]
    assert (row.date_of_birth, row.birth_precision) == (day, precision)
    assert not {"birth_unreadable", "id_birth_mismatch"} & set(row.problems)


@pytest.mark.parametrize("cell", ["không rõ", "31/02/1987", "35/13/1987", "05/03", "1087", "abc", "05/03/19877"])
def test_what_is_no_birth_date_is_said_to_be_none(listed: Listed, cell: str) -> None:
    row = listed([HEAD, [1, "Nguyễn Thị Hoa", cell, "Nữ", "030187001234"]]).rows[0]
    assert (row.date_of_birth, row.birth_precision, row.problems) == (None, "none", ["birth_unreadable"])


def test_two_digit_years_follow_the_number(listed: Listed) -> None:
    reading = listed([HEAD, [1, "Lê Thị An", "5-3-05", "Nữ", "030305001234"], [2, "Lê Thị Ba", "5-3-05", "Nữ", "024205282"]])
    assert [row.date_of_birth for row in reading.rows] == [date(2005, 3, 5), date(1905, 3, 5)]


def test_a_birth_in_the_future_is_an_error(listed: Listed) -> None:
    assert "birth_in_future" in codes(listed([HEAD, [1, "Lê Thị An", "05/03/2031", "Nữ", "024205282"]]))


@pytest.mark.parametrize(
    ("cell", "number", "kind", "problem"),
    [
        (30187001234, "030187001234", "cccd", "id_leading_zero_restored"),
        (1187001234, "001187001234", "cccd", "id_leading_zero_restored"),
        ("30187001234", "30187001234", None, "id_length"),
        (30087001234, "30087001234", None, "id_length"),
        (30188001234, "30188001234", None, "id_length"),
        ("030 187 001 234", "030187001234", "cccd", None),
        ("'030187001234", "030187001234", "cccd", None),
        ("CCCD: 030187001234, cấp ngày 05/03/2020", "030187001234", "cccd", None),
        ("024205282", "024205282", "cmnd", None),
        (124205282, "124205282", "cmnd", None),
        (24205282, "24205282", None, "id_length"),
        ("999187001234", "999187001234", None, "id_province"),
        ("030087001234", "030087001234", "cccd", "id_sex_mismatch"),
        ("030188001234", "030188001234", "cccd", "id_birth_mismatch"),
        ("3.01870E+10", "3.01870E+10", None, "id_length"),
        ("B1234567", "B1234567", None, "id_length"),
        ("-", None, None, "id_missing"),
    ],
)
def test_numbers_and_what_spreadsheets_do_to_them(listed: Listed, cell: Any, number: str | None, kind: str | None, problem: str | None) -> None:
    row = listed([HEAD, [1, "Nguyễn Thị Hoa", "05/03/1987", "Nữ", cell]]).rows[0]
    assert (row.id_number, row.id_kind, row.problems) == (number, kind, [problem] if problem else [])


def test_two_columns_of_numbers_fill_each_other(listed: Listed) -> None:
    head = ["STT", "Họ và tên", "Số CMND", "Số CCCD"]
    reading = listed([head, [1, "Lê Thị An", "024205282", "030187001234"], [2, "Lê Thị Ba", "024205283", ""]])
    assert [row.id_number for row in reading.rows] == ["030187001234", "024205283"]


@pytest.mark.parametrize(
    ("cell", "amount"),
    [(1_500_000, 1_500_000), ("1.500.000", 1_500_000), ("1,500,000", 1_500_000), ("1 500 000 đồng", 1_500_000), ("1.500.000,00", 1_500_000),
     ("1,5 triệu", 1_500_000), ("1500k", 1_500_000), ("1.500.000đ", 1_500_000), ("-", None)],
)  # fmt: skip
def test_money_in_every_form(listed: Listed, cell: Any, amount: int | None) -> None:
    assert listed([HEAD, [*HOA[:7], cell]]).rows[0].amount == amount


def test_money_in_thousands_by_the_heading_or_a_line_above(listed: Listed) -> None:
    assert listed([[*HEAD[:7], "Số tiền (nghìn đồng)"], [*HOA[:7], 1500]]).rows[0].amount == 1_500_000
    assert listed([["", "", "", "", "", "", "ĐVT: 1.000 đồng"], HEAD, [*HOA[:7], 1500]]).rows[0].amount == 1_500_000


def test_money_that_is_none_is_said(listed: Listed) -> None:
    assert codes(listed([HEAD, [*HOA[:7], "một triệu rưỡi"]])) == ["amount_unreadable"]


@pytest.mark.parametrize("cell", ["0912345678", 912345678, "0912.345.678", "+84 912 345 678", "0912345678/0987654321"])
def test_telephone_numbers_are_made_alike(listed: Listed, cell: Any) -> None:
    assert listed([HEAD, [*HOA[:6], cell, 1_500_000]]).rows[0].phone == "0912345678"


def test_what_is_no_telephone_number_is_kept_and_said(listed: Listed) -> None:
    reading = listed([HEAD, [*HOA[:6], "không có", 1_500_000]])
    assert (reading.rows[0].phone, codes(reading)) == ("không có", ["phone_invalid"])
