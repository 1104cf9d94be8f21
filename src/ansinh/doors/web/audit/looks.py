"""Who looked for people, opened one, or opened a paper: when, what for and why; numbers that were searched for are masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ansinh.delivery.cases.models_papers import PaperOpened
from ansinh.delivery.cases.queries import page
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import within
from ansinh.delivery.registry.models import Access, Person
from ansinh.doors.web.asking import asked, beside, cursors, demand_any, officer_of
from ansinh.doors.web.audit.asked import asked_of
from ansinh.doors.web.people.forms import LOOKS, PURPOSES
from ansinh.policy.names import spelt
from ansinh.policy.person_numbers import masked_in

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.offices.models import Officer
    from ansinh.doors.web.audit.asked import Asked

PEOPLE, PAPERS = "nguoi", "giay-to"


@login_required
@require_safe
@never_cache
def looks(request: HttpRequest) -> HttpResponse:
    """List looks at people, or openings of papers, the latest first."""
    demand_any(request, [Role.SUPERVISOR])
    officer, told = officer_of(request), asked_of(request)
    what = PAPERS if asked(request, "xem") == PAPERS else PEOPLE
    kind = asked(request, "muc") if asked(request, "muc") in Access.Kind.values else ""
    rows: QuerySet[Any] = _opened(officer, told) if what == PAPERS else _looked(officer, told, kind)
    found = page(rows, ["-at", "-id"], **cursors(request))
    items = [_paper(row) for row in found.rows] if what == PAPERS else _people(found.rows, officer)
    context = {
        "rows": items,
        "what": what,
        "kind": kind,
        "kinds": LOOKS,
        "asked": told.shown,
        **beside(request, found, {**told.kept, "xem": what, "muc": kind}),
    }
    return render(request, "audit/looks.html", context)


def _looked(officer: Officer, told: Asked, kind: str) -> QuerySet[Access]:
    rows = within(Access.objects.filter(at__gte=told.since, at__lt=told.until).select_related("officer__office"), officer)
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(officer__full_name__regex=spelt(told.who)) if told.who else rows


def _opened(officer: Officer, told: Asked) -> QuerySet[PaperOpened]:
    rows = within(PaperOpened.objects.filter(at__gte=told.since, at__lt=told.until).select_related("officer__office", "paper"), officer)
    return rows.filter(officer__full_name__regex=spelt(told.who)) if told.who else rows


def _people(rows: list[Access], officer: Officer) -> list[dict[str, Any]]:
    """Give looks with the names of those looked at whom the inspector's own scope holds."""
    keys = {row.person for row in rows if row.person}
    names = dict(within(Person.objects.filter(pk__in=keys), officer).values_list("pk", "full_name"))
    purposes = {str(value): label for value, label in PURPOSES}
    return [
        {
            "row": row,
            "kind": LOOKS[Access.Kind(row.kind)],
            "purpose": purposes[row.purpose],
            "person": names.get(row.person) if row.person else None,
            "text": masked_in(row.text),
        }
        for row in rows
    ]


def _paper(row: PaperOpened) -> dict[str, Any]:
    purposes = {str(value): label for value, label in PURPOSES}
    return {"row": row, "purpose": purposes[row.purpose], "paper": row.paper}
