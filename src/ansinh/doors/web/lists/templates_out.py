"""Templates to take home: choose the policy, take the workbook, send it back when it is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases.hand_out import MOST_PEOPLE, WORKBOOK, hand_out
from ansinh.delivery.offices.models import Role
from ansinh.doors.web.asking import demand_any, officer_of
from ansinh.doors.web.lists.sending import listable
from ansinh.papers.lists.lawful import CASH_POLICIES

if TYPE_CHECKING:
    from django.http import HttpRequest

REFUSED = 422


class TemplateForm(forms.Form):
    """Which form, and whether those already known are filled in."""

    policy = forms.ChoiceField(label=_("Mẫu cho chính sách nào?"), widget=forms.RadioSelect, error_messages={"required": _("Chọn một chính sách.")})
    with_people = forms.BooleanField(
        label=_("Điền sẵn những người xã đã biết từ các hồ sơ trước"),
        help_text=_("Tệp sẽ có họ tên, ngày sinh, số giấy tờ. Việc lấy tệp được ghi lại cùng tên người lấy."),
        required=False,
    )

    def __init__(self, policies: list[tuple[str, str]], *args: Any, commune: bool, **options: Any) -> None:
        """Offer the policies the officer may list for; only a commune's office knows its people."""
        super().__init__(*args, **options)
        chosen = self.fields["policy"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - narrows the type
        chosen.choices = policies
        if len(policies) == 1:
            chosen.initial = policies[0][0]
        if not commune:
            del self.fields["with_people"]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest) -> HttpResponse:
    """Offer the templates, and hand out the one that was chosen."""
    demand_any(request, [Role.LISTER])
    officer = officer_of(request)
    policies = [(policy, name) for policy, name in listable(officer) if policy in CASH_POLICIES]
    form = TemplateForm(policies, request.POST or None, commune=bool(officer.office.commune))
    if request.method == "POST" and form.is_valid():
        file, content = hand_out(form.cleaned_data["policy"], with_people=form.cleaned_data.get("with_people", False), by=officer, at=timezone.now())
        response = HttpResponse(content, content_type=WORKBOOK)
        response["Content-Disposition"] = f'attachment; filename="{file.name}"'
        return response
    return render(request, "lists/template.html", {"form": form, "most": MOST_PEOPLE, "policies": policies}, status=REFUSED if form.errors else 200)
