"""What was filed at the officer's office: those waiting by due day, a search, one filing with its people, and the same as a table to take away."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ansinh.delivery.cases import queries as cases
from ansinh.delivery.intake import queries
from ansinh.delivery.intake.look import take_away
from ansinh.delivery.intake.models import Filing, FilingRow
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import holds, places_by_code
from ansinh.delivery.registry.need import Where, needs_whole
from ansinh.doors.web import states
from ansinh.doors.web.asking import asked, beside, cursors, officer_of, roles_here, today
from ansinh.doors.web.deadlines import left
from ansinh.doors.web.dossiers.words import timeline
from ansinh.doors.web.intake.papers import papers_beside
from ansinh.doors.web.intake.words import CHANNELS, FILERS
from ansinh.doors.web.public.forms import shown as said_back
from ansinh.papers.lists.gathered import HEADINGS
from ansinh.papers.lists.told import as_written
from ansinh.policy.facts import NOT_APPLICABLE
from ansinh.policy.load import load_programme, policy_of
from ansinh.policy.person_numbers import masked

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Mapping

    from django.http import HttpRequest

    from ansinh.delivery.offices.models import Officer
    from ansinh.policy.programme import FactDefinition

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILTERS = ("tinh-trang", "chinh-sach", "cach", "q", "cua-toi")
NUMBERS = frozenset({"id_number", "phone", "account_number", "si_number"})
MOST_EXPORTED = 20_000
SHOWN = ("full_name", "date_of_birth", "sex", "id_number", "address", "phone", "si_number", "occupation", "group", "period_start", "period_end", "period_days",
    "pregnant", "children_under_6", "bank_name", "account_number")  # fmt: skip


@login_required
@require_safe
def filings(request: HttpRequest) -> HttpResponse:
    """List what was filed at the office; those waiting come first and can be taken, many at once."""
    officer, filters = officer_of(request), _filters(request)
    page = queries.filings(seen_by=officer, **filters, **cursors(request))
    waits = filters["state"] == Filing.State.FILED
    context = {
        "rows": shown(page.rows, seen_by=officer), "waiting": queries.waiting_for(seen_by=officer, on=today()), "states": states.STATES["filing"], "channels": CHANNELS,
        "policies": load_programme().policies, "filters": filters, "waits": waits, "all_chosen": asked(request, "chon") == "tat-ca", "query": request.GET.urlencode(),
        **beside(request, page, {name: asked(request, name) for name in FILTERS}),
    }  # fmt: skip
    return render(request, "intake/filings.html", context)


@login_required
@require_safe
def filing(request: HttpRequest, filing: uuid.UUID) -> HttpResponse:
    """Show one filing: who filed what, with whom it is, what became of it."""
    officer = officer_of(request)
    found = queries.filing(filing, seen_by=officer)
    policy = load_programme(found.programme).policy(found.policy)
    place = places_by_code([found.home]).get(found.home)
    rows = queries.rows_of(found, seen_by=officer)
    context = {
        "on": found, "policy": policy, "channel": CHANNELS[found.channel], "filer": FILERS[found.filer_kind], "left": left(found.due_on, today()), "place": place,
        "people": _people([row for row in rows if not row.listed], found, whole=needs_whole(Where.LIST, roles_here(request))), "more": max(0, found.row_count - queries.MOST),
        "listed": [row for row in rows if row.listed], "listed_count": queries.listed_count(found) if any(row.listed for row in rows) else 0,
        "may_take": found.state == Filing.State.FILED and holds(officer, [Role.LISTER], policy=found.policy, on=today()),
        "timeline": timeline(cases.events([found.pk], seen_by=officer)), **papers_beside(request, found),
    }  # fmt: skip
    return render(request, "intake/filing.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give the people of the filings that are seen, with their filters, as a workbook; numbers whole for who lists or confirms, which is kept."""
    officer = officer_of(request)
    rows = queries.people_of(seen_by=officer, **_filters(request))[:MOST_EXPORTED]
    whole = needs_whole(Where.EXPORT, roles_here(request))
    if whole:
        take_away(len(rows), by=officer, at=timezone.now())
    response = HttpResponse(_workbook(rows, whole=whole), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="ho-so-nop-{timezone.localtime():%Y%m%d-%H%M}.xlsx"'
    return response


def shown(rows: list[Filing], *, seen_by: Officer) -> list[dict[str, Any]]:
    """Give filings with their first person, policy and how long is left."""
    first = queries.first_people(rows, seen_by=seen_by)
    return [
        {
            "filing": row, "channel": CHANNELS[row.channel], "policy": policy_of(row.programme, row.policy), "left": left(row.due_on, today()),
            "first": first[row.pk].data.get("full_name", "") if row.pk in first else "", "others": row.row_count - 1,
        }
        for row in rows
    ]  # fmt: skip


def _filters(request: HttpRequest) -> dict[str, Any]:
    state = asked(request, "tinh-trang") or Filing.State.FILED.value
    return {
        "state": "" if state == "tat-ca" else state, "policy": asked(request, "chinh-sach"), "channel": asked(request, "cach"), "text": asked(request, "q"),
        "own": asked(request, "cua-toi") == "1",
    }  # fmt: skip


def _people(rows: Iterable[FilingRow], found: Filing, *, whole: bool) -> list[dict[str, Any]]:
    """Give each person's fields and facts in words, with the claim once there is one; numbers whole for who lists alone."""
    claims, facts = queries.claims_of(found), load_programme(found.programme).facts
    people = []
    for row in rows:
        written = _written(row.data, whole=whole)
        told = [(HEADINGS[name], written[name]) for name in SHOWN if name in written]
        further = [(facts[name], value) for name, value in (row.data.get("facts") or {}).items() if name in facts]
        people.append(
            {"row": row, "told": told, "facts": [{"fact": fact, "words": _said(fact, value)} for fact, value in further], "claim": claims.get(row.order)}
        )
    return people


def _said(fact: FactDefinition, value: Any) -> str:
    """Say a kept fact in words; days are kept as ISO texts."""
    return said_back(fact, date.fromisoformat(value) if fact.type == "date" and value != NOT_APPLICABLE else value)


def _written(data: Mapping[str, Any], *, whole: bool) -> dict[str, str]:
    written = as_written(data)
    if whole:
        return written
    return {name: masked(text) if name in NUMBERS else text[-4:] if name == "date_of_birth" else text for name, text in written.items()}


def _workbook(rows: Iterable[FilingRow], *, whole: bool) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    head = [_("Mã hồ sơ nộp"), _("Cách nộp"), _("Chính sách"), _("Người nộp"), _("Ngày nộp"), _("Hạn"), _("Tình trạng"), _("Người giữ")]
    sheet.write_row(0, 0, [*head, *(HEADINGS[name] for name in SHOWN)], book.add_format({"bold": True, "bg_color": "#d9e8ec"}))
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(head) + len(SHOWN), 18)
    for line, row in enumerate(rows, 1):
        of, written = row.filing, _written(row.data, whole=whole)
        told = [
            of.code, str(CHANNELS[of.channel]), of.policy, of.filer_name, f"{of.filed_on:%d/%m/%Y}", f"{of.due_on:%d/%m/%Y}",
            str(states.shown("filing", of.state).label), of.owner.full_name,
        ]  # fmt: skip
        for column, text in enumerate([*told, *(written.get(name, "") for name in SHOWN)]):
            sheet.write_string(line, column, text)
    book.close()
    return out.getvalue()
