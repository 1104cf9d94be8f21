"""Many claims of a dossier marked at once: chosen by ticks kept from page to page or by what the list is narrowed to, shown first, then done, then undone if need be."""

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
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.choosing import MOST_TICKED, Chosen
from ansinh.delivery.cases.mark import mark, marks_of, preview_mark, undo_mark
from ansinh.delivery.cases.models_marks import Mark
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.doors.web.asking import LONGEST_SEARCH, officer_of
from ansinh.doors.web.dossiers.forms import ASKED
from ansinh.doors.web.dossiers.moving import READ_OR_ACT, REFUSED
from ansinh.doors.web.dossiers.seeing import FILTERS, filters
from ansinh.doors.web.dossiers.standing import standing, task_named
from ansinh.doors.web.refusals import words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from ansinh.doors.web.dossiers.standing import Standing

SIZE = 50
CONFLICT = 409


class MarkForm(forms.Form):
    """Why, and by which article."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do"), help_text=gettext_lazy("Người liên quan đọc nguyên văn, ít nhất 10 ký tự."), max_length=300, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Ghi lý do.")},
    )  # fmt: skip
    article = forms.CharField(
        label=gettext_lazy("Căn cứ (điều, khoản; không bắt buộc)"),
        max_length=100,
        required=False,
        widget=forms.TextInput({**ASKED, "class": "govuk-input--width-30"}),
    )


class Expected(forms.Form):
    """What the preview said, sent back with the act."""

    people = forms.IntegerField(min_value=1)
    vnd = forms.IntegerField(min_value=0)


@login_required
@require_http_methods(READ_OR_ACT)
def mark_claims(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Let the owner of the step choose, show what would happen, do it, undo it; anybody else is led to the dossier."""
    found = standing(request, dossier)
    told = request.POST if request.method == "POST" else request.GET
    if request.method == "POST":
        task_named(request, found)
        if told.get("hoan-tac"):
            return _undone(request, found, told.get("hoan-tac", ""))
    elif not found.mine:
        return redirect("dossier", dossier)
    action = told.get("lam", "")
    if request.method == "POST" and action in Mark.Action.values:
        chosen = _chosen(told)
        if chosen is not None:
            return _preview(request, found, action, chosen)
        messages.error(request, _("Chọn ít nhất một người, hoặc chọn tất cả đang xem."))
    return _list(request, found, told)


def _list(request: HttpRequest, found: Standing, told: QueryDict) -> HttpResponse:
    officer, ticked = officer_of(request), _ticked(told)
    only, text = told.get("xem", "") if told.get("xem", "") in FILTERS else "", _text(told)
    cursor = {"after": told.get("after", "")[:400], "before": told.get("before", "")[:400]}
    page = queries.claims(found.dossier, seen_by=officer, only=only, text=text, size=SIZE, **cursor)
    here = {row.pk for row in page.rows}
    matching = queries.claims_matching(found.dossier, seen_by=officer, only=only, text=text).count()
    context = {
        "on": found, "claims": [{"claim": row, "ticked": row.pk in ticked} for row in page.rows], "elsewhere": sorted(map(str, ticked - here)), "only": only, "text": text,
        "filters": filters(found, only), "matching": matching, "page": page, "most": MOST_TICKED, "marks": marks_of(found.task, seen_by=officer) if found.task else [],
    }  # fmt: skip
    return render(request, "dossiers/mark.html", context)


def _preview(request: HttpRequest, found: Standing, action: str, chosen: Chosen) -> HttpResponse:
    officer, told = officer_of(request), request.POST
    doing = bool(told.get("chac-chan"))
    form = (forms.Form if action == Mark.Action.INCLUDE else MarkForm)(told if doing else None)
    status = 200
    if doing:
        seen, status = Expected(told), REFUSED
        if form.is_valid() and seen.is_valid():
            expected = (seen.cleaned_data["people"], seen.cleaned_data["vnd"])
            try:
                made = mark(task_named(request, found).pk, action, chosen, by=officer, at=timezone.now(), expected=expected, **form.cleaned_data)
            except NotYours:
                raise
            except Refused as refusal:
                form.add_error(None, words(refusal))
                status = CONFLICT
            else:
                messages.success(request, _("Đã ghi cho %(count)s người. Hoàn tác được khi hồ sơ còn ở ông/bà.") % {"count": made.claims})
                return redirect("dossier_mark", found.dossier.pk)
    preview = preview_mark(found.dossier, action, chosen, seen_by=officer)
    context: dict[str, Any] = {
        "on": found,
        "found": preview,
        "action": action,
        "form": form,
        "keys": sorted(map(str, chosen.keys)),
        "only": chosen.only,
        "text": chosen.text,
    }
    return render(request, "dossiers/mark_preview.html", context, status=status)


def _undone(request: HttpRequest, found: Standing, key: str) -> HttpResponse:
    try:
        count = undo_mark(uuid.UUID(key), by=officer_of(request), at=timezone.now())
        messages.success(request, _("Đã hoàn tác: %(count)s người trở lại như trước.") % {"count": count})
    except ValueError:
        messages.error(request, _("Không có việc này."))
    except AlreadyDone as done:
        messages.info(request, words(done))
    return redirect("dossier_mark", found.dossier.pk)


def _chosen(told: QueryDict) -> Chosen | None:
    if told.get("tat-ca"):
        return Chosen(only=told.get("xem", "") if told.get("xem", "") in FILTERS else "", text=_text(told))
    ticked = _ticked(told)
    return Chosen(ticked) if ticked else None


def _ticked(told: QueryDict) -> frozenset[uuid.UUID]:
    found = set()
    for text in told.getlist("claim")[:MOST_TICKED]:
        try:
            found.add(uuid.UUID(text))
        except ValueError:
            continue
    return frozenset(found)


def _text(told: QueryDict) -> str:
    return told.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip()
