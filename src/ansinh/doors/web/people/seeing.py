"""One person: masked at first sight, in full for a reason that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases.models import Claim
from ansinh.delivery.offices.queries import places_by_code
from ansinh.delivery.offices.scope import within
from ansinh.delivery.registry.keeping import KEEPERS
from ansinh.delivery.registry.look_at import Profile, look_at, looks_at
from ansinh.delivery.registry.models import Access
from ansinh.delivery.systems.queries import looked_at_by_systems
from ansinh.doors.web.asking import demand_any, officer_of, roles_here
from ansinh.doors.web.people.finding import LOOKERS, REFUSED, purpose_of
from ansinh.doors.web.people.forms import KINDS, LOOKS, PURPOSES, RESIDENCES, SOURCES, OpenForm
from ansinh.policy.load import policy_of
from ansinh.policy.person_numbers import masked

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@login_required
@require_safe
@never_cache
def person(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """Show a person with her numbers masked."""
    demand_any(request, LOOKERS)
    found = look_at(person, purpose=purpose_of(request), by=officer_of(request), at=timezone.now())
    return render(request, "people/person.html", shown(found, request, full=False))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def open_person(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """Ask why, then show a person in full, once; the reason is kept."""
    demand_any(request, LOOKERS)
    form = OpenForm(request.POST or None, initial={"purpose": purpose_of(request)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        found = look_at(person, purpose=given["purpose"], because=given["because"], by=officer_of(request), at=timezone.now())
        return render(request, "people/person.html", shown(found, request, full=True))
    found = look_at(person, purpose=purpose_of(request), by=officer_of(request), at=timezone.now())
    return render(request, "people/open.html", {"person": found.person, "form": form}, status=REFUSED if form.errors else 200)


def shown(found: Profile, request: HttpRequest, *, full: bool) -> dict[str, Any]:
    """Give what the page of a person says: numbers masked unless `full`, places by name, claims of the scope by their draws."""
    who = found.person
    places = places_by_code({code for code in (who.commune, who.district, who.province) if code})
    claims = within(Claim.objects.filter(pk__in=[draw.claim for draw in found.draws]).select_related("dossier"), officer_of(request)).order_by("id")
    kinds, sources, purposes, homes = ({str(value): label for value, label in choices} for choices in (KINDS, SOURCES, PURPOSES, RESIDENCES))
    return {
        "on": found, "person": who, "full": full, "keeps": bool(KEEPERS & roles_here(request)), "looks": [
            {"row": row, "kind": LOOKS[Access.Kind(row.kind)], "purpose": purposes[row.purpose]}
            for row in looks_at(who, seen_by=officer_of(request))
        ],
        "systems": looked_at_by_systems(who.pk, seen_by=officer_of(request)),
        "place": ", ".join(places[code].name for code in (who.commune, who.district, who.province) if code in places),
        "number": hidden(who.id_number, full=full), "phone": hidden(who.phone, full=full),
        "numbers": [{"row": row, "value": hidden(row.value, full=full), "kind": kinds[row.kind], "source": sources[row.source]} for row in found.identifiers],
        "residences": [{"row": row, "kind": homes[row.kind], "source": sources[row.source]} for row in found.residences],
        "links": [{"row": row, "identity": _said(row.identity, full=full), "holder": _said(row.holder, full=full)} for row in found.links],
        "claims": [{"claim": claim, "policy": policy_of(claim.dossier.programme, claim.policy)} for claim in claims],
    }  # fmt: skip


def hidden(number: str, *, full: bool) -> str:
    """Show a number in full or its last three digits."""
    return number if full else masked(number)


def _said(identity: str, *, full: bool) -> str:
    """Name an identity: its card's kind and number, or that it is known by name alone."""
    kind, number = identity.split(":", 1)
    return f"{kind.upper()} {hidden(number, full=full)}" if kind != "name" else number.split("|", maxsplit=1)[0]
