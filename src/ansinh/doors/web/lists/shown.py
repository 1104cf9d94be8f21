"""A row of a list as the review page shows it: what it says now, where it is wrong, what was repaired and what it said before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ansinh.delivery.cases.recheck import FIELDS, as_typed
from ansinh.doors.web.lists.forms import LABELS
from ansinh.papers.lists.people import Row
from ansinh.policy.person_numbers import masked, masked_in

if TYPE_CHECKING:
    from ansinh.delivery.cases.models import Upload, UploadRow

OF_CODE = {
    "name_missing": "full_name", "birth_year_in_date_cell": "date_of_birth", "date_order_swapped": "date_of_birth", "duplicate_in_file": "id_number",
    "same_person_perhaps": "full_name", "sex_unreadable": "sex", "phone_invalid": "phone",
}  # fmt: skip
OF_PREFIX = {
    "age": "date_of_birth",
    "id": "id_number",
    "birth": "date_of_birth",
    "amount": "amount",
    "account": "account_number",
    "period": "period_start",
    "group": "group",
}
REPAIRED = {"id_leading_zero_restored", "birth_year_in_date_cell", "date_order_swapped"}
WRITTEN = {"day": "{0.day}/{0.month}/{0.year}", "month": "{0.month}/{0.year}", "year": "{0.year}"}


MASKED = ("id_number", "phone", "account_number")
UNTOLD = dict.fromkeys(told.name for told in fields(Row))


@dataclass
class Shown:
    """One row."""

    row: UploadRow
    several_sheets: bool
    words: dict[str, str]
    whole: bool = True
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changed: list[tuple[Any, str, str]] = field(default_factory=list)
    classes: dict[str, str] = field(default_factory=lambda: defaultdict(str))

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the row says; nothing for what it does not tell."""
        told = {**UNTOLD, **self.row.data}
        return told if self.whole else {**told, **{name: masked(str(told[name])) for name in MASKED if told[name]}}

    @property
    def born(self) -> str:
        """The birth date as far as it is known."""
        return _day(self.row.data.get("date_of_birth"), str(self.row.data.get("birth_precision") or "day") if self.whole else "year")

    @property
    def period(self) -> str:
        """From when to when, and how many days."""
        ends = [_day(self.row.data.get(name), "day") for name in ("period_start", "period_end")]
        return " – ".join(end for end in ends if end)


@cache
def words(language: str) -> dict[str, str]:  # noqa: ARG001 - the language in force; each keeps its own
    """Give the fixed words of a row in the language in force, looked up once instead of with every row."""
    return {
        "nameless": _("(thiếu họ tên)"), "line": _("dòng"), "born": _("Sinh, giới tính"), "female": _("nữ"), "male": _("nam"), "number": _("Số giấy tờ"),
        "asked": _("Đề nghị"), "days": _("ngày"), "account": _("TK"), "decide": _("Quyết định"), "mend": _("Sửa"),
    }  # fmt: skip


def shown(row: UploadRow, upload: Upload, *, whole: bool = True) -> Shown:
    """Make the row ready for the page, in the reader's language; without `whole` every number is masked, also in what is said of it."""
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    seen = Shown(row, len(upload.summary.get("sheets", [])) > 1, words(get_language() or "vi"), whole)
    for problem in row.problems:
        error = problem["severity"] == "error" and row.state == "undecided"
        (seen.faults if error else seen.notes).append(problem["message"][language] if whole else masked_in(problem["message"][language]))
        name = OF_CODE.get(problem["code"]) or OF_PREFIX.get(problem["code"].split("_")[0], "")
        if error:
            seen.classes[name] = "problem"
        elif problem["code"] in REPAIRED:
            seen.classes.setdefault(name, "repaired")
    if row.as_read:
        before, now = as_typed(row.as_read), as_typed(row.data)
        seen.changed = [(LABELS[name], _safe(name, before, whole=whole), _safe(name, now, whole=whole)) for name in FIELDS if before[name] != now[name]]
        for name in FIELDS:
            if before[name] != now[name]:
                seen.classes.setdefault(name, "repaired")
    return seen


def _safe(name: str, told: dict[str, str], *, whole: bool) -> str:
    if whole or not told[name]:
        return told[name]
    return masked(told[name]) if name in MASKED else told[name][-4:] if name == "date_of_birth" else told[name]


def _day(text: Any, precision: str) -> str:
    return WRITTEN.get(precision, "").format(date.fromisoformat(text)) if text else ""
