"""Officers' notes: the page of all of a dossier's, one written about it or a claim, one struck out, the table to take away."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases import notes, queries
from ansinh.delivery.cases.look_at_struck import look_at_struck
from ansinh.delivery.cases.write_note import LONGEST, WHO_NOTES, Said, strike_note, write_note
from ansinh.delivery.offices.models import Role
from ansinh.doors.web.asking import asked, beside, cursors, demand_any, officer_of, roles_here
from ansinh.doors.web.dossiers.moving import READ_OR_ACT, REFUSED
from ansinh.doors.web.dossiers.standing import standing
from ansinh.doors.web.dossiers.words import language
from ansinh.doors.web.refusals import carried_out
from ansinh.doors.web.sheets import KINDS, taken_away

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict
    from django.utils.functional import Promise

    from ansinh.delivery.cases.models import Claim
    from ansinh.doors.web.dossiers.standing import Standing

CONFLICT = 409
STEP, OFFICER = "buoc:", "nguoi:"
FILTERS: dict[str, str | Promise] = {
    "": gettext_lazy("Tất cả"), "dossier": gettext_lazy("Về cả hồ sơ"), "people": gettext_lazy("Về từng người"), "mine": gettext_lazy("Của tôi và cho tôi"),
    "struck": gettext_lazy("Đã gạch bỏ"),
}  # fmt: skip
OWN_SIDE, OFFICE = "giam-sat", "don-vi"
AUDIENCES: list[tuple[str, str | Promise]] = [
    (OWN_SIDE, gettext_lazy("Chỉ bên giám sát và người đứng đầu cấp trên")),
    (OFFICE, gettext_lazy("Cả người làm hồ sơ này")),
]
HINT = gettext_lazy(
    "Để người làm tiếp biết việc đã làm, đang chờ gì. Không ghi lý do trả lại hay loại ở đây, không ghi số giấy tờ, điện thoại, tài khoản: chỉ ba số cuối."
)


class NoteForm(forms.Form):
    """What is noted, for whom, pinned or not, handed to the person or not."""

    text = forms.CharField(
        label=gettext_lazy("Ghi chú"), help_text=HINT, max_length=LONGEST, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Viết ghi chú."), "max_length": gettext_lazy("Ghi chú tối đa 1.000 ký tự.")},
    )  # fmt: skip
    whom = forms.ChoiceField(
        label=gettext_lazy("Dành cho (không bắt buộc)"), help_text=gettext_lazy("Người ấy, hoặc ai giữ bước ấy thay, thấy ghi chú này trước hết."), required=False,
        error_messages={"invalid_choice": gettext_lazy("Chọn trong danh sách.")},
    )  # fmt: skip
    pinned = forms.BooleanField(label=gettext_lazy("Ghim lên đầu, đến khi gạch bỏ"), required=False)
    withheld = forms.BooleanField(
        label=gettext_lazy("Nhắc đến người khác hoặc việc đang xác minh"), required=False,
        help_text=gettext_lazy("Khi người được hỗ trợ lấy dữ liệu của mình, nguyên văn ghi chú này không đưa ra; chỉ cho biết là có."),
    )  # fmt: skip

    audience = forms.ChoiceField(label=gettext_lazy("Ai đọc được?"), choices=AUDIENCES, initial=OWN_SIDE, widget=forms.RadioSelect)
    field_order = ("text", "audience", "whom", "pinned", "withheld")

    def __init__(self, found: Standing, told: QueryDict | None = None, *, about_claim: bool, inspects: bool) -> None:
        """Offer the steps of the dossier and those who have or had it; only a note about a person is handed to her or not, only an inspector's kept to her side."""
        super().__init__(told, auto_id="note_%s")
        self.fields["whom"].choices = _whom(found)  # type: ignore[attr-defined] # it is a ChoiceField
        if not about_claim:
            del self.fields["withheld"]
        if not inspects:
            del self.fields["audience"]


class StrikeForm(forms.Form):
    """Why it is struck out, or what is right."""

    text = forms.CharField(
        label=gettext_lazy("Vì sao gạch bỏ, hoặc thế nào mới đúng?"), max_length=LONGEST, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Ghi vì sao gạch bỏ.")},
    )  # fmt: skip


@login_required
@require_safe
def dossier_notes(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """List the notes of a dossier, of its people too, the newest first."""
    found, reader = _reading(request, dossier)
    about, text = _narrowed(request)
    page = notes.notes_of(found.dossier, reader, about=about, text=text, **cursors(request))
    rows = _looked(request, found, notes.shown(page.rows, reader))
    context = {
        "on": found, "notes": rows, "about": about, "text": text, "filters": FILTERS.items(), "steps": _steps(found),
        **beside(request, page, {"xem": about, "q": text}),
    }  # fmt: skip
    return render(request, "dossiers/notes_all.html", context)


@login_required
@require_http_methods(READ_OR_ACT)
def new_note(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Write a note about the dossier, or about the claim that is named; then go back to where she came from."""
    found, _reader = _reading(request, dossier)
    claim = _claim(request, found)
    form = NoteForm(found, request.POST or None, about_claim=claim is not None, inspects=Role.SUPERVISOR in roles_here(request))
    status = 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():

            def act() -> str:
                write_note(dossier, _said(form.cleaned_data, claim), by=officer_of(request), at=timezone.now())
                return _("Đã ghi chú.")

            if carried_out(request, act, form):
                return redirect(_back(request, found, claim))
            status = CONFLICT
    context = {"on": found, "claim": claim, "form": form, "back": _back(request, found, claim), "came": _came(request)}
    return render(request, "dossiers/note_new.html", context, status=status)


@login_required
@require_http_methods(READ_OR_ACT)
def strike(request: HttpRequest, dossier: uuid.UUID, note: uuid.UUID) -> HttpResponse:
    """Strike a note out, saying why; whoever may not is led to the notes."""
    found, reader = _reading(request, dossier)
    one = notes.note_of(found.dossier, note, reader)
    form, status = StrikeForm(request.POST or None), 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():

            def act() -> str:
                strike_note(note, form.cleaned_data["text"], by=officer_of(request), at=timezone.now())
                return _("Đã gạch bỏ ghi chú.")

            if carried_out(request, act, form):
                return redirect("dossier_notes", dossier)
            status = CONFLICT
    elif not one.may_strike:
        return redirect("dossier_notes", dossier)
    return render(request, "dossiers/note_strike.html", {"on": found, "one": one, "form": form}, status=status)


@login_required
@require_safe
def notes_export(request: HttpRequest, dossier: uuid.UUID, kind: str) -> HttpResponse:
    """Give the notes that are seen as xlsx or csv, with a stamp of who took them."""
    if kind not in KINDS:
        raise Http404
    found, reader = _reading(request, dossier)
    about, text = _narrowed(request)
    rows = notes.notes_matching(found.dossier, reader, about=about, text=text).order_by("-pk")[: notes.MOST_TAKEN]
    heads = [_("Lúc"), _("Mã biên nhận"), _("Ghi chú"), _("Cán bộ"), _("Cơ quan"), _("Dành cho"), _("Ghim"), _("Gạch bỏ"), _("Gạch bỏ vì")]
    lines = [heads, *(_line(one, _steps(found)) for one in _looked(request, found, notes.shown(rows, reader)))]
    stamp = _("%(who)s lấy lúc %(at)s") % {"who": officer_of(request), "at": f"{timezone.localtime():%H:%M %d/%m/%Y}"}
    return taken_away(kind, f"ghi-chu-{found.dossier.number}", lines, stamp)


def notes_beside(request: HttpRequest, found: Standing, claim: Claim | None = None) -> dict[str, Any]:
    """Give what the page of a dossier or claim shows of notes: first what is for the reader or pinned, then the latest, and a form; nothing for who reads none."""
    reader = _reader(request, found)
    if not reader.may:
        return {"noting": False}
    top, below = [], []
    if notes.has_any(found.dossier):  # most have none, and to put the questions together costs more than all else that the page asks of notes
        top = notes.on_top(found.dossier, reader, claim=claim)
        above = {one.note.pk for one in top}
        below = _looked(request, found, [one for one in notes.latest(found.dossier, reader, claim=claim) if one.note.pk not in above])
    return {
        "noting": True,
        "notes_top": top,
        "notes": below,
        "note_form": NoteForm(found, about_claim=claim is not None, inspects=Role.SUPERVISOR in roles_here(request)),
        "note_steps": _steps(found),
    }


def _reading(request: HttpRequest, dossier: uuid.UUID) -> tuple[Standing, notes.Reader]:
    found = standing(request, dossier)
    demand_any(request, WHO_NOTES)
    return found, _reader(request, found)


def _reader(request: HttpRequest, found: Standing) -> notes.Reader:
    return notes.Reader(officer_of(request), roles_here(request), found.task)


def _looked(request: HttpRequest, found: Standing, shown: list[notes.Shown]) -> list[notes.Shown]:
    """Keep that struck-out words are shown, where they are."""
    look_at_struck(found.dossier, shown, by=officer_of(request), at=timezone.now())
    return shown


def _narrowed(request: HttpRequest) -> tuple[str, str]:
    about = asked(request, "xem")
    return about if about in FILTERS else "", asked(request, "q")


def _claim(request: HttpRequest, found: Standing) -> Claim | None:
    named = (request.POST if request.method == "POST" else request.GET).get("nguoi", "")
    if not named:
        return None
    try:
        return queries.claim(found.dossier.pk, uuid.UUID(named), seen_by=officer_of(request))
    except ValueError as error:
        raise Http404 from error


def _said(given: dict[str, Any], claim: Claim | None) -> Said:
    whom = given["whom"]
    return Said(
        given["text"], claim=claim.pk if claim else None, for_step=whom.removeprefix(STEP) if whom.startswith(STEP) else "",
        for_officer=uuid.UUID(whom.removeprefix(OFFICER)) if whom.startswith(OFFICER) else None, pinned=given["pinned"], withheld=given.get("withheld", False),
        for_office=given.get("audience") == OFFICE,
    )  # fmt: skip


def _whom(found: Standing) -> list[tuple[str, Any]]:
    """Offer the steps of the procedure and whoever has or had the dossier."""
    owners = {task.owner_id: task.owner for task in found.tasks}
    steps = [(f"{STEP}{step}", name) for step, name in _steps(found).items()]
    people = [(f"{OFFICER}{key}", f"{owner} ({owner.title})" if owner.title else str(owner)) for key, owner in owners.items()]
    return [("", _("Ai làm với hồ sơ này")), (_("Người giữ bước"), steps), (_("Cán bộ"), people)]


def _steps(found: Standing) -> dict[str, str]:
    return {passed.step.id: passed.step.name[language()] for passed in found.steps}


def _line(one: notes.Shown, steps: dict[str, str]) -> list[str]:
    note, struck = one.note, one.struck
    whom = str(note.for_officer) if note.for_officer else steps.get(note.for_step, "")
    return [
        f"{timezone.localtime(note.made_at):%Y-%m-%d %H:%M}", note.claim.receipt if note.claim else "", one.words, note.officer.full_name, note.office.name, whom,
        _("Có") if note.pinned else "", f"{struck.officer.full_name}, {timezone.localtime(struck.made_at):%Y-%m-%d %H:%M}" if struck else "", struck.text if struck else "",
    ]  # fmt: skip


def _came(request: HttpRequest) -> dict[str, str]:
    """Tell that she came from her inbox, and from which of its pages."""
    return {"tu": "viec", "after": cursors(request)["after"]} if request.GET.get("tu") == "viec" else {}


def _back(request: HttpRequest, found: Standing, claim: Claim | None) -> str:
    if came := _came(request):
        place = {"after": came["after"], "o": str(found.task.pk) if found.task else ""}
        return f"{reverse('desk')}?{urlencode({name: value for name, value in place.items() if value})}"
    return reverse("claim", args=[found.dossier.pk, claim.pk]) if claim else reverse("dossier", args=[found.dossier.pk])
