"""A list leaves this page: submitted as a dossier, or put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import BigIntegerField, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.jobs import start_submitting
from ansinh.delivery.cases.models import Upload
from ansinh.delivery.cases.receive import discard
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.doors.web.asking import officer_of, today
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def submit_upload(request: HttpRequest, upload: uuid.UUID) -> HttpResponse:
    """Say what will be submitted, then hand the list to the job that makes the dossier. A second click finds it under way."""
    officer = officer_of(request)
    row = queries.upload(upload, seen_by=officer)
    demand(officer, [Role.LISTER], policy=row.policy, on=today())
    counts = queries.upload_counts(row, seen_by=officer)
    if row.state != Upload.State.READ or counts["undecided"]:
        if counts["undecided"]:
            messages.error(request, _("Còn %(count)s dòng cần quyết định. Sửa, xác nhận hoặc để riêng rồi mới nộp được.") % {"count": counts["undecided"]})
        return redirect("upload", upload)
    if request.method == "POST":
        start_submitting(row, by=officer)
        return redirect("upload", upload)
    ready = row.rows.filter(state="ready").aggregate(sum=Sum(Cast(KT("data__amount"), BigIntegerField())))
    policy = load_programme(row.programme).policy(row.policy)
    procedure = policy.procedure_on(today())
    context = {"upload": row, "counts": counts, "asked_vnd": ready["sum"], "policy": policy, "procedure": procedure, "form": forms.Form()}
    return render(request, "lists/submit.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def discard_upload(request: HttpRequest, upload: uuid.UUID) -> HttpResponse:
    """Put a list away so that a better one can be sent; the file and what was read stay on record."""
    officer = officer_of(request)
    row = queries.upload(upload, seen_by=officer)
    demand(officer, [Role.LISTER], policy=row.policy, on=today())
    if request.method == "POST":
        if row.state != Upload.State.DISCARDED:
            discard(row, by=officer, at=timezone.now())
        messages.success(request, _("Đã bỏ lần gửi này. Gửi lại danh sách khi sẵn sàng."))
        return redirect("upload_new")
    return render(request, "lists/discard.html", {"upload": row, "form": forms.Form()})
