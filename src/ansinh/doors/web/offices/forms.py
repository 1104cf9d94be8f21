"""The form of an absence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ansinh.delivery.offices.models import Officer

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOMENTS = ["%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y"]
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
