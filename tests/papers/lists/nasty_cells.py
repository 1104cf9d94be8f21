"""Hard lists by their cells and their files: dates, numbers, money, formulas, errors, encodings, formats, length."""

from __future__ import annotations

import unicodedata
import zipfile
from datetime import date, datetime
from pathlib import Path

from ansinh.papers.lists.code_pages import encode
from papers.lists.handmade import Formula, Sheet, write
from papers.lists.nasty import (
    ALL,
    HEAD,
    HOA,
    LAN,
    NAM,
    TABLE,
    Nasty,
    Somebody,
    bare,
    cells,
    csv_of,
    made,
    ods_file,
    openpyxl_file,
    text_file,
    xls_file,
    xlsx,
    xlsxwriter_file,
)
from papers.lists.test_old_encodings import as_1258

THREE: dict[int, Somebody] = {2: HOA, 3: NAM, 4: LAN}
LONG = 100_000
MANY = [["STT", "Họ và tên", "Số CMND"], *([n, "Nguyễn Thị Hoa", f"{100_000_000 + n}"] for n in range(1, LONG + 1))]

DATES = [
    ("5/3/87", date(1987, 3, 5), "day"), ("05-03-1987", date(1987, 3, 5), "day"), ("5.3.1987", date(1987, 3, 5), "day"), ("1987-03-05T00:00:00", date(1987, 3, 5), "day"),
    (date(1987, 3, 5), date(1987, 3, 5), "day"), (31841, date(1987, 3, 5), "day"), (5031987, date(1987, 3, 5), "day"), ("ngày 05 tháng 03 năm 1987", date(1987, 3, 5), "day"),
    ("05/Mar/1987", date(1987, 3, 5), "day"), ("3/1987", date(1987, 3, 1), "month"), ("T3/1987", date(1987, 3, 1), "month"), (1987, date(1987, 1, 1), "year"),
    ("1987", date(1987, 1, 1), "year"), ("SN 1987", date(1987, 1, 1), "year"), ("__/__/1987", date(1987, 1, 1), "year"), ("khoảng 1987", date(1987, 1, 1), "year"),
]  # fmt: skip
DATED = [["STT", "Họ và tên", "Ngày sinh", "Số CMND"], *([n, "Nguyễn Thị Hoa", cell, f"1420000{n:02d}"] for n, (cell, _, _) in enumerate(DATES, 1))]
STRANGE = [
    [1, "  nguyễn\n thị\u00a0 hoa ", "05/03/1987", "\u200b030187001234", "Thôn Đoài", "1.500.000đ"],
    [2, unicodedata.normalize("NFD", "TRẦN VĂN NAM"), "12/11/1979", "001.079.004.321", "Xóm 3", "1,5 triệu"],
    [3, "Lê Thị Lan", "01/07/1990", "030 190 001 111", "Khu 5", "1 500 000 VNĐ"],
]
UNFINISHED = [
    [1, "Nguyễn Thị Hoa", "05/03/1987", "030187001234", "Thôn Đoài", "=1500000*1"],
    cells(NAM, 2),
    [3, "Lê Thị Lan", "01/07/1990", "=A1&B1", "Khu 5", 1_500_000],
]


def renamed_namespace(folder: Path) -> Path:
    """Write the sheet's elements under a prefix, as some programs do."""
    path = write(folder / "a.xlsx", Sheet(TABLE))
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    for tag in ("worksheet", "dimension", "sheetData", "row", "c", "v", "pageMargins", "sheetViews", "sheetView", "sheetFormatPr"):
        for start, end in ((b"<", b" "), (b"<", b">"), (b"</", b">"), (b"<", b"/>")):
            members[name] = members[name].replace(start + tag.encode() + end, start + b"x:" + tag.encode() + end)
    members[name] = members[name].replace(b'xmlns="', b'xmlns:x="', 1)
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return path


CELLS: list[Nasty] = [
    xlsx(
        "birth dates in sixteen forms", DATED,
        {n + 1: Somebody("Nguyễn Thị Hoa", f"1420000{n:02d}", born, precision) for n, (_, born, precision) in enumerate(DATES, 1)},
        {1: "heading"}, *((n, "same_person_perhaps") for n in range(3, 11))),
    xlsx("line breaks, invisible and decomposed letters, dots in numbers, money in words", [HEAD, *STRANGE], THREE, {1: "heading"}),
    xlsx(
        "numbers that the spreadsheet shortened or cut",
        [HEAD, [*cells(HOA)[:3], 30187001234, *cells(HOA)[4:]], [*cells(NAM, 2)[:3], "1.079E+09", *cells(NAM, 2)[4:]], [*cells(LAN, 3)[:3], 30190001111.0, *cells(LAN, 3)[4:]]],
        {2: HOA, 3: bare(NAM, id_number="1.079E+09"), 4: LAN}, {1: "heading"},
        (2, "id_leading_zero_restored"), (3, "id_length"), (4, "id_leading_zero_restored"),
    ),
    xlsx(
        "formulas with stored results in name, number, money and total",
        [HEAD, [1, Formula('="Nguyễn Thị "&"Hoa"', "Nguyễn Thị Hoa"), "05/03/1987", Formula('="030"&"187001234"', "030187001234"), "Thôn Đoài", Formula("=3*500000", 1_500_000)],
         cells(NAM, 2), ["", "Tổng cộng", "", "", "", Formula("=SUM(F2:F3)", 3_000_000)]],
        {2: HOA, 3: NAM}, {1: "heading", 4: "total"}, (2, "formula_cell"), (2, "formula_cell"), (2, "formula_cell"), (4, "formula_cell"),
    ),
    made(
        "formulas that were never calculated", openpyxl_file(lambda _page: None, [HEAD, *UNFINISHED]),
        {2: bare(HOA, amount=None), 3: NAM, 4: bare(LAN, id_number=None)}, {1: "heading"}, (2, "cell_without_value"), (4, "cell_without_value"), (4, "id_missing"),
    ),
    made(
        "errors of a look-up that found nothing",
        xlsxwriter_file(lambda _book, page: (page.write_formula("F3", "=VLOOKUP(1,A1:B1,2)", None, "#N/A"), page.write_formula("B5", "=B99/0", None, "#DIV/0!"))),
        {2: HOA, 3: bare(NAM, amount=None), 4: LAN}, {1: "heading"}, (3, "cell_without_value"), (5, "cell_without_value"),
    ),
    made("an old workbook with true dates", xls_file([HEAD, *([*line[:2], who.born, *line[3:]] for who, line in zip(ALL, TABLE[1:], strict=True))]), THREE, {1: "heading"}),
    made("an OpenDocument sheet that begins a thousand rows down", ods_file(TABLE, blank_before=300), {row + 300: who for row, who in THREE.items()}, {301: "heading"}),
    made("names in bold by halves", xlsxwriter_file(lambda book, page: page.write_rich_string("B2", "Nguyễn ", book.add_format({"bold": True}), "Thị", " Hoa")), THREE, {1: "heading"}),
    made("sheet elements under a namespace prefix", renamed_namespace, THREE, {1: "heading"}),
    made("text with semicolons in UTF-8 with its mark, and a line that names the separator", text_file("sep=;\r\n" + csv_of(TABLE), "utf-8-sig"), {3: HOA, 4: NAM, 5: LAN}, {1: "title", 2: "heading"}),
    made("text with tabs in UTF-16 without its mark", text_file(csv_of(TABLE, "\t"), "utf-16-le"), THREE, {1: "heading"}),
    made("text with commas in windows-1258", text_file(as_1258(csv_of(TABLE, ","))), THREE, {1: "heading"}, (None, "encoding_converted")),
    made("text typed in TCVN3", text_file(encode(csv_of(TABLE), "tcvn3").encode("latin-1")), THREE, {1: "heading"}, (None, "encoding_converted")),
    made("text typed in VNI", text_file(encode(csv_of(TABLE), "vni").encode("latin-1")), THREE, {1: "heading"}, (None, "encoding_converted")),
    made("an old workbook in .VnTime", xls_file([[encode(cell, "tcvn3") if isinstance(cell, str) else cell for cell in row] for row in TABLE]), THREE, {1: "heading"}, (None, "encoding_converted")),
    made(
        "quoted cells with line breaks and separators in a text",
        text_file(csv_of([["STT", "Họ và\ntên", "Ngày sinh", "Số\nCCCD", "Địa chỉ", "Số tiền"], *TABLE[1:3], [*cells(LAN, 3)[:4], "Khu 5; tổ 2", 1_500_000]])),
        {2: HOA, 3: NAM, 4: bare(LAN, address="Khu 5; tổ 2")}, {1: "heading"},
    ),
    xlsx(
        "people of one number, and of two numbers in one cell",
        [HEAD, cells(HOA), [*cells(NAM, 2)[:3], "CMND 142000001, CCCD 001079004321", *cells(NAM, 2)[4:]], cells(HOA, 3)],
        {2: HOA, 3: NAM, 4: HOA}, {1: "heading"}, (4, "duplicate_in_file"),
    ),
    xlsx(
        "births that cannot be, in the future and at odds with the number",
        [HEAD, [*cells(HOA)[:2], "31/02/1987", *cells(HOA)[3:]], [*cells(NAM, 2)[:2], datetime(2079, 11, 12), *cells(NAM, 2)[3:]], [*cells(LAN, 3)[:2], "01/07/1991", *cells(LAN, 3)[3:]]],  # noqa: DTZ001 - a spreadsheet has no time zone
        {2: bare(HOA, born=None, precision="none"), 3: bare(NAM, born=date(2079, 11, 12)), 4: bare(LAN, born=date(1991, 7, 1))}, {1: "heading"},
        (2, "birth_unreadable"), (3, "birth_in_future"), (3, "id_birth_mismatch"), (4, "id_birth_mismatch"),
    ),
    made("a hundred thousand people", text_file(csv_of(MANY)), {n + 1: Somebody("Nguyễn Thị Hoa", f"{100_000_000 + n}") for n in range(1, LONG + 1)}, {1: "heading"}),
]  # fmt: skip
