"""Facts of the law as fields of an officer's form: one field a fact, of its type, with its own question; empty means not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ansinh.policy.language.nodes import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ansinh.policy.programme import FactDefinition

PREFIX = "fact_"
DATES = ["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"]
LARGEST = 10**15
YES_NO = [("", _("Chưa rõ")), ("yes", _("Có")), ("no", _("Không"))]


class FactsForm(forms.Form):
    """Fields for the facts named; `facts()` gives what was told."""

    def __init__(
        self, definitions: Mapping[str, FactDefinition], names: Collection[str], *args: Any, known: Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        """Make a field for each fact; `known` is what it says now."""
        super().__init__(*args, **options)
        self.names = [name for name in definitions if name in names]
        self.kinds = {name: definitions[name].kind for name in self.names}
        for name in self.names:
            self.fields[PREFIX + name] = _field(definitions[name], (known or {}).get(name))

    def facts(self) -> dict[str, Any]:
        """Give the facts as told; `None` for one that is not known."""
        return {name: self._value(name) for name in self.names}

    def _value(self, name: str) -> Any:
        value = self.cleaned_data.get(PREFIX + name)
        if value in (None, ""):
            return None
        if self.kinds[name] is Kind.BOOL:
            return value == "yes"
        return value.isoformat() if self.kinds[name] is Kind.DATE else value


def _field(fact: FactDefinition, known: Any) -> forms.Field:
    words: dict[str, Any] = {"label": _words(fact.question), "help_text": _words(fact.help), "required": False}
    if fact.kind is Kind.BOOL:
        initial = {True: "yes", False: "no"}.get(known, "")
        return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, initial=initial, **words)
    if fact.kind is Kind.DATE:
        box = forms.DateInput({"placeholder": "31/12/2021", "autocomplete": "off", "class": "govuk-input--width-10"}, format="%d/%m/%Y")
        return forms.DateField(input_formats=DATES, widget=box, initial=known, error_messages={"invalid": _("Ghi ngày theo dạng ngày/tháng/năm.")}, **words)
    if fact.kind is Kind.CODE:
        named = [(code, _words(text)) for code, text in fact.choices.items()] or [(code, code) for code in sorted(fact.codes)]
        return forms.ChoiceField(choices=[("", _("Chưa rõ")), *named], initial=known or "", **words)
    number = forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-10"})
    return Whole(min_value=0, max_value=LARGEST, widget=number, initial=known, **words)


class Whole(forms.IntegerField):
    """A whole number as people write it: 1.500.000 and 1 500 000 are the same."""

    def to_python(self, value: Any) -> int | None:
        """Take the separators out."""
        return super().to_python(str(value).replace(".", "").replace(" ", "").replace(",", "") if value else value)


def _words(text: Mapping[str, str]) -> str:
    return str(text.get("en" if (get_language() or "vi").startswith("en") else "vi", ""))
