"""The officer takes what was filed into a dossier, many at once, or refuses one with the reason."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from ansinh.delivery.cases.jobs import start_submitting
from ansinh.delivery.cases.models import UploadRow
from ansinh.delivery.cases.submit import submit
from ansinh.delivery.intake import queries
from ansinh.delivery.intake.end import refuse
from ansinh.delivery.intake.take import MOST_FILINGS, gather
from ansinh.doors.web.asking import officer_of
from ansinh.doors.web.dossiers.moving import READ_OR_ACT, REFUSED
from ansinh.doors.web.intake.seeing import shown
from ansinh.doors.web.refusals import carried_out
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.cases.models import Upload

AT_ONCE = 500
"""People up to whom a dossier is made while the officer waits; more go to the job of long lists."""


class RefuseForm(forms.Form):
    """Why a filing is not accepted."""

    reason = forms.CharField(
        label=gettext_lazy("Vì sao không tiếp nhận, người nộp cần làm gì?"), help_text=gettext_lazy("Người nộp đọc nguyên văn bằng mã hồ sơ nộp."), min_length=10, max_length=500,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Ghi lý do."), "min_length": gettext_lazy("Viết ít nhất 10 ký tự."), "max_length": gettext_lazy("Viết tối đa 500 ký tự.")},
    )  # fmt: skip


@login_required
@require_POST
def take_filings(request: HttpRequest) -> HttpResponse:
    """Say what would be taken; once that is confirmed, make the list and, where no row needs a human first, the dossier."""
    officer, keys = officer_of(request), _chosen(request)
    if not keys:
        messages.error(request, _("Chọn ít nhất một hồ sơ nộp trong danh sách."))
        return redirect("filings")
    if "confirmed" not in request.POST:
        found = [queries.filing(key, seen_by=officer) for key in keys]
        policies = {row.policy for row in found}
        if len(policies) > 1:
            messages.error(request, _("Chọn hồ sơ của cùng một chính sách; lọc theo chính sách rồi chọn lại."))
            return redirect("filings")
        context = {
            "rows": shown(found, seen_by=officer),
            "people": sum(row.row_count for row in found),
            "policy": load_programme(found[0].programme).policy(found[0].policy),
        }
        return render(request, "intake/take.html", context)
    upload = gather(keys, by=officer, at=timezone.now())
    return _onward(request, upload)


def _onward(request: HttpRequest, upload: Upload) -> HttpResponse:
    officer = officer_of(request)
    waiting = upload.rows.filter(state=UploadRow.State.UNDECIDED).count()
    if waiting:
        messages.info(request, _("Đã gom thành danh sách. Còn %(count)s dòng cần quyết định rồi mới nộp được.") % {"count": waiting})
        return redirect("upload", upload.pk)
    if upload.summary["totals"]["rows"] > AT_ONCE:
        start_submitting(upload, by=officer)
        return redirect("upload", upload.pk)
    dossier = submit(upload, by=officer, at=timezone.now())
    messages.success(request, _("Đã tiếp nhận %(count)s người vào hồ sơ %(number)s.") % {"count": dossier.claims, "number": dossier.number})
    return redirect("dossier", dossier.pk)


@login_required
@require_http_methods(READ_OR_ACT)
def refuse_filing(request: HttpRequest, filing: uuid.UUID) -> HttpResponse:
    """Not accept one filing, with the reason as its filer reads it."""
    officer = officer_of(request)
    form = RefuseForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"on": queries.filing(filing, seen_by=officer), "form": form}
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            refuse(filing, reason=form.cleaned_data["reason"], by=officer, at=timezone.now())
            return _("Đã trả lời người nộp: không tiếp nhận.")

        if carried_out(request, act, form):
            return redirect("filing", filing)
        return render(request, "intake/refuse.html", context, status=409)
    return render(request, "intake/refuse.html", context, status=REFUSED if form.errors else 200)


def _chosen(request: HttpRequest) -> list[uuid.UUID]:
    """Give the filings chosen; what is no key is none of ours."""
    found = []
    for text in request.POST.getlist("chon")[:MOST_FILINGS]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found
