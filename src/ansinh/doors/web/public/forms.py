"""One form a question: made from the definition of a fact, it gives back a value of that fact's type."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from ansinh.doors.web.public.provinces import provinces
from ansinh.policy.facts import NOT_APPLICABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansinh.policy.programme import FactDefinition

LARGEST = 10**12
MANY_CHOICES = 8
UNKNOWN = "unknown"
FIRST_YEAR, LAST_YEAR = 1900, 2100
YEAR = gettext_noop("Nhập năm sinh bằng bốn chữ số.")


class DateParts(forms.MultiWidget):
    """Day, month and year in three boxes: nobody has to guess which comes first."""

    template_name = "public/date_parts.html"

    def __init__(self) -> None:
        """Name the boxes."""
        box = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__({"day": forms.TextInput(box), "month": forms.TextInput(box), "year": forms.TextInput(box)})

    def decompress(self, value: date | None) -> list[Any]:
        """Split a date into the boxes."""
        return [value.day, value.month, value.year] if value else [None, None, None]


class DateField(forms.MultiValueField):
    """A date out of three boxes; two digits of a year are not guessed."""

    widget = DateParts

    def __init__(self, error_messages: dict[str, Any]) -> None:
        """Take three whole numbers."""
        wrong = {**error_messages, "invalid": _("Ngày, tháng, năm viết bằng số, ví dụ 5 – 3 – 1987.")}
        super().__init__([forms.IntegerField(error_messages=wrong) for _part in range(3)], error_messages=wrong, require_all_fields=True)

    def compress(self, values: list[int]) -> date | None:
        """Put the date together; a day that does not exist is refused."""
        if not values:
            return None
        day, month, year = values
        try:
            return date(year, month, day)
        except ValueError:
            raise forms.ValidationError(
                gettext("Ngày này không có trong lịch: %(day)s/%(month)s/%(year)s."), params={"day": day, "month": month, "year": year}
            ) from None


class WholeNumber(forms.IntegerField):
    """A whole number as people write it: 1.500.000 and 1 500 000 are the same."""

    def to_python(self, value: Any) -> int | None:
        """Take the separators out."""
        return super().to_python(str(value).replace(".", "").replace(" ", "").replace(",", "") if value else value)


class AnswerForm(forms.Form):
    """The one question of a page. Leaving it empty is refused in words; not to know has a button of its own."""

    answer = forms.Field()

    def __init__(self, fact: FactDefinition, *args: Any, **options: Any) -> None:
        """Shape the field after the fact's type."""
        super().__init__(*args, **options)
        self.fact = fact
        self.fields["answer"] = _field_for(fact)
        self.fields["answer"].label = words(fact.question)
        self.fields["answer"].help_text = words(fact.help)

    def value(self) -> Any:
        """Give the answer as a value of the fact; None for "I do not know". Ask only a valid form."""
        given = self.cleaned_data["answer"]
        if given == UNKNOWN:
            return None
        return given == "yes" if self.fact.type == "bool" else given


class SituationForm(forms.Form):
    """What brought somebody here: shortens the questions, decides nothing."""

    situations = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, choices: Mapping[str, Any], *args: Any, **options: Any) -> None:
        """Offer the situations of this programme."""
        super().__init__(*args, **options)
        self.fields["situations"].choices = list(choices.items())  # type: ignore[attr-defined]
        self.fields["situations"].label = gettext("Điều nào đúng với ông/bà?")
        self.fields["situations"].help_text = gettext("Chọn tất cả những điều đúng. Không chắc thì bỏ trống, hệ thống sẽ hỏi lần lượt.")


class LookupForm(forms.Form):
    """A receipt code and a year of birth."""

    code = forms.CharField(
        max_length=30, label=_("Mã biên nhận"), help_text=_("In trên giấy biên nhận hoặc trong tin nhắn, ví dụ 7K3M-9QXW-2F4. Chữ hoa, chữ thường đều được.")
    )
    birth_year = forms.IntegerField(
        label=_("Năm sinh của người được hỗ trợ"), help_text=_("Bốn chữ số, ví dụ 1987. Nếu giấy biên nhận không ghi năm sinh, nhập 0.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Say in words what is missing."""
        super().__init__(*args, **options)
        self.fields["code"].widget.attrs.update({"class": "ansinh-code govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"})
        self.fields["birth_year"].widget = forms.TextInput({"class": "govuk-input--width-4", "inputmode": "numeric", "autocomplete": "bday-year"})
        self.fields["code"].error_messages["required"] = gettext("Nhập mã biên nhận.")
        self.fields["birth_year"].error_messages.update(dict.fromkeys(("required", "invalid"), _(YEAR)))

    def clean_birth_year(self) -> int:
        """Take a year people now living can be born in, or 0 where the paper names none."""
        year = int(self.cleaned_data["birth_year"])
        if year and not FIRST_YEAR <= year <= LAST_YEAR:
            raise forms.ValidationError(_(YEAR))
        return year


def words(both: Any) -> str:
    """Give the reader's language out of a {vi, en} text."""
    if not both:
        return ""
    return str(both.get((get_language() or "vi")[:2]) or both.get("vi") or "")


def shown(fact: FactDefinition, value: Any) -> str:
    """Say an answer back in words."""
    from ansinh.doors.web.templatetags.page import day, number, vnd  # noqa: PLC0415 - tags load settings

    if value is None:
        return gettext("Không biết")
    if value == NOT_APPLICABLE:
        return gettext("Không có việc này")
    if fact.type == "bool":
        return gettext("Có") if value else gettext("Không")
    if fact.type == "date":
        return day(value)
    if fact.type == "money":
        return vnd(value)
    if fact.type == "int":
        return number(value)
    return dict(choices_of(fact)).get(value, str(value))


def _field_for(fact: FactDefinition) -> forms.Field:
    required = {"required": gettext("Chọn hoặc nhập câu trả lời; nếu không biết, bấm “Tôi không biết”.")}
    if fact.type == "bool":
        choices = [("yes", gettext("Có")), ("no", gettext("Không")), (UNKNOWN, gettext("Tôi không biết"))]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=required)
    if fact.type == "date":
        return DateField(error_messages=required)
    if fact.type in ("int", "money"):
        messages = {**required, "invalid": gettext("Nhập một số nguyên, viết bằng chữ số."), "min_value": gettext("Số này không thể nhỏ hơn 0.")}
        box = forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": f"govuk-input--width-{10 if fact.type == 'money' else 4}"})
        return WholeNumber(min_value=0, max_value=LARGEST, error_messages=messages, widget=box)
    choices = choices_of(fact)
    if len(choices) > MANY_CHOICES:
        return forms.ChoiceField(choices=[("", ""), *choices], error_messages=required)
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=required)


def choices_of(fact: FactDefinition) -> list[tuple[str, str]]:
    """Give the codes a fact can hold with their words: its own choices, the provinces, or the bare codes."""
    choices = fact.choices
    if not choices:
        return provinces() if fact.id == "province" else [(code, code) for code in sorted(fact.codes)]
    if hasattr(choices, "items"):
        return [(code, words(label) if hasattr(label, "get") else str(label)) for code, label in choices.items()]
    return [(str(code), str(code)) for code in choices]
