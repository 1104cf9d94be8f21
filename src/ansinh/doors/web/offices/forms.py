"""The forms of an account, of an absence, of a role, of a mandate and of a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ansinh.delivery.offices.models import Office, Officer
from ansinh.delivery.offices.queries import places_by_code
from ansinh.doors.web.offices.words import ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

MOMENTS = ["%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y"]
DAYS, DAY, MOST_DIGITS = ["%d/%m/%Y", "%Y-%m-%d"], {"autocomplete": "off", "class": "govuk-input--width-10"}, 13
MOMENT = {"autocomplete": "off", "class": "govuk-input--width-20"}


class Named(forms.ModelChoiceField):  # type: ignore[type-arg] # generic for the type checker only
    """A choice among officers, each with her title."""

    def label_from_instance(self, obj: Any) -> str:
        """Name her."""
        return f"{obj}, {obj.title}" if obj.title else str(obj)


class AbsenceForm(forms.Form):
    """Who is away, from when to when, who stands in, on what basis."""

    officer = Named(queryset=Officer.objects.none(), label=_("Ai vắng mặt?"), empty_label=None)
    deputy = Named(queryset=Officer.objects.none(), label=_("Ai làm thay?"), help_text=_("Mọi việc đang chờ được giao ngay cho người này."))
    since = forms.DateTimeField(
        label=_("Vắng từ"), help_text=_("Giờ:phút ngày/tháng/năm; không ghi giờ là từ đầu ngày"), input_formats=MOMENTS,
        widget=forms.DateTimeInput(MOMENT, format=MOMENTS[0]), error_messages={"invalid": _("Ghi theo dạng 12:00 10/08/2021.")},
    )  # fmt: skip
    until = forms.DateTimeField(
        label=_("Đến khi"), help_text=_("Bỏ trống nếu chưa biết"), required=False, input_formats=MOMENTS, widget=forms.DateTimeInput(MOMENT, format=MOMENTS[0]),
        error_messages={"invalid": _("Ghi theo dạng 12:00 10/08/2021.")},
    )  # fmt: skip
    basis = forms.CharField(label=_("Căn cứ"), help_text=_("Đơn nghỉ, giấy cách ly, văn bản giao việc: số, ngày"), max_length=120)

    def __init__(self, *args: Any, absent: QuerySet[Officer], colleagues: QuerySet[Officer], **options: Any) -> None:
        """Offer those whose absence the reader may record, and the colleagues who may stand in."""
        super().__init__(*args, **options)
        self.fields["officer"].queryset, self.fields["deputy"].queryset = absent, colleagues  # type: ignore[attr-defined] # choice fields both
        for name in ("officer", "deputy"):
            self.fields[name].widget.attrs["class"] = "govuk-select"


class Amount(forms.CharField):
    """An amount in đồng as people write it: `5.000.000`."""

    def clean(self, value: Any) -> int:
        """Give the number."""
        digits = "".join(str(super().clean(value)).replace("đ", "").split()).replace(".", "").replace(",", "")
        if not digits.isascii() or not digits.isdigit() or len(digits) > MOST_DIGITS:
            raise forms.ValidationError(_("Ghi số tiền, ví dụ 5.000.000."))
        return int(digits)


class GivenForm(forms.Form):
    """What the head gives a colleague under a policy, from when to when, by which written act; `field_order` puts what it is in between."""

    officer = Named(queryset=Officer.objects.none(), label="")
    policy = forms.ChoiceField(label=_("Chính sách"))
    since = forms.DateField(
        label=_("Từ ngày"), input_formats=DAYS, widget=forms.DateInput(DAY, format=DAYS[0]), error_messages={"invalid": _("Ghi theo dạng 10/08/2021.")}
    )
    until = forms.DateField(
        label=_("Đến hết ngày"), help_text=_("Bỏ trống nếu chưa định"), required=False, input_formats=DAYS, widget=forms.DateInput(DAY, format=DAYS[0]),
        error_messages={"invalid": _("Ghi theo dạng 10/08/2021.")},
    )  # fmt: skip
    basis = forms.CharField(label=_("Văn bản giao việc"), help_text=_("Số, ngày"), max_length=120)

    def __init__(self, *args: Any, colleagues: QuerySet[Officer], policies: list[tuple[str, str]], **options: Any) -> None:
        """Offer the colleagues to whom it can be given, and the policies under which."""
        super().__init__(*args, **options)
        self.fields["officer"].queryset, self.fields["policy"].choices = colleagues, policies  # type: ignore[attr-defined] # choice fields both
        for name in ("officer", "policy"):
            self.fields[name].widget.attrs["class"] = "govuk-select"


class RoleForm(GivenForm):
    """Which colleague holds which role, under which policy."""

    officer = Named(queryset=Officer.objects.none(), label=_("Giao cho ai?"))
    role = forms.ChoiceField(label=_("Nhiệm vụ"), choices=[("", _("Chọn nhiệm vụ")), *ROLES.items()], widget=forms.Select({"class": "govuk-select"}))
    policy = forms.ChoiceField(label=_("Chính sách"), required=False)
    field_order = ("officer", "role", "policy")

    def __init__(self, *args: Any, held: dict[Any, list[str]], **options: Any) -> None:
        """Say beside each colleague what she holds already."""
        super().__init__(*args, **options)
        self.fields["officer"].label_from_instance = lambda one: f"{one} ({', '.join(held[one.pk])})" if one.pk in held else str(one)  # type: ignore[attr-defined] # a choice among rows


class MandateForm(GivenForm):
    """Which colleague answers for which policy's steps, up to what."""

    officer = Named(queryset=Officer.objects.none(), label=_("Giao cho ai?"), help_text=_("Bước tự hoàn thành đứng tên người này."))
    most_vnd = Amount(label=_("Mức tối đa cho một người (đồng)"), help_text=_("Có một người vượt mức này thì cả hồ sơ chờ cán bộ xem."), max_length=25)
    field_order = ("officer", "policy", "most_vnd")


class LimitForm(GivenForm):
    """Which colleague signs up to what, under which policy."""

    officer = Named(queryset=Officer.objects.none(), label=_("Mức ký của ai?"), help_text=_("Chỉ người đang được giao phê duyệt ở đơn vị."))
    policy = forms.ChoiceField(label=_("Chính sách"), required=False)
    most_claim_vnd = Amount(label=_("Mức tối đa cho một người (đồng)"), max_length=25)
    most_decision_vnd = Amount(label=_("Mức tối đa cho một quyết định (đồng)"), help_text=_("Tổng số tiền của mọi người trong quyết định."), max_length=25)
    field_order = ("officer", "policy", "most_claim_vnd", "most_decision_vnd")


class BasisForm(forms.Form):
    """The written act on which something is done to an account."""

    basis = forms.CharField(label=_("Căn cứ"), help_text=_("Văn bản hoặc đề nghị: số, ngày"), max_length=120)


class Offices(forms.ModelChoiceField):  # type: ignore[type-arg] # generic for the type checker only
    """Offices by name; those of communes, which share names, with their district."""

    def label_from_instance(self, obj: Office) -> str:
        """Name one."""
        district = places_by_code([obj.district]).get(obj.district) if obj.commune and obj.district else None
        return f"{obj.name} ({district.name})" if district else obj.name


class TransferForm(BasisForm):
    """To which office somebody goes."""

    office = Offices(queryset=Office.objects.none(), label=_("Sang đơn vị nào?"), widget=forms.RadioSelect)
    field_order = ("office", "basis")

    def __init__(self, *args: Any, offices: QuerySet[Office], found: Sequence[Office], **options: Any) -> None:
        """Offer those that were found; take any of `offices`."""
        super().__init__(*args, **options)
        chosen = self.fields["office"]
        assert isinstance(chosen, Offices)  # noqa: S101 - narrows the type
        chosen.queryset = offices
        chosen.widget.choices = [(str(office.pk), chosen.label_from_instance(office)) for office in found]


class ReopenForm(BasisForm):
    """Which of her former roles somebody who comes back holds again; none is ticked beforehand."""

    roles = forms.MultipleChoiceField(
        label=_("Giao lại nhiệm vụ nào, từ hôm nay?"), help_text=_("Không chọn gì thì chưa có nhiệm vụ; nhiệm vụ khác giao sau khi mở."), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    field_order = ("roles", "basis")

    def __init__(self, *args: Any, held: list[tuple[str, str]], **options: Any) -> None:
        """Offer what she held before; where that is nothing, ask for none."""
        super().__init__(*args, **options)
        if held:
            self.fields["roles"].choices = held  # type: ignore[attr-defined] # a choice field
        else:
            del self.fields["roles"]


class AccountForm(BasisForm):
    """Who a new account is for."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=100, widget=forms.TextInput({"autocomplete": "off"}))
    salutation = forms.ChoiceField(label=_("Xưng hô"), choices=[("bà", _("bà")), ("ông", _("ông"))], widget=forms.Select({"class": "govuk-select"}))
    title = forms.CharField(label=_("Chức danh"), max_length=100, required=False)
    username = forms.CharField(
        label=_("Tên đăng nhập"), help_text=_("Chữ thường không dấu, số, dấu chấm: xa.anbinh.hanh. Không đổi được về sau."), max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "class": "govuk-input--width-20"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Điện thoại của đơn vị"),
        help_text=_("Người dân thấy số này"),
        max_length=15,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    field_order = ("full_name", "salutation", "title", "username", "phone", "email", "basis")
