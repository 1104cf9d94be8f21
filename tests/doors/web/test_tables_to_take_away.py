"""Tables to take away hold what people wrote as text, whatever a spreadsheet would make of it."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from ansinh.doors.web.sheets import taken_away

WRITTEN = ["=HYPERLINK(1)", "+84912", "-1", "@cmd", "\tcmd", "\rcmd"]


def test_what_a_spreadsheet_would_run_stays_a_text_in_csv_the_stamp_too() -> None:
    answer = taken_away("csv", "thu", [["Trả lời", "Số"], *([text, -5] for text in WRITTEN)], "=1+1")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert rows[1 : len(WRITTEN) + 1] == [[f"'{text}", "-5"] for text in WRITTEN], "a figure stays a figure"
    assert rows[-1] == ["'=1+1"]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_workbook_holds_no_formula(text: str) -> None:
    book = zipfile.ZipFile(io.BytesIO(taken_away("xlsx", "thu", [["Trả lời"], [text]], text, names_from=0).content))
    assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
