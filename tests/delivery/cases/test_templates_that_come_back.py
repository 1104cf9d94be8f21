"""A template goes out with the commune's known people and comes back changed: each row is merged with what changed meanwhile."""

from __future__ import annotations

import base64
import io
from typing import Any

import openpyxl
import pytest

from ansinh.delivery.cases.amend import put_right
from ansinh.delivery.cases.hand_out import hand_out
from ansinh.delivery.cases.models import Upload, UploadRow
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry.models import Person
from delivery.casework import Town, person, received, submitted, town

pytestmark = pytest.mark.django_db
NAME, BIRTH, CARD, ADDRESS, PHONE = 2, 3, 5, 6, 7
FIRST = 6


@pytest.fixture
def here() -> Town:
    found = town()
    submitted(found, [person(n, address=f"Thôn {n}") for n in range(1, 6)])
    return found


def handed_out(here: Town, *, policy: str = "nq68-12", with_people: bool = True) -> Any:
    with acting(here.lister):
        content = hand_out(policy, with_people=with_people, by=here.lister, at=here.later())[1]
    return openpyxl.load_workbook(io.BytesIO(content))


def returned(here: Town, book: Any, *, policy: str = "nq68-12") -> tuple[Upload, dict[str, UploadRow]]:
    out = io.BytesIO()
    book.save(out)
    upload = received(here, out.getvalue(), policy=policy)
    with acting(here.lister):
        return upload, {row.data["full_name"]: row for row in UploadRow.objects.filter(upload=upload)}


def row_of(sheet: Any, name: str) -> int:
    return next(row for row in range(FIRST, sheet.max_row + 1) if sheet.cell(row, NAME).value == name)


def codes(row: UploadRow) -> list[str]:
    return [found["code"] for found in row.problems]


def test_rows_are_unchanged_changed_new_missing_or_in_conflict(here: Town) -> None:
    book = handed_out(here)
    sheet = book["Danh sách"]
    rows = {n: row_of(sheet, f"Nguyễn Thị Hoa {n}") for n in range(1, 6)}
    sheet.cell(rows[2], ADDRESS).value = "Xóm 9"
    sheet.cell(rows[4], ADDRESS).value = "Xóm Mới"
    sheet.cell(rows[5], NAME).value = None
    for column in range(1, sheet.max_column + 1):
        sheet.cell(rows[5], column).value = None
    new = FIRST + 5
    for column, value in ((NAME, "Lê Thị Lan"), (BIRTH, "01/07/1990"), (CARD, "030190001111")):
        sheet.cell(new, column).value = value
    with acting(NATION):
        Person.objects.filter(full_name="Nguyễn Thị Hoa 3").update(phone="0987654321")
        Person.objects.filter(full_name="Nguyễn Thị Hoa 4").update(address="Khu 7")
    upload, people = returned(here, book)
    told = upload.summary["template"]
    assert {name: told[name] for name in ("given", "unchanged", "changed", "meanwhile", "conflicts", "new", "missing")} == {
        "given": 5, "unchanged": 1, "changed": 1, "meanwhile": 1, "conflicts": 1, "new": 1, "missing": 1,
    }  # fmt: skip
    assert codes(people["Nguyễn Thị Hoa 1"]) == []
    assert codes(people["Nguyễn Thị Hoa 2"]) == ["template_changed"]
    assert "Thôn 2" in people["Nguyễn Thị Hoa 2"].problems[0]["message"]["vi"]
    assert (codes(people["Nguyễn Thị Hoa 3"]), people["Nguyễn Thị Hoa 3"].data["phone"]) == (["template_meanwhile"], "0987654321")
    clash = people["Nguyễn Thị Hoa 4"]
    assert (codes(clash), clash.state) == (["template_conflict"], "undecided")
    assert all(word in clash.problems[0]["message"]["vi"] for word in ("Thôn 4", "Xóm Mới", "Khu 7"))
    assert codes(people["Lê Thị Lan"]) == []
    with acting(here.lister):
        assert put_right(clash, {"address": "Khu 7"}, by=here.lister, at=here.later()).state == "ready"


def test_a_stamp_that_was_tampered_with_is_said_and_the_list_read_as_any_other(here: Town) -> None:
    book = handed_out(here)
    stamp = book["an-sinh"]
    told = base64.b64decode(stamp["A3"].value).decode()
    stamp["A3"].value = base64.b64encode(told.replace("Thôn 1", "Thôn 8").encode()).decode()
    upload, people = returned(here, book)
    assert [found["code"] for found in upload.summary["problems"]] == ["template_not_ours"]
    assert "template" not in upload.summary
    assert len(people) == 5


def test_a_template_of_another_policy_or_office_is_said(here: Town) -> None:
    book = handed_out(here, policy="nq68-04")
    upload, _ = returned(here, book)
    assert "chính sách khác" in upload.summary["problems"][-1]["message"]["vi"]
    other = town("10633")
    upload, _ = returned(other, handed_out(here))
    assert "cơ quan khác" in upload.summary["problems"][-1]["message"]["vi"]


def test_a_row_copied_with_its_hidden_key_is_a_new_person(here: Town) -> None:
    book = handed_out(here)
    sheet = book["Danh sách"]
    for column in range(1, sheet.max_column + 1):
        sheet.cell(FIRST + 5, column).value = sheet.cell(FIRST, column).value
    sheet.cell(FIRST + 5, NAME).value = "Lê Thị Lan"
    sheet.cell(FIRST + 5, CARD).value = "030187009999"
    upload, people = returned(here, book)
    assert upload.summary["template"]["new"] == 1
    assert codes(people["Lê Thị Lan"]) == []


def test_a_blank_template_names_nobody_and_who_took_it_is_on_record(here: Town) -> None:
    book = handed_out(here, with_people=False)
    assert book["Danh sách"].cell(FIRST, NAME).value is None
    with acting(NATION):
        event = Event.objects.filter(verb="cases.hand_out").latest("id")
    assert (event.after["people"], event.after["template"]) == (0, "nq68-12")


def test_a_policy_that_is_not_filed_by_a_list_is_refused(here: Town) -> None:
    with pytest.raises(Refused, match="không nộp"):
        handed_out(here, policy="nq68-02")
