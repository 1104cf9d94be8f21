"""The claims that the reader sees, with her filters, as a table to take away."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.look_at_claim import take_away
from ansinh.delivery.cases.models import Claim, Outcome
from ansinh.delivery.registry.models import Sex
from ansinh.delivery.registry.need import Where, needs_whole
from ansinh.doors.web.asking import asked, officer_of, roles_here
from ansinh.doors.web.dossiers.seeing import FILTERS
from ansinh.doors.web.sheets import KINDS, XLSX, as_text
from ansinh.policy.person_numbers import masked

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from django.http import HttpRequest

MOST = 200_000
TAKEN = (
    "order", "receipt", "full_name", "sex", "date_of_birth", "birth_precision", "id_number", "address", "phone", "outcome", "amount_vnd", "state", "state_reason",
    "state_article",
)  # fmt: skip
WRITTEN = {"day": "%d/%m/%Y", "month": "%m/%Y", "year": "%Y"}


@login_required
@require_safe
def export(request: HttpRequest, dossier: uuid.UUID, kind: str) -> HttpResponse:
    """Give what is seen as xlsx or csv; any other kind is not there. Numbers are whole for who lists or confirms, which is kept; else masked."""
    officer = officer_of(request)
    found = queries.dossier(dossier, seen_by=officer)
    if kind not in KINDS:
        raise Http404
    only = asked(request, "xem") if asked(request, "xem") in FILTERS else ""
    rows = queries.claims_matching(found, seen_by=officer, only=only, text=asked(request, "q")).order_by("order")[:MOST]
    whole = needs_whole(Where.EXPORT, roles_here(request))
    if whole:
        take_away(found, rows.count(), by=officer, at=timezone.now())
    content, media_type = (
        (_workbook(rows, whole=whole), XLSX) if kind == "xlsx" else (as_text([_head(), *_lines(rows, whole=whole)]), "text/csv; charset=utf-8")
    )
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="ho-so-{found.number}.{kind}"'
    return response


def _head() -> list[str]:
    return [
        _("STT"), _("Mã biên nhận"), _("Họ và tên"), _("Giới tính"), _("Ngày sinh"), _("Số giấy tờ"), _("Nơi ở"), _("Điện thoại"), _("Kết luận theo quy định"),
        _("Số tiền (đồng)"), _("Tình trạng"), _("Lý do"), _("Căn cứ"),
    ]  # fmt: skip


def _lines(rows: QuerySet[Claim], *, whole: bool) -> Iterator[list[Any]]:
    sexes, outcomes, states = ({key: str(label) for key, label in kind.choices} for kind in (Sex, Outcome, Claim.State))
    for row in rows.values_list(*TAKEN, named=True).iterator(chunk_size=5000):
        born = row.date_of_birth.strftime(WRITTEN[row.birth_precision if whole else "year"]) if row.date_of_birth else ""
        number, phone = (row.id_number, row.phone) if whole else (masked(row.id_number), masked(row.phone))
        yield [
            row.order, row.receipt, row.full_name, sexes.get(row.sex, ""), born, number, row.address, phone, outcomes[row.outcome],
            row.amount_vnd, states[row.state], row.state_reason, row.state_article,
        ]  # fmt: skip


def _workbook(rows: QuerySet[Claim], *, whole: bool) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    head, money = book.add_format({"bold": True, "bg_color": "#d9e8ec"}), book.add_format({"num_format": "#,##0"})
    sheet.write_row(0, 0, _head(), head)
    sheet.freeze_panes(1, 3)
    sheet.set_column(1, 12, 18)
    for line, values in enumerate(_lines(rows, whole=whole), 1):
        for column, value in enumerate(values):
            if isinstance(value, int):
                sheet.write_number(line, column, value, money)
            else:
                sheet.write_string(line, column, value)
    book.close()
    return out.getvalue()
