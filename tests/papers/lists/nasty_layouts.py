"""Hard lists by their layout: headings, tables, sheets, merged and hidden cells, totals, signatures."""

from __future__ import annotations

from datetime import date
from typing import Any

from papers.lists.handmade import Sheet, write
from papers.lists.nasty import ALL, HEAD, HOA, LAN, NAM, TABLE, Nasty, Somebody, bare, cells, made, ods_file, openpyxl_file, xls_file, xlsx, xlsxwriter_file

THREE: dict[int, Somebody] = {2: HOA, 3: NAM, 4: LAN}


def of(*who: Somebody, start: int = 1) -> list[list[Any]]:
    return [cells(one, n) for n, one in enumerate(who, start)]


def without_address(*who: Somebody) -> list[Somebody]:
    return [bare(one, address=None) for one in who]


WORDY = [
    "Số thứ tự",
    "Họ, chữ đệm và tên khai sinh của người đề nghị",
    "Sinh ngày/tháng/năm",
    "Số CMT hoặc thẻ căn cước (ghi đủ số)",
    "Nơi ở hiện tại (thôn, xóm)",
    "Số tiền đề nghị được hỗ trợ",
]
SWAPPED = ["Thành tiền", "Nơi cư trú", "Căn cước công dân", "Ngày tháng năm sinh", "HỌ VÀ TÊN", "TT"]
SECOND = ["TT", "CMND/CCCD", "Họ tên", "Số tiền", "Năm sinh"]
SUB = ["", "Cộng thôn", "", "", "", 1_500_000]

LAYOUTS: list[Nasty] = [
    xlsx("headings in a clerk's own long words", [WORDY, *of(*ALL)], THREE, {1: "heading"}),
    xlsx("headings in English", [["No", "Full name", "Date of birth", "ID number", "Address", "Amount"], *of(*ALL)], THREE, {1: "heading"}),
    xlsx("headings without marks and with slips of the finger", [["STT", "Ho va ten", "Ngay thang nam sihn", "So CCCD", "Dia chi", "So tein"], *of(*ALL)], THREE, {1: "heading"}),
    xlsx("the columns in reverse", [SWAPPED, *([*line][::-1] for line in of(*ALL))], THREE, {1: "heading"}),
    xlsx(
        "a heading cut in two lines by hand",
        [["Số", "Họ", "Ngày, tháng,", "Số", "Địa", "Số"], ["TT", "và tên", "năm sinh", "CCCD", "chỉ", "tiền"], *of(*ALL)],
        {3: HOA, 4: NAM, 5: LAN}, {1: "heading", 2: "heading"},
    ),
    xlsx(
        "a heading of three lines under merged cells, the table far down and to the right",
        [
            *[[]] * 11,
            ["", "", "", "DANH SÁCH NGƯỜI ĐỀ NGHỊ"],
            ["", "", "", "STT", "Người đề nghị", "", "", "", "Hỗ trợ"],
            ["", "", "", "", "Họ và tên", "Ngày sinh", "Giấy tờ", "Nơi ở", "Số tiền"],
            ["", "", "", "", "", "", "Số CCCD", "Thôn, xóm", ""],
            *[["", "", "", *line] for line in of(*ALL)],
        ],
        {16: HOA, 17: NAM, 18: LAN}, {12: "title", 13: "heading", 14: "heading", 15: "heading"},
        merged=["D12:I12", "D13:D15", "E13:H13", "E14:E15", "F14:F15", "I14:I15"],
    ),
    xlsx(
        "column numbers in letters and sums under the heading",
        [HEAD, ["A", "B", "(1)", "(2)", "(3)", "(4)"], *of(*ALL)], {3: HOA, 4: NAM, 5: LAN}, {1: "heading", 2: "column numbers"},
    ),
    xlsx(
        "two tables one below the other with other columns",
        [["I. DANH SÁCH ĐỢT 1"], HEAD, cells(HOA), ["", "Tổng cộng", "", "", "", 1_500_000], [], ["II. DANH SÁCH ĐỢT 2"], SECOND,
         [1, "001079004321", "Trần Văn Nam", 1_500_000, "12/11/1979"], [2, "030190001111", "Lê Thị Lan", 1_500_000, 1990]],
        {3: HOA, 8: bare(NAM, address=None), 9: bare(LAN, address=None, born=date(1990, 1, 1), precision="year")},
        {1: "title", 2: "heading", 4: "total", 6: "group", 7: "heading"},
    ),
    xlsx(
        "two tables side by side",
        [["STT", "Họ và tên", "Số CCCD", "", "STT", "Họ và tên", "Số CCCD"], [1, "Nguyễn Thị Hoa", "030187001234", "", 2, "Trần Văn Nam", "001079004321"]],
        {2: Somebody("Nguyễn Thị Hoa", "030187001234")}, {1: "heading"}, (1, "table_beside"),
    ),
    Nasty(
        "three sheets: a cover, a list, its going on without a heading",
        lambda folder: write(folder / "a.xlsx", Sheet([["BÁO CÁO"], ["Kính gửi UBND huyện"]], "Bìa"), Sheet([HEAD, cells(HOA)], "Tờ 1"), Sheet([cells(NAM, 2), cells(LAN, 3)], "Tờ 2")),
        {("Tờ 1", 2): HOA, ("Tờ 2", 1): NAM, ("Tờ 2", 2): LAN},
        {("Bìa", 1): "sheet ignored", ("Bìa", 2): "sheet ignored", ("Tờ 1", 1): "heading"},
        [(None, "sheet_ignored")],
    ),
    Nasty(
        "sheets with names that hold quotes and ampersands, one hidden, the same person in two",
        lambda folder: write(folder / "a.xlsx", Sheet([HEAD, cells(HOA)], "Thôn A & B"), Sheet([HEAD, cells(HOA)], 'Thôn "C"'), Sheet(TABLE, "Cũ <2020>", hidden=True)),
        {("Thôn A & B", 2): HOA, ('Thôn "C"', 2): HOA},
        {("Thôn A & B", 1): "heading", ('Thôn "C"', 1): "heading", **{("Cũ <2020>", row): "sheet ignored" for row in range(1, 5)}},
        [(None, "sheet_ignored"), (2, "duplicate_in_file")],
    ),
    xlsx(
        "the place merged down over people, the name merged across two columns",
        [["STT", "Họ và tên", "", "Số CCCD", "Địa chỉ"], [1, "Nguyễn Thị", "Hoa", "030187001234", "Thôn Đoài"], [2, "Trần Văn", "Nam", "001079004321", ""]],
        {2: Somebody("Nguyễn Thị Hoa", "030187001234", address="Thôn Đoài"), 3: Somebody("Trần Văn Nam", "001079004321", address="Thôn Đoài")}, {1: "heading"},
        merged=["B1:C1", "E2:E3"],
    ),
    xlsx(
        "money merged down over two people",
        [HEAD, cells(bare(HOA, amount=3_000_000)), [*cells(NAM, 2)[:5], ""], cells(LAN, 3)],
        {2: bare(HOA, amount=3_000_000), 3: bare(NAM, amount=None), 4: LAN}, {1: "heading"}, (2, "amount_differs_from_law"), (3, "amount_merged"),
        merged=["F2:F3"],
    ),
    made(
        "rows hidden by a filter", openpyxl_file(lambda page: page.row_dimensions.__getitem__(3).__setattr__("hidden", True)), THREE, {1: "heading"}, (3, "row_hidden"),
    ),
    made("a column hidden in the file", xlsxwriter_file(lambda _book, page: page.set_column(4, 4, None, None, {"hidden": True})), THREE, {1: "heading"}, (1, "column_hidden")),
    made("a column hidden in an old workbook", xls_file(TABLE, hidden_columns=[4]), THREE, {1: "heading"}, (1, "column_hidden")),
    made("rows hidden in an old workbook", xls_file(TABLE, hidden=[4]), THREE, {1: "heading"}, (4, "row_hidden")),
    made("rows hidden in an OpenDocument sheet", ods_file(TABLE, hidden=[2, 3]), THREE, {1: "heading"}, (2, "row_hidden"), (3, "row_hidden")),
    xlsx(
        "groups, subtotals, a carried sum, a grand total, page numbers and a heading on every page",
        [HEAD, ["", "I. Thôn Đoài"], cells(HOA), SUB, ["", "Cộng mang sang trang sau", "", "", "", 1_500_000], ["", "Trang 1/2"],
         HEAD, ["", "Cộng mang sang", "", "", "", 1_500_000], ["II", "Xóm 3"], cells(NAM, 2), SUB, ["", "TỔNG CỘNG (I + II)", "", "", "", "3.000.000"]],
        {3: HOA, 10: NAM},
        {1: "heading", 2: "group", 4: "subtotal", 5: "subtotal", 6: "note", 7: "heading", 8: "subtotal", 9: "group", 11: "subtotal", 12: "total"},
    ),
    xlsx(
        "a total that does not agree, in words beside",
        [HEAD, *of(*ALL), ["", "Tổng cộng", "", "", "", 5_000_000], ["", "Bằng chữ: Năm triệu đồng chẵn"]],
        THREE, {1: "heading", 5: "total", 6: "note"}, (5, "total_mismatch"),
    ),
    xlsx(
        "a closing line that counts, and a signature block with names like people's",
        [HEAD, *of(*ALL), ["", "Danh sách này có 04 (bốn) người./."], ["", "", "", "", "An Bình, ngày 10 tháng 8 năm 2021"], ["", "Người lập biểu", "", "", "TM. UBND XÃ"],
         ["", "", "", "", "KT. CHỦ TỊCH"], ["", "(đã ký)"], [], ["", "Nguyễn Văn Tổng", "", "", "Lê Văn Cộng"]],
        THREE,
        {1: "heading", 5: "note", 6: "signature", 7: "signature", 8: "signature", 9: "signature", 11: "signature"}, (5, "count_mismatch"),
    ),
    xlsx(
        "blank rows, rows of spaces and rows prepared but left empty between people",
        [HEAD, cells(HOA), [], ["   ", "\u00a0", "\u200b"], [2], cells(NAM, 3), [4, "", "", "", "", 0], cells(LAN, 5)],
        {2: HOA, 6: NAM, 8: LAN}, {1: "heading", 5: "empty numbered row", 7: "empty numbered row"},
    ),
    xlsx(
        "columns nobody knows, empty ones between, notes that speak of totals",
        [[*HEAD[:3], "", "Dân tộc", *HEAD[3:], "Ghi chú"], *([*line[:3], "", "Kinh", *line[3:], "Tổng cộng gia đình 3 người"] for line in of(*ALL))],
        THREE, {1: "heading"}, (1, "unknown_column"),
    ),
    made(
        "comments, a frozen pane, a print heading and footer, a filter and a table object",
        xlsxwriter_file(
            lambda _book, page: (
                page.write_comment("B2", "Đã chuyển đi?"), page.write_comment("H40", "Tổng cộng 99 người"), page.freeze_panes(1, 2), page.set_header("&CDanh sách có 99 người"),
                page.set_footer("&LTổng cộng: 99&RTrang &P"), page.add_table("A1:F4", {"columns": [{"header": name} for name in HEAD], "style": None}),
            )
        ),
        THREE, {1: "heading"},
    ),
    xlsx(
        "people named like totals, groups and signatures",
        [HEAD, *(cells(bare(HOA, full_name=name, id_number=f"03018700{n:04d}"), n) for n, name in enumerate(("Tống Cộng Hòa", "Bàn Thị Xóm", "Kỷ Thị Lập", "Trưởng Thị Ban"), 1))],
        {n + 1: bare(HOA, full_name=name, id_number=f"03018700{n:04d}") for n, name in enumerate(("Tống Cộng Hòa", "Bàn Thị Xóm", "Kỷ Thị Lập", "Trưởng Thị Ban"), 1)},
        {1: "heading"},
    ),
]  # fmt: skip
