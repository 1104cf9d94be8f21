"""Forms of the counter: which paper, everything on it in the order of the paper, and the hand-over list of a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ansinh.delivery.intake.checking import fault_of
from ansinh.doors.web.facts import FactsForm
from ansinh.doors.web.filing.paper import facts_on_paper, fillable
from ansinh.doors.web.public.complaint_forms import commune_choices
from ansinh.doors.web.public.forms import words
from ansinh.papers.lists.told import meaning_of, read_told
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansinh.delivery.offices.models import Office
    from ansinh.policy.programme import Policy

ROW = ("full_name", "date_of_birth", "id_number", "address", "phone", "occupation", "bank_name", "account_number")
FILER = ("filer_name", "filer_relation", "filer_phone")
NARROW, MIDDLE, WIDE = 10, 20, 30


def _box(label: Any, width: int = MIDDLE, *, hint: Any = "", required: bool = False, long: int = 100, numeric: bool = False) -> forms.CharField:
    attrs = {"class": f"govuk-input--width-{width}", "autocomplete": "off", "spellcheck": "false", **({"inputmode": "numeric"} if numeric else {})}
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=long, widget=forms.TextInput(attrs), error_messages={"required": gettext("Điền vào ô này.")}
    )


class PaperForm(forms.Form):
    """Which paper: its code scanned or typed, or the policy alone for a paper without one."""

    mau = forms.CharField(
        label=_("Quét mã trên đơn, hoặc gõ mã"), help_text=_("Đơn không in mã thì để trống, chọn chính sách."), required=False, max_length=60,
        widget=forms.TextInput({"class": "ansinh-code govuk-input--width-20", "autocomplete": "off", "spellcheck": "false", "autofocus": True}),
    )  # fmt: skip
    chinh_sach = forms.ChoiceField(label=_("Chính sách"), required=False)
    lo = forms.ChoiceField(label=_("Lô bưu điện"), required=False)

    def __init__(self, data: Mapping[str, Any] | None, batches: list[tuple[str, str]]) -> None:
        """Offer the policies that people file, and the open batches."""
        super().__init__(data)
        on = timezone.localdate()
        policies = [(one.id, f"{one.number}. {words(one.name)}") for one in load_programme().policies if fillable(one, on)]
        self.fields["chinh_sach"].choices = [("", gettext("theo mã trên đơn")), *policies]  # type: ignore[attr-defined] # choice fields both
        self.fields["lo"].choices = [("", gettext("nộp tại quầy")), *batches]  # type: ignore[attr-defined]


class EntryForm(FactsForm):
    """Everything on the paper, in its order; what looks wrong is said once and can be confirmed as standing on the paper."""

    def __init__(self, policy: Policy, office: Office, data: Mapping[str, Any] | None = None) -> None:
        """Make the boxes of a policy; a commune's own office need not choose the commune."""
        programme, on = load_programme(), timezone.localdate()
        asked = facts_on_paper(policy, programme, on)
        super().__init__(programme.facts, {fact.id for fact in asked}, data)
        facts = {name: self.fields.pop(name) for name in list(self.fields)}
        self.policy, self.office = policy, office
        self.fields["full_name"] = _box(_("Họ và tên"), WIDE, required=True)
        self.fields["full_name"].widget.attrs["autofocus"] = True
        self.fields["date_of_birth"] = _box(_("Ngày sinh"), NARROW, hint=_("5/3/1987, 05031987 hoặc 1987"), long=20)
        self.fields["id_number"] = _box(_("Số CCCD hoặc CMND"), MIDDLE, long=20, numeric=True)
        self.fields["address"] = _box(_("Thôn, xóm, số nhà, đường"), WIDE, long=200)
        if not office.commune:
            self.fields["commune"] = _communes(office)
        self.fields["phone"] = _box(_("Điện thoại"), NARROW, long=20, numeric=True)
        if "business" in policy.procedure_on(on).filers:
            self.fields["occupation"], self.fields["reference"] = _box(_("Tên hộ kinh doanh")), _box(_("Mã số thuế"), NARROW, long=14, numeric=True)
        self.fields.update(facts)
        self.fields["bank_name"], self.fields["account_number"] = _box(_("Ngân hàng")), _box(_("Số tài khoản"), MIDDLE, long=34, numeric=True)
        self.fields["filer_name"] = _box(_("Người nộp thay, nếu có"), WIDE)
        self.fields["filer_relation"], self.fields["filer_phone"] = (
            _box(_("Quan hệ với người được hỗ trợ")),
            _box(_("Điện thoại người nộp thay"), NARROW, long=15),
        )
        self.fields["as_written"] = forms.BooleanField(label=_("Đã đối chiếu: trên đơn ghi đúng như vậy"), required=False)

    def clean(self) -> dict[str, Any]:
        """Read the person as a list would be read; a fault is shown once and passes when confirmed."""
        told = super().clean() or {}
        row = {name: told[name] for name in ROW if told.get(name)}
        _read, problems = read_told(row, sheet="", row=1, policy=self.policy.id, today=timezone.localdate())
        if bool(told.get("filer_name")) != bool(told.get("filer_relation")):
            self.add_error("filer_relation", gettext("Người nộp thay: ghi cả họ tên và quan hệ."))
        if not told.get("as_written"):
            for found in problems:
                field = meaning_of(found)
                self.add_error(field if field in self.fields else None, words(fault_of(1, found).message)) if found.code != "name_missing" else None
        return told

    def row(self) -> dict[str, Any]:
        """Give the row to be filed. Ask only a valid form."""
        facts = {name: value for name, value in self.facts().items() if value is not None}
        return {**{name: self.cleaned_data[name] for name in ROW if self.cleaned_data.get(name)}, "facts": facts}


class BatchForm(forms.Form):
    """The hand-over list of a post office."""

    sender = _box(_("Bưu điện giao"), WIDE, required=True, long=160)
    announced = forms.IntegerField(
        label=_("Số tờ ghi trên danh sách bàn giao"),
        min_value=1,
        max_value=10_000,
        widget=forms.TextInput({"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )
    handed_on = forms.DateField(
        label=_("Ngày giao"), input_formats=["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"], widget=forms.DateInput({"class": "govuk-input--width-10", "autocomplete": "off"}, format="%d/%m/%Y"),
        error_messages={"invalid": _("Ghi ngày theo dạng ngày/tháng/năm.")},
    )  # fmt: skip
    commune = forms.ChoiceField(label=_("Giao cho Ủy ban nhân dân xã nào?"), required=False)

    def __init__(self, data: Mapping[str, Any] | None, office: Office, *, by_post: bool) -> None:
        """Ask where it goes only of the post; others write down what came to them."""
        super().__init__(data, initial={"handed_on": timezone.localdate()})
        if by_post:
            self.fields["commune"] = _communes(office)
        else:
            del self.fields["commune"]


class CountForm(forms.Form):
    """How many forms were found."""

    counted = forms.IntegerField(
        label=_("Số tờ đếm được khi nhận"), min_value=0, max_value=10_000, widget=forms.TextInput({"class": "govuk-input--width-4", "inputmode": "numeric"})
    )


class SettleForm(forms.Form):
    """Where the forms are that differ."""

    note = forms.CharField(label=_("Các tờ lệch ở đâu, ai giữ? (bỏ trống nếu khớp)"), required=False, max_length=500, widget=forms.Textarea({"rows": 3}))


def _communes(office: Office) -> forms.ChoiceField:
    place = {"district": office.district} if office.district else {"province": office.province}
    field = forms.ChoiceField(
        label=_("Xã, phường, thị trấn"), error_messages={"required": _("Chọn xã, phường, thị trấn."), "invalid_choice": _("Chọn xã, phường, thị trấn.")}
    )
    field.choices = [("", gettext("Chọn xã, phường, thị trấn")), *commune_choices(**place)]
    return field
