"""A list as it was read: each row, what was repaired, what a human must decide, and every line that is no person."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.attest import left_open
from ansinh.delivery.cases.models import Upload
from ansinh.delivery.cases.work import AT_WORK
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import holds
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.registry.need import Where, demand_need, needs_whole
from ansinh.doors.web.asking import asked, beside, cursors, officer_of, roles_here, today
from ansinh.doors.web.facts import FactsForm
from ansinh.doors.web.lists.at_work import job_of
from ansinh.doors.web.lists.columns import columns_of
from ansinh.doors.web.lists.lines import line_kind
from ansinh.doors.web.lists.marking import marked
from ansinh.doors.web.lists.shown import shown
from ansinh.papers.lists.gathered import write_gathered
from ansinh.papers.lists.refusals import ListRefused
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

FILTERS = ("", "undecided", "noted", "changed", "aside", "ready")
MOST_LINES = 500
MOST_MARKED = 50_000
LARGEST_MARKED = 24 * 2**20
"""Bytes of a workbook that a page can mark while its reader waits."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def review(request: HttpRequest, upload: uuid.UUID) -> HttpResponse:
    """Show the list; while it is being read or submitted, how far that is."""
    officer = officer_of(request)
    row = queries.upload(upload, seen_by=officer)
    policy = load_programme(row.programme).policy(row.policy)
    if row.state in AT_WORK:
        stoppable = holds(officer, [Role.LISTER], policy=row.policy, on=today())
        return render(request, "lists/at_work.html", {"upload": row, "policy": policy, "job": job_of(row), "stoppable": stoppable})
    if row.state == Upload.State.REFUSED:
        return render(request, "lists/refused.html", {"upload": row, "policy": policy})
    only = asked(request, "xem") if asked(request, "xem") in FILTERS else ""
    text = asked(request, "q")
    page = queries.upload_rows(row, seen_by=officer, only=only, text=text, **cursors(request))
    whole = needs_whole(Where.LIST, roles_here(request))
    context = {
        **_summed(row, request), "policy": policy, "rows": [shown(found, row, whole=whole) for found in page.rows], "only": only, "text": text,
        "filters": _filters(only), "lines": _lines(row), "refusal": row.summary.get("refusal"), "attest": _attest_form(row, editable=_editable(row, request)),
        "columns": columns_of(row), **beside(request, page, {"xem": only, "q": text}),
    }  # fmt: skip
    return render(request, "lists/review.html", context)


@login_required
@require_safe
def summary(request: HttpRequest, upload: uuid.UUID) -> HttpResponse:
    """Give the figures of the list alone, after a row was changed in place."""
    return render(request, "lists/summary.html", _summed(queries.upload(upload, seen_by=officer_of(request)), request))


@login_required
@require_safe
def progress(request: HttpRequest, upload: uuid.UUID) -> HttpResponse:
    """Say how far the work is; when it has ended, have the page loaded anew."""
    row = queries.upload(upload, seen_by=officer_of(request))
    response = render(request, "lists/progress.html", {"upload": row, "job": job_of(row)})
    if row.state not in AT_WORK:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_safe
def faults(request: HttpRequest, upload: uuid.UUID) -> HttpResponse:
    """Give the office's own workbook back, each fault coloured with a comment in its cell."""
    officer = officer_of(request)
    row = queries.upload(upload, seen_by=officer)
    _demand_kept(row, request)
    if row.file.size_bytes > LARGEST_MARKED:
        raise Refused(
            "marked_large",
            "Tệp này quá lớn để đánh dấu lỗi trong bảng tính. Xem và quyết định từng dòng trên trang.",
            "This file is too large for its faults to be marked in a workbook. Look at the rows on the page and decide them there.",
        )
    found = {one.pk: one for only in ("noted", "changed") for one in queries.upload_rows(row, seen_by=officer, only=only, size=MOST_MARKED).rows}
    try:
        content = marked(found.values(), row, "en" if (get_language() or "vi").startswith("en") else "vi")
    except ListRefused as refusal:
        raise Refused(refusal.code, refusal.message["vi"], refusal.message["en"]) from refusal
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="danh-sach-danh-dau-{row.received_at:%Y%m%d-%H%M}.xlsx"'
    return response


@login_required
@require_safe
def set_aside(request: HttpRequest, upload: uuid.UUID) -> HttpResponse:
    """Give the rows that were set aside as a list of its own: put right, it is sent like any other."""
    row = queries.upload(upload, seen_by=officer_of(request))
    _demand_kept(row, request)
    people = [one.data for one in queries.upload_rows(row, seen_by=officer_of(request), only="aside", size=MOST_MARKED).rows]
    response = HttpResponse(write_gathered({_("Để riêng"): people}, made_at=row.received_at), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="de-rieng-{row.received_at:%Y%m%d-%H%M}.xlsx"'
    return response


def _demand_kept(row: Upload, request: HttpRequest) -> None:
    """Raise unless the reader makes lists and the list is still there."""
    demand_need(Where.LIST, roles_here(request))
    if row.summary.get("erased"):
        raise Refused("list_erased", "Danh sách này đã hết thời hạn lưu và đã được xóa.", "The time of this list is over and it was erased.")


def _summed(row: Upload, request: HttpRequest) -> dict[str, Any]:
    totals = row.summary.get("totals") or {}
    declared, computed = totals.get("declared_total"), totals.get("computed_total")
    return {
        "upload": row, "counts": queries.upload_counts(row, seen_by=officer_of(request)), "declared": declared, "computed": computed,
        "differs": declared is not None and declared != computed, "editable": _editable(row, request),
    }  # fmt: skip


def _editable(row: Upload, request: HttpRequest) -> bool:
    return row.state == Upload.State.READ and holds(officer_of(request), [Role.LISTER], policy=row.policy, on=today())


def _filters(only: str) -> list[dict[str, Any]]:
    labels = {
        "": _("Tất cả các dòng"), "undecided": _("Cần quyết định"), "noted": _("Có lưu ý hoặc được sửa khi đọc"), "changed": _("Đã sửa bằng tay"),
        "aside": _("Để riêng"), "ready": _("Sẵn sàng"),
    }  # fmt: skip
    return [{"value": value, "label": labels[value], "chosen": value == only} for value in FILTERS]


def _lines(row: Upload) -> dict[str, Any]:
    """Give every line of the file that is no person, with why, and how many of each kind."""
    skipped, beyond = row.summary.get("skipped", []), row.summary.get("skipped_more", {})
    kinds = Counter(line_kind(line["why"]) for line in skipped)
    for why, count in beyond.items():
        kinds[line_kind(why)] += count
    lines = kinds.total()
    told = [{"sheet": line["sheet"], "row": line["row"], "why": line_kind(line["why"])} for line in skipped[:MOST_LINES]]
    return {"all": told, "count": lines, "kinds": sorted(kinds.items(), key=lambda kind: -kind[1]), "more": max(0, lines - MOST_LINES)}


def _attest_form(row: Upload, *, editable: bool) -> FactsForm | None:
    """Ask once for what no row of the list tells but the office knows of all."""
    if not editable:
        return None
    names = {*left_open(row, on=today()), *row.attested}
    return FactsForm(load_programme(row.programme).facts, names, known=row.attested) if names else None
