"""Letters that were printed: found by number or name, noted when the post brings one back, settled by who holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases import queries, returned_letters
from ansinh.delivery.cases.models_letters import PostedLetter
from ansinh.delivery.cases.post_letters import WHO_POSTS
from ansinh.delivery.cases.returned_letters import note_return, settle_return
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.doors.web.asking import asked, beside, cursors, demand_any, officer_of, roles_here, today
from ansinh.doors.web.deadlines import left
from ansinh.doors.web.dossiers.moving import READ_OR_ACT, REFUSED
from ansinh.doors.web.dossiers.words import timeline
from ansinh.doors.web.letters.tables import MOST_EXPORTED, workbook
from ansinh.doors.web.letters.words import HOW, KINDS, WHY
from ansinh.doors.web.refusals import words

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

STATES = {"returned": gettext_lazy("bị trả lại, chưa xong"), "settled": gettext_lazy("bị trả lại, đã xong"), "tat-ca": gettext_lazy("tất cả thư đã in")}


class ReturnForm(forms.Form):
    """Why the post brought a letter back."""

    why = forms.ChoiceField(
        label=gettext_lazy("Vì sao bưu điện trả lại?"), choices=list(WHY.items()), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn lý do ghi trên thư trả lại.")},
    )  # fmt: skip


class SettleForm(forms.Form):
    """What was done instead."""

    how = forms.ChoiceField(
        label=gettext_lazy("Đã giải quyết thế nào?"), choices=list(HOW.items()), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn cách giải quyết.")},
    )  # fmt: skip
    address = forms.CharField(
        label=gettext_lazy("Địa chỉ khác"), help_text=gettext_lazy("Chỉ khi gửi lại: thư chờ in với địa chỉ này."), max_length=200, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Đã làm gì, hỏi ai, ngày nào?"), min_length=5, max_length=200, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Ghi đã làm gì."), "min_length": gettext_lazy("Viết ít nhất 5 ký tự."), "max_length": gettext_lazy("Viết tối đa 200 ký tự.")},
    )  # fmt: skip


@login_required
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """List letters that came back and wait, by due day; or those settled, or all."""
    demand_any(request, WHO_POSTS)
    filters = _filters(request)
    found = returned_letters.letters(seen_by=officer_of(request), **filters, **cursors(request))
    context: dict[str, Any] = {
        "rows": [{"letter": row, "left": left(row.due_on, today()) if row.due_on else None, **_words(row)} for row in found.rows],
        "states": STATES, "filters": filters, "query": request.GET.urlencode(), **beside(request, found, {name: asked(request, name) for name in ("xem", "q", "cua-toi")}),
    }  # fmt: skip
    return render(request, "letters/letters.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give the letters that the filters show as a workbook."""
    demand_any(request, WHO_POSTS)
    rows = returned_letters.matching(seen_by=officer_of(request), **_filters(request)).order_by("pk")[:MOST_EXPORTED]
    head = (_("Số"), _("Họ và tên"), _("Địa chỉ"), _("Giao bưu điện"), _("Trả lại"), _("Lý do"), _("Người giữ"), _("Hạn"), _("Giải quyết"), _("Ghi chú"))
    return workbook("thu-da-in", head, (_line(row) for row in rows.iterator()))


@login_required
@require_http_methods(READ_OR_ACT)
def letter(request: HttpRequest, letter: uuid.UUID) -> HttpResponse:
    """Show one letter; note that it came back, or settle it."""
    demand_any(request, WHO_POSTS)
    officer = officer_of(request)
    found = returned_letters.letter(letter, seen_by=officer)
    posted = request.POST if request.method == "POST" else None
    form: forms.Form = SettleForm(posted) if found.returned_at else ReturnForm(posted)
    if posted is not None and form.is_valid():
        try:
            _carried_out(found, form, request)
            return redirect("post_letter", letter)
        except NotYours:
            raise
        except Refused as refusal:
            form.add_error(None, words(refusal))
    may = found.batch.posted_at is not None if not found.returned_at else found.waits and ("chief" in roles_here(request) or found.owner_id == officer.pk)
    context = {
        "on": found, **_words(found), "form": form if may else None, "left": left(found.due_on, today()) if found.due_on else None,
        "timeline": timeline(queries.events([found.pk], seen_by=officer)),
    }  # fmt: skip
    return render(request, "letters/letter.html", context, status=REFUSED if form.errors else 200)


def _carried_out(found: PostedLetter, form: forms.Form, request: HttpRequest) -> None:
    said, officer, at = form.cleaned_data, officer_of(request), timezone.now()
    if found.returned_at:
        settle_return(found.pk, how=said["how"], note=said["note"], address=said["address"], by=officer, at=at)
        messages.success(request, _("Đã ghi cách giải quyết."))
        return
    held = note_return(found.pk, why=said["why"], by=officer, at=at)
    messages.success(request, _("Đã ghi trả lại. %(owner)s giữ việc này.") % {"owner": held.owner})


def _filters(request: HttpRequest) -> dict[str, Any]:
    state = asked(request, "xem") or "returned"
    return {"state": state if state in STATES else "returned", "own": asked(request, "cua-toi") == "1", "text": asked(request, "q")}


def _words(row: PostedLetter) -> dict[str, Any]:
    return {"kind": KINDS.get(row.notice.kind, row.notice.kind), "why": WHY.get(row.why, ""), "how": HOW.get(row.how, "")}


def _line(row: PostedLetter) -> tuple[str, ...]:
    posted = f"{timezone.localtime(row.batch.posted_at):%d/%m/%Y}" if row.batch.posted_at else ""
    returned = f"{timezone.localtime(row.returned_at):%d/%m/%Y}" if row.returned_at else ""
    return (
        row.number, row.notice.name, row.notice.address, posted, returned, str(WHY.get(row.why, "")), str(row.owner or ""),
        f"{row.due_on:%d/%m/%Y}" if row.due_on else "", str(HOW.get(row.how, "")), row.note,
    )  # fmt: skip
