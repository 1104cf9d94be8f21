"""Files that would do harm, or are no lists, are refused in words and within bounds; the rest come back whole."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from ansinh.papers.lists.reading import ListReading, read_list
from ansinh.papers.lists.refusals import ListRefused
from ansinh.papers.lists.sandbox import cells_in_child, read_in_child
from papers.lists.handmade import TODAY, Formula, Sheet, write

MIB = 2**20
HEAD = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Số tiền"]
AN = [1, "Lê Thị An", "05/03/1987", "030187001234", 1_500_000]


def refusal(path: Path, **bounds: int) -> ListRefused:
    with pytest.raises(ListRefused) as refused:
        read_in_child(path, policy=None, today=TODAY, **bounds)
    assert refused.value.message["vi"]
    assert refused.value.message["en"]
    return refused.value


def with_member(path: Path, name: str, content: bytes = b"x") -> Path:
    with zipfile.ZipFile(write(path, Sheet([HEAD, AN])), "a") as archive:
        archive.writestr(name, content)
    return path


def edited(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    with zipfile.ZipFile(path) as archive:
        members = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_the_child_gives_exactly_what_the_reader_gives(tmp_path: Path) -> None:
    path = write(tmp_path / "list.xlsx", Sheet([HEAD, AN, [2, "Trần Nam", date(1990, 1, 2), 1090001234, Formula("=1+1", 2)], ["", "Tổng cộng", "", "", 9]]))
    assert read_in_child(path, policy="nq68-12", today=TODAY).as_json() == read_list(path, policy="nq68-12", today=TODAY).as_json()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "empty"),
        ("a.xlsx", b"%PDF-1.7 ...", "not_workbook"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n", "not_workbook"),
        ("a.xls", b"<html><table><tr><td>STT</td></tr></table></html>", "not_workbook"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "not_workbook"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "Workbook".encode("utf-16-le") + b"\0" * 600, "unreadable"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + "Workbook _VBA_PROJECT_CUR".encode("utf-16-le"), "macros"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.xlsx", b"PK\x03\x04 and nothing more", "unreadable"),
        ("a.csv", b"a\0b\0c", "not_workbook"),
        ("a.csv", b"STT,H\n1," + b"x" * 200_000, "unreadable"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path).code == code


@pytest.mark.parametrize(
    ("member", "code"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("xl/externalLinks/externalLink1.xml", "external_links"),
        ("xl/connections.xml", "external_links"),
        ("xl/embeddings/oleObject1.bin", "active_content"),
        ("xl/activeX/activeX1.xml", "active_content"),
    ],
)
def test_a_workbook_that_would_act_is_refused(tmp_path: Path, member: str, code: str) -> None:
    assert refusal(with_member(tmp_path / "a.xlsx", member)).code == code


@pytest.mark.parametrize("formula", ['=WEBSERVICE("http://example.org")', "=cmd|'/c calc'!A0", "=DDE(1,2,3)"])
def test_a_formula_that_calls_out_is_refused_with_its_cell(tmp_path: Path, formula: str) -> None:
    found = refusal(write(tmp_path / "a.xlsx", Sheet([HEAD, [*AN[:4], Formula(formula)]])))
    assert found.code == "formula_calls_out"
    assert "E2" in found.message["vi"]


def test_one_cell_in_the_last_corner_is_refused_with_its_name(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    page = book.add_worksheet()
    page.write("A1", 1)
    page.write("XFD1048576", 1)
    book.close()
    found = refusal(tmp_path / "a.xlsx")
    assert found.code == "stray_cell"
    assert "XFD1048576" in found.message["en"]


def test_a_sheet_that_lies_about_its_size_meets_the_memory_limit(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    page = book.add_worksheet()
    page.write("A1", 1)
    page.write("XFD1048576", 1)
    book.close()
    path = edited(tmp_path / "a.xlsx", lambda name, content: content.replace(b'ref="A1:XFD1048576"', b'ref="A1:B2"') if "sheet1" in name else content)
    assert refusal(path).code == "out_of_memory"


def test_a_format_painted_to_the_last_corner_harms_nobody(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    page = book.add_worksheet()
    for row, cells in enumerate([HEAD, AN]):
        page.write_row(row, 0, cells)
    page.write_blank("XFD1048576", None, book.add_format({"bold": True}))
    book.close()
    assert len(read_in_child(tmp_path / "a.xlsx", policy=None, today=TODAY).rows) == 1


def test_archives_that_unpack_to_mountains_are_refused_unopened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "steep.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (40 * MIB))
    with zipfile.ZipFile(tmp_path / "many.xlsx", "w") as archive:
        for number in range(1_500):
            archive.writestr(f"xl/{number}.xml", "")
    assert refusal(tmp_path / "steep.xlsx").code == "suspicious_size"
    assert refusal(tmp_path / "many.xlsx").code == "suspicious_size"


def test_a_reading_that_needs_more_than_it_is_given_is_stopped(tmp_path: Path) -> None:
    path = write(tmp_path / "long.xlsx", Sheet([HEAD, *[[n, f"Lê Thị {n}", 1987, f"030187{n:06d}", n] for n in range(40_000)]]))
    assert refusal(path, memory_bytes=48 * MIB).code == "out_of_memory"
    assert refusal(path, seconds=0.01).code == "out_of_time"


def test_entities_of_a_document_type_are_not_unfolded(tmp_path: Path) -> None:
    lol = b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    path = edited(write(tmp_path / "a.xlsx", Sheet([HEAD, AN])), lambda name, content: lol + content if "sheet1" in name else content)
    assert len(read_in_child(path, policy=None, today=TODAY).rows) == 1


def by_name(reading: ListReading) -> list[tuple[str | None, str | None, int | None]]:
    return [(row.full_name, row.id_number, row.amount) for row in reading.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_files_of_any_encoding_and_delimiter_are_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [HEAD, ["1", "Lê Thị An", "05/03/1987", '="030187001234"', "1.500.000"], ["2", "Trần Nam", "1990", "30090001234", "1500000"]]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines), encoding=encoding)
    reading = read_in_child(path, policy=None, today=TODAY)
    assert by_name(reading) == [("Lê Thị An", "030187001234", 1_500_000), ("Trần Nam", "30090001234", 1_500_000)]
    assert reading.rows[1].problems == ["id_length"], "a text file has no number cells"


def test_old_workbooks_are_read(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("DS")
    for row, cells in enumerate([HEAD, [1, "Lê Thị An", 1987, 30187001234, 1_500_000]]):
        for column, cell in enumerate(cells):
            page.write(row, column, cell)
    book.save(str(tmp_path / "a.xls"))
    reading = read_in_child(tmp_path / "a.xls", policy=None, today=TODAY)
    assert by_name(reading) == [("Lê Thị An", "030187001234", 1_500_000)]
    assert reading.rows[0].problems == ["id_leading_zero_restored"]


def test_old_workbooks_say_where_their_formulas_stand(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("Trống")
    page = book.add_sheet("Danh sách Đoài")
    for row, cells in enumerate([HEAD, *[[n, f"Lê Thị {n}", 1987, f"030187{n:06d}", None] for n in range(1, 300)]]):
        for column, cell in enumerate(cells):
            page.write(row, column, xlwt.Formula("1500000*1") if cell is None and row in {7, 250} else cell)
    book.save(str(tmp_path / "a.xls"))
    reading = read_in_child(tmp_path / "a.xls", policy=None, today=TODAY)
    assert [(found.row, found.column) for found in reading.problems if found.code == "formula_cell"] == [(8, "E"), (251, "E")]


def test_open_documents_are_read_with_their_formulas_said(tmp_path: Path) -> None:
    document = OpenDocumentSpreadsheet()
    table = Table(name="DS")
    for cells in (HEAD, AN):
        line = TableRow()
        for cell in cells:
            if isinstance(cell, int) and cell > 1:
                line.addElement(TableCell(valuetype="float", value=str(cell), formula="of:=1500000*1"))
                continue
            written = TableCell(valuetype="string")
            written.addElement(P(text=str(cell)))
            line.addElement(written)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(tmp_path / "a.ods"))
    reading = read_in_child(tmp_path / "a.ods", policy=None, today=TODAY)
    assert by_name(reading) == [("Lê Thị An", "030187001234", 1_500_000)]
    assert [(found.code, found.row, found.column) for found in reading.problems] == [("formula_cell", 2, "E")]


def test_the_cells_of_a_refused_file_are_not_told(tmp_path: Path) -> None:
    with pytest.raises(ListRefused):
        list(cells_in_child(with_member(tmp_path / "a.xlsx", "xl/vbaProject.bin")))
