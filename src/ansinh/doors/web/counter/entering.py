"""The clerk's screen: scan or choose the paper, type what stands on it, file, print the receipt, take the next; no mouse is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases.numbers import read_code
from ansinh.delivery.intake import batches as post
from ansinh.delivery.intake.file import Filer, file_claims
from ansinh.delivery.intake.public import filing_status
from ansinh.delivery.intake.queries import entered_from
from ansinh.delivery.intake.receipt import receipt_of
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.doors.web.asking import asked, officer_of, roles_here
from ansinh.doors.web.counter.forms import EntryForm, PaperForm
from ansinh.doors.web.filing.paper import fillable
from ansinh.doors.web.public.where import shown_filing
from ansinh.doors.web.refusals import words
from ansinh.papers.letters.form import read_mark
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ansinh.delivery.intake.models import Batch, Filing
    from ansinh.policy.programme import Policy


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """Ask for the paper, then for what stands on it; on POST file it and lead to its receipt."""
    _demand_clerk(request)
    officer = officer_of(request)
    open_batches = post.batches(seen_by=officer, open_only=True).rows
    which = PaperForm(request.GET or None, [(str(one.pk), f"{one.number}, {one.sender}") for one in open_batches])
    policy, form_id, fault = _paper(request)
    batch = next((one for one in open_batches if str(one.pk) == asked(request, "lo")), None)
    if policy is None:
        return render(request, "counter/paper.html", {"form": which, "fault": fault, "batch": batch})
    form = EntryForm(policy, officer.office, request.POST if request.method == "POST" else None)
    again = entered_from(form_id, seen_by=officer) if form_id else None
    if request.method == "POST" and form.is_valid() and not _warned(form, again):
        try:
            made = _file(form, policy, form_id, batch, request)
            return redirect(f"{reverse('counter_receipt', args=[made.code])}?{urlencode({'lo': str(batch.pk)} if batch else {})}")
        except NotYours:
            raise
        except Refused as refusal:
            form.add_error(None, words(refusal))
    context = {"form": form, "policy": policy, "form_id": form_id, "batch": batch, "again": again, "doubtful": request.method == "POST"}
    return render(request, "counter/entry.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show the receipt to be printed or read out, and go on to the next paper."""
    _demand_clerk(request)
    found = filing_status(code)
    if found is None:
        raise Http404(code)
    return render(request, "counter/receipt.html", {**shown_filing(found), "lot": asked(request, "lo")})


@login_required
@require_safe
def receipt_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Give the receipt as PDF."""
    _demand_clerk(request)
    paper = receipt_of(code, at=timezone.now())
    if paper is None:
        raise Http404(code)
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="giay-tiep-nhan-{read_code(code)}.pdf"'
    return response


def _paper(request: HttpRequest) -> tuple[Policy | None, str, str]:
    """Give the policy and form id that were scanned, typed or chosen, and what is wrong with them."""
    scanned = asked(request, "mau")
    named, text = read_mark(scanned)
    form_id = read_code(text) or ""
    if scanned and not form_id:
        return None, "", _("Không đọc được mã này. Quét lại, hoặc gõ 11 ký tự dưới mã QR.")
    wanted = asked(request, "chinh_sach") or named
    policy = next((one for one in load_programme().policies if one.id == wanted and fillable(one, timezone.localdate())), None)
    if policy is None and (wanted or form_id):
        return None, form_id, _("Chọn chính sách ghi ở đầu đơn.")
    return policy, form_id, ""


def _warned(form: EntryForm, again: Filing | None) -> bool:
    """Say once that this very paper was entered before."""
    if again is None or form.cleaned_data.get("as_written"):
        return False
    form.add_error(
        None,
        _("Mẫu mang mã này đã được nhập: hồ sơ nộp %(code)s. Nếu là bản sao mẫu trắng dùng cho người khác thì đánh dấu đã đối chiếu.") % {"code": again.code},
    )
    return True


def _file(form: EntryForm, policy: Policy, form_id: str, batch: Batch | None, request: HttpRequest) -> Filing:
    officer, told = officer_of(request), form.cleaned_data
    place = told.get("commune") or officer.office.commune
    kind = "another" if told["filer_name"] else "self"
    filer = Filer(
        kind,
        told["filer_name"],
        told["filer_phone"] if told["filer_name"] else "",
        told["filer_relation"],
        told.get("reference") or "",
        form=form_id,
        batch=batch,
    )
    return file_claims(policy.id, [form.row()], channel="post" if batch else "counter", place=place, filer=filer, at=timezone.now(), by=officer)


def _demand_clerk(request: HttpRequest) -> None:
    if not roles_here(request):
        raise NotYours("role_missing", "Trang này dành cho cán bộ được phân công.", "This page is for officers with an assignment.")
