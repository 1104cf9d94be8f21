"""Retention periods: what is in force and since which document, a proposal, and its answer with what would be erased by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases import periods
from ansinh.delivery.cases.erase import erased, would_go
from ansinh.delivery.cases.periods import ANSWERING, ENDS, PROPOSING, answer, in_force, may, propose
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.doors.web.asking import officer_of, today
from ansinh.doors.web.dossiers.moving import READ_OR_ACT, REFUSED
from ansinh.doors.web.facts import DATES
from ansinh.doors.web.refusals import words
from ansinh.policy.load import load_programme, programme_names
from ansinh.policy.personal_data import MOST_MONTHS

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from ansinh.policy.personal_data import PersonalData

LAST_DAY = {"vi": "Ngày cuối của chương trình", "en": "Last day of the programme"}
DAY_WRONG = gettext_lazy("Ghi ngày theo dạng ngày/tháng/năm.")


class ProposeForm(forms.Form):
    """How long a kind is kept, or the programme's last day, by which document."""

    months = forms.IntegerField(
        label=gettext_lazy("Giữ bao nhiêu tháng, tính từ ngày cuối của chương trình?"), min_value=1, max_value=MOST_MONTHS,
        widget=forms.NumberInput({"class": "govuk-input--width-5"}),
        error_messages={"required": gettext_lazy("Ghi số tháng."), "invalid": gettext_lazy("Ghi số tháng bằng chữ số.")},
    )  # fmt: skip
    ends_on = forms.DateField(
        label=gettext_lazy("Ngày cuối của chương trình"), input_formats=DATES, widget=forms.DateInput({"class": "govuk-input--width-10", "autocomplete": "off"}, format="%d/%m/%Y"),
        error_messages={"required": DAY_WRONG, "invalid": DAY_WRONG},
    )  # fmt: skip
    basis = forms.CharField(
        label=gettext_lazy("Căn cứ: số, ngày, cơ quan ban hành văn bản"), min_length=periods.SHORTEST, max_length=200, widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Ghi văn bản làm căn cứ."), "min_length": gettext_lazy("Viết ít nhất 10 ký tự.")},
    )  # fmt: skip

    def __init__(self, kind: str, *args: Any, **options: Any) -> None:
        """Ask for a day or for months, as the kind has it."""
        super().__init__(*args, **options)
        del self.fields["months" if kind == ENDS else "ends_on"]


class AnswerForm(forms.Form):
    """Whether a proposed period is right, and what was looked at."""

    stands = forms.ChoiceField(
        label=gettext_lazy("Thời hạn này có đúng văn bản không?"), widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Đúng: có hiệu lực từ đêm nay")), ("no", gettext_lazy("Không đúng: giữ như cũ"))],
        error_messages={"required": gettext_lazy("Chọn một câu trả lời.")},
    )  # fmt: skip
    because = forms.CharField(
        label=gettext_lazy("Đã đối chiếu văn bản nào, hoặc vì sao không đúng?"), min_length=periods.SHORTEST, max_length=200, widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("Ghi rõ đã đối chiếu gì."), "min_length": gettext_lazy("Viết ít nhất 10 ký tự.")},
    )  # fmt: skip


@login_required
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """Show each programme's periods, what waits for an answer, and what was erased so far."""
    _demand(request, PROPOSING)
    officer = officer_of(request)
    programmes = [
        {"programme": load_programme(name), "rows": _rows(told, name), "told": told, "past": periods.periods(name, seen_by=officer)}
        for name in programme_names()
        if (told := in_force(name))
    ]
    return render(request, "retention/retention.html", {"programmes": programmes, "answers": may(officer, ANSWERING, on=today())})


@login_required
@require_http_methods(READ_OR_ACT)
def propose_one(request: HttpRequest, programme: str, kind: str) -> HttpResponse:
    """Propose the period of one kind, or the programme's last day."""
    _demand(request, PROPOSING)
    told = in_force(programme) if programme in programme_names() else None
    names = {ENDS: LAST_DAY, **{one.kind: one.text for one in told.kept}} if told else {}
    if told is None or kind not in names:
        raise Http404
    form = ProposeForm(kind, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            propose(programme, kind, months=said.get("months"), ends_on=said.get("ends_on"), basis=said["basis"], by=officer_of(request), at=timezone.now())
            messages.success(request, _("Đã ghi đề xuất. Người đứng đầu Bộ, không phải người đề xuất, xác nhận."))
            return redirect("retention")
        except AlreadyDone as done:
            messages.info(request, words(done))
            return redirect("retention")
        except Refused as refusal:
            form.add_error(None, words(refusal))
    return render(
        request, "retention/propose.html", {"form": form, "name": names[kind], "programme": load_programme(programme)}, status=REFUSED if form.errors else 200
    )


@login_required
@require_http_methods(READ_OR_ACT)
def answer_one(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show a proposal with what would be erased by it; confirm it, or not."""
    _demand(request, ANSWERING)
    officer = officer_of(request)
    row = periods.period(key, seen_by=officer)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answer(key, stands=form.cleaned_data["stands"] == "yes", because=form.cleaned_data["because"], by=officer, at=timezone.now())
            messages.success(request, _("Đã ghi trả lời."))
            return redirect("retention")
        except AlreadyDone as done:
            messages.info(request, words(done))
            return redirect("retention")
        except NotYours as refusal:
            form.add_error(None, words(refusal))
    told = in_force(row.programme)
    names = {ENDS: LAST_DAY, **{one.kind: one.text for one in told.kept}} if told else {}
    context = {
        "row": row,
        "form": form,
        "name": names.get(row.kind, {}),
        "told": told,
        "goes": would_go(row, on=today()),
        "programme": load_programme(row.programme),
    }
    return render(request, "retention/answer.html", context, status=REFUSED if form.errors else 200)


def _demand(request: HttpRequest, roles: tuple[Any, ...]) -> None:
    if not may(officer_of(request), roles, on=today()):
        raise NotYours("ministry_only", "Trang này của Bộ chủ quản chương trình.", "This page is for the ministry that runs the programme.")


def _rows(told: PersonalData, programme: str) -> list[dict[str, Any]]:
    """Give the last day and each kind, with what is over and what was erased."""
    gone, on = erased(programme), today()
    ends = {"kind": ENDS, "text": LAST_DAY, "cite": told.ends_cite, "verified": told.ends_verified, "day": told.ends_on}
    kinds = [
        {"kind": one.kind, "text": one.text, "cite": one.cite, "verified": one.verified, "months": one.months, "over_on": (over_on := one.over_on(told.ends_on)),
         "over": over_on <= on, "erased": gone.get(one.kind)}
        for one in told.kept
    ]  # fmt: skip
    return [ends, *kinds]
