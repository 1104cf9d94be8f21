"""Lists while communes post them, on the site as on the wall; and the form by which anybody objects."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.grievances import posted
from ansinh.delivery.grievances.file import Told
from ansinh.delivery.offices.queries import places_by_code
from ansinh.doors.web.asking import asked, beside, cursors, today
from ansinh.doors.web.limits import allow
from ansinh.doors.web.public.complaining import about, read_about, said_by, sent
from ansinh.doors.web.public.complaint_forms import ProvinceForm, TextForm
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.load import policy_named

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.grievances.posted import PostedList

LONGEST_ORDER = 9
"""Digits of a row's number in a list."""
PER_READER = (240, 600)
"""Pages and seconds: enough for a hamlet that shares one address, too few to carry away a province."""


@never_cache
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Choose a province, then a commune that posts a list now."""
    form = ProvinceForm(request.GET if "tinh" in request.GET else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        if not _may_read(request):
            return render(request, "public/where_busy.html", status=429)
        names = places_by_code(posted.communes_posting(form.cleaned_data["tinh"], at=timezone.now()))
        districts = places_by_code({place.district for place in names.values() if place.district})
        communes = [(place, districts.get(place.district)) for place in sorted(names.values(), key=lambda place: (place.district, place.folded_name))]
        context |= {"communes": communes, "chosen": True}
    return render(request, "public/posted_lists.html", context)


@never_cache
@require_safe
def of_commune(request: HttpRequest, commune: str) -> HttpResponse:
    """Show the lists a commune posts now."""
    place = places_by_code([commune]).get(commune)
    if place is None or place.level != "commune":
        raise Http404
    if not _may_read(request):
        return render(request, "public/where_busy.html", status=429)
    return render(request, "public/posted_of_commune.html", {"place": place, "lists": [_shown(one) for one in posted.posted_lists(commune, at=timezone.now())]})


@never_cache
@require_safe
def posted_list(request: HttpRequest, commune: str, dossier: uuid.UUID) -> HttpResponse:
    """Show one list, masked, while it is posted; whole, or those whose name or hamlet was asked for."""
    one = _demand(commune, dossier)
    if not _may_read(request):
        return render(request, "public/where_busy.html", status=429)
    text = asked(request, "q")
    answer = render(request, "public/posted_list.html", {**_shown(one), "text": text, **(_found(request, one, text) if text else _paged(request, one))})
    answer["X-Robots-Tag"] = "noindex, noarchive"  # it is taken down when the days are over; no copy should stay elsewhere
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, commune: str, dossier: uuid.UUID) -> HttpResponse:
    """Ask what is wrong with the list, or with one person of it; take it in."""
    one = _demand(commune, dossier)
    if request.method != "POST":
        person = _person(one, request.GET.get("nguoi", ""))
        token = about(dossier=str(dossier), claim=str(person.claim) if person else "")
        return render(request, "public/objection.html", {**_shown(one), "form": TextForm(), "about": token, "person": person})
    token = request.POST.get("about", "")
    subject = read_about(token)
    if subject is None or subject.get("dossier") != str(dossier):
        return redirect("objection", commune, dossier)
    context = {**_shown(one), "about": token, "person": _person(one, subject["claim"])}
    form = TextForm(request.POST)
    if not form.is_valid():
        return render(request, "public/objection.html", {**context, "form": form})
    claim = uuid.UUID(subject["claim"]) if subject["claim"] else None
    told = Told("objection", dossier=dossier, claim=claim, key=uuid.UUID(subject["key"]), **said_by(form.cleaned_data))
    return sent(request, form, told, "public/objection.html", context)


def _paged(request: HttpRequest, one: PostedList) -> dict[str, Any]:
    page = posted.people_of(one, **cursors(request))
    return {"people": posted.shown(page.rows), **beside(request, page, {})}


def _found(request: HttpRequest, one: PostedList, text: str) -> dict[str, Any]:
    """Give whom a search has found, and the addresses of its beginning and of what lies behind; a broken key is its beginning."""
    said = request.GET.get("sau", "")
    after = int(said) if said.isascii() and said.isdigit() and len(said) <= LONGEST_ORDER else 0
    found = posted.find_people(one, text, after=after)
    first_url = f"{request.path}?{urlencode({'q': text})}"
    next_url = f"{first_url}&{urlencode({'sau': found.after})}" if found.after is not None else ""
    return {"people": found.people, "first_url": first_url if after else "", "next_url": next_url}


def _demand(commune: str, dossier: uuid.UUID) -> PostedList:
    one = posted.posted_list(commune, dossier, at=timezone.now())
    if one is None:
        raise Http404
    return one


def _person(one: PostedList, text: str) -> posted.PostedPerson | None:
    try:
        return posted.person_of(one, uuid.UUID(text)) if text else None
    except ValueError:
        return None


def _shown(one: PostedList) -> dict[str, Any]:
    days = vietnam_calendar().working_days_between(today(), timezone.localdate(one.until)) if one.until else None
    return {"list": one, "place": places_by_code([one.commune]).get(one.commune), "policy": policy_named(one.policy), "days_left": days}


def _may_read(request: HttpRequest) -> bool:
    return allow(f"posted:{get_adapter().get_client_ip(request)}", *PER_READER)
