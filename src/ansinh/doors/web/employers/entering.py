"""Asking for an account by tax code, signing in for an employer, and leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ansinh.delivery.intake.employers.account import Asked, register, sign_in
from ansinh.delivery.offices.refusals import Refused
from ansinh.doors.web.employers.forms import AccountForm, EnterForm
from ansinh.doors.web.employers.session import enter_as
from ansinh.doors.web.limits import allow
from ansinh.doors.web.public.complaint_forms import ProvinceForm, commune_choices
from ansinh.doors.web.refusals import words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

REFUSED, BUSY = 422, 429
PER_CALLER = (60, 600)
PER_ACCOUNT = (10, 900)
ACCOUNTS = (20, 3600)
"""Tries and seconds: many employers may share an address; one account is guessed at slowly."""
FIELD_OF = {"tax_code_unusable": "tax_code", "phone_unusable": "phone", "place_unknown": "commune", "password_weak": "password", "accountant_known": "phone"}


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def register_account(request: HttpRequest) -> HttpResponse:
    """Ask for the province first, then for the rest; the account made is signed in, and waits."""
    places = ProvinceForm(request.GET or None)
    if not places.is_valid():
        return render(request, "employers/province.html", {"form": places})
    form = AccountForm(commune_choices(province=places.cleaned_data["tinh"]), request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not allow(f"employer-new:{get_adapter().get_client_ip(request)}", *ACCOUNTS):
            return render(request, "employers/busy.html", status=BUSY)
        try:
            made = register(Asked(**form.cleaned_data), at=timezone.now())
        except Refused as refusal:
            form.add_error(FIELD_OF.get(refusal.code), words(refusal))
        else:
            enter_as(request, made)
            return redirect("employer")
    return render(request, "employers/register.html", {"form": form}, status=REFUSED if form.errors else 200)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in by tax code, telephone and password; the same words whatever was wrong."""
    form = EnterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        tries = (f"employer-in:{get_adapter().get_client_ip(request)}", *PER_CALLER), (f"employer-as:{told['tax_code']}:{told['phone']}", *PER_ACCOUNT)
        if not all(allow(*one) for one in tries):
            return render(request, "employers/busy.html", status=BUSY)
        found = sign_in(told["tax_code"], told["phone"], told["password"])
        if found:
            enter_as(request, found)
            return redirect("employer")
        form.add_error(None, _("Mã số thuế, điện thoại hoặc mật khẩu không đúng."))
    return render(request, "employers/enter.html", {"form": form}, status=REFUSED if form.errors else 200)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    request.session.flush()
    messages.success(request, _("Đã đăng xuất."))
    return redirect("employer_enter")
