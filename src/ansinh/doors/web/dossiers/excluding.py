"""Single claims taken out with a reason, all that the law refuses taken out at once, and one taken back in."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.exclude import exclude, exclude_by_law, include
from ansinh.doors.web.asking import officer_of
from ansinh.doors.web.dossiers.forms import ExcludeForm
from ansinh.doors.web.dossiers.moving import READ_OR_ACT, acted
from ansinh.doors.web.dossiers.standing import standing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.cases.models import Claim, Task
    from ansinh.doors.web.dossiers.standing import Standing

MOST = 500


@login_required
@require_http_methods(READ_OR_ACT)
def exclude_claims(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Take the chosen claims out for one reason."""
    found = standing(request, dossier)
    chosen = _chosen(request, found)
    if not chosen:
        messages.error(request, _("Chọn ít nhất một người trong danh sách rồi mới loại."))
        return redirect("dossier", dossier)

    def act(form: forms.Form, task: Task) -> str:
        given = form.cleaned_data
        count = exclude(task.pk, [row.pk for row in chosen], by=officer_of(request), at=timezone.now(), reason=given["reason"], article=given["article"])
        return ngettext("Đã đề nghị loại %(count)s người.", "Đã đề nghị loại %(count)s người.", count) % {"count": count}

    return acted(request, found, "dossiers/exclude.html", ExcludeForm, act, chosen=chosen, chosen_vnd=sum(row.amount_vnd for row in chosen))


@login_required
@require_http_methods(READ_OR_ACT)
def exclude_lawfully(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Take every claim out that fails a condition, each with its own condition and article as the reason."""
    found = standing(request, dossier)

    def act(_form: forms.Form, task: Task) -> str:
        count = exclude_by_law(task.pk, by=officer_of(request), at=timezone.now())
        return ngettext("Đã đề nghị loại %(count)s người, mỗi người kèm lý do.", "Đã đề nghị loại %(count)s người, mỗi người kèm lý do.", count) % {
            "count": count
        }

    return acted(request, found, "dossiers/exclude_by_law.html", forms.Form, act)


@login_required
@require_http_methods(READ_OR_ACT)
def include_claim(request: HttpRequest, dossier: uuid.UUID, claim: uuid.UUID) -> HttpResponse:
    """Take an excluded claim back in."""
    found = standing(request, dossier)
    row = queries.claim(dossier, claim, seen_by=officer_of(request))

    def act(_form: forms.Form, task: Task) -> str:
        return _("Đã lấy lại %(name)s vào danh sách xét.") % {"name": include(task.pk, row.pk, by=officer_of(request), at=timezone.now()).full_name}

    return acted(request, found, "dossiers/include.html", forms.Form, act, claim=row)


def _chosen(request: HttpRequest, found: Standing) -> list[Claim]:
    """Give the claims named by the form, of this dossier, that are under review."""
    named = (request.POST if request.method == "POST" else request.GET).getlist("claim")[:MOST]
    keys = [key for text in named if (key := _key(text))]
    rows = queries.claims_matching(found.dossier, seen_by=officer_of(request))
    return list(rows.filter(pk__in=keys, state="in_review").order_by("order")) if keys else []


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
