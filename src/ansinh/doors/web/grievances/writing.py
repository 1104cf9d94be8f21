"""What somebody tells at the counter or by telephone, written down by the officer who hears it; the person gets the receipt."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases.numbers import read_code
from ansinh.delivery.grievances.file import Told, file
from ansinh.delivery.grievances.public import status_of
from ansinh.delivery.offices.models import Level
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.offices.scope import scope_of
from ansinh.doors.web.asking import officer_of
from ansinh.doors.web.dossiers.moving import READ_OR_ACT, REFUSED
from ansinh.doors.web.grievances.words import KINDS
from ansinh.doors.web.public.complaining import about, read_about, shown, texted
from ansinh.doors.web.public.complaint_forms import ComplaintForm, ProvinceForm, commune_choices
from ansinh.doors.web.public.provinces import provinces
from ansinh.doors.web.refusals import words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.offices.models import Officer

BY_CODE = "co-ma"
"""In the address: the person has the receipt of a claim, which says where the matter lies."""


class WriteForm(ComplaintForm):
    """The same as on the web, with how it came, and the receipt code of the claim where the person has it."""

    channel = forms.ChoiceField(
        label=_("Nhận thế nào?"), choices=[("counter", _("Tại quầy")), ("hotline", _("Qua điện thoại"))], initial="counter", widget=forms.RadioSelect
    )
    code = forms.CharField(
        label=_("Mã biên nhận của hồ sơ (nếu có)"),
        max_length=30,
        required=False,
        widget=forms.TextInput({"class": "ansinh-code govuk-input--width-20", "autocomplete": "off"}),
    )
    about = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, officer: Officer, data: Any = None, *, province: str = "") -> None:
        """Offer the communes of the officer's scope, of the whole country's those of the province; her own where there is one only."""
        super().__init__(data, communes=_communes(officer, province))
        self.order_fields(("channel", "kind", "code", "commune", "policy"))
        self.fields["commune"].required = False
        if len(self.fields["commune"].choices) == 1:  # type: ignore[attr-defined] # a choice field
            del self.fields["commune"], self.fields["policy"]
            self.fields["code"].label, self.fields["code"].required = _("Mã biên nhận của hồ sơ"), True
            self.fields["code"].error_messages["required"] = _("Nhập mã biên nhận, hoặc quay lại chọn tỉnh, thành phố.")
        self.initial.update(commune=officer.office.commune, about=about())

    def clean(self) -> dict[str, Any]:
        """Demand a place or a claim; a code with a slip in it is caught here."""
        told = super().clean() or {}
        told["key"] = (read_about(told.get("about", "")) or {}).get("key")
        if told["key"] is None:
            self.add_error(None, _("Trang này mở đã lâu. Mở lại rồi ghi."))
        if told.get("code"):
            told["receipt"] = read_code(told["code"])
            if told["receipt"] is None:
                self.add_error("code", _("Mã biên nhận này viết sai. Xem lại giấy biên nhận."))
        elif "commune" in self.fields and not told.get("commune") and "commune" not in self.errors:
            self.add_error("commune", _("Chọn xã, phường, thị trấn, hoặc nhập mã biên nhận."))
        return told


@login_required
@require_http_methods(READ_OR_ACT)
def write_down(request: HttpRequest) -> HttpResponse:
    """Take a complaint in from the officer who heard it; show the receipt to be printed for the person.

    Who hears the whole country names the province first, or says that the person has a receipt.
    """
    officer = officer_of(request)
    places, by_code = ProvinceForm(request.GET if "tinh" in request.GET else None), BY_CODE in request.GET
    nation = scope_of(officer).level == Level.NATIONAL
    if nation and not by_code and not places.is_valid():
        return render(request, "grievances/write_where.html", {"places": places, "by_code": BY_CODE})
    province = "" if by_code or not nation else str(places.cleaned_data["tinh"])
    form = WriteForm(officer, request.POST if request.method == "POST" else None, province=province)
    context = {"form": form, "province": dict(provinces()).get(province, ""), "nation": nation}
    if request.method != "POST":
        return render(request, "grievances/write.html", context)
    if not form.is_valid():
        return render(request, "grievances/write.html", context, status=REFUSED)
    told = form.cleaned_data
    subject = {"receipt": told["receipt"]} if told.get("receipt") else {"commune": told["commune"], "policy": told["policy"]}
    said = {name: told[name] for name in ("kind", "text", "name", "phone", "sensitive")}
    try:
        made = file(Told(**said, **subject, key=uuid.UUID(told["key"])), channel=told["channel"], by=officer, at=timezone.now())
    except NotYours:
        raise
    except Refused as refusal:
        form.add_error(None, words(refusal))
        return render(request, "grievances/write.html", context, status=409)
    return render(
        request,
        "public/complaint_receipt.html",
        {**shown(status_of(made)), "kind": KINDS[made.kind], "anonymous": made.anonymous, "clerk": True, "texted": texted(made)},
    )


def _communes(officer: Officer, province: str) -> list[tuple[Any, Any]]:
    scope = scope_of(officer)
    if scope.level == Level.NATIONAL:
        return commune_choices(province=province) if province else []
    if scope.level == Level.COMMUNE:
        place = officer.office.place
        return [(scope.place, place.name if place else scope.place)]
    return commune_choices(**scope.filters()) if scope.level in (Level.PROVINCE, Level.DISTRICT) else []
