"""A list given back: the same table, each fault coloured and explained where it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl

from ansinh.papers.lists.faults import mark_faults
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
    marked.write_bytes(mark_faults(original.read_bytes(), reading))
    page = openpyxl.load_workbook(marked)["Thôn 1"]
    notes = {cell.coordinate: cell.comment.text for line in page.iter_rows() for cell in line if cell.comment}
    assert set(notes) == {"D3", "C4", "D4", "E5"}
    assert "không rõ" in notes["C4"]
    assert page["D4"].fill.fgColor.rgb != page["E4"].fill.fgColor.rgb, "an empty faulty cell is coloured"
    assert page["B4"].value == "=Trần Nam"
    assert page["B4"].data_type == "s", "text never becomes a formula"
    assert read_list(marked, policy="nq68-12", today=TODAY).as_json() == reading.as_json()
