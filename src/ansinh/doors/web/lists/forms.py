"""Forms of lists: the file to send, a row to put right, a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ansinh.delivery.cases.recheck import FIELDS, as_typed

NO_FILE = _("Chọn tệp danh sách để gửi.")
LABELS = {
    "full_name": _("Họ và tên"), "sex": _("Giới tính"), "date_of_birth": _("Ngày sinh"), "id_number": _("Số CCCD/CMND"), "address": _("Nơi ở"),
    "phone": _("Điện thoại"), "amount": _("Số tiền đề nghị (đồng)"), "account_number": _("Số tài khoản"), "bank_name": _("Ngân hàng"),
    "group": _("F0 hay F1"), "period_start": _("Từ ngày"), "period_end": _("Đến ngày"), "period_days": _("Số ngày"),
}  # fmt: skip
HINTS = {"date_of_birth": _("Ngày/tháng/năm, hoặc tháng/năm, hoặc năm sinh")}
SHORT = {"date_of_birth", "id_number", "phone", "amount", "account_number", "period_start", "period_end", "period_days"}
DIGITS = {"id_number", "phone", "amount", "account_number", "period_days"}
CHOICES: dict[str, list[tuple[str, Any]]] = {
    "sex": [("", _("Không ghi")), ("Nữ", _("Nữ")), ("Nam", _("Nam"))],
    "group": [("", _("Không ghi")), ("F0", "F0"), ("F1", "F1")],
}
LONGEST = {"full_name": 100, "address": 200, "bank_name": 100, "id_number": 20, "account_number": 34, "phone": 15}
OF_SOME = {"group", "period_start", "period_end", "period_days"}


class SendForm(forms.Form):
    """A list and what it is for."""

    policy = forms.ChoiceField(
        label=_("Danh sách này đề nghị chính sách nào?"), widget=forms.RadioSelect, error_messages={"required": _("Chọn một chính sách.")}
    )
    file = forms.FileField(
        label=_("Tệp danh sách"),
        help_text=_("Tệp .xlsx, .xls, .ods hoặc .csv, tối đa 256 MB. Gửi đúng tệp đang có, không cần nhập lại theo mẫu."),
        error_messages={"required": NO_FILE, "missing": NO_FILE, "empty": _("Tệp này rỗng. Mở lại tệp, lưu rồi gửi lại.")},
    )

    def __init__(self, policies: list[tuple[str, str]], *args: Any, **options: Any) -> None:
        """Offer the policies the officer may list for."""
        super().__init__(*args, **options)
        chosen = self.fields["policy"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - narrows the type
        chosen.choices = policies
        if len(policies) == 1:
            chosen.initial = policies[0][0]


class RowForm(forms.Form):
    """A row as an officer would type it. Fields that neither the file nor the row has are left out."""

    def __init__(self, row: dict[str, Any], columns: set[str], *args: Any, **options: Any) -> None:
        """Make a field for each thing the row may say."""
        super().__init__(*args, **options)
        typed = as_typed(row)
        for name in FIELDS:
            if name not in OF_SOME or name in columns or typed[name]:
                self.fields[name] = _field(name, typed[name])

    def changes(self) -> dict[str, str]:
        """Give what was changed, as typed."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Lý do"), max_length=200, widget=forms.TextInput({"autocomplete": "off"}), error_messages={"required": _("Ghi lý do.")})


def _field(name: str, typed: str) -> forms.Field:
    words: dict[str, Any] = {"label": LABELS[name], "help_text": HINTS.get(name, ""), "required": False, "initial": typed}
    if name in CHOICES:
        return forms.ChoiceField(choices=CHOICES[name], **words)
    width = "govuk-input--width-20" if name in SHORT else ""
    box = forms.TextInput({"autocomplete": "off", "class": width, **({"inputmode": "numeric"} if name in DIGITS else {})})
    return forms.CharField(max_length=LONGEST.get(name, 60), widget=box, **words)
