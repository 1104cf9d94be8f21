"""One's own card first, and single cards: figures, like, difficulty, days, and what the one looked at says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.reports import cards
from ansinh.delivery.reports.comment_card import LONGEST, SHORTEST, comment
from ansinh.delivery.reports.models_cards import Slot, UnitLevel
from ansinh.doors.web.cards import drawing
from ansinh.doors.web.cards.choosing import Choice, choice_of, filters, lists_of, reader_here
from ansinh.doors.web.cards.words import LEVELS, MEASURES, NAMES, SLUGS
from ansinh.doors.web.refusals import words
from ansinh.policy.calendar import vietnam_calendar

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.reports.cards_wall import Reader
    from ansinh.delivery.reports.models_cards import Card, CardCount

REFUSED = 422
WITHIN = {UnitLevel.PROVINCE: (("huyen", "tinh"), ("xa", "tinh"), ("co-quan", "tinh")), UnitLevel.DISTRICT: (("xa", "huyen"), ("co-quan", "huyen"))}
"""The lists of what lies within a place, with the filter that cuts them."""


class CommentForm(forms.Form):
    """What the one looked at says."""

    text = forms.CharField(
        label=gettext_lazy("Ý kiến của ông/bà về thẻ điểm này"),
        help_text=gettext_lazy("Hiện cạnh số liệu cho mọi người xem thẻ, không sửa, không xóa được. Không ghi thông tin riêng của người dân."),
        min_length=SHORTEST, max_length=LONGEST, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Ghi ý kiến, ít nhất 10 ký tự."), "min_length": gettext_lazy("Ghi ý kiến, ít nhất 10 ký tự.")},
    )  # fmt: skip


@login_required
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Show the reader her own card and those she speaks for, and lead to the lists she may see."""
    reader, choice = reader_here(request), choice_of(request)
    counted = cards.counts()
    rows = cards.first_cards(seen_by=reader, period=choice.days, policy=choice.policy)
    shown = [{"card": row, "url": choice.of_card(row), "level": NAMES[SLUGS[row.level]], "figures": drawing.figures(row, choice, rows=True)} for row in rows]
    lists = [{"url": reverse("cards_list", args=[slug]), "name": NAMES[slug], "people": slug == "can-bo"} for slug in lists_of(reader)]
    context = {
        "rows": shown, "lists": lists, "counted": counted.get(Slot.FRESH), "opens": _opens(counted.get(Slot.FRESH)), "action": request.path, "measures": MEASURES,
        "stands_out": reader.watches and reader.officer.office.level in ("national", "province"), **filters(choice),
    }  # fmt: skip
    return render(request, "cards/own.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, level: str, unit: str) -> HttpResponse:
    """Show a card; to its subject with a form for what she says. A card out of sight is not there."""
    reader, choice = reader_here(request), choice_of(request)
    found = cards.card(LEVELS[level], unit, period=choice.days, policy=choice.policy, seen_by=reader)
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            comment(found, form.cleaned_data["text"], by=reader, at=timezone.now())
        except NotYours:
            raise
        except Refused as refusal:
            form.add_error("text", words(refusal))
        else:
            messages.success(request, _("Đã ghi ý kiến."))
            return redirect(request.get_full_path())
    subject = cards.is_subject(found, reader)
    context = {**_seen(found, choice, reader), "form": form if subject else None, "subject": subject, "action": request.path, **filters(choice)}
    return render(request, "cards/card.html", context, status=REFUSED if form.errors else 200)


def _seen(found: Card, choice: Choice, reader: Reader) -> dict[str, Any]:
    counted = cards.counts()[found.slot]
    rows = reader.own == found.unit or reader.watches or reader.heads
    return {
        "card": found, "level": NAMES[SLUGS[found.level]], "counted": counted, "opens": _opens(counted) if found.slot == Slot.FRESH else None,
        "figures": drawing.figures(found, choice, rows=rows), "standing": drawing.standing(found, cards.peers_of(found)), "difficulty": drawing.difficulty(found),
        "days": drawing.by_day(cards.days_of_card(found, until=counted.until)), "comments": cards.comments_of(found), "measures": MEASURES, "within": _within(found, choice, reader),
    }  # fmt: skip


def _within(found: Card, choice: Choice, reader: Reader) -> list[dict[str, Any]]:
    """Give the lists of what lies within a unit that the reader has."""
    if found.level == UnitLevel.OFFICE and found.office == reader.headed:
        return [{"url": reverse("cards_list", args=["can-bo"]) + choice.query(("ky", "chinh-sach")), "name": NAMES["can-bo"]}]
    theirs = lists_of(reader)
    return [
        {"url": reverse("cards_list", args=[slug]) + choice.query(("ky", "chinh-sach"), **{by: found.unit}), "name": NAMES[slug]}
        for slug, by in WITHIN.get(UnitLevel(found.level), ()) if slug in theirs
    ]  # fmt: skip


def _opens(counted: CardCount | None) -> object:
    """Give the day from which others see a version: the day after the working day on which its subject has it."""
    if counted is None:
        return None
    day = timezone.localtime(counted.counted_at).date()
    return vietnam_calendar().due_on(day - timedelta(1), 1) + timedelta(1)
