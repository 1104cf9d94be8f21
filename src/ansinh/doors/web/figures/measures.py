"""Which measures hold where, and which group each province is in, on a day: for everybody to see, for the ministry and the provinces to enter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases.measures import demand_may_enter, impose, may_enter, set_group
from ansinh.delivery.offices.groups import basis_of
from ansinh.delivery.offices.measures import measures_of, sets_of, standing
from ansinh.delivery.offices.models import Level
from ansinh.delivery.offices.models_measures import Measure
from ansinh.delivery.offices.queries import places_by_code
from ansinh.doors.web.asking import asked, officer_of, today
from ansinh.doors.web.facts import DATES
from ansinh.doors.web.figures.drawing import PROVINCES
from ansinh.doors.web.figures.grouping import chosen, lines, rows_of, tiles
from ansinh.doors.web.figures.seeing import officer_or_none
from ansinh.doors.web.figures.words import GROUPS
from ansinh.doors.web.public.complaint_forms import commune_choices
from ansinh.doors.web.public.provinces import provinces
from ansinh.doors.web.refusals import carried_out
from ansinh.doors.web.sheets import taken_away
from ansinh.doors.web.states import STATES
from ansinh.policy.groups import verified
from ansinh.policy.load import load_programme
from ansinh.policy.playbook import playbook

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ansinh.policy.playbook import Aim
    from ansinh.policy.programme import Policy

REFUSED = 422
DIRECTIVES = [(of, STATES["measure"][of].label) for of in (Measure.Directive.D16, Measure.Directive.D15, Measure.Directive.D19, Measure.Directive.LIFTED)]


def _day() -> forms.DateField:
    return forms.DateField(
        label=gettext_lazy("Từ ngày"), input_formats=DATES, widget=forms.DateInput({"autocomplete": "off", "class": "govuk-input--width-10"}, format="%d/%m/%Y"),
        error_messages={"required": gettext_lazy("Ghi ngày theo dạng ngày/tháng/năm."), "invalid": gettext_lazy("Ghi ngày theo dạng ngày/tháng/năm.")},
    )  # fmt: skip


class MeasureForm(forms.Form):
    """Which directive holds in a province, or in a part of it, from a day on."""

    part = forms.ChoiceField(label=gettext_lazy("Ở đâu?"), help_text=gettext_lazy("Cả tỉnh, hoặc một xã, phường, thị trấn"), required=False)
    directive = forms.ChoiceField(label=gettext_lazy("Biện pháp"), choices=DIRECTIVES, widget=forms.RadioSelect)
    begins = _day()
    document = forms.CharField(label=gettext_lazy("Văn bản"), help_text=gettext_lazy("Số, ngày, cơ quan ký"), max_length=120)

    def __init__(self, *args: Any, province: str, **options: Any) -> None:
        """Offer the parts of the province."""
        super().__init__(*args, **options)
        self.fields["part"].choices = [("", _("Cả tỉnh")), *commune_choices(province=province)]  # type: ignore[attr-defined] # a choice field
        self.fields["part"].widget.attrs["class"] = "govuk-select"


class GroupForm(forms.Form):
    """In which group the ministry sets a province."""

    group = forms.ChoiceField(
        label=gettext_lazy("Nhóm"),
        choices=[("a", "A"), ("b", "B"), ("c", "C"), ("", gettext_lazy("Theo biện pháp đang áp dụng"))],
        required=False,
        widget=forms.RadioSelect,
    )
    begins = _day()
    reason = forms.CharField(label=gettext_lazy("Vì sao?"), max_length=200, widget=forms.Textarea({"rows": 2}))


@require_safe
def shown(request: HttpRequest) -> HttpResponse:
    """Show the three groups on a day, and of one province everything that was entered."""
    on, province = _asked_day(request), asked(request, "tinh")
    province = province if province in PROVINCES else ""
    group, text = _asked_group(request), asked(request, "q")
    rows = rows_of(standing(on), on=on)
    officer = officer_or_none(request)
    lists = [
        {"group": group, "name": name, "tiers": _tiers(group), "aim": _aim(group), "count": sum(row.group == group for row in rows)}
        for group, name in GROUPS.items()
    ]
    query = {"ngay": on.isoformat(), "nhom": group, "q": text}
    context: dict[str, Any] = {
        "on": on, "lists": lists, "tiles": tiles(rows), "shown": chosen(rows, group=group, text=text), "group": group, "text": text, "query": urlencode(query),
        "before": on - timedelta(1), "after": on + timedelta(1), "province": province, "name": PROVINCES.get(province, ""),
        "verified": verified(), "book": playbook(), "provinces": provinces(),
        "enters": officer is not None and bool(province) and may_enter(officer, province, on=today()),
        "sets": officer is not None and officer.office.level == Level.NATIONAL,
    }  # fmt: skip
    if province:
        entered = measures_of(province)
        places = places_by_code({row.commune or row.district or row.province for row in entered})
        named = [(row, places[row.commune or row.district or row.province].name) for row in entered]
        context |= {"rows": named, "set_rows": sets_of(province), "basis": basis_of(province, on=on)}
    return render(request, "figures/measures.html", context)


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the provinces that the filters show as a table to take away."""
    on = _asked_day(request)
    rows = chosen(rows_of(standing(on), on=on), group=_asked_group(request), text=asked(request, "q"))
    return taken_away(kind, f"nhom-tinh-{on.isoformat()}", lines(rows), _("Nhóm của các tỉnh ngày %(day)s") % {"day": f"{on:%d/%m/%Y}"})


def _tiers(group: str) -> list[list[Policy]]:
    """Give the policies that come first in a group, then those after them, each tier in the law's order."""
    book, policies = playbook(), load_programme().policies
    return [[policy for policy in policies if policy.id in tier] for tier in book.paces[group].tiers] if book else []


def _aim(group: str) -> Aim | None:
    book = playbook()
    return book.paces[group].aim if book else None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a measure of a province."""
    province = _province(request)
    form = MeasureForm(request.POST or None, province=province, initial={"begins": today(), "directive": Measure.Directive.D16})

    def act(told: dict[str, Any]) -> str:
        impose(told["part"] or province, told["directive"], begins=told["begins"], document=told["document"], by=officer_of(request), at=timezone.now())
        return _("Đã ghi biện pháp.")

    return _done(request, form, act, province, _("Ghi biện pháp"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def regroup(request: HttpRequest) -> HttpResponse:
    """Set a province's group, as the ministry."""
    province = _province(request)
    form = GroupForm(request.POST or None, initial={"begins": today()})

    def act(told: dict[str, Any]) -> str:
        set_group(province, told["group"], begins=told["begins"], reason=told["reason"], by=officer_of(request), at=timezone.now())
        return _("Đã xếp nhóm.")

    return _done(request, form, act, province, _("Xếp nhóm tỉnh"))


def _done(request: HttpRequest, form: forms.Form, act: Any, province: str, heading: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and carried_out(request, lambda: act(form.cleaned_data), form):
        return redirect(_address(province))
    context = {"form": form, "heading": heading, "name": PROVINCES[province], "cancel": _address(province)}
    return render(request, "figures/measure.html", context, status=REFUSED if form.errors else 200)


def _address(province: str) -> str:
    return f"{reverse('measures')}?tinh={province}"


def _province(request: HttpRequest) -> str:
    """Give the province of the address; one of a province has her own."""
    officer = officer_of(request)
    code = officer.office.province or asked(request, "tinh")
    demand_may_enter(officer, code if code in PROVINCES else "", on=today())
    return code


def _asked_group(request: HttpRequest) -> str:
    group = asked(request, "nhom")
    return group if group in GROUPS else ""


def _asked_day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(asked(request, "ngay"))
    except ValueError:
        return today()
