"""A list given back: the same table, each fault coloured and explained where it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl

from ansinh.papers.lists.code_pages import encode
from ansinh.papers.lists.faults import LARGE, Correction, mark_faults
from ansinh.papers.lists.reading import read_list
from papers.lists.handmade import TODAY, Sheet, write

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Số tiền"]
ROWS = [
    ["UBND XÃ AN BÌNH"],
    HEAD,
    [1, "Lê Thị An", date(1987, 3, 5), 30187001234, 1_500_000],
    [2, "=Trần Nam", "không rõ", "", "1.500.000"],
    ["", "Tổng cộng", "", "", 4_000_000],
]


def test_the_list_comes_back_with_its_faults_marked_and_reads_the_same(tmp_path: Path) -> None:
    original = write(tmp_path / "a.xlsx", Sheet(ROWS, "Thôn 1", merged=["A1:C1"]), Sheet([["Ghi chú riêng"]], "Khác"))
    reading = read_list(original, policy="nq68-12", today=TODAY)
    marked = tmp_path / "b.xlsx"
    marked.write_bytes(mark_faults(original.read_bytes(), reading.problems))
    page = openpyxl.load_workbook(marked)["Thôn 1"]
    notes = {cell.coordinate: cell.comment.text for line in page.iter_rows() for cell in line if cell.comment}
    assert set(notes) == {"D3", "C4", "D4", "E5"}
    assert "không rõ" in notes["C4"]
    assert page["D4"].fill.fgColor.rgb != page["E4"].fill.fgColor.rgb, "an empty faulty cell is coloured"
    assert page["B4"].value == "=Trần Nam"
    assert page["B4"].data_type == "s", "text never becomes a formula"
    assert read_list(marked, policy="nq68-12", today=TODAY).as_json() == reading.as_json()


def test_a_corrected_cell_says_what_it_now_says_and_what_it_said(tmp_path: Path) -> None:
    original = write(tmp_path / "a.xlsx", Sheet(ROWS, "Thôn 1"))
    corrections = [Correction("Thôn 1", 4, "C", "không rõ", "05/03/1990"), Correction("Thôn 1", 4, "D", "", "030190001111")]
    marked = tmp_path / "b.xlsx"
    marked.write_bytes(mark_faults(original.read_bytes(), [], corrections, language="en"))
    page = openpyxl.load_workbook(marked)["Thôn 1"]
    assert (page["C4"].value, page["D4"].value) == ("05/03/1990", "030190001111")
    assert page["C4"].comment.text == "Corrected from “không rõ”."


def test_a_long_list_is_marked_row_by_row(tmp_path: Path) -> None:
    original = write(tmp_path / "a.xlsx", Sheet(ROWS, "Thôn 1", merged=["A1:C1"]))
    reading = read_list(original, policy="nq68-12", today=TODAY)
    marked = tmp_path / "b.xlsx"
    marked.write_bytes(mark_faults(original.read_bytes(), reading.problems, rows=LARGE + 1))
    page = openpyxl.load_workbook(marked)["Thôn 1"]
    assert {cell.coordinate for line in page.iter_rows() for cell in line if cell.comment} == {"D3", "C4", "D4", "E5"}


def test_a_list_in_an_old_font_comes_back_in_unicode(tmp_path: Path) -> None:
    rows = [[encode(cell, "tcvn3") if isinstance(cell, str) else cell for cell in row] for row in ROWS]
    original = write(tmp_path / "a.xlsx", Sheet(rows, "DS"))
    marked = tmp_path / "b.xlsx"
    marked.write_bytes(mark_faults(original.read_bytes(), read_list(original, policy="nq68-12", today=TODAY).problems))
    page = openpyxl.load_workbook(marked)["DS"]
    assert page["B3"].value == "Lê Thị An"
    assert page["A1"].comment is not None
