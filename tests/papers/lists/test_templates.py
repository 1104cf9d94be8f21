"""Templates are handed out with their columns, choices and checks, and known again when they come back."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.papers.lists.handing_out import HEAD_ROW, columns_of, make_template
from ansinh.papers.lists.lawful import CASH_POLICIES
from ansinh.papers.lists.merging import merge
from ansinh.papers.lists.reading import ListReading, read_list
from ansinh.papers.lists.sandbox import lines_in_child, read_in_child
from ansinh.papers.lists.stamp import KEPT, SHEET, Stamp, opened, read_cells
from papers.lists.handmade import TODAY

HOA = {
    "full_name": "Nguyễn Thị Hoa", "sex": "female", "date_of_birth": "1987-03-05", "birth_precision": "day", "id_number": "030187001234", "address": "Thôn Đoài",
    "phone": "0912345678",
}  # fmt: skip
NAM = {**dict.fromkeys(KEPT), "full_name": "Trần Văn Nam", "date_of_birth": "1979-01-01", "birth_precision": "year"}
BASE = {"a1": HOA, "b2": NAM}


def template(policy: str = "nq68-12", base: dict[str, dict[str, Any]] = BASE) -> bytes:
    return make_template("Lao động tự do", Stamp("nq68", policy, "v1", "office", "2021-08-09T10:00:00+07:00", base), "signed")


def read(content: bytes, folder: Path, policy: str = "nq68-12") -> ListReading:
    path = folder / "t.xlsx"
    path.write_bytes(content)
    return read_list(path, policy=policy, today=TODAY)


@pytest.mark.parametrize("policy", sorted(CASH_POLICIES))
def test_the_reader_understands_every_column_of_every_template(policy: str, tmp_path: Path) -> None:
    reading = read(template(policy), tmp_path, policy)
    assert set(reading.sheets[0].columns) == {column.meaning for column in columns_of(policy)}
    assert [row.full_name for row in reading.rows] == ["Nguyễn Thị Hoa", "Trần Văn Nam"]
    assert "unknown_column" not in {found.code for found in reading.problems}


def test_a_policy_that_is_not_filed_by_a_list_has_no_template() -> None:
    with pytest.raises(LookupError):
        columns_of("nq68-02")


def test_rows_filled_in_come_back_as_they_were_handed_out_with_their_keys(tmp_path: Path) -> None:
    reading = read(template(), tmp_path)
    for row, (key, told) in zip(reading.rows, BASE.items(), strict=True):
        came = {**{name: getattr(row, name) for name in KEPT}, "date_of_birth": row.date_of_birth and row.date_of_birth.isoformat()}
        assert row.row_key == key
        assert came == told


def test_the_stamp_comes_back_whole_and_its_sheet_is_named(tmp_path: Path) -> None:
    base = {f"key-{n}": {**HOA, "address": "Thôn Đoài " * 20} for n in range(400)}
    path = tmp_path / "t.xlsx"
    path.write_bytes(template(base=base))
    reading = read_in_child(path, policy="nq68-12", today=TODAY)
    assert len(reading.rows) == 400
    assert {line.why for line in reading.skipped if line.sheet == SHEET} == {"template stamp"}
    told = dict(lines_in_child(path, policy="nq68-12", today=TODAY))["stamp"][0]
    assert told[1] == "signed"
    stamp = opened(type("Stamped", (), {"text": told[0]})())  # type: ignore[arg-type]
    assert stamp is not None
    assert stamp.base == base


def test_a_template_has_choices_checks_and_a_hidden_key() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template("nq68-08")))
    sheet = book["Danh sách"]
    kinds = {rule.type for rule in sheet.data_validations.dataValidation}
    assert kinds == {"list", "date", "whole", "custom"}
    headings = [cell.value for cell in sheet[HEAD_ROW + 1]]
    assert sheet.column_dimensions[openpyxl.utils.get_column_letter(headings.index("Mã dòng") + 1)].hidden
    assert book[SHEET].sheet_state == "veryHidden"


VALUES = st.sampled_from(["", "A", "B", "C"])


@settings(max_examples=100)
@given(VALUES, VALUES, VALUES)
def test_a_field_follows_whoever_alone_changed_it_and_waits_where_both_did(was: str, came: str, known: str) -> None:
    merged = merge({"address": was}, {"address": came or None}, {"address": known})
    assert ("address" in merged.conflicts) == (len({was, came, known}) == 3)
    assert ("address" in merged.changed) == (came != was == known)
    assert merged.values == ({"address": known} if came == was != known else {})


@pytest.mark.parametrize(
    "cells", [["an-sinh", "x", "y"], ["ansinh-template-1", "x"], ["ansinh-template-1", "x", "not base 64!"], ["ansinh-template-1", "x", 5.0], []]
)
def test_what_is_no_stamp_of_this_version_is_read_as_none(cells: list[Any]) -> None:
    assert read_cells([[cell] for cell in cells]) is None
