"""The list as it is posted at the commune: names, hamlets, birth years and amounts, no number of any paper; and the day it was posted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.take_step import post_list
from ansinh.doors.web.asking import beside, cursors, officer_of, today
from ansinh.doors.web.dossiers.forms import PostedForm
from ansinh.doors.web.dossiers.moving import READ_OR_ACT, acted
from ansinh.doors.web.dossiers.standing import standing

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.cases.models import Task

SHEET = 500
"""People on one page of the posted list; a longer list is printed page by page."""


@login_required
@require_safe
def posting(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Show the list to print."""
    found = standing(request, dossier)
    rows = "approved" if found.dossier.state == "decided" else "fit"
    page = queries.claims(found.dossier, seen_by=officer_of(request), only=rows, size=SHEET, **cursors(request))
    context = {"on": found, "today": today(), "claims": page.rows, **beside(request, page, {})}
    return render(request, "dossiers/posting.html", context)


@login_required
@require_http_methods(READ_OR_ACT)
def posted(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Record the day of posting."""
    found = standing(request, dossier)

    def make(data: object = None) -> forms.Form:
        return PostedForm(data, initial={"posted_on": today()})  # type: ignore[arg-type] # the query string or nothing

    def act(form: forms.Form, task: Task) -> str:
        done = post_list(task.pk, by=officer_of(request), at=timezone.now(), posted_on=form.cleaned_data["posted_on"])
        until = f"{timezone.localtime(done.posted_until):%H:%M %d/%m/%Y}" if done.posted_until else "–"
        return _("Đã ghi ngày niêm yết %(day)s. Niêm yết đến %(until)s rồi chuyển hồ sơ.") % {"day": f"{done.posted_on:%d/%m/%Y}", "until": until}

    return acted(request, found, "dossiers/posted.html", make, act)
