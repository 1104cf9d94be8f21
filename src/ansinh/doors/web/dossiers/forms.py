"""Forms of casework: a reason, a day, what a claim says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ansinh.delivery.registry.models import Birth
from ansinh.doors.web.facts import DATES
from ansinh.papers.lists.dates import read_birth

if TYPE_CHECKING:
    from datetime import date

    from ansinh.delivery.cases.models import Claim

WRITTEN = {"day": "%d/%m/%Y", "month": "%m/%Y", "year": "%Y"}
SHORT = "govuk-input--width-20"
ASKED = {"autocomplete": "off"}


class ReturnForm(forms.Form):
    """Why a dossier goes back, and what to do about it."""

    reason = forms.CharField(
        label=_("Trả lại vì sao, cần sửa những gì?"), help_text=_("Người lập danh sách đọc nguyên văn. Nêu rõ dòng nào, giấy tờ nào."), max_length=500,
        widget=forms.Textarea({"rows": 4}), error_messages={"required": _("Ghi lý do trả lại và việc cần sửa.")},
    )  # fmt: skip


class AskForm(forms.Form):
    """What is missing."""

    what = forms.CharField(
        label=_("Thiếu gì, của ai, nộp ở đâu?"), help_text=_("Người lập danh sách đọc nguyên văn. Mỗi bước chỉ được yêu cầu một lần."), max_length=500,
        widget=forms.Textarea({"rows": 4}), error_messages={"required": _("Ghi rõ thiếu gì.")},
    )  # fmt: skip


class AnswerForm(forms.Form):
    """What was handed in."""

    words = forms.CharField(
        label=_("Đã bổ sung gì?"), help_text=_("Người đang giữ hồ sơ đọc nguyên văn."), max_length=500, widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Ghi rõ đã bổ sung gì.")},
    )  # fmt: skip


class ExcludeForm(forms.Form):
    """Why claims are taken out."""

    reason = forms.CharField(
        label=_("Lý do loại"), help_text=_("Người dân đọc nguyên văn lý do này."), max_length=300, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Ghi lý do loại.")},
    )  # fmt: skip
    article = forms.CharField(
        label=_("Căn cứ (điều, khoản; không bắt buộc)"), max_length=100, required=False, widget=forms.TextInput({**ASKED, "class": "govuk-input--width-30"})
    )


class PostedForm(forms.Form):
    """The day a list was posted."""

    posted_on = forms.DateField(
        label=_("Ngày niêm yết"), input_formats=DATES, widget=forms.DateInput({**ASKED, "class": "govuk-input--width-10"}, format="%d/%m/%Y"),
        error_messages={"required": _("Ghi ngày niêm yết."), "invalid": _("Ghi ngày theo dạng ngày/tháng/năm.")},
    )  # fmt: skip
    goes_on = forms.BooleanField(
        label=_("Hết niêm yết thì tự chuyển bước sau, nếu không còn ý kiến và không còn ai vướng"), required=False,
        help_text=_("Tôi đã xem xong danh sách. Đổi ý được cho đến lúc hết niêm yết; ai nhận thay việc này thì tự quyết định lại."),
    )  # fmt: skip


class ClaimForm(forms.Form):
    """What a claim says of a person, as her lister may put it right."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=100, error_messages={"required": _("Ghi họ và tên.")})
    sex = forms.ChoiceField(label=_("Giới tính"), choices=[("", _("Không ghi")), ("female", _("Nữ")), ("male", _("Nam"))], required=False)
    born = forms.CharField(label=_("Ngày sinh"), help_text=_("Ngày/tháng/năm, hoặc tháng/năm, hoặc năm sinh"), max_length=30, required=False)
    id_number = forms.CharField(label=_("Số CCCD/CMND"), max_length=20, required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=15, required=False)
    address = forms.CharField(label=_("Nơi ở"), max_length=200, required=False)
    bank_name = forms.CharField(label=_("Ngân hàng"), max_length=100, required=False)
    account_number = forms.CharField(label=_("Số tài khoản"), max_length=34, required=False)

    def __init__(self, claim: Claim, *args: Any, today: date, **options: Any) -> None:
        """Show what the claim says now."""
        own = ("full_name", "sex", "id_number", "phone", "address", "bank_name", "account_number")
        said = f"{claim.date_of_birth:{WRITTEN[claim.birth_precision]}}" if claim.date_of_birth else ""
        options["initial"] = {**{name: getattr(claim, name) for name in own}, "born": said}
        super().__init__(*args, **options)
        self.today = today
        for name in ("born", "id_number", "phone", "account_number"):
            self.fields[name].widget.attrs |= {**ASKED, "class": SHORT}

    def clean_born(self) -> str:
        """Read the birth date as the list reader does; refuse what is none or lies ahead."""
        text = str(self.cleaned_data["born"]).strip()
        read = read_birth(text, id_year=None, today=self.today) if text else None
        if read and (read.day is None or read.day > self.today):
            raise forms.ValidationError(_("Không đọc được ngày sinh. Ghi ngày/tháng/năm, hoặc ít nhất năm sinh."))
        self.read_birth = (read.day, read.precision) if read else (None, Birth.NONE.value)
        return text

    def changes(self) -> dict[str, Any]:
        """Give the fields that were changed, as the verb takes them."""
        changed = {name: self.cleaned_data[name] for name in self.changed_data if name != "born"}
        if "born" in self.changed_data:
            changed["date_of_birth"], changed["birth_precision"] = self.read_birth
        return changed
