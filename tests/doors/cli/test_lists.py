"""`ansinh lists read` as a person or a script meets it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from ansinh.doors.cli.lists import lists
from papers.lists.handmade import Sheet, write

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Số tiền"]
AN = [1, "Lê Thị An", "05/03/1987", "030187001234", 1_000_000]


def test_json_is_one_document_of_the_contracts_shape(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", Sheet([HEAD, AN]))
    done = CliRunner().invoke(lists, ["read", str(path), "--policy", "nq68-12", "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert set(told) == {"sheets", "rows", "problems", "totals", "skipped"}
    assert told["rows"][0]["date_of_birth"] == "1987-03-05"
    assert told["rows"][0]["problems"] == ["amount_differs_from_law"]
    assert told["totals"] == {"rows": 1, "errors": 1, "warnings": 0, "declared_total": None, "computed_total": 1_000_000}


def test_a_person_reads_sentences(tmp_path: Path) -> None:
    done = CliRunner().invoke(lists, ["read", str(write(tmp_path / "a.xlsx", Sheet([HEAD, AN]))), "--policy", "nq68-12", "--today", "2021-08-10"])
    assert "1.000.000 đồng" in done.stdout
    assert "1 người, 1 lỗi" in done.stdout


def test_a_refused_file_exits_one_and_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"%PDF")
    done = CliRunner().invoke(lists, ["read", str(tmp_path / "a.xlsx"), "--json"])
    assert (done.exit_code, done.stdout) == (1, "")
    assert ".xlsx" in done.stderr


def test_a_file_without_a_list_exits_one(tmp_path: Path) -> None:
    done = CliRunner().invoke(lists, ["read", str(write(tmp_path / "a.xlsx", Sheet([["Ghi chú"]])))])
    assert done.exit_code == 1


def test_a_policy_that_does_not_exist_is_wrong_usage(tmp_path: Path) -> None:
    done = CliRunner().invoke(lists, ["read", str(write(tmp_path / "a.xlsx", Sheet([HEAD, AN]))), "--policy", "nq68-99"])
    assert done.exit_code == 2


def test_a_blank_template_is_written_without_a_database_and_reads_as_its_policys_list(tmp_path: Path) -> None:
    out = tmp_path / "t.xlsx"
    assert CliRunner().invoke(lists, ["template", "--policy", "nq68-04", "--out", str(out)]).exit_code == 0
    done = CliRunner().invoke(lists, ["read", str(out), "--policy", "nq68-04", "--json"])
    told = json.loads(done.stdout)
    assert (done.exit_code, told["rows"]) == (1, []), "nobody is in it yet"
    assert {"full_name", "id_number", "si_number", "period_start", "pregnant"} <= set(told["sheets"][0]["columns"])


def test_there_is_no_template_for_a_policy_that_is_no_list_or_does_not_exist(tmp_path: Path) -> None:
    none = CliRunner().invoke(lists, ["template", "--policy", "nq68-02", "--out", str(tmp_path / "t.xlsx")])
    assert (none.exit_code, "không nộp bằng danh sách người" in none.stderr) == (1, True)
    assert CliRunner().invoke(lists, ["template", "--policy", "nq68-99", "--out", str(tmp_path / "t.xlsx")]).exit_code == 2
