"""Who looked for people, opened one, or opened a paper: when, what for and why; numbers that were searched for are masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
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
from ansinh.doors.web.sheets import csv_of
from ansinh.policy.names import spelt
from ansinh.policy.person_numbers import masked_in

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.offices.models import Officer
    from ansinh.doors.web.audit.asked import Asked

PEOPLE, PAPERS = "nguoi", "giay-to"
MOST_TAKEN = 20_000


@login_required
@require_safe
@never_cache
def looks(request: HttpRequest) -> HttpResponse:
    """List looks at people, or openings of papers, the latest first."""
    officer, told, what, kind = _asked(request)
    found = page(_rows(officer, told, what, kind), ["-at", "-id"], **cursors(request))
    kept = {**told.kept, "xem": what, "muc": kind}
    context = {
        "rows": _shown(found.rows, what, officer), "what": what, "kind": kind, "kinds": LOOKS, "asked": told.shown, "export": f"?{urlencode(kept)}",
        **beside(request, found, kept),
    }  # fmt: skip
    return render(request, "audit/looks.html", context)


@login_required
@require_safe
@never_cache
def export(request: HttpRequest) -> HttpResponse:
    """Give the looks that are seen, with the filters, as a table: who looked when, for what and why; whom she looked at by key alone."""
    officer, told, what, kind = _asked(request)
    rows = _rows(officer, told, what, kind).order_by("-at", "-id")[:MOST_TAKEN]
    heads = [_("Lúc"), _("Cán bộ"), _("Đơn vị"), _("Mục đích"), _("Mức xem"), _("Mã người hoặc giấy tờ"), _("Số người tìm thấy"), _("Lý do hoặc từ đã tìm")]
    return csv_of(f"luot-xem-{told.begins}-{told.ends}", [heads, *(_cells(item, what) for item in _shown(list(rows), what, officer))])


def _cells(item: dict[str, Any], what: str) -> list[object]:
    row = item["row"]
    line = [f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}", str(row.officer), row.officer.office.name, str(item["purpose"])]
    if what == PAPERS:
        return [*line, "", str(row.paper_id), "", item["paper"].wanted]
    return [*line, str(item["kind"]), str(row.person or ""), row.found if row.person is None else "", item["text"]]


def _asked(request: HttpRequest) -> tuple[Officer, Asked, str, str]:
    """Give the inspector, what she asks for, whether looks at people or openings of papers, and how near a look."""
    demand_any(request, [Role.SUPERVISOR])
    kind = asked(request, "muc")
    return officer_of(request), asked_of(request), PAPERS if asked(request, "xem") == PAPERS else PEOPLE, kind if kind in Access.Kind.values else ""


def _rows(officer: Officer, told: Asked, what: str, kind: str) -> QuerySet[Any]:
    return _opened(officer, told) if what == PAPERS else _looked(officer, told, kind)


def _shown(rows: list[Any], what: str, officer: Officer) -> list[dict[str, Any]]:
    return [_paper(row) for row in rows] if what == PAPERS else _people(rows, officer)


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
