"""Steps of an office that complete by themselves: who answers for them, what completed so, and what is to be looked at again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ansinh.delivery.cases.mandates import give, look_again, mandates, policies_of, take_back, to_look_at
from ansinh.delivery.offices.models import Role
from ansinh.doors.web.asking import officer_of, roles_here, today
from ansinh.doors.web.dossiers.words import language
from ansinh.doors.web.offices.choosing import policy_choices
from ansinh.doors.web.offices.forms import MandateForm
from ansinh.doors.web.offices.giving import colleagues_of, given_by_form
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.cases.models_mandates import Completion


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show the mandates of the reader's office, and what was drawn to be looked at."""
    own = officer_of(request).office
    names = {policy.id: policy for policy in policies_of(own)}
    held = [(one, names.get(one.mandate.policy)) for one in mandates(own, on=today())]
    context = {"office": own, "held": held, "waiting": [_shown(row) for row in to_look_at(own)], "names": names, "heads": Role.CHIEF in roles_here(request)}
    return render(request, "offices/mandates.html", {**context, "today": today()})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Give a mandate to a colleague."""
    officer, now = officer_of(request), timezone.now()
    colleagues = colleagues_of(officer)
    given: dict[str, Any] = {
        "colleagues": colleagues,
        "policies": policy_choices(policies_of(officer.office)),
    }

    def act(told: dict[str, Any]) -> str:
        mandate = give(
            told["officer"], told["policy"], most_vnd=told["most_vnd"], basis=told["basis"], since=told["since"], until=told["until"], by=officer, at=now
        )
        return _("Đã giao cho %(officer)s. Mỗi phút hệ thống xem các bước đang chờ.") % {"officer": mandate.officer}

    return given_by_form(request, MandateForm, given, act, template="offices/mandate.html", then="mandates")


@login_required
@require_POST
def end(request: HttpRequest, mandate: uuid.UUID) -> HttpResponse:
    """Take a mandate back from today on."""
    row = take_back(mandate, by=officer_of(request), at=timezone.now())
    messages.success(request, _("Đã thôi giao cho %(officer)s. Các bước sau do người giữ việc làm.") % {"officer": row.officer})
    return redirect("mandates")


@login_required
@require_POST
def found(request: HttpRequest, completion: uuid.UUID) -> HttpResponse:
    """Say what was found of a completion."""
    asked = request.POST
    look_again(completion, finding=asked.get("finding", ""), remark=asked.get("remark", ""), by=officer_of(request), at=timezone.now())
    messages.success(request, _("Đã ghi kết quả kiểm tra."))
    return redirect("mandates")


def _shown(row: Completion) -> dict[str, object]:
    programme = load_programme(row.task.dossier.programme)
    vouched = [
        {
            "fact": programme.facts[one["fact"]].label[language()],
            "register": programme.registers[one["register"]][language()],
            **{k: one[k] for k in ("source", "claims")},
        }
        for one in row.vouched
    ]
    return {"row": row, "vouched": vouched, "late": row.review_by is not None and row.review_by < today()}
