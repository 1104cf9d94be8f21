"""The form of a trial: one field for each fact that the policy rests on, each of which may stay unknown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ansinh.doors.web.public.forms import LARGEST, DateField, WholeNumber, choices_of, words
from ansinh.policy.language.nodes import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansinh.policy.programme import FactDefinition, Programme, Version

DAY = "as_of"
PREFIX = "fact_"
PARTS = ("day", "month", "year")
INVALID_DAY = _("Điền đủ ngày, tháng, năm bằng số. Nếu không biết, để trống cả ba ô.")


class MaybeDate(DateField):
    """A date out of three boxes, all of them or none."""

    def __init__(self, *, required: bool = False) -> None:
        """Say what to do about a date half filled in."""
        super().__init__(error_messages={"required": _("Nhập ngày xét."), "incomplete": INVALID_DAY})
        self.required = required
        for part in self.fields:
            part.required = False

    def compress(self, values: list[Any]) -> date | None:
        """Put the date together; one with a part missing is refused."""
        if values and any(value is None for value in values):
            raise forms.ValidationError(INVALID_DAY)
        return super().compress(values)


class CaseForm(forms.Form):
    """The day of the claim and the facts of one version of a policy."""

    def __init__(self, programme: Programme, version: Version, day: date, given: Any = None) -> None:
        """Make the fields; `given` is what was told, if anything."""
        super().__init__(given, initial={DAY: day})
        self.definitions = {name: programme.facts[name] for name in programme.facts if name in version.facts}
        self.fields[DAY] = MaybeDate(required=True)
        self.fields[DAY].label = gettext("Xét theo luật ngày nào?")
        self.fields[DAY].help_text = gettext("Ngày hồ sơ đầy đủ được nhận. Luật áp dụng là bản có hiệu lực ngày ấy.")
        for name, fact in self.definitions.items():
            self.fields[PREFIX + name] = _field(fact)
        self.starts = programme.starts

    def clean_as_of(self) -> date:
        """Take a day on which there is a law."""
        day: date = self.cleaned_data[DAY]
        if day < self.starts:
            raise forms.ValidationError(gettext("Chưa có luật vào ngày này; luật có hiệu lực từ %(day)s.") % {"day": f"{self.starts:%d/%m/%Y}"})
        return day

    def facts(self) -> dict[str, Any]:
        """Give the facts as told; `None` for one that is not known. Ask only a valid form."""
        return {name: _value(fact, self.cleaned_data.get(PREFIX + name)) for name, fact in self.definitions.items()}

    def day_told(self) -> date:
        """Give the day of the claim. Ask only a valid form."""
        day: date = self.cleaned_data[DAY]
        return day

    def refuse(self, fact: str, why: str) -> None:
        """Put what the law says against a fact beside its field."""
        self.add_error(PREFIX + fact, why[:1].upper() + why[1:])

    @staticmethod
    def day_of(given: Any) -> date | None:
        """Read the day out of what was sent, before there is a form."""
        try:
            day: date | None = MaybeDate().clean([given.get(f"{DAY}_{part}", "") for part in PARTS])
        except forms.ValidationError:
            return None
        return day

    @staticmethod
    def filled(programme: Programme, facts: Mapping[str, Any], day: date) -> QueryDict:
        """Write facts as the form would send them."""
        sent = QueryDict(mutable=True)
        for name, value in {DAY: day, **{PREFIX + name: value for name, value in facts.items() if name in programme.facts}}.items():
            if isinstance(value, date):
                sent.update({f"{name}_{part}": str(getattr(value, part)) for part in PARTS})
            elif value is not None:
                sent[name] = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        return sent


def _value(fact: FactDefinition, given: Any) -> Any:
    if given in (None, ""):
        return None
    return given == "yes" if fact.kind is Kind.BOOL else given


def _field(fact: FactDefinition) -> forms.Field:
    field = _shaped(fact)
    field.label, field.help_text, field.required = words(fact.question), words(fact.help), False
    return field


def _shaped(fact: FactDefinition) -> forms.Field:
    if fact.kind is Kind.BOOL:
        return forms.ChoiceField(choices=[("yes", _("Có")), ("no", _("Không")), ("", _("Không biết"))], widget=forms.RadioSelect, initial="")
    if fact.kind is Kind.DATE:
        return MaybeDate()
    if fact.kind is Kind.CODE:
        return forms.ChoiceField(choices=[("", _("Không biết")), *choices_of(fact)])
    messages = {"invalid": _("Nhập một số nguyên, viết bằng chữ số."), "min_value": _("Số này không thể nhỏ hơn 0.")}
    box = forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": f"govuk-input--width-{10 if fact.kind is Kind.MONEY else 4}"})
    return WholeNumber(min_value=0, max_value=LARGEST, error_messages=messages, widget=box)
