"""What was done, by whom, when and where: act by act, each read again against its seal; one act with all it changed; a table to take away."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ansinh.delivery.cases.concerned import dossiers_of
from ansinh.delivery.cases.queries import page
from ansinh.delivery.evidence import queries
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import places_by_code
from ansinh.delivery.payments.concerned import dossiers_paid_for
from ansinh.doors.web.asking import beside, cursors, demand_any, officer_of, roles_here
from ansinh.doors.web.audit.asked import asked_of
from ansinh.doors.web.audit.places import places_named
from ansinh.doors.web.audit.words import KINDS, said_of, verbs
from ansinh.doors.web.sheets import csv_of
from ansinh.policy.person_numbers import masked_in

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from ansinh.delivery.cases.concerned import Concerned
    from ansinh.delivery.evidence.models import Event
    from ansinh.delivery.offices.models import Officer, Place
    from ansinh.doors.web.audit.asked import Asked

READERS = (Role.SUPERVISOR, Role.ADMINISTRATOR)
MOST_TAKEN = 20_000
LONGEST_VALUE = 300
MOST_NAMED = 20


@login_required
@require_safe
@never_cache
def acts(request: HttpRequest) -> HttpResponse:
    """List acts of the scope, the latest first."""
    demand_any(request, READERS)
    officer, told = officer_of(request), asked_of(request)
    rows, places = _asked(officer, told)
    found = page(rows, ["-at", "-id"], **cursors(request))
    head = queries.head_of(officer.office.province or "00")
    context = {
        "rows": shown(found.rows), "asked": told.shown, "verbs": verbs(), "head": head, "head_chain": bytes(head.chain).hex()[:16] if head else "",
        "export": f"?{urlencode(told.kept)}",
        "places": [(place, f"?{urlencode({**told.kept, 'noi': place.code})}") for place in places],
        "looks": Role.SUPERVISOR in roles_here(request), **beside(request, found, told.kept),
    }  # fmt: skip
    return render(request, "audit/acts.html", context)


@login_required
@require_safe
@never_cache
def act(request: HttpRequest, act: uuid.UUID) -> HttpResponse:
    """Show one act: every change it made within the scope, numbers masked, and how it stands in the chain."""
    demand_any(request, READERS)
    events = queries.events_of(act, seen_by=officer_of(request))
    if not events:
        raise Http404
    changes = [
        {"event": event, "kind": KINDS.get(event.subject_kind, event.subject_kind), "before": _values(event.before), "after": _values(event.after)}
        for event in events
    ]
    dossiers = sorted({one.key: one for one in _dossiers(events).values()}.values(), key=lambda one: one.number)
    context = {"first": shown(events[:1])[0], "changes": changes, "dossiers": dossiers[:MOST_NAMED], "seal": queries.sealed([act]).get(act)}
    return render(request, "audit/act.html", context)


@login_required
@require_safe
@never_cache
def export(request: HttpRequest) -> HttpResponse:
    """Give the acts that are seen, with the filters, as a table: no name of a person concerned, no value of a change."""
    demand_any(request, READERS)
    told = asked_of(request)
    rows, _places_named = _asked(officer_of(request), told)
    heads = [_("Lúc"), _("Việc"), _("Cán bộ"), _("Địa bàn"), _("Đối tượng"), _("Mã đối tượng"), _("Hồ sơ"), _("Mắt xích"), _("Số thay đổi"), _("Niêm phong")]
    lines = map(_cells, shown(list(rows.order_by("-at", "-id")[:MOST_TAKEN])))
    return csv_of(f"nhat-ky-{told.begins}-{told.ends}", [heads, *lines])


def _asked(officer: Officer, told: Asked) -> tuple[QuerySet[Event], list[Place]]:
    """Give the acts the filters ask for, and the places that the one typed may be."""
    places = places_named(told.place, seen_by=officer) if told.place else []
    codes = [place.code for place in places] if told.place else None
    return queries.acts(seen_by=officer, since=told.since, until=told.until, verb=told.verb, who=told.who, places=codes), places


def _cells(item: dict[str, Any]) -> list[object]:
    """Give one line: days, keys and numbers of dossiers, none of which is anybody's number, so none is masked."""
    row, seal = item["event"], item["seal"]
    states = {True: _("khớp"), False: _("KHÔNG KHỚP"), None: _("chưa đọc lại")}
    line = [
        f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}",
        item["said"],
        row.officer_name,
        item["place"],
        item["kind"],
        row.subject,
        item["dossier"].number if item["dossier"] else "",
    ]
    sealed = (f"{seal.province}/{seal.sequence}", seal.events, states[seal.sound]) if seal else ("", "", _("chưa có"))
    return [*line, *sealed]


def shown(rows: list[Event]) -> list[dict[str, Any]]:
    """Give acts with words, place and seal."""
    seals = queries.sealed([row.act for row in rows]) if rows else {}
    names = _places(rows)
    dossiers = _dossiers(rows)
    return [
        {
            "event": row, "said": said_of(row.verb), "kind": str(KINDS.get(row.subject_kind, row.subject_kind)), "seal": seals.get(row.act),
            "dossier": dossiers.get(row.subject),
            "place": ", ".join(names[code] for code in (row.commune, row.district, row.province) if code in names),
        }
        for row in rows
    ]  # fmt: skip


def _dossiers(rows: Collection[Event]) -> dict[uuid.UUID, Concerned]:
    """Give the dossier each event is about, whether it moved a case or its money."""
    paid = {row.subject for row in rows if row.subject_kind == "instruction"}
    return {**dossiers_of({row.subject for row in rows} - paid), **dossiers_paid_for(paid)}


def _places(rows: Iterable[Event]) -> dict[str, str]:
    codes = {code for row in rows for code in (row.commune, row.district, row.province) if code}
    return {code: place.name for code, place in places_by_code(codes).items()}


def _values(told: dict[str, Any] | None) -> list[tuple[str, str]]:
    """Give each thing a change told, numbers masked, bounded."""
    return [
        (name, masked_in(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))[:LONGEST_VALUE]) for name, value in (told or {}).items()
    ]
