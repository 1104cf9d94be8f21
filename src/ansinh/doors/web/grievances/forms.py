"""Forms of complaints for officers: an answer with its reason, what follows, what was done, what somebody told at the counter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ansinh.delivery.grievances.decide import Person, can_reopen
from ansinh.delivery.grievances.models import Grievance
from ansinh.doors.web.grievances.words import REMEDIES
from ansinh.doors.web.public.complaint_forms import policy_choices

if TYPE_CHECKING:
    from collections.abc import Mapping

AREA = forms.Textarea({"rows": 5})
FIRST_YEAR, LAST_YEAR = 1900, 2100
YEAR = _("Nhập năm sinh bằng bốn chữ số.")


class DismissForm(forms.Form):
    """Why nothing was wrong."""

    reason = forms.CharField(
        label=_("Đã xem xét gì, kết luận thế nào, vì sao?"), help_text=_("Người gửi đơn đọc nguyên văn. Nêu căn cứ."), max_length=1000, widget=AREA,
        error_messages={"required": _("Ghi kết luận và lý do.")},
    )  # fmt: skip


class UpholdForm(DismissForm):
    """Why the person is right, and what follows; for somebody whom no list names, who she is."""

    remedy = forms.ChoiceField(label=_("Việc phải làm tiếp"), widget=forms.RadioSelect, error_messages={"required": _("Chọn việc phải làm tiếp.")})
    full_name = forms.CharField(label=_("Họ và tên người bị bỏ sót"), max_length=100, required=False, widget=forms.TextInput({"autocomplete": "off"}))
    birth_year = forms.IntegerField(
        label=_("Năm sinh"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, widget=forms.TextInput({"class": "govuk-input--width-4", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), YEAR),
    )  # fmt: skip
    address = forms.CharField(label=_("Thôn, tổ dân phố"), max_length=200, required=False)
    policy = forms.ChoiceField(label=_("Theo chính sách nào"), required=False)

    def __init__(self, of: Grievance, data: Mapping[str, Any] | None = None) -> None:
        """Offer only what fits: a dossier anew where one can be opened, a person only where no claim tells who she is."""
        super().__init__(data, initial={"full_name": of.name, "policy": of.policy})
        fits = can_reopen(of)
        self.fields["remedy"].choices = [(value, label) for value, label in REMEDIES.items() if value == "ordered" or fits]  # type: ignore[attr-defined] # a choice field
        if fits and of.claim_id is None:
            self.fields["policy"].choices = policy_choices(_("Chọn chính sách"))  # type: ignore[attr-defined] # as above
        else:
            for name in ("full_name", "birth_year", "address", "policy"):
                del self.fields[name]
        if not fits:
            self.initial["remedy"] = "ordered"

    def person(self) -> Person | None:
        """Give who was left off; nobody where a claim tells it. Ask only a valid form."""
        told = self.cleaned_data
        return Person(told["full_name"], told["birth_year"], told["policy"], told["address"]) if "full_name" in told else None


class WithdrawForm(forms.Form):
    """How the person took it back."""

    reason = forms.CharField(
        label=_("Người gửi đơn xin rút thế nào, khi nào?"), max_length=500, widget=AREA, error_messages={"required": _("Ghi rõ xin rút thế nào, khi nào.")}
    )


class DoneForm(forms.Form):
    """What was done."""

    words = forms.CharField(
        label=_("Đã làm gì?"), help_text=_("Người gửi đơn đọc nguyên văn."), max_length=500, widget=AREA, error_messages={"required": _("Ghi rõ đã làm gì.")}
    )
