"""Forms of the pages of money."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ansinh.delivery.payments.models import Channel
from ansinh.doors.web.facts import DATES, Whole

CASH, POST, BANK = (Channel.CASH.value, _("Tiền mặt tại xã")), (Channel.POST.value, _("Qua bưu điện")), (Channel.BANK.value, _("Chuyển khoản"))


class DrawForm(forms.Form):
    """By which channel those without a bank account are paid."""

    otherwise = forms.ChoiceField(
        label=_("Người không có tài khoản ngân hàng nhận tiền"),
        choices=[CASH, POST],
        widget=forms.RadioSelect,
        initial=Channel.CASH.value,
    )


class StatementForm(forms.Form):
    """A statement as it came."""

    file = forms.FileField(
        label=_("Tệp sao kê"),
        help_text=_(
            "camt.053 (.xml) hoặc .csv của ngân hàng; danh sách chi trả (.xlsx) mà bưu điện, thủ quỹ đã ghi kết quả, ngày trả. "
            "Người chưa ghi kết quả thì để lần sau. Gửi lại cùng một tệp không làm thay đổi gì."
        ),
    )


class RepairForm(forms.Form):
    """The corrected account, or another channel."""

    channel = forms.ChoiceField(
        label=_("Trả lại bằng"),
        choices=[BANK, POST, CASH],
        widget=forms.RadioSelect,
    )
    account_number = forms.CharField(label=_("Số tài khoản đúng"), required=False, max_length=34)
    bank_name = forms.CharField(label=_("Ngân hàng"), required=False, max_length=100)


class GiveBackForm(forms.Form):
    """When the person had it again, and what proves it."""

    given_on = forms.DateField(
        label=_("Ngày trả lại"), input_formats=DATES, widget=forms.DateInput({"autocomplete": "off", "class": "govuk-input--width-10"}, format="%d/%m/%Y"),
        error_messages={"required": _("Ghi ngày trả lại."), "invalid": _("Ghi ngày theo dạng ngày/tháng/năm.")},
    )  # fmt: skip
    evidence = forms.CharField(
        label=_("Số phiếu chi người nhận đã ký, hoặc mã giao dịch"), max_length=200, widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Ghi số phiếu chi hoặc mã giao dịch trả lại.")},
    )  # fmt: skip


class RecoverForm(forms.Form):
    """How much of it came back, when, and what proves it."""

    amount_vnd = Whole(
        label=_("Số tiền đã về, đồng"), help_text=_("Ghi sẵn phần còn lại. Người nhận trả dần thì ghi số tiền của lần này."), min_value=1,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric", "class": "govuk-input--width-10"}),
        error_messages={"required": _("Ghi số tiền."), "invalid": _("Ghi số tiền bằng chữ số, từ 1 đồng."), "min_value": _("Ghi số tiền bằng chữ số, từ 1 đồng.")},
    )  # fmt: skip
    returned_on = forms.DateField(
        label=_("Ngày tiền về nguồn"), input_formats=DATES, widget=forms.DateInput({"autocomplete": "off", "class": "govuk-input--width-10"}, format="%d/%m/%Y"),
        error_messages={"required": _("Ghi ngày tiền về nguồn."), "invalid": _("Ghi ngày theo dạng ngày/tháng/năm.")},
    )  # fmt: skip
    evidence = forms.CharField(
        label=_("Số phiếu thu hoặc mã giao dịch"), max_length=200, widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Ghi số phiếu thu hoặc mã giao dịch hoàn tiền.")},
    )  # fmt: skip
