"""The queue of pairs that may be one person: side by side, differences marked; the same, different and why, or undone. And batches that stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases.same_or_not import different, same, undo
from ansinh.delivery.offices.queries import places_by_code
from ansinh.delivery.offices.scope import within
from ansinh.delivery.registry.answer_sweep import answer_sweep
from ansinh.delivery.registry.look_at import look_at
from ansinh.delivery.registry.models import Access
from ansinh.delivery.registry.models_pairs import Resemblance, Sweep
from ansinh.delivery.registry.resemble import pairs_of, resemblance, stopped_sweeps
from ansinh.doors.web.asking import demand_any, officer_of
from ansinh.doors.web.people.changing import READ_OR_ACT
from ansinh.doors.web.people.finding import LOOKERS, REFUSED
from ansinh.doors.web.people.forms import DifferentForm, SameForm, SweepForm, UndoPairForm
from ansinh.doors.web.refusals import carried_out
from ansinh.doors.web.templatetags.page import born
from ansinh.policy.person_numbers import masked

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.registry.models import Person


@login_required
@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    """Show the pairs and the stopped batches that wait for this officer, and what she said last."""
    demand_any(request, LOOKERS)
    waiting, decided = pairs_of(officer_of(request))
    context = {"waiting": [_line(row) for row in waiting], "decided": [_line(row) for row in decided], "sweeps": stopped_sweeps(officer_of(request))}
    return render(request, "people/pairs.html", context)


@login_required
@require_http_methods(READ_OR_ACT)
@never_cache
def pair(request: HttpRequest, pair: uuid.UUID) -> HttpResponse:
    """Show two persons side by side and take the owner's word; both are looked at in full, which is kept."""
    demand_any(request, LOOKERS)
    by, at = officer_of(request), timezone.now()
    row = resemblance(pair, seen_by=by)
    said = request.POST.get("say", "")
    chosen = {"same": SameForm, "different": DifferentForm, "undo": UndoPairForm}
    form = chosen[said](request.POST) if said in chosen else None
    if form is not None and form.is_valid():
        done = _said(request, form, lambda given: _ACTS[said](row, given, request))
        if done:
            return done
    if request.method != "POST":
        for who in (row.one_id, row.other_id):
            look_at(who, purpose=Access.Purpose.VERIFY, because="Đối chiếu cặp nghi trùng", by=by, at=at)
    forms_shown = {name: form if said == name else kind() for name, kind in chosen.items()}
    context = {"pair": row, "rows": side_by_side(row.one, row.other), "mine": row.owner_id == by.pk, "failed": form, **forms_shown}
    return render(request, "people/pair.html", context, status=REFUSED if form is not None and form.errors else 200)


@login_required
@require_http_methods(READ_OR_ACT)
def stopped(request: HttpRequest, sweep: uuid.UUID) -> HttpResponse:
    """Ask the owner of a batch in which too many look alike whether a column is wrong."""
    demand_any(request, LOOKERS)
    row = within(Sweep.objects.select_related("owner"), officer_of(request)).get(pk=sweep)
    form = SweepForm(request.POST or None)

    def act(given: dict[str, Any]) -> str:
        answer_sweep(row.pk, go_on=given["answer"] == "real", reason=given["reason"], by=officer_of(request), at=timezone.now())
        return _("Đã ghi câu trả lời.")

    if request.method == "POST" and form.is_valid():
        done = _said(request, form, act)
        if done:
            return done
    place = places_by_code({row.commune}).get(row.commune)
    context = {"sweep": row, "form": form, "place": place, "percent": row.alike * 100 // max(row.people, 1), "mine": row.owner_id == officer_of(request).pk}
    return render(request, "people/stopped.html", context, status=REFUSED if form.errors else 200)


def side_by_side(one: Person, other: Person) -> list[dict[str, Any]]:
    """Give what is known of both, field by field, and whether it differs; what one does not tell differs from nothing."""
    places = places_by_code({code for who in (one, other) for code in (who.commune, who.district) if code})

    def place(who: Person) -> str:
        return ", ".join(places[code].name for code in (who.commune, who.district) if code in places)

    said = (
        (_("Họ và tên"), one.full_name, other.full_name), (_("Sinh, giới tính"), born(one), born(other)),
        (_("Số giấy tờ"), f"{one.id_kind.upper()} {one.id_number}".strip(), f"{other.id_kind.upper()} {other.id_number}".strip()),
        (_("Điện thoại"), one.phone, other.phone), (_("Địa bàn"), place(one), place(other)), (_("Nơi ở"), one.address, other.address),
    )  # fmt: skip
    return [{"label": label, "one": left, "other": right, "differs": bool(left and right and left != right)} for label, left, right in said]


def _line(row: Resemblance) -> dict[str, Any]:
    """Give a pair as a list shows it, numbers masked."""
    return {"row": row, "one": masked(row.one.id_number), "other": masked(row.other.id_number), "percent": row.likely_permille // 10}


def _same(row: Resemblance, given: dict[str, Any], request: HttpRequest) -> str:
    same(row.pk, evidence=given["evidence"], reason=given["reason"], by=officer_of(request), at=timezone.now())
    return _("Đã ghi nhận là cùng một người.")


def _different(row: Resemblance, given: dict[str, Any], request: HttpRequest) -> str:
    different(row.pk, reason=given["reason"], by=officer_of(request), at=timezone.now())
    return _("Đã ghi nhận là hai người khác nhau.")


def _undo(row: Resemblance, given: dict[str, Any], request: HttpRequest) -> str:
    undo(row.pk, reason=given["reason"], by=officer_of(request), at=timezone.now())
    return _("Đã hủy quyết định; cặp này chờ xem lại.")


_ACTS: dict[str, Callable[[Resemblance, dict[str, Any], HttpRequest], str]] = {"same": _same, "different": _different, "undo": _undo}


def _said(request: HttpRequest, form: forms.Form, act: Callable[[dict[str, Any]], str]) -> HttpResponse | None:
    """Do it and go back to the queue with what happened; on a refusal keep it with the form."""
    return redirect("pairs") if carried_out(request, lambda: act(form.cleaned_data), form) else None
