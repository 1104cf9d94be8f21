"""The forms of plans: a document, a target, who answers for it, an order, an answer and what the ministry says to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ansinh.delivery.cases.models_orders import OrderAnswer
from ansinh.delivery.cases.models_plans import PlanDocument
from ansinh.delivery.cases.orders import MOST_DAYS, Enclosed
from ansinh.delivery.cases.targets import MOST_PEOPLE
from ansinh.delivery.offices.models import Officer
from ansinh.doors.web.dossiers.words import language
from ansinh.doors.web.facts import DATES
from ansinh.doors.web.figures.words import GROUPS
from ansinh.doors.web.public.provinces import provinces
from ansinh.papers.scans.kinds import MOST_BYTES
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import QuerySet
    from django.utils.functional import Promise

DAY_WRONG = gettext_lazy("Ghi ngày theo dạng ngày/tháng/năm.")
TAKEN = "application/pdf,image/jpeg,image/png"
KINDS: list[tuple[str, str | Promise]] = [
    ("plan", gettext_lazy("Kế hoạch")), ("decision", gettext_lazy("Quyết định")), ("dispatch", gettext_lazy("Công văn")), ("guidance", gettext_lazy("Hướng dẫn")),
]  # fmt: skip
ALL, CHOSEN = "all", "chosen"


def _day(label: Any, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=hint, input_formats=DATES, widget=forms.DateInput({"autocomplete": "off", "class": "govuk-input--width-10"}, format="%d/%m/%Y"),
        error_messages={"required": DAY_WRONG, "invalid": DAY_WRONG},
    )  # fmt: skip


def _line(label: Any, most: int, missing: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, help_text=hint, widget=forms.TextInput({"autocomplete": "off"}), error_messages={"required": missing})


def _file(*, required: bool) -> forms.FileField:
    return forms.FileField(
        label=gettext_lazy("Tệp văn bản") if required else gettext_lazy("Tệp kèm theo (không bắt buộc)"), required=required,
        help_text=gettext_lazy("Tệp PDF (giữ nguyên chữ ký số) hoặc ảnh JPEG, PNG, tối đa 10 MB."), widget=forms.FileInput({"accept": TAKEN}),
        error_messages={"required": gettext_lazy("Chọn tệp."), "missing": gettext_lazy("Chọn tệp."), "empty": gettext_lazy("Tệp rỗng. Chọn tệp khác.")},
    )  # fmt: skip


def _number(label: Any, most: int, hint: Any = "") -> forms.IntegerField:
    wrong = gettext_lazy("Ghi số bằng chữ số, từ 1 trở lên.")
    return forms.IntegerField(
        label=label, help_text=hint, min_value=1, max_value=most, widget=forms.NumberInput({"class": "govuk-input--width-10"}),
        error_messages={"required": wrong, "invalid": wrong, "min_value": wrong},
    )  # fmt: skip


class Enclosing(forms.Form):
    """A form that may bring a file."""

    def enclosed(self) -> Enclosed | None:
        """Give the file, one byte more than may be taken at most; nothing where none was chosen."""
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        return Enclosed(bytes(file.read(MOST_BYTES + 1)), file.name or "") if file else None


class DocumentForm(Enclosing):
    """What stands on a document of a province, with its file."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Loại văn bản"), choices=KINDS, widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Chọn loại văn bản.")}
    )
    number = _line(gettext_lazy("Số, ký hiệu"), 60, gettext_lazy("Ghi số, ký hiệu của văn bản."), gettext_lazy("Như trên văn bản, ví dụ 2434/KH-UBND"))
    issued_on = _day(gettext_lazy("Ngày ban hành"), gettext_lazy("Ngày ghi trên văn bản; thời hạn theo kế hoạch tính từ ngày này"))
    issued_by = _line(gettext_lazy("Cơ quan ban hành"), 160, gettext_lazy("Ghi cơ quan ban hành văn bản."))
    signed_by = _line(gettext_lazy("Người ký"), 100, gettext_lazy("Ghi người ký văn bản."), gettext_lazy("Họ tên, chức vụ"))
    title = _line(gettext_lazy("Trích yếu"), 300, gettext_lazy("Ghi trích yếu của văn bản."))
    file = _file(required=True)
    published = forms.BooleanField(
        label=gettext_lazy("Công bố cho mọi người đọc"), required=False, help_text=gettext_lazy("Không chọn: chỉ cán bộ đã đăng nhập đọc được.")
    )


class Named(forms.ModelChoiceField):  # type: ignore[type-arg] # generic for the type checker only
    """A choice among officers, each with title and office."""

    def label_from_instance(self, obj: Any) -> str:
        """Name her."""
        return ", ".join(part for part in (str(obj), obj.title, obj.office.name) if part)


class TargetForm(forms.Form):
    """What of a policy is to be reached by when, by which document, and who answers."""

    policy = forms.ChoiceField(label=gettext_lazy("Chính sách"))
    people = _number(gettext_lazy("Số người theo kế hoạch"), MOST_PEOPLE, gettext_lazy("Số người phải được nhận hỗ trợ"))
    due_on = _day(gettext_lazy("Hoàn thành trước hết ngày"))
    document = forms.ModelChoiceField(queryset=PlanDocument.objects.none(), label=gettext_lazy("Theo văn bản nào?"), empty_label=None)
    owner = Named(
        queryset=Officer.objects.none(), label=gettext_lazy("Ai chịu trách nhiệm?"), required=False, empty_label=gettext_lazy("Chưa giao ai"),
        help_text=gettext_lazy("Người đang giữ nhiệm vụ ở cơ quan của nơi này. Chưa giao ai thì chỉ tiêu nằm trong danh sách còn thiếu."),
    )  # fmt: skip
    basis = forms.CharField(
        label=gettext_lazy("Văn bản phân công"), max_length=160, required=False, widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy("Bỏ trống nếu chính văn bản trên đã phân công"),
    )  # fmt: skip

    def __init__(self, *args: Any, documents: QuerySet[PlanDocument], officers: QuerySet[Officer], **options: Any) -> None:
        """Offer the documents in force and the officers of the place."""
        super().__init__(*args, **options)
        self.fields["policy"].choices = policies()  # type: ignore[attr-defined] # a choice field
        self.fields["document"].queryset, self.fields["owner"].queryset = documents, officers  # type: ignore[attr-defined] # choice fields both
        for name in ("policy", "document", "owner"):
            self.fields[name].widget.attrs["class"] = "govuk-select"


class OwnerForm(forms.Form):
    """Who answers for a target from a day on, by which act."""

    owner = Named(queryset=Officer.objects.none(), label=gettext_lazy("Ai chịu trách nhiệm?"), empty_label=None)
    since = _day(gettext_lazy("Từ ngày"))
    basis = _line(gettext_lazy("Văn bản phân công"), 160, gettext_lazy("Ghi văn bản phân công: số, ngày, cơ quan ký."), gettext_lazy("Số, ngày, cơ quan ký"))

    def __init__(self, *args: Any, officers: QuerySet[Officer], **options: Any) -> None:
        """Offer the officers of the place."""
        super().__init__(*args, **options)
        self.fields["owner"].queryset = officers  # type: ignore[attr-defined] # a choice field
        self.fields["owner"].widget.attrs["class"] = "govuk-select"


class OrderForm(Enclosing):
    """What the ministry orders, of whom, until when."""

    number = _line(gettext_lazy("Số văn bản"), 60, gettext_lazy("Ghi số văn bản."), gettext_lazy("Ví dụ 2622/LĐTBXH-VP"))
    title = _line(
        gettext_lazy("Trích yếu"),
        200,
        gettext_lazy("Ghi trích yếu: tỉnh phải làm gì."),
        gettext_lazy("Tỉnh phải làm gì, ví dụ: Báo cáo chi trả lao động tự do"),
    )
    text = forms.CharField(
        label=gettext_lazy("Nội dung"),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": gettext_lazy("Ghi nội dung: tỉnh phải báo cáo, làm những gì.")},
    )
    policy = forms.ChoiceField(label=gettext_lazy("Về chính sách"), required=False)
    working_days = _number(gettext_lazy("Trả lời trong bao nhiêu ngày làm việc?"), MOST_DAYS, gettext_lazy("Tính từ ngày làm việc sau hôm nay"))
    to = forms.ChoiceField(label=gettext_lazy("Gửi tỉnh nào?"), widget=forms.RadioSelect, initial=ALL)
    provinces = forms.MultipleChoiceField(
        label=gettext_lazy("Các tỉnh chọn riêng"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Chỉ dùng khi chọn “Những tỉnh chọn riêng”."),
    )  # fmt: skip
    file = _file(required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer policies, groups and provinces."""
        super().__init__(*args, **options)
        to, chosen, policy = (self.fields[name] for name in ("to", "provinces", "policy"))
        groups = [(group, _("Nhóm %(group)s: %(name)s") % {"group": group.upper(), "name": name}) for group, name in GROUPS.items()]
        to.choices = [(ALL, _("Cả 63 tỉnh, thành phố")), *groups, (CHOSEN, _("Những tỉnh chọn riêng"))]  # type: ignore[attr-defined] # a choice field
        chosen.choices, policy.choices = provinces(), [("", _("Mọi chính sách")), *policies()]  # type: ignore[attr-defined] # choice fields both
        policy.widget.attrs["class"] = "govuk-select"

    def clean(self) -> dict[str, Any]:
        """Refuse boxes ticked beside a whole group: nobody is ordered by mistake."""
        told = super().clean() or {}
        if told.get("provinces") and told.get("to") != CHOSEN:
            self.add_error("to", _("Có tỉnh được chọn riêng: chọn “Những tỉnh chọn riêng”, hoặc bỏ các ô đã chọn."))
        return told


class AnswerForm(Enclosing):
    """What a province answers."""

    text = forms.CharField(
        label=gettext_lazy("Nội dung trả lời"), max_length=4000, widget=forms.Textarea({"rows": 6}),
        error_messages={"required": gettext_lazy("Ghi nội dung trả lời (ít nhất 10 ký tự).")},
    )  # fmt: skip
    file = _file(required=False)


class FoundForm(forms.Form):
    """Whether an answer will do."""

    finding = forms.ChoiceField(
        label=gettext_lazy("Trả lời này đã đủ chưa?"), widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Chọn một câu trả lời.")},
        choices=[(OrderAnswer.Finding.ACCEPTED, gettext_lazy("Đủ: Bộ nhận")), (OrderAnswer.Finding.AGAIN, gettext_lazy("Chưa đủ: tỉnh trả lời lại"))],
    )  # fmt: skip
    remark = forms.CharField(
        label=gettext_lazy("Ý kiến"), max_length=500, required=False, widget=forms.Textarea({"rows": 3}), help_text=gettext_lazy("Nếu chưa đủ: còn thiếu gì")
    )
    working_days = forms.IntegerField(
        label=gettext_lazy("Nếu trả lời lại: trong bao nhiêu ngày làm việc?"), min_value=1, max_value=MOST_DAYS, required=False,
        widget=forms.NumberInput({"class": "govuk-input--width-5"}),
    )  # fmt: skip


def policies() -> list[tuple[str, str]]:
    """Give the policies by number and name, in the reader's language."""
    return [(policy.id, f"{policy.number}. {policy.name[language()]}") for policy in load_programme().policies]
