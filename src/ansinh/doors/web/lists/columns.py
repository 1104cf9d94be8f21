"""Which column of a list was read as what: shown with some of its cells, confirmed or corrected, and remembered for the office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.jobs import read_upload
from ansinh.delivery.cases.models import Upload
from ansinh.delivery.cases.tell_columns import tell_columns
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand, holds
from ansinh.delivery.registry.need import Where, demand_need
from ansinh.doors.web.asking import officer_of, roles_here, today
from ansinh.papers.lists.layout import UNREAD

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import Promise

NOT_UNDERSTOOD = ""
MEANINGS: dict[str, str | Promise] = {
    NOT_UNDERSTOOD: gettext_lazy("(chưa hiểu, không đọc)"), "full_name": gettext_lazy("Họ và tên"), "surname": gettext_lazy("Họ và chữ đệm"), "given_name": gettext_lazy("Tên"),
    "date_of_birth": gettext_lazy("Ngày sinh"), "sex": gettext_lazy("Giới tính"), "male": gettext_lazy("Nam (đánh dấu hoặc ngày sinh)"),
    "female": gettext_lazy("Nữ (đánh dấu hoặc ngày sinh)"), "birth_day": gettext_lazy("Ngày (trong ngày sinh)"), "birth_month": gettext_lazy("Tháng (trong ngày sinh)"),
    "birth_year": gettext_lazy("Năm (trong ngày sinh)"), "id_number": gettext_lazy("Số CCCD/CMND"), "si_number": gettext_lazy("Số sổ BHXH"), "address": gettext_lazy("Nơi ở"),
    "phone": gettext_lazy("Điện thoại"), "occupation": gettext_lazy("Công việc"), "amount": gettext_lazy("Số tiền đề nghị (đồng)"),
    "account_number": gettext_lazy("Số tài khoản"), "bank_name": gettext_lazy("Ngân hàng"), "group": gettext_lazy("F0 hay F1"), "group_f0": gettext_lazy("F0 (đánh dấu)"),
    "group_f1": gettext_lazy("F1 (đánh dấu)"), "period": gettext_lazy("Từ ngày đến ngày (một ô)"), "period_start": gettext_lazy("Từ ngày"),
    "period_end": gettext_lazy("Đến ngày"), "period_days": gettext_lazy("Số ngày"), "pregnant": gettext_lazy("Đang mang thai"),
    "children_under_6": gettext_lazy("Số con dưới 6 tuổi"), "order": gettext_lazy("Số thứ tự"), "note": gettext_lazy("Ghi chú"),
    UNREAD: gettext_lazy("Không đọc cột này"),
}  # fmt: skip
SECOND = {"other_id_number": "id_number", "other_address": "address", "other_birth": "date_of_birth", "other_phone": "phone", "amount_part": UNREAD}


@dataclass(frozen=True)
class Column:
    """One column of a sheet as it was read."""

    sheet: str
    letter: str
    heading: str
    samples: list[str]
    meaning: str
    by_people: bool
    field: Any = None

    @property
    def words(self) -> str:
        """What it was read as."""
        return str(MEANINGS.get(self.meaning) or MEANINGS[UNREAD])


def columns_of(upload: Upload) -> list[Column]:
    """Give the columns with a heading, sheet by sheet, from left to right."""
    found: list[Column] = []
    for sheet in upload.summary.get("sheets", []):
        read = {letter: SECOND.get(name, name) for name, letter in sheet["columns"].items()}
        for letter in sorted(sheet.get("headings", {}), key=lambda letter: (len(letter), letter)):
            by_people = letter in sheet.get("by_people", [])
            together = next(
                (read[other] for other, heading in sheet["headings"].items() if other in read and heading == sheet["headings"][letter]), NOT_UNDERSTOOD
            )
            meaning = read.get(letter, UNREAD if by_people else together)
            known = meaning if meaning in MEANINGS else UNREAD
            found.append(Column(sheet["name"], letter, sheet["headings"][letter], sheet.get("samples", {}).get(letter, []), known, by_people))
    return found


class ColumnsForm(forms.Form):
    """A meaning for each column."""

    def __init__(self, columns: list[Column], *args: Any, **options: Any) -> None:
        """Ask for each column what it means, beginning with what it was read as."""
        super().__init__(*args, **options)
        self.columns = columns
        for place, column in enumerate(columns):
            label = _("Cột %(letter)s “%(heading)s” là") % {"letter": column.letter, "heading": column.heading}
            choices = [(name, words) for name, words in MEANINGS.items() if name or not column.meaning]
            self.fields[f"column_{place}"] = forms.ChoiceField(label=label, choices=choices, initial=column.meaning, required=False)

    def told(self) -> dict[str, str]:
        """Give the meanings that were changed, by the column's heading."""
        changed = (
            (column.heading, self.cleaned_data[f"column_{place}"]) for place, column in enumerate(self.columns) if f"column_{place}" in self.changed_data
        )
        return {heading: meaning for heading, meaning in changed if meaning}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, upload: uuid.UUID) -> HttpResponse:
    """Show what each column was read as; what is corrected is remembered for the office and the list read again with it."""
    officer = officer_of(request)
    row = queries.upload(upload, seen_by=officer)
    demand_need(Where.LIST, roles_here(request))
    found = columns_of(row)
    form = ColumnsForm(found, request.POST or None)
    editable = row.state == Upload.State.READ and holds(officer, [Role.LISTER], policy=row.policy, on=today())
    if request.method == "POST":
        demand(officer, [Role.LISTER], policy=row.policy, on=today())
        if form.is_valid() and (told := form.told()):
            anew = tell_columns(row, told, by=officer, at=timezone.now())
            read_upload.defer(upload=str(anew.pk), officer=str(officer.pk))
            messages.success(request, _("Đã ghi nhớ cho cơ quan và đang đọc lại danh sách theo các cột đã chọn."))
            return redirect("upload", anew.pk)
        if form.is_valid():
            messages.info(request, _("Các cột được giữ như đã đọc."))
            return redirect("upload", row.pk)
    shown = [Column(**{**column.__dict__, "field": form[f"column_{place}"]}) for place, column in enumerate(found)]
    context = {
        "upload": row, "columns": shown, "editable": editable, "form": form, "several_sheets": len({one.sheet for one in found}) > 1,
        "changed": queries.upload_counts(row, seen_by=officer)["changed"],
    }  # fmt: skip
    return render(request, "lists/columns.html", context)
