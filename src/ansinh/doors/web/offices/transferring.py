"""A colleague transferred to another office: which one and on what basis, then what that does to roles and open work, then done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases.assign import demand_gives
from ansinh.delivery.cases.transfer import MOST_FOUND, offices_found, offices_to, preview_transfer, transfer
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.doors.web.asking import asked, officer_of
from ansinh.doors.web.offices.forms import TransferForm
from ansinh.doors.web.offices.giving import INVALID, REFUSED
from ansinh.doors.web.offices.roles import told_lacks
from ansinh.doors.web.offices.words import ROLES
from ansinh.doors.web.refusals import carried_out, words

if TYPE_CHECKING:
    import uuid
    from typing import Any

    from django.http import HttpRequest, HttpResponse


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, officer: uuid.UUID) -> HttpResponse:
    """Ask where to and why, show what it does, and do it once that was seen."""
    by, colleague = officer_of(request), Officer.objects.select_related("office").get(pk=officer)
    if "seen" in request.POST and str(colleague.office_id) == request.POST.get("office"):
        messages.info(request, _("%(officer)s đã ở đơn vị ấy.") % {"officer": colleague})
        return redirect("office")
    demand_gives(colleague, by, timezone.now())
    text = asked(request, "q")
    offices = offices_found(by.office, text)
    form, status = TransferForm(request.POST or None, offices=offices_to(by.office), found=offices), 200
    context: dict[str, Any] = {"form": form, "officer": colleague, "text": text, "any": bool(offices), "most": MOST_FOUND if len(offices) == MOST_FOUND else 0}
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            status, told = REFUSED, form.cleaned_data
            if "seen" in request.POST:
                if carried_out(request, lambda: _moved(officer, told, by), form):
                    return redirect("office")
            else:
                status = _preview(context, form, officer, by)
    return render(request, "offices/transfer.html", context, status=status)


def _preview(context: dict[str, Any], form: TransferForm, officer: uuid.UUID, by: Officer) -> int:
    """Add what the transfer would do to the page, or why it cannot be; give the page's status."""
    try:
        found = preview_transfer(officer, form.cleaned_data["office"], by=by, at=timezone.now())
    except NotYours:
        raise
    except Refused as refusal:
        form.add_error(None, words(refusal))
        return REFUSED
    context |= {"found": found, "to": form.cleaned_data["office"], "held": [ROLES[row.role] for row in found.held], "then": told_lacks(found.then)}
    return 200


def _moved(officer: uuid.UUID, told: dict[str, Any], by: Officer) -> str:
    done = transfer(officer, told["office"], basis=told["basis"], by=by, at=timezone.now())
    return _("Đã điều động %(officer)s sang %(office)s.") % {"officer": done, "office": done.office.name}
