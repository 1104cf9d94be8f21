"""The list as it is posted at the commune: names, hamlets, birth years and amounts, no number of any paper; the day it was posted, whether it goes on by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.take_step import let_go_on, post_list
from ansinh.delivery.grievances.posted import hamlet_of
from ansinh.doors.web.asking import beside, cursors, officer_of, today
from ansinh.doors.web.dossiers.forms import PostedForm
from ansinh.doors.web.dossiers.moving import READ_OR_ACT, acted
from ansinh.doors.web.dossiers.standing import standing, task_named
from ansinh.doors.web.refusals import carried_out

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.cases.models import Task

SHEET = 500
"""People on one page of the posted list; a longer list is printed page by page."""


@login_required
@require_safe
def posting(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Show the list to print: of where people live the hamlet alone, as on the site."""
    found = standing(request, dossier)
    rows = "approved" if found.dossier.state == "decided" else "fit"
    page = queries.claims(found.dossier, seen_by=officer_of(request), only=rows, size=SHEET, **cursors(request))
    context = {"on": found, "today": today(), "claims": [(row, hamlet_of(row.address)) for row in page.rows], **beside(request, page, {})}
    return render(request, "dossiers/posting.html", context)


@login_required
@require_http_methods(READ_OR_ACT)
def posted(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Record the day of posting."""
    found = standing(request, dossier)

    def make(data: object = None) -> forms.Form:
        return PostedForm(data, initial={"posted_on": today()})  # type: ignore[arg-type] # the query string or nothing

    def act(form: forms.Form, task: Task) -> str:
        told = form.cleaned_data
        done = post_list(task.pk, by=officer_of(request), at=timezone.now(), posted_on=told["posted_on"], goes_on=told["goes_on"])
        until = f"{timezone.localtime(done.posted_until):%H:%M %d/%m/%Y}" if done.posted_until else "–"
        words = (
            _("Đã ghi ngày niêm yết %(day)s. Niêm yết đến %(until)s rồi tự chuyển bước sau.")
            if done.goes_on_by
            else _("Đã ghi ngày niêm yết %(day)s. Niêm yết đến %(until)s rồi chuyển hồ sơ.")
        )
        return words % {"day": f"{done.posted_on:%d/%m/%Y}", "until": until}

    return acted(request, found, "dossiers/posted.html", make, act)


@login_required
@require_http_methods(READ_OR_ACT)
def goes_on(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Let a posted list go on by itself when its days are over, or take that back; the dossier's page asks for either."""
    found = standing(request, dossier)
    if request.method != "POST":
        return redirect("dossier", dossier)

    def act() -> str:
        task = let_go_on(task_named(request, found).pk, by=officer_of(request), at=timezone.now(), goes_on=request.POST.get("tu-chuyen") == "1")
        return _("Hết niêm yết, danh sách tự chuyển bước sau.") if task.goes_on_by else _("Danh sách không tự chuyển nữa; ông/bà chuyển khi hết niêm yết.")

    carried_out(request, act)
    return redirect("dossier", dossier)
