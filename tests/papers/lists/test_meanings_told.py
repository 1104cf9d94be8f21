"""What people say that a column means goes before what the reader would guess."""

from __future__ import annotations

from pathlib import Path

from ansinh.papers.lists.layout import UNREAD
from ansinh.papers.lists.reading import read_list
from ansinh.papers.lists.sandbox import read_in_child
from papers.lists.handmade import TODAY, Sheet, write

ROWS = [
    ["STT", "Họ và tên", "Số CCCD", "Mã số", "Trú quán", "Số tiền", "Dân tộc"],
    [1, "Lê Thị An", "030187001234", "0912345678", "Thôn Đoài", 1_500_000, "Kinh"],
    [2, "Trần Văn Nam", "001079004321", "0987654321", "Xóm 3", 1_500_000, "Kinh"],
]


def test_headings_and_some_cells_of_every_column_are_shown(tmp_path: Path) -> None:
    (sheet,) = read_list(write(tmp_path / "a.xlsx", Sheet(ROWS)), policy="nq68-12", today=TODAY).sheets
    assert sheet.headings["D"] == "Mã số"
    assert sheet.samples["D"] == ["0912345678", "0987654321"]
    assert sheet.by_people == []


def test_a_meaning_that_people_told_is_used_and_said(tmp_path: Path) -> None:
    told = {"ma so": "phone", "tru quan": "address", "dan toc": UNREAD}
    path = write(tmp_path / "a.xlsx", Sheet(ROWS))
    reading = read_in_child(path, policy="nq68-12", today=TODAY, told=told)
    assert [(row.phone, row.address) for row in reading.rows] == [("0912345678", "Thôn Đoài"), ("0987654321", "Xóm 3")]
    assert reading.sheets[0].by_people == ["D", "E", "G"]
    assert reading.problems == []
    assert {found.code for found in read_list(path, policy="nq68-12", today=TODAY).problems} == {"unknown_column"}


def test_people_may_take_a_meaning_away_from_the_column_that_had_it(tmp_path: Path) -> None:
    rows = [["STT", "Họ và tên", "Số CCCD", "Số căn cước mới"], [1, "Lê Thị An", "030187001234", "001079004321"]]
    reading = read_list(write(tmp_path / "a.xlsx", Sheet(rows)), policy=None, today=TODAY, told={"so can cuoc moi": "id_number"})
    assert reading.rows[0].id_number == "001079004321"
