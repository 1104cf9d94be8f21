"""People complain: from a refusal with the code of its receipt, or without any; with a name or without; and follow what becomes of it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django.core import signing
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ansinh.delivery.cases.numbers import read_code
from ansinh.delivery.cases.public import claim_status
from ansinh.delivery.grievances.appeal import APPEAL
from ansinh.delivery.grievances.file import Told, file
from ansinh.delivery.grievances.public import grievance_status, status_of
from ansinh.delivery.grievances.withdraw import withdraw_by_code
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.doors.web.grievances.words import KINDS
from ansinh.doors.web.limits import allow
from ansinh.doors.web.public.complaint_forms import ComplaintCodeForm, ComplaintForm, ProvinceForm, commune_choices
from ansinh.doors.web.public.forms import LookupForm
from ansinh.doors.web.public.provinces import provinces
from ansinh.doors.web.refusals import words
from ansinh.policy.grievance_limits import grievance_limits

if TYPE_CHECKING:
    from datetime import date

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.grievances.models import Grievance
    from ansinh.delivery.grievances.public import GrievanceStatus

SALT = "ansinh.complain"
KEPT_SECONDS = 12 * 60 * 60
PER_SENDER = (40, 3600)
PER_CALLER = (120, 600)
PER_CODE = (10, 600)
"""Tries and seconds, as for claims: whole hamlets share one address."""


def about(**subject: str) -> str:
    """Sign what a complaint is about (a receipt code, a list and who in it, a province), with a key that makes sending twice sending once."""
    return signing.dumps({**subject, "key": str(new_key())}, salt=SALT)


def read_about(token: str) -> dict[str, str] | None:
    """Give what was signed; nothing for what is forged or half a day old."""
    try:
        told: dict[str, str] = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    return told


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """Ask whether there is a receipt code; with one, look at it and go on to the complaint about that claim."""
    form, places = LookupForm(request.POST if request.method == "POST" else None), ProvinceForm()
    context = {"form": form, "places": places, "code_form": ComplaintCodeForm()}
    if request.method != "POST" or not form.is_valid():
        return render(request, "public/complain.html", context)
    asked, year = form.cleaned_data["code"], form.cleaned_data["birth_year"]
    if not may_ask(request, "where", asked):
        return render(request, "public/where_busy.html", status=429)
    found = claim_status(asked, year)
    if found is None:
        return render(request, "public/complain.html", {**context, "not_found": True})
    return _asked(request, about(receipt=found.receipt), ComplaintForm())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complain_new(request: HttpRequest) -> HttpResponse:
    """Take the complaint itself: about the claim that was signed, or about a commune of the province chosen."""
    if request.method != "POST":
        places = ProvinceForm(request.GET)
        if not places.is_valid():
            return render(request, "public/complain.html", {"form": LookupForm(), "places": places, "code_form": ComplaintCodeForm(), "place_wrong": True})
        province = places.cleaned_data["tinh"]
        return _asked(request, about(province=province), ComplaintForm(communes=commune_choices(province=province)))
    token = request.POST.get("about", "")
    subject = read_about(token)
    if subject is None or "dossier" in subject:
        return redirect("complain")
    communes = None if "receipt" in subject else commune_choices(province=subject["province"])
    if "open" in request.POST:
        return _asked(request, token, ComplaintForm(communes=communes, chosen=request.POST.get("kind", "")))
    form = ComplaintForm(request.POST, communes=communes)
    if not form.is_valid():
        return _asked(request, token, form)
    told = form.cleaned_data
    more = {"receipt": subject["receipt"]} if communes is None else {"commune": told["commune"], "policy": told["policy"]}
    return sent(request, form, Told(told["kind"], key=uuid.UUID(subject["key"]), **said_by(told), **more), "public/complain_new.html", {"about": token})


def said_by(told: dict[str, Any]) -> dict[str, Any]:
    """Give the fields every complaint has."""
    return {name: told[name] for name in ("text", "name", "phone", "sensitive")}


def sent(request: HttpRequest, form: forms.Form, told: Told, template: str, context: dict[str, Any]) -> HttpResponse:
    """Take the complaint in and give the receipt; a refusal is shown on the form. The code stands on the page, never in an address."""
    if not allow(f"complain:{get_adapter().get_client_ip(request)}", *PER_SENDER):
        return render(request, "public/complain_busy.html", status=429)
    try:
        made: Grievance = file(told, channel="web", by=None, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, words(refusal))
        return render(request, template, {**context, "form": form}, status=409)
    return render(request, "public/complaint_receipt.html", {**shown(status_of(made)), "anonymous": made.anonymous, "texted": texted(made)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest) -> HttpResponse:
    """Answer where a complaint is, by the code of its receipt; the same words whatever was wrong."""
    if request.method != "POST":
        return render(request, "public/complaint_where.html", {"form": ComplaintCodeForm()})
    form = ComplaintCodeForm(request.POST)
    if not form.is_valid():
        return render(request, "public/complaint_where.html", {"form": form})
    if not may_ask(request, "complaint", form.cleaned_data["code"]):
        return render(request, "public/where_busy.html", status=429)
    found = grievance_status(form.cleaned_data["code"])
    if found is None:
        return render(request, "public/complaint_where.html", {"form": form, "not_found": True})
    return render(request, "public/complaint.html", shown(found))


@never_cache
@require_POST
def complaint_withdraw(request: HttpRequest) -> HttpResponse:
    """Take a complaint back by its code."""
    code = request.POST.get("code", "")[:30]
    if not may_ask(request, "complaint", code):
        return render(request, "public/where_busy.html", status=429)
    said = _("Đã rút đơn. Nếu còn vướng mắc, gửi đơn khác bất cứ lúc nào.")
    try:
        withdraw_by_code(code, at=timezone.now())
    except AlreadyDone as done:
        said = words(done)
    found = grievance_status(code)
    if found is None:
        return render(request, "public/complaint_where.html", {"form": ComplaintCodeForm(request.POST), "not_found": True})
    return render(request, "public/complaint.html", {**shown(found), "said": said})


def shown(of: GrievanceStatus) -> dict[str, Any]:
    """Give what the pages of one complaint show."""
    late = of.state == "filed" and of.due_on < timezone.localdate()
    return {
        "complaint": of,
        "kind": KINDS[of.kind],
        "late": late,
        "limit": grievance_limits()[APPEAL if of.follows else of.kind],
        "open_until": _open_until(of),
    }


def _open_until(of: GrievanceStatus) -> date | None:
    """Give the last day for going on, where she still can."""
    return of.appeal_until if of.appeal_until and not of.appealed and timezone.localdate() <= of.appeal_until else None


def texted(of: Grievance) -> str:
    """Give the telephone to which the message of the receipt goes; empty where none goes."""
    return "" if of.sensitive else of.phone


def may_ask(request: HttpRequest, what: str, asked: str) -> bool:
    """Count the try for the caller and for the code, however the code was written."""
    caller = allow(f"{what}:{get_adapter().get_client_ip(request)}", *PER_CALLER)
    code = read_code(asked)
    return caller and (code is None or allow(f"{what}-code:{code}", *PER_CODE))


def _asked(request: HttpRequest, token: str, form: forms.Form) -> HttpResponse:
    subject = read_about(token) or {}
    province = dict(provinces()).get(subject.get("province", ""), "")
    return render(request, "public/complain_new.html", {"form": form, "about": token, "receipt": subject.get("receipt", ""), "province": province})
