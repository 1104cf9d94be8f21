"""What the registry says of a person is changed: put right, another number, two cards linked or parted. Each says why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases.same_person import identity_of_number, link_identifiers, undo_link
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import within
from ansinh.delivery.registry.correct_person import correct_person
from ansinh.delivery.registry.identify import Number, end_identifier, identify
from ansinh.delivery.registry.look_at import look_at
from ansinh.delivery.registry.models import Access, Identifier, IdentityLink, Person
from ansinh.delivery.registry.reside import Dwelling, reside
from ansinh.doors.web.asking import demand_any, officer_of, today
from ansinh.doors.web.people.finding import REFUSED
from ansinh.doors.web.people.forms import KINDS, EndForm, LinkForm, NumberForm, PersonForm, ResidenceForm, UndoForm
from ansinh.doors.web.public.complaint_forms import commune_choices
from ansinh.doors.web.refusals import carried_out

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse

READ_OR_ACT = ["GET", "HEAD", "POST"]
KEEPERS = (Role.LISTER, Role.VERIFIER, Role.APPRAISER)


@login_required
@require_http_methods(READ_OR_ACT)
@never_cache
def correct(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """Put right what is known of a person; the form shows it in full, which is kept as a look in full."""
    who, by, at = _person(request, person), officer_of(request), timezone.now()
    because = "" if request.method == "POST" else "Sửa thông tin"
    look_at(person, purpose=Access.Purpose.VERIFY, because=because, by=by, at=at)
    form = PersonForm(who, request.POST or None, today=today())

    def act(given: dict[str, Any]) -> str:
        correct_person(person, form.changes(), reason=given["reason"], by=by, at=at)
        return _("Đã sửa thông tin.")

    return _done(request, who, form, "people/correct.html", act)


@login_required
@require_http_methods(READ_OR_ACT)
def add_number(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """Enter another number of a person."""
    who = _person(request, person)

    def act(given: dict[str, Any]) -> str:
        number = Number(given["kind"], given["number"], given["bank_name"], given["holder_name"], given["authority"])
        identify(person, number, source=given["source"], evidence=given["evidence"], since=given["since"], by=officer_of(request), at=timezone.now())
        return _("Đã ghi thêm số.")

    return _done(request, who, NumberForm(request.POST or None), "people/number.html", act)


@login_required
@require_http_methods(READ_OR_ACT)
def add_residence(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """Enter where a person is registered, or lives."""
    who = _person(request, person)

    def act(given: dict[str, Any]) -> str:
        dwelling = Dwelling(given["kind"], given["commune"] or given["elsewhere"], given["address"])
        reside(person, dwelling, source=given["source"], evidence=given["evidence"], since=given["since"], by=officer_of(request), at=timezone.now())
        return _("Đã ghi nơi ở. Nơi trước đó vẫn giữ trong lịch sử.")

    form = ResidenceForm(request.POST or None, initial={"kind": "actual", "commune": who.commune}, communes=commune_choices(province=who.province))
    return _done(request, who, form, "people/residence.html", act)


@login_required
@require_http_methods(READ_OR_ACT)
def end_number(request: HttpRequest, person: uuid.UUID, identifier: uuid.UUID) -> HttpResponse:
    """Say that a number holds no longer."""
    who = _person(request, person)
    row = within(Identifier.objects.all(), officer_of(request)).get(pk=identifier, person=who)

    def act(given: dict[str, Any]) -> str:
        end_identifier(row.pk, until=given["until"], reason=given["reason"], by=officer_of(request), at=timezone.now())
        return _("Đã ghi ngày thôi dùng số.")

    return _done(
        request, who, EndForm(request.POST or None, initial={"until": today()}), "people/end.html", act, row=row, kind=dict(KINDS)[Identifier.Kind(row.kind)]
    )


@login_required
@require_http_methods(READ_OR_ACT)
def link_number(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """Link another card of the same person; say which claims it touched."""
    who = _person(request, person)

    def act(given: dict[str, Any]) -> str:
        identity = identity_of_number(given["number"])
        made = link_identifiers(person, identity, evidence=given["evidence"], reason=given["reason"], by=officer_of(request), at=timezone.now())
        if made.contested:
            return _("Đã nối. Hai số này đã cùng hưởng một khoản ở hai nơi; cần báo cấp trên xem xét thu hồi.")
        if made.yielded:
            return _("Đã nối. Hồ sơ nộp sau của người này không được duyệt nữa vì đã có hồ sơ trước.")
        return _("Đã nối hai số của một người.")

    return _done(request, who, LinkForm(request.POST or None), "people/link.html", act)


@login_required
@require_http_methods(READ_OR_ACT)
def undo(request: HttpRequest, person: uuid.UUID, link: uuid.UUID) -> HttpResponse:
    """Part two that were linked."""
    who = _person(request, person)
    row = within(IdentityLink.objects.all(), officer_of(request)).get(pk=link)

    def act(given: dict[str, Any]) -> str:
        undo_link(row.pk, reason=given["reason"], by=officer_of(request), at=timezone.now())
        return _("Đã hủy việc nối; hai số lại là của hai người.")

    return _done(request, who, UndoForm(request.POST or None), "people/undo.html", act, row=row)


def _person(request: HttpRequest, person: uuid.UUID) -> Person:
    """Give the person of the scope to a keeper of the registry."""
    who = within(Person.objects.all(), officer_of(request)).get(pk=person)
    demand_any(request, KEEPERS)
    return who


def _done(request: HttpRequest, who: Person, form: forms.Form, template: str, act: Callable[[dict[str, Any]], str], **more: Any) -> HttpResponse:
    """Show the form until it can be done, do it, and go back to the person with what happened."""
    if request.method == "POST" and form.is_valid() and carried_out(request, lambda: act(form.cleaned_data), form):
        return redirect("person", who.pk)
    return render(request, template, {"person": who, "form": form, **more}, status=REFUSED if form.errors else 200)
