"""Who answers in an office: its officers with their load, those away with their deputies, and the roles nobody answers for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ansinh.delivery.cases import responsibility
from ansinh.delivery.cases.end_absence import end_absence
from ansinh.delivery.cases.hand_over import MAY_RECORD, demand_may_record, record_absence
from ansinh.delivery.cases.make_minutes import make_minutes
from ansinh.delivery.cases.periods import PROPOSING, may
from ansinh.delivery.cases.reset_second_factor import with_second_factor
from ansinh.delivery.cases.signatures import certificates_ending
from ansinh.delivery.offices.models import Absence, Officer
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.doors.web.asking import officer_of, roles_here, today
from ansinh.doors.web.dossiers.decision import paper
from ansinh.doors.web.offices.forms import AbsenceForm
from ansinh.doors.web.offices.words import ROLES
from ansinh.doors.web.refusals import carried_out, words

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@login_required
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """Show the reader's own office."""
    own, at = officer_of(request).office, timezone.now()
    colleagues = responsibility.colleagues(own, at=at)
    context = {
        "office": own, "colleagues": [_shown(one) for one in colleagues],
        "factors": with_second_factor([one.officer for one in colleagues]) if MAY_RECORD & roles_here(request) else set(), "absences": responsibility.absences(own, at=at), "now": at,
        "gaps": [(ROLES[gap.role], gap.policies) for gap in responsibility.gaps(own, at=at)], "heads": bool(MAY_RECORD & roles_here(request)),
        "certificates": certificates_ending(seen_by=officer_of(request), heads=True, at=at) if MAY_RECORD & roles_here(request) else [],
        "retention": may(officer_of(request), PROPOSING, on=today()),
    }  # fmt: skip
    return render(request, "offices/office.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: HttpRequest) -> HttpResponse:
    """Record an absence: one's own, or as the chief or administrator a colleague's."""
    officer, now = officer_of(request), timezone.now()
    colleagues = Officer.objects.filter(office=officer.office, is_active=True).order_by("full_name")
    heads = MAY_RECORD & roles_here(request)
    given = {"absent": colleagues if heads else colleagues.filter(pk=officer.pk), "colleagues": colleagues if heads else colleagues.exclude(pk=officer.pk)}
    if request.method != "POST":
        return render(request, "offices/absence.html", {"form": AbsenceForm(initial={"officer": officer.pk, "since": now}, **given)})
    form = AbsenceForm(request.POST, **given)
    if not form.is_valid():
        return render(request, "offices/absence.html", {"form": form}, status=422)
    told = form.cleaned_data

    def act() -> str:
        record_absence(told["officer"], told["deputy"], since=told["since"], until=told["until"], basis=told["basis"], by=officer, at=now)
        return _("Đã ghi: %(deputy)s làm thay %(officer)s.") % {"deputy": told["deputy"], "officer": told["officer"]}

    if carried_out(request, act, form):
        return redirect("office")
    return render(request, "offices/absence.html", {"form": form}, status=409)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, absence: uuid.UUID) -> HttpResponse:
    """Show what it means that an officer is back, or that she does not go; on POST end the absence."""
    officer, now = officer_of(request), timezone.now()
    row = responsibility.absence(absence, seen_by=officer)
    if request.method == "POST":

        def act() -> str:
            done = end_absence(absence, by=officer, at=now)
            return _("Đã ghi: %(officer)s có mặt, việc lại do %(officer)s làm.") % {"officer": done.officer}

        carried_out(request, act)
        return redirect("office")
    if row.away.isempty or (row.away.upper and row.away.upper <= now):
        messages.info(request, _("Đợt vắng này đã kết thúc hoặc đã bỏ."))
        return redirect("office")
    demand_may_record(row.officer, officer, now)
    return render(request, "offices/absence_end.html", {"row": row, "begun": row.away.lower <= now})


@login_required
@require_POST
def minutes(request: HttpRequest, absence: uuid.UUID) -> HttpResponse:
    """Give the minutes of a hand-over, made when they are asked for first."""
    try:
        return paper(make_minutes(absence, by=officer_of(request), at=timezone.now()).file)
    except Absence.DoesNotExist as fault:
        raise Http404 from fault
    except NotYours:
        raise
    except Refused as refusal:
        messages.error(request, words(refusal))
        return redirect("office")


def _shown(one: responsibility.Colleague) -> dict[str, Any]:
    """Give a colleague with what she is assigned to, in words."""
    return {"one": one, "roles": [f"{ROLES[role]} ({policy})" if policy else ROLES[role] for role, policy in one.roles]}
