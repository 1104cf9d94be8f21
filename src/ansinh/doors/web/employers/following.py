"""The employer's first page and its filings: with whom each is, until when, and what became of each worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ansinh.delivery.intake.employers.file import FOR_ITSELF, FOR_WORKERS
from ansinh.delivery.intake.employers.following import filing_of, filings_of
from ansinh.doors.web.asking import today
from ansinh.doors.web.deadlines import left
from ansinh.doors.web.employers.session import for_accountants
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.intake.employers.following import Followed
    from ansinh.delivery.intake.models_employers import Accountant

PROGRAMME = "nq68"


@for_accountants
@require_safe
def portal(request: HttpRequest, accountant: Accountant) -> HttpResponse:
    """Show the account, what may be filed, and the filings."""
    programme, on = load_programme(PROGRAMME), today()
    offered = [
        {"policy": (found := programme.policy(policy)), "last": found.procedure_on(on).last_filing_on, "open": _open(found.procedure_on(on).last_filing_on)}
        for policy in (*FOR_WORKERS, *FOR_ITSELF)
    ]
    context = {
        "accountant": accountant,
        "offered": offered,
        "filings": [_shown(one) for one in filings_of(accountant)],
        "account_left": left(accountant.due_on, on),
    }
    return render(request, "employers/portal.html", context)


@for_accountants
@require_safe
def filing(request: HttpRequest, accountant: Accountant, *, filing: uuid.UUID) -> HttpResponse:
    """Show one filing with its steps and workers."""
    try:
        found, workers = filing_of(accountant, filing)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    return render(request, "employers/filing.html", {"accountant": accountant, **_shown(found), "workers": workers})


def _shown(found: Followed) -> dict[str, Any]:
    return {"on": found, "left": left(found.due_on, today()) if found.due_on else None}


def _open(last: Any) -> bool:
    return last is None or today() <= last
