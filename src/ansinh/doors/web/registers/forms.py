"""Forms of registers: a file with its source and day, and the answer to a version that asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ansinh.doors.web.facts import DATES

OFF = {"autocomplete": "off"}
NO_FILE = _("Chọn tệp dữ liệu để gửi.")


class SendForm(forms.Form):
    """A snapshot of a register."""

    register = forms.ChoiceField(label=_("Nguồn dữ liệu"))
    source = forms.CharField(
        label=_("Cơ quan cung cấp, văn bản"), help_text=_("Ví dụ: BHXH tỉnh Hải Dương, công văn 123/BHXH ngày 1/8/2021"), max_length=200, widget=forms.TextInput(OFF),
        error_messages={"required": _("Ghi cơ quan cung cấp và văn bản kèm theo.")},
    )  # fmt: skip
    dated = forms.DateField(
        label=_("Dữ liệu tính đến ngày"), input_formats=DATES, widget=forms.DateInput({**OFF, "class": "govuk-input--width-10"}, format="%d/%m/%Y"),
        error_messages={"required": _("Ghi ngày theo dạng ngày/tháng/năm."), "invalid": _("Ghi ngày theo dạng ngày/tháng/năm.")},
    )  # fmt: skip
    file = forms.FileField(
        label=_("Tệp dữ liệu"), help_text=_("CSV mã UTF-8, Excel .xlsx hoặc Parquet; dòng đầu là tên cột. Cột được nhận theo tên, thứ tự tùy ý."),
        error_messages={"required": NO_FILE, "missing": NO_FILE, "empty": _("Tệp này rỗng. Mở lại tệp, lưu rồi gửi lại.")},
    )  # fmt: skip

    def __init__(self, registers: list[tuple[str, str]], *args: Any, **options: Any) -> None:
        """Offer the registers of the programme."""
        super().__init__(*args, **options)
        chosen = self.fields["register"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - narrows the type
        chosen.choices = registers


class AnswerForm(forms.Form):
    """Whether a version that differs too much is right, and why."""

    use = forms.ChoiceField(
        label=_("Số liệu này có đúng không?"), choices=[("yes", _("Đúng: dùng bản này")), ("no", _("Không đúng: không dùng, giữ bản trước"))], widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một câu trả lời.")},
    )  # fmt: skip
    because = forms.CharField(label=_("Vì sao?"), max_length=200, widget=forms.Textarea({"rows": 2}), error_messages={"required": _("Ghi rõ lý do.")})
