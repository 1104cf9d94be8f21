"""The dossiers of the reader's scope, and one of them with everything that matters for the next act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.notes import counts_of
from ansinh.delivery.cases.write_note import WHO_NOTES
from ansinh.delivery.grievances import queries as grievances
from ansinh.delivery.offices.queries import places_by_code
from ansinh.doors.web.asking import asked, beside, cursors, officer_of, roles_here, today
from ansinh.doors.web.deadlines import left
from ansinh.doors.web.dossiers.moving import objections_of
from ansinh.doors.web.dossiers.noting import notes_beside
from ansinh.doors.web.dossiers.standing import standing
from ansinh.doors.web.dossiers.words import timeline, why_not
from ansinh.policy.load import load_programme, policy_of

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.cases.models import Claim
    from ansinh.delivery.cases.queries import Conflict
    from ansinh.doors.web.dossiers.standing import Standing

FILTERS = ("", "ineligible", "undetermined", "elsewhere", "fit", "excluded", "approved", "refused", "revoked")


@login_required
@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """List dossiers, the newest first, each with who has it and until when."""
    officer = officer_of(request)
    state, policy, text = asked(request, "tinh-trang"), asked(request, "chinh-sach"), asked(request, "q")
    page = queries.dossiers(seen_by=officer, state=state, policy=policy, text=text, **cursors(request))
    tasks = queries.tasks_open_for(page.rows, seen_by=officer)
    policies = load_programme().policies
    rows = []
    for row in page.rows:
        task = tasks.get(row.pk)
        rows.append({"dossier": row, "policy": policy_of(row.programme, row.policy), "task": task, "left": left(task.due_on, today()) if task else None})
    context = {
        "rows": rows, "policies": policies, "state": state, "policy": policy, "text": text,
        **beside(request, page, {"tinh-trang": state, "chinh-sach": policy, "q": text}),
    }  # fmt: skip
    return render(request, "dossiers/dossiers.html", context)


@login_required
@require_safe
def dossier(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Show one dossier."""
    officer = officer_of(request)
    found = standing(request, dossier)
    only, text = asked(request, "xem") if asked(request, "xem") in FILTERS else "", asked(request, "q")
    page = queries.claims(found.dossier, seen_by=officer, only=only, text=text, **cursors(request))
    decision = queries.decision_of(found.dossier, seen_by=officer)
    happened = queries.events([found.dossier.pk, found.dossier.upload_id, decision.pk if decision else None], seen_by=officer)
    counted = counts_of(page.rows, by=officer_of(request), roles=roles_here(request)) if {*WHO_NOTES} & roles_here(request) else {}
    context = {
        "on": found, "today": today(), "decision": decision, "objections": objections_of(found) if found.mine else 0,
        "claims": [{**item, "notes": counted.get(item["claim"].pk, 0)} for item in shown_claims(found, page.rows, request)], "only": only, "text": text,
        "filters": filters(found, only), "timeline": timeline(happened), "excluded": _excluded(found, request),
        "grievances": grievances.of_dossier(found.dossier, seen_by=officer, on=today()),
        **beside(request, page, {"xem": only, "q": text}), **notes_beside(request, found),
    }  # fmt: skip
    return render(request, "dossiers/dossier.html", context)


def shown_claims(found: Standing, rows: list[Claim], request: HttpRequest) -> list[dict[str, Any]]:
    """Give claims with why each cannot go on: the failed condition, what is missing, or where the other claim is."""
    officer = officer_of(request)
    open_ones = [row for row in rows if row.outcome != "eligible"]
    answers = queries.answers_of(open_ones, seen_by=officer) if open_ones else {}
    conflicts = queries.conflicts(found.dossier, rows, seen_by=officer)
    places = place_names(conflicts.values())
    return [
        {"claim": row, "why": why_not(row, answers.get(row.pk), found.dossier), "conflict": conflict_words(conflicts.get(row.pk), places, found)}
        for row in rows
    ]


def place_names(conflicts: Collection[Conflict]) -> dict[str, str]:
    """Name the places of other claims, commune with district and province."""
    codes = {code for other in conflicts for code in (other.commune, other.district, other.province) if code}
    known = places_by_code(codes) if codes else {}
    return {code: place.name for code, place in known.items()}


def conflict_words(other: Conflict | None, places: dict[str, str], found: Standing) -> dict[str, Any] | None:
    """Say where the other claim is, under which policy, and how far, where the reader's scope holds it; else only that there is one."""
    if other is None:
        return None
    if other == queries.ELSEWHERE:
        return {"place": "", "policy": None, "state": ""}
    codes = [code for code in (other.commune, other.district, other.province) if code]
    policy = load_programme(found.dossier.programme).policy(other.policy)
    return {"place": ", ".join(places.get(code, code) for code in codes), "policy": policy, "state": other.state}


def filters(found: Standing, only: str) -> list[dict[str, Any]]:
    """Give the ways to narrow the list of claims, each with its count."""
    sums = found.sums
    counted = {
        "": (_("Tất cả"), sums.people), "ineligible": (_("Chưa đủ điều kiện"), sums.ineligible), "undetermined": (_("Thiếu thông tin"), sums.undetermined),
        "elsewhere": (_("Đã có hồ sơ khác"), sums.elsewhere), "fit": (_("Đủ điều kiện"), sums.fit), "excluded": (_("Đề nghị loại"), sums.excluded),
        "approved": (_("Đã duyệt"), sums.approved), "refused": (_("Không duyệt"), sums.refused),
        "revoked": (_("Đã thu hồi"), sums.revoked),
    }  # fmt: skip
    return [
        {"value": value, "label": counted[value][0], "count": counted[value][1], "chosen": value == only}
        for value in FILTERS
        if counted[value][1] or value in ("", only)
    ]


def _excluded(found: Standing, request: HttpRequest) -> list[dict[str, Any]]:
    return queries.excluded_reasons(found.dossier, seen_by=officer_of(request)) if found.sums.excluded or found.sums.refused else []
