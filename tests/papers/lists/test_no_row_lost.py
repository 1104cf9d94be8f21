"""Whatever a file holds: no row of it is lost, none invented, and the people of a well-formed list are exactly its people."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.papers.lists.code_pages import encode
from ansinh.papers.lists.reading import ListReading, read_list
from papers.lists.handmade import TODAY, Sheet, accounted, filled, write
from papers.lists.nasty import csv_of, ods_file, openpyxl_file, text_file, xls_file
from papers.lists.test_old_encodings import as_1258

HEADINGS = {
    "order": ["STT", "TT", "Số TT"],
    "name": ["Họ và tên", "HỌ TÊN", "Họ và tên người lao động", "Họ, tên"],
    "birth": ["Ngày sinh", "Năm sinh", "Ngày tháng năm sinh"],
    "sex": ["Giới tính", "Nam/Nữ"],
    "card": ["Số CCCD", "CMND/CCCD", "Số căn cước công dân", "Số định danh"],
    "address": ["Địa chỉ", "Chỗ ở hiện nay", "Nơi cư trú"],
    "phone": ["SĐT", "Số điện thoại"],
    "amount": ["Số tiền", "Thành tiền", "Mức hỗ trợ"],
    "unknown": ["Dân tộc", "Trình độ", "Chức vụ"],
}
NAMES = st.sampled_from(
    ["Nguyễn Thị Hoa", "TRẦN VĂN NAM", "lê công tổng", "Tô Thị Cộng", "Bàn Văn Thôn", "Dương Ngọc Đường", "H'Hen Niê", "Ma A Xóm", "Tống Văn Ký"]
)
CARDS = st.builds(
    lambda p, c, y, n: f"{p}{c}{y:02d}{n:06d}",
    st.sampled_from(["001", "030", "079", "096"]),
    st.sampled_from("0123"),
    st.integers(0, 99),
    st.integers(0, 999_999),
)
BIRTHS = st.one_of(st.integers(1930, 2020), st.dates(date(1930, 1, 1), date(2020, 1, 1)), st.sampled_from(["5-3-87", "03/1987", "không rõ", ""]))
CELLS = st.one_of(
    st.none(), st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), st.integers(0, 10**12), st.floats(0, 10**9), st.booleans(), st.dates(date(1900, 3, 1)),
    st.sampled_from(["Tổng cộng", "I. Thôn Đoài", "Họ và tên", "STT", "Số CCCD", "NGƯỜI LẬP BIỂU", "Nam", "x", "030187001234", "1", "(1)", "Danh sách có 3 người./."]),
)  # fmt: skip


def read(*sheets: Sheet) -> ListReading:
    with tempfile.TemporaryDirectory() as folder:
        return read_list(write(Path(folder) / "list.xlsx", *sheets), policy=None, today=TODAY)


@settings(max_examples=100)
@given(st.lists(st.lists(st.lists(CELLS, max_size=7), max_size=12), min_size=1, max_size=3))
def test_every_row_of_any_file_is_a_person_or_named_exactly_once(tables: list[list[list[Any]]]) -> None:
    reading = read(*[Sheet(rows, name=f"S{n}") for n, rows in enumerate(tables)])
    for n, rows in enumerate(tables):
        assert accounted(reading, f"S{n}") == filled(rows)


@settings(max_examples=100)
@given(st.lists(st.lists(CELLS, min_size=8, max_size=8), max_size=12))
def test_every_row_under_a_heading_is_a_person_or_named_exactly_once(rows: list[list[Any]]) -> None:
    table = [["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Địa chỉ", "SĐT", "Số tiền"], *rows]
    assert accounted(read(Sheet(table)), "DS") == filled(table)


@st.composite
def lists_of_known_people(draw: st.DrawFn) -> tuple[list[list[Any]], dict[int, str]]:
    """A list with its columns in any order and words, and the rows that are people with their numbers."""
    kinds = draw(st.permutations([k for k in HEADINGS if k not in {"phone", "unknown", "address"} or draw(st.booleans())]))
    head = [draw(st.sampled_from(HEADINGS[kind])) for kind in kinds]
    rows: list[list[Any]] = [["ỦY BAN NHÂN DÂN XÃ AN BÌNH"], ["", "DANH SÁCH ĐỀ NGHỊ HỖ TRỢ"], [], head]
    people: dict[int, str] = {}
    total = 0

    def place(**cells: Any) -> None:
        rows.append([cells.get(kind, "") for kind in kinds])

    for order in range(1, draw(st.integers(1, 8)) + 1):
        before = draw(st.sampled_from(["", "", "", "group", "blank", "heading", "numbers", "note"]))
        if before == "group":
            place(name=draw(st.sampled_from(["I. Thôn Đoài", "Tổ dân phố 7", "THÔN ĐÔNG", "B. Xóm 3"])))
        elif before == "blank":
            rows.append([])
        elif before == "heading":
            rows.append(head)
        elif before == "numbers":
            rows.append(list(range(1, len(kinds) + 1)))
        elif before == "note":
            place(name="Chuyển sang trang 2")
        card = draw(CARDS)
        amount = draw(st.sampled_from([1_500_000, 1_000_000]))
        place(
            order=order, name=draw(NAMES), birth=draw(BIRTHS), sex=draw(st.sampled_from(["Nam", "Nữ", ""])), card=card,
            address="Khu 5", phone="0912345678", amount=draw(st.sampled_from([amount, f"{amount:,}".replace(",", ".")])), unknown="Kinh",
        )  # fmt: skip
        total += amount
        people[len(rows)] = card
    if draw(st.booleans()):
        place(name=draw(st.sampled_from(["TỔNG CỘNG", "Tổng cộng:", "Cộng"])), amount=total)
    rows += [[], ["", "NGƯỜI LẬP BIỂU", "", "CHỦ TỊCH"], [], ["", "Lê Văn A", "", "Trần Văn B"]]
    return rows, people


@settings(max_examples=100)
@given(lists_of_known_people())
def test_the_people_of_a_list_are_exactly_its_people(made: tuple[list[list[Any]], dict[int, str]]) -> None:
    rows, people = made
    reading = read(Sheet(rows))
    assert {row.row: row.id_number for row in reading.rows} == people
    assert accounted(reading, "DS") == filled(rows)
    assert all(row.amount in {1_500_000, 1_000_000} for row in reading.rows)
    assert reading.declared_total in {None, reading.computed_total}
    assert "total_mismatch" not in {found.code for found in reading.problems}


WRITTEN = st.one_of(
    st.sampled_from(
        [
            "",
            "",
            "Tổng cộng",
            "I. Thôn Đoài",
            "Họ và tên",
            "STT",
            "Số CCCD",
            "NGƯỜI LẬP BIỂU",
            "Nam",
            "x",
            "030187001234",
            "1",
            "(1)",
            "Danh sách có 3 người./.",
        ]
    ),
    NAMES,
    CARDS,
    st.text(alphabet="àảãáạăằắâầêếìíòóôộơợùúưựyỳđĐabcdeghinotu ", max_size=15),
)
TABLES = st.lists(st.lists(WRITTEN, min_size=7, max_size=7), max_size=8)
USUAL = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Địa chỉ", "Số tiền"]
KINDS: dict[str, Callable[[list[list[str]]], Callable[[Path], Path]]] = {
    "xls": xls_file,
    "ods": ods_file,
    "csv": lambda rows: text_file(csv_of(rows)),
    "utf-16-le": lambda rows: text_file(csv_of(rows), "utf-16-le"),
    "windows-1258": lambda rows: text_file(as_1258(csv_of(rows))),
    "tcvn3": lambda rows: text_file(encode(csv_of(rows), "tcvn3").encode("latin-1")),
    "vni": lambda rows: text_file(encode(csv_of(rows), "vni").encode("latin-1")),
    "xlsx in .VnTime": lambda rows: lambda folder: write(folder / "a.xlsx", Sheet([[encode(cell, "tcvn3") for cell in row] for row in rows])),
    "xlsx with hidden rows": lambda rows: openpyxl_file(lambda page: page.row_dimensions.__getitem__(3).__setattr__("hidden", True), rows),
}


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=12)
@given(rows=TABLES)
def test_every_row_of_every_kind_of_file_is_a_person_or_named_exactly_once(kind: str, rows: list[list[str]]) -> None:
    table = [USUAL, *rows]
    with tempfile.TemporaryDirectory() as folder:
        reading = read_list(KINDS[kind](table)(Path(folder)), policy=None, today=TODAY)
    assert accounted(reading, "DS") == filled(table)
