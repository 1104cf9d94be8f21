"""Forms of the employers' portal: an account, a sign-in, workers, "not true", confirming."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

OFF = {"autocomplete": "off"}
SHORT = {**OFF, "class": "govuk-input--width-20"}
DIGITS = {**SHORT, "inputmode": "numeric"}
NO_FILE = _("Chọn tệp danh sách để gửi.")
COMMUNE = _("Chọn xã, phường, thị trấn.")


def _line(label: Any, hint: Any = "", required: Any = "", *, longest: int = 200, attrs: dict[str, str] = OFF) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        required=bool(required),
        widget=forms.TextInput(attrs),
        error_messages={"required": required} if required else {},
    )


class AccountForm(forms.Form):
    """What somebody gives who asks for an account."""

    tax_code = _line(_("Mã số thuế của đơn vị"), required=_("Ghi mã số thuế."), longest=20, attrs=DIGITS)
    body_name = _line(_("Tên đơn vị"), required=_("Ghi tên đơn vị."))
    si_unit = _line(_("Mã đơn vị BHXH"), _("Ghi trên thông báo đóng BHXH, ví dụ TA0123A."), _("Ghi mã đơn vị BHXH."), longest=20, attrs=SHORT)
    commune = forms.ChoiceField(label=_("Xã, phường, thị trấn nơi đặt trụ sở"), error_messages={"required": COMMUNE, "invalid_choice": COMMUNE})
    address = _line(_("Số nhà, đường, thôn (không bắt buộc)"))
    full_name = _line(
        _("Họ và tên người phụ trách"), _("Người ký tên và trả lời về hồ sơ của đơn vị."), _("Ghi họ và tên."), longest=100, attrs={"autocomplete": "name"}
    )
    phone = _line(
        _("Điện thoại di động"),
        _("Dùng để đăng nhập và nhận thông báo."),
        _("Ghi số điện thoại."),
        longest=20,
        attrs={**DIGITS, "autocomplete": "tel", "inputmode": "tel"},
    )
    password = forms.CharField(
        label=_("Mật khẩu"), help_text=_("Ít nhất 10 ký tự, không chỉ có chữ số."), max_length=128, widget=forms.PasswordInput({"autocomplete": "new-password", "class": "govuk-input--width-20"}),
        error_messages={"required": _("Đặt mật khẩu.")},
    )  # fmt: skip

    def __init__(self, communes: list[tuple[Any, Any]], *args: Any, **options: Any) -> None:
        """Offer the communes of the province that was chosen."""
        super().__init__(*args, **options)
        self.fields["commune"].choices = [("", _("Chọn xã, phường, thị trấn")), *communes]  # type: ignore[attr-defined] # a choice field


class EnterForm(forms.Form):
    """Signing in for an employer."""

    tax_code = _line(_("Mã số thuế của đơn vị"), required=_("Ghi mã số thuế."), longest=20, attrs={**DIGITS, "autocomplete": "organization"})
    phone = _line(_("Điện thoại di động"), required=_("Ghi số điện thoại."), longest=20, attrs={**DIGITS, "autocomplete": "username", "inputmode": "tel"})
    password = forms.CharField(
        label=_("Mật khẩu"), max_length=128, widget=forms.PasswordInput({"autocomplete": "current-password", "class": "govuk-input--width-20"}),
        error_messages={"required": _("Ghi mật khẩu.")},
    )  # fmt: skip


class WorkerForm(forms.Form):
    """One worker of a form; what is wrong with her is found by the reader of lists, so that form and workbook say the same."""

    full_name = _line(_("Họ và tên"), longest=100)
    date_of_birth = _line(_("Ngày sinh"), longest=20, attrs=SHORT)
    sex = forms.ChoiceField(label=_("Giới tính"), choices=[("", _("Không ghi")), ("Nữ", _("Nữ")), ("Nam", _("Nam"))], required=False)
    id_number = _line(_("Số CCCD/CMND"), longest=20, attrs=DIGITS)
    si_number = _line(_("Số sổ BHXH"), longest=20, attrs=DIGITS)
    phone = _line(_("Điện thoại"), _("Để báo cho người lao động biết."), longest=15, attrs=DIGITS)
    address = _line(_("Nơi ở"))
    period_start = _line(_("Từ ngày"), longest=20, attrs={**SHORT, "placeholder": "31/12/2021"})
    period_days = _line(_("Số ngày liên tục"), longest=4, attrs=DIGITS)
    account_number = _line(_("Số tài khoản"), longest=34, attrs=DIGITS)
    bank_name = _line(_("Ngân hàng"), longest=100)

    def told(self) -> dict[str, str]:
        """Give what was written."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class ListedForm(WorkerForm):
    """One worker named beside the employer's own request: who she is and how she is reached."""

    period_start = period_days = account_number = bank_name = None  # type: ignore[assignment] # Django's way to leave fields out


ListedForms = forms.formset_factory(ListedForm, extra=1, max_num=100, absolute_max=100)
WorkerForms = forms.formset_factory(WorkerForm, extra=1, max_num=100, absolute_max=100)
"""Several workers on one page; more are added by a button that needs no script."""


class WorkbookForm(forms.Form):
    """The employer's list as a workbook."""

    file = forms.FileField(
        label=_("Tệp danh sách người lao động"), help_text=_("Tệp .xlsx, .xls, .ods hoặc .csv, tối đa 8 MB, nhiều nhất 20.000 người. Dùng mẫu hoặc danh sách sẵn có."),
        error_messages={"required": NO_FILE, "missing": NO_FILE, "empty": _("Tệp này rỗng. Mở lại tệp, lưu rồi gửi lại.")},
    )  # fmt: skip


class ListedWorkbookForm(WorkbookForm):
    """A list of workers beside the employer's own request, where there is one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Leave it to her whether she sends one."""
        super().__init__(*args, **options)
        self.fields["file"].required = False


class MoneyForm(forms.Form):
    """Where an employer's own money goes."""

    account_number = _line(_("Số tài khoản của đơn vị"), longest=34, attrs=DIGITS)
    bank_name = _line(_("Ngân hàng"), longest=100)


class CodeForm(forms.Form):
    """The code a worker was told."""

    code = forms.CharField(
        label=_("Mã trong tin nhắn"), help_text=_("Ví dụ 7K3M-9QXW-2F4."), max_length=30, error_messages={"required": _("Nhập mã trong tin nhắn.")},
        widget=forms.TextInput({"class": "ansinh-code govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class NotTrueForm(forms.Form):
    """What is not true."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=30)
    words = forms.CharField(
        label=_("Điều gì không đúng? (không bắt buộc)"), help_text=_("Ví dụ: tôi vẫn đi làm; tôi không còn làm ở đây; sai số ngày."), max_length=500, required=False,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """Whether an account may file, and what was looked at."""

    confirm = forms.ChoiceField(
        label=_("Người này có được nộp hồ sơ cho đơn vị không?"), choices=[("yes", _("Xác nhận")), ("no", _("Không xác nhận"))], widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một câu trả lời.")},
    )  # fmt: skip
    because = forms.CharField(
        label=_("Căn cứ đã xem, hoặc lý do không xác nhận"),
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Ghi căn cứ hoặc lý do.")},
    )


class SettleForm(forms.Form):
    """How a "not true" ends."""

    stands = forms.ChoiceField(
        label=_("Sau khi xác minh"), choices=[("yes", _("Đơn vị nộp đúng: xác nhận người này")), ("no", _("Người lao động đúng: loại khỏi danh sách"))], widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một câu trả lời.")},
    )  # fmt: skip
    because = forms.CharField(
        label=_("Đã xác minh thế nào?"), max_length=200, widget=forms.Textarea({"rows": 2}), error_messages={"required": _("Ghi rõ lý do.")}
    )
