"""Forms by which people complain or object: what it is about, in their own words, with a name or without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ansinh.delivery.offices.models import Level, Place
from ansinh.delivery.offices.queries import MAP_2021
from ansinh.doors.web.grievances.words import KINDS
from ansinh.doors.web.public.forms import words
from ansinh.doors.web.public.provinces import provinces
from ansinh.papers.lists.values import read_phone
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from collections.abc import Mapping

ABOUT_A_CLAIM = ("decision", "delay", "amendment", "conduct")
WITHOUT_A_CLAIM = ("missing", "delay", "decision", "conduct")
TEXT_REQUIRED = _("Kể rõ sự việc.")
Choices = list[tuple[Any, Any]]


class TextForm(forms.Form):
    """What is wrong, and who says so if she wants to."""

    text = forms.CharField(
        label=_("Sự việc thế nào, ông/bà mong muốn gì?"), help_text=_("Nêu việc gì, ở đâu, khi nào. Không cần viết theo mẫu."), max_length=4000, min_length=10,
        widget=forms.Textarea({"rows": 7}),
        error_messages={"required": TEXT_REQUIRED, "min_length": _("Viết ít nhất 10 ký tự."), "max_length": _("Viết tối đa 4.000 ký tự.")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("Họ và tên (không bắt buộc)"), help_text=_("Không nêu tên vẫn gửi được. Nêu tên thì dễ xác minh hơn."), max_length=100, required=False,
        widget=forms.TextInput({"autocomplete": "name", "class": "govuk-input--width-20"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Điện thoại (không bắt buộc)"), help_text=_("Để nhắn khi nhận đơn và khi có trả lời. Đơn giữ kín thì không nhắn."), max_length=20, required=False,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel", "class": "govuk-input--width-10"}),
    )  # fmt: skip
    sensitive = forms.BooleanField(
        label=_("Giữ kín: chỉ người giải quyết và người giám sát được đọc"), help_text=_("Đơn về hành vi của cán bộ luôn được giữ kín."), required=False
    )

    def clean_phone(self) -> str:
        """Give the number as its digits; one that no message could reach is sent back while she can still mend it."""
        number, possible = read_phone(self.cleaned_data["phone"])
        if not possible:
            raise forms.ValidationError(_("Số điện thoại này viết sai. Viết đủ 10 chữ số, ví dụ 0912 345 678, hoặc để trống."))
        return number or ""


class AppealForm(TextForm):
    """Why an answer is not accepted; who says so is known from the first complaint."""

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        """Ask for the words alone."""
        super().__init__(data)
        del self.fields["name"], self.fields["phone"], self.fields["sensitive"]
        self.fields["text"].label, self.fields["text"].help_text = _("Vì sao không đồng ý với trả lời?"), _("Nêu điều người trả lời đã bỏ qua hoặc hiểu sai.")

    def clean_phone(self) -> str:
        """Nothing is asked."""
        return ""


class ComplaintForm(TextForm):
    """A complaint: about a claim, or about what happened in a commune."""

    kind = forms.ChoiceField(label=_("Khiếu nại, phản ánh về việc gì?"), widget=forms.RadioSelect, error_messages={"required": _("Chọn một nội dung.")})
    commune = forms.ChoiceField(label=_("Ở xã, phường, thị trấn nào?"), error_messages={"required": _("Chọn xã, phường, thị trấn."), "invalid_choice": _("Chọn xã, phường, thị trấn.")})  # fmt: skip
    policy = forms.ChoiceField(label=_("Chính sách nào? (không bắt buộc)"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, communes: Choices | None = None, chosen: str = "") -> None:
        """Offer what fits: with `communes`, what is about no claim; without, what is about the claim whose code was shown; `chosen` begins with a kind."""
        super().__init__(data, initial={"kind": chosen} if chosen in ABOUT_A_CLAIM else None)
        self.order_fields(("kind", "commune", "policy"))
        kinds = ABOUT_A_CLAIM if communes is None else WITHOUT_A_CLAIM
        self.fields["kind"].choices = [(kind, KINDS[kind]) for kind in kinds]  # type: ignore[attr-defined] # choice fields all
        if communes is None:
            del self.fields["commune"], self.fields["policy"]
        else:
            self.fields["commune"].choices = [("", _("Chọn xã, phường, thị trấn")), *communes]  # type: ignore[attr-defined]
            self.fields["policy"].choices = policy_choices(_("Không rõ"))  # type: ignore[attr-defined]


class ProvinceForm(forms.Form):
    """Where it happened."""

    tinh = forms.ChoiceField(
        label=_("Ở tỉnh, thành phố nào?"), error_messages={"required": _("Chọn tỉnh, thành phố."), "invalid_choice": _("Chọn tỉnh, thành phố.")}
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        """Offer the provinces."""
        super().__init__(data)
        self.fields["tinh"].choices = [("", _("Chọn tỉnh, thành phố")), *provinces()]  # type: ignore[attr-defined]


class ComplaintCodeForm(forms.Form):
    """The code of the receipt of a complaint."""

    code = forms.CharField(
        label=_("Mã đơn"), help_text=_("Ghi trên giấy nhận đơn, ví dụ 7K3M-9QXW-2F4."), max_length=30, error_messages={"required": _("Nhập mã đơn.")},
        widget=forms.TextInput({"class": "ansinh-code govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


def policy_choices(first: Any) -> Choices:
    """Give the programme's policies as choices, after a first one that stands for none."""
    return [("", first), *((policy.id, f"{policy.number}. {words(policy.name)}") for policy in load_programme().policies)]


def commune_choices(**place: str) -> Choices:
    """Give the communes of a province (`province=`) or district (`district=`) as choices, under their districts, by name."""
    rows = Place.objects.filter(map_year=MAP_2021, level__in=(Level.COMMUNE, Level.DISTRICT), **place).order_by("folded_name")
    districts = {row.district or row.code: row.name for row in rows if row.level == Level.DISTRICT}
    groups: dict[str, Choices] = {}
    for row in rows:
        if row.level == Level.COMMUNE:
            groups.setdefault(districts.get(row.district, ""), []).append((row.code, row.name))
    return sorted(groups.items())
