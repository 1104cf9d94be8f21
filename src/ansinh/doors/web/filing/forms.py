"""Forms of filing: the boxes of one page, checked by the list reader's own checks; who files; a code to go on with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ansinh.delivery.intake.checking import fault_of
from ansinh.doors.web.public.forms import words
from ansinh.papers.lists.told import meaning_of, read_told
from ansinh.policy.person_numbers import read_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansinh.doors.web.filing.drafts import Draft
    from ansinh.doors.web.filing.steps import Step

ALSO_REFUSED = frozenset({"phone_invalid", "account_invalid", "birth_missing", "age_over_110"})
"""Warnings of a list that the person herself can put right now."""
LEFT = frozenset({"id_missing", "name_missing"})
OF_THE_ROW = ("full_name", "date_of_birth", "id_number", "address", "phone", "occupation", "bank_name", "account_number")


class StepForm(forms.Form):
    """The boxes of one page."""

    def __init__(self, step: Step, draft: Draft, data: Mapping[str, Any] | None = None) -> None:
        """Make a box for each field of the step, filled with what was told before."""
        super().__init__(data, initial=draft.fields)
        self.step, self.draft = step, draft
        for one in step.fields:
            box = forms.TextInput(
                {"class": f"govuk-input--width-{one.wide}", "autocomplete": one.autocomplete, "inputmode": one.inputmode, "spellcheck": "false"}
            )
            said = {"required": gettext("Điền vào ô này."), "max_length": gettext("Viết ngắn lại.")}
            self.fields[one.name] = forms.CharField(
                label=str(one.label), help_text=str(one.hint), required=one.required, max_length=one.long, widget=box, error_messages=said
            )

    def clean(self) -> dict[str, Any]:
        """Read the person so far as a list would be read, and say what is wrong with the boxes of this page."""
        told = super().clean() or {}
        named = {one.name for one in self.step.fields}
        row = {name: text for name, text in {**self.draft.fields, **told}.items() if name in OF_THE_ROW and text}
        _read, problems = read_told(row, sheet="", row=1, policy=self.draft.policy, today=timezone.localdate())
        for found in problems:
            field = meaning_of(found)
            if field in named and field not in self.errors and found.code not in LEFT and (found.severity == "error" or found.code in ALSO_REFUSED):
                self.add_error(field, words(fault_of(1, found).message))
        if told.get("reference") and read_number("tax", told["reference"]) is None:
            self.add_error("reference", gettext("Mã số thuế này không đúng. Xem lại giấy đăng ký thuế."))
        return told

    def told(self) -> dict[str, str]:
        """Give the boxes as filled in. Ask only a valid form."""
        return {one.name: " ".join(str(self.cleaned_data.get(one.name) or "").split()) for one in self.step.fields}


class WhoForm(forms.Form):
    """Who files."""

    who = forms.ChoiceField(label=_("Ai nộp hồ sơ này?"), widget=forms.RadioSelect, error_messages={"required": _("Chọn ai nộp.")})

    def __init__(self, choices: Mapping[str, Any], data: Mapping[str, Any] | None = None, *, initial: str = "") -> None:
        """Offer who may."""
        super().__init__(data, initial={"who": initial or None})
        self.fields["who"].choices = list(choices.items())  # type: ignore[attr-defined] # a choice field


class ResumeForm(forms.Form):
    """The code under which answers were kept."""

    code = forms.CharField(
        label=_("Mã làm tiếp"), help_text=_("Mã được cho khi lưu, ví dụ 7K3M-9QXW-2F4."), max_length=30, error_messages={"required": _("Nhập mã.")},
        widget=forms.TextInput({"class": "ansinh-code govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
