"""Forms about a person: what for, another number, what is to be put right, why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ansinh.delivery.registry.models import Access, Birth, Identifier
from ansinh.delivery.registry.models_residences import Residence
from ansinh.doors.web.facts import DATES
from ansinh.papers.lists.dates import read_birth

if TYPE_CHECKING:
    from datetime import date

    from ansinh.delivery.registry.models import Person

WRITTEN = {"day": "%d/%m/%Y", "month": "%m/%Y", "year": "%Y"}
OFF = {"autocomplete": "off"}
SHORT = {**OFF, "class": "govuk-input--width-20"}
PURPOSES = [
    (Access.Purpose.INTAKE, _("Tiếp nhận, lập danh sách")),
    (Access.Purpose.VERIFY, _("Xác minh, đối chiếu")),
    (Access.Purpose.ANSWER, _("Trả lời người dân")),
    (Access.Purpose.GRIEVANCE, _("Giải quyết khiếu nại")),
    (Access.Purpose.SUPERVISE, _("Giám sát")),
]
LOOKS = {Access.Kind.SEARCH: _("Tìm"), Access.Kind.VIEW: _("Xem, đã che"), Access.Kind.OPEN: _("Xem đầy đủ")}
KINDS = [
    (Identifier.Kind.SI, _("Mã số BHXH")),
    (Identifier.Kind.TAX, _("Mã số thuế")),
    (Identifier.Kind.PHONE, _("Điện thoại")),
    (Identifier.Kind.ACCOUNT, _("Tài khoản ngân hàng")),
]
SOURCES = [
    (Identifier.Source.PAPER, _("Giấy tờ đã xem")),
    (Identifier.Source.SELF, _("Người dân khai")),
    (Identifier.Source.LIST, _("Danh sách")),
    (Identifier.Source.REGISTER, _("Cơ sở dữ liệu")),
]


RESIDENCES = [(Residence.Kind.REGISTERED, _("Nơi đăng ký thường trú, tạm trú")), (Residence.Kind.ACTUAL, _("Nơi đang ở"))]


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, input_formats=DATES, widget=forms.DateInput({**OFF, "class": "govuk-input--width-10"}, format="%d/%m/%Y"),
        error_messages={"required": _("Ghi ngày theo dạng ngày/tháng/năm."), "invalid": _("Ghi ngày theo dạng ngày/tháng/năm.")},
    )  # fmt: skip


def _why(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, max_length=200, widget=forms.Textarea({"rows": 2}), error_messages={"required": _("Ghi rõ lý do.")})


def _evidence() -> forms.CharField:
    return forms.CharField(
        label=_("Căn cứ đã xem"), help_text=_("Giấy tờ nào, số mấy, hoặc cơ sở dữ liệu nào"), max_length=200, widget=forms.TextInput(OFF),
        error_messages={"required": _("Ghi giấy tờ hoặc nguồn đã xem.")},
    )  # fmt: skip


class OpenForm(forms.Form):
    """Why a person is looked at in full."""

    purpose = forms.ChoiceField(label=_("Mục đích"), choices=PURPOSES)
    because = _why(_("Vì sao cần xem đầy đủ?"), _("Lý do, tên cán bộ và thời điểm được lưu lại; người dân có quyền biết."))


class NumberForm(forms.Form):
    """Another number of a person."""

    kind = forms.ChoiceField(label=_("Loại số"), choices=KINDS)
    number = forms.CharField(label=_("Số"), max_length=40, widget=forms.TextInput(SHORT), error_messages={"required": _("Ghi số.")})
    bank_name = forms.CharField(
        label=_("Ngân hàng (nếu là tài khoản)"), help_text=_("Tên thường gọi, ví dụ Agribank"), max_length=100, required=False, widget=forms.TextInput(OFF)
    )
    holder_name = forms.CharField(
        label=_("Chủ tài khoản (nếu là tài khoản)"), help_text=_("Đúng như ngân hàng in"), max_length=100, required=False, widget=forms.TextInput(OFF)
    )
    authority = forms.CharField(
        label=_("Giấy ủy quyền, giám hộ (nếu chủ tài khoản là người khác)"), max_length=200, required=False, widget=forms.TextInput(OFF)
    )
    since = _day(_("Dùng từ ngày"))
    source = forms.ChoiceField(label=_("Nguồn"), choices=SOURCES)
    evidence = _evidence()


class ResidenceForm(forms.Form):
    """Where a person is registered, or lives, from a day on."""

    kind = forms.ChoiceField(label=_("Ghi nơi nào?"), choices=RESIDENCES, widget=forms.RadioSelect)
    commune = forms.ChoiceField(label=_("Xã, phường, thị trấn trong tỉnh"), required=False)
    elsewhere = forms.CharField(
        label=_("Hoặc mã xã, nếu ở tỉnh khác"), help_text=_("Năm chữ số theo Tổng cục Thống kê"), max_length=5, required=False,
        widget=forms.TextInput({**OFF, "class": "govuk-input--width-5", "inputmode": "numeric"}),
    )  # fmt: skip
    address = forms.CharField(label=_("Số nhà, thôn, tổ"), max_length=200, required=False, widget=forms.TextInput(OFF))
    since = _day(_("Từ ngày"))
    source = forms.ChoiceField(label=_("Nguồn"), choices=SOURCES)
    evidence = _evidence()

    def __init__(self, *args: Any, communes: list[tuple[str, Any]], **options: Any) -> None:
        """Offer the communes of the officer's province."""
        super().__init__(*args, **options)
        self.fields["commune"].choices = [("", _("Chọn xã, phường, thị trấn")), *communes]  # type: ignore[attr-defined] # a choice field
        self.fields["commune"].widget.attrs["class"] = "govuk-select"

    def clean(self) -> dict[str, Any]:
        """See that one commune is named, and only one."""
        told = super().clean() or {}
        if bool(told.get("commune")) == bool(told.get("elsewhere")):
            self.add_error("commune", _("Chọn một xã trong tỉnh, hoặc ghi mã xã ở tỉnh khác."))
        return told


class EndForm(forms.Form):
    """Until when a number held, and why no longer."""

    until = _day(_("Dùng đến ngày"))
    reason = _why(_("Vì sao không dùng nữa?"))


class LinkForm(forms.Form):
    """Another card of the same person."""

    number = forms.CharField(label=_("Số CCCD hoặc CMND kia"), max_length=20, widget=forms.TextInput(SHORT), error_messages={"required": _("Ghi số.")})
    evidence = _evidence()
    reason = _why(_("Vì sao hai số là của một người?"))


class UndoForm(forms.Form):
    """Why two are two after all."""

    reason = _why(_("Vì sao hủy việc nối?"))


class PersonForm(forms.Form):
    """What the registry says of a person, to be put right with a reason."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=100, widget=forms.TextInput(OFF), error_messages={"required": _("Ghi họ và tên.")})
    sex = forms.ChoiceField(label=_("Giới tính"), choices=[("", _("Không ghi")), ("female", _("Nữ")), ("male", _("Nam"))], required=False)
    born = forms.CharField(
        label=_("Ngày sinh"), help_text=_("Ngày/tháng/năm, hoặc tháng/năm, hoặc năm sinh"), max_length=30, required=False, widget=forms.TextInput(SHORT)
    )
    phone = forms.CharField(label=_("Điện thoại"), max_length=15, required=False, widget=forms.TextInput(SHORT))
    address = forms.CharField(label=_("Nơi ở"), max_length=200, required=False, widget=forms.TextInput(OFF))
    reason = _why(_("Căn cứ và lý do sửa"))

    def __init__(self, person: Person, *args: Any, today: date, **options: Any) -> None:
        """Show what is known now."""
        said = f"{person.date_of_birth:{WRITTEN[person.birth_precision]}}" if person.date_of_birth else ""
        options["initial"] = {**{name: getattr(person, name) for name in ("full_name", "sex", "phone", "address")}, "born": said}
        super().__init__(*args, **options)
        self.today = today

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
        changed = {name: self.cleaned_data[name] for name in self.changed_data if name not in ("born", "reason")}
        if "born" in self.changed_data:
            changed["date_of_birth"], changed["birth_precision"] = self.read_birth
        return changed


class SameForm(forms.Form):
    """Why two persons are one."""

    prefix = "same"
    evidence = _evidence()
    reason = _why(_("Vì sao là cùng một người?"))


class DifferentForm(forms.Form):
    """Why two persons are two."""

    prefix = "different"
    reason = _why(_("Vì sao là hai người khác nhau?"))


class UndoPairForm(forms.Form):
    """Why what was said of a pair is taken back."""

    prefix = "undo"
    reason = _why(_("Vì sao hủy quyết định?"))


class SweepForm(forms.Form):
    """Whether a batch's doubles are real."""

    answer = forms.ChoiceField(
        label=_("Danh sách này có đọc sai cột nào không?"), widget=forms.RadioSelect,
        choices=[("real", _("Không sai: cho xem từng cặp")), ("wrong", _("Có cột sai: bỏ các cặp này"))], error_messages={"required": _("Chọn một câu trả lời.")},
    )  # fmt: skip
    reason = _why(_("Đã kiểm tra thế nào?"), _("Ví dụ: mở lại tệp gốc, cột ngày sinh bị lặp một giá trị."))
