"""Forms of later decisions: why, by which article, what is corrected, why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from ansinh.delivery.cases.models_revisions import Revision
from ansinh.doors.web.dossiers.forms import ASKED, ClaimForm
from ansinh.policy.person_numbers import masked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ansinh.delivery.cases.models import Claim
    from ansinh.policy.programme import FactDefinition

GROUNDS = [
    (Revision.Ground.ERROR.value, _("Duyệt nhầm")), (Revision.Ground.FRAUD.value, _("Khai không đúng sự thật")),
    (Revision.Ground.DIED.value, _("Người được hỗ trợ đã mất")), (Revision.Ground.DOUBLE.value, _("Hưởng trùng")),
]  # fmt: skip
UNTOUCHED = ("sex", "phone", "address")


class WhyForm(forms.Form):
    """The reason and the article, as the person reads them."""

    reason = forms.CharField(
        label=_("Lý do"), help_text=_("Người dân đọc nguyên văn lý do này. Không ghi thông tin của người khác."), max_length=300,
        widget=forms.Textarea({"rows": 3}), error_messages={"required": _("Ghi lý do.")},
    )  # fmt: skip
    article = forms.CharField(
        label=_("Căn cứ (điều, khoản)"), max_length=100, widget=forms.TextInput({**ASKED, "class": "govuk-input--width-30"}),
        error_messages={"required": _("Ghi căn cứ.")},
    )  # fmt: skip


class RevokeForm(WhyForm):
    """Why approvals are to be revoked."""

    ground = forms.ChoiceField(label=_("Vì sao thu hồi?"), choices=GROUNDS, widget=forms.RadioSelect, error_messages={"required": _("Chọn vì sao thu hồi.")})
    field_order = ("ground", "reason", "article")


class PersonForm(ClaimForm):
    """What a later decision may correct of a person; where she lives and her telephone need none."""

    def __init__(self, claim: Claim, *args: Any, today: date, **options: Any) -> None:
        """Show what the claim says now; a number is masked, and its field stays empty unless it is wrong."""
        super().__init__(claim, *args, today=today, **options)
        for name in UNTOUCHED:
            del self.fields[name]
        year = str(claim.date_of_birth.year) if claim.date_of_birth else "–"
        for name, said in {"id_number": masked(claim.id_number), "account_number": masked(claim.account_number), "born": year}.items():
            self.initial[name] = ""
            self.fields[name].help_text = gettext("Hiện ghi: %(said)s. Để trống nếu không sai.") % {"said": said or "–"}


class WhichFactForm(forms.Form):
    """Which fact was written wrong."""

    def __init__(self, *args: Any, facts: Mapping[str, FactDefinition], **options: Any) -> None:
        """Offer these facts by their labels."""
        super().__init__(*args, **options)
        language = "en" if (get_language() or "vi").startswith("en") else "vi"
        self.fields["thong_tin"] = forms.ChoiceField(
            label=gettext("Thông tin nào ghi sai?"), choices=[("", gettext("Chọn…")), *((name, fact.label[language]) for name, fact in facts.items())],
            error_messages={"required": gettext("Chọn thông tin ghi sai."), "invalid_choice": gettext("Chọn một thông tin trong danh sách.")},
        )  # fmt: skip


class RejectForm(forms.Form):
    """Why a proposal is not accepted."""

    reason = forms.CharField(
        label=_("Vì sao không chấp nhận?"), help_text=_("Người đề nghị đọc nguyên văn."), max_length=300, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Ghi vì sao không chấp nhận.")},
    )  # fmt: skip
