"""Who does not accept an answer goes on to an office above, with the code of her complaint and nothing else."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ansinh.delivery.grievances.appeal import appeal
from ansinh.delivery.grievances.public import grievance_status, key_behind, status_of
from ansinh.delivery.offices.refusals import Refused
from ansinh.doors.web.limits import allow
from ansinh.doors.web.public.complaining import PER_SENDER, about, may_ask, read_about, shown, texted
from ansinh.doors.web.public.complaint_forms import AppealForm
from ansinh.doors.web.refusals import words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

CONFLICT = 409


@never_cache
@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    """Ask why the answer is not accepted, then take the second complaint in and give its receipt. The code stands in the body, never in an address."""
    token = request.POST.get("about", "")
    told = read_about(token) if token else {"code": request.POST.get("code", "")[:30]}
    if not told or "code" not in told:
        return redirect("complaint")
    if not may_ask(request, "complaint", told["code"]):
        return render(request, "public/where_busy.html", status=429)
    found, first = grievance_status(told["code"]), key_behind(told["code"])
    if found is None or first is None:
        return redirect("complaint")
    form = AppealForm(request.POST if token else None)
    context = {**shown(found), "form": form, "about": token or about(code=found.code)}
    if not token or not form.is_valid():
        return render(request, "public/appeal.html", context)
    if not allow(f"complain:{get_adapter().get_client_ip(request)}", *PER_SENDER):
        return render(request, "public/complain_busy.html", status=429)
    return _sent(request, first, told["key"], context)


def _sent(request: HttpRequest, first: uuid.UUID, key: str, context: dict[str, Any]) -> HttpResponse:
    form: AppealForm = context["form"]
    try:
        made = appeal(first, form.cleaned_data["text"], key=uuid.UUID(key), at=timezone.now())
    except Refused as refusal:
        form.add_error(None, words(refusal))
        return render(request, "public/appeal.html", context, status=CONFLICT)
    return render(request, "public/complaint_receipt.html", {**shown(status_of(made)), "anonymous": made.anonymous, "texted": texted(made)})
