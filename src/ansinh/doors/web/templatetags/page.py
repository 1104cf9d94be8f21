"""Tags and filters for every page: money, days, states, owners, form fields, the frame."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.forms import Field
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from ansinh.delivery.cases.plans import PROGRAMME
from ansinh.doors.web import navigation, states
from ansinh.doors.web.asking import roles_here
from ansinh.policy import money, person_numbers
from ansinh.policy.load import programme_of
from ansinh.policy.programme import Programme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.forms import BoundField
    from django.http import HttpRequest
    from django.template import Context
    from django.utils.safestring import SafeString

    from ansinh.policy.programme import Policy, Text

register = template.Library()

WEEKDAYS = (_("thứ Hai"), _("thứ Ba"), _("thứ Tư"), _("thứ Năm"), _("thứ Sáu"), _("thứ Bảy"), _("Chủ nhật"))
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
WIDGETS = {"select": "govuk-select", "textarea": "govuk-textarea", "file": "govuk-file-upload"}


@register.filter
def vnd(amount: int | None) -> str:
    """Write whole đồng in the reader's language, a dash where there is no amount."""
    return "–" if amount is None else money.vnd(amount, _language())


@register.filter
def number(value: Any) -> str:
    """Write a number with the separators of the reader's language."""
    if value is None:
        return "–"
    text = f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"
    return text.translate(str.maketrans(",.", ".,")) if _language() == "vi" else text


@register.filter
def percent(value: float | None) -> str:
    """Write per cent as the reader's language does: 61,5 % / 61.5%."""
    return "–" if value is None else f"{number(value)}{' ' if _language() == 'vi' else ''}%"


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day: 12/8/2021, or 12 August 2021."""
    if value is None:
        return "–"
    on = _day(value)
    return f"{on.day}/{on.month}/{on.year}" if _language() == "vi" else f"{on.day} {MONTHS[on.month - 1]} {on.year}"


@register.filter
def weekday(value: date | datetime | None) -> str:
    """Write a day with its weekday: thứ Năm 12/8/2021."""
    return "–" if value is None else f"{WEEKDAYS[_day(value).weekday()]} {day(value)}"


@register.filter
def moment(value: datetime | None) -> str:
    """Write a time of a day: 14:05, 12/8/2021."""
    return "–" if value is None else f"{timezone.localtime(value):%H:%M}, {day(value)}"


@register.filter
def masked(number: str) -> str:
    """Show the last three digits of a number; nothing for none."""
    return person_numbers.masked(number or "")


@register.filter
def masked_in(said: str) -> str:
    """Mask the numbers within a text."""
    return person_numbers.masked_in(said or "")


@register.simple_tag
def text(words: Any, fallback: str = "") -> str:
    """Give the reader's language out of a {vi, en} text of the law or of an error."""
    if not words:
        return fallback
    if isinstance(words, str):
        return words
    return str(words.get(_language()) or words.get("vi") or fallback)


@register.simple_tag
def state(kind: str, value: str) -> SafeString:
    """Show a state as a coloured label: `{% state "claim" claim.state %}`. A list shows a hundred: no template for each."""
    return _state(kind, value, _language())


@lru_cache(maxsize=500)
def _state(kind: str, value: str, _of_language: str) -> SafeString:
    shown = states.shown(kind, value)
    return format_html('<strong class="ansinh-tag ansinh-tag--{}">{}</strong>', shown.tone, shown.label)


@register.simple_tag
def born(who: Any, *, masked: bool = False) -> str:
    """Write a birth as exactly as it is known, and the sex: 5/3/1987, nữ; `masked` the year alone."""
    on, precision = who.date_of_birth, "year" if masked else who.birth_precision
    written = "–" if not on else day(on) if precision == "day" else f"{on.month}/{on.year}" if precision == "month" else f"{on.year}"
    return f"{written}, {gettext('nữ') if who.sex == 'female' else gettext('nam')}" if who.sex else written


@register.inclusion_tag("components/owner.html")
def owner_line(task: Any, today: date | None = None) -> dict[str, Any]:
    """Say who has the matter and until when; `today` marks it late. Takes whatever has `owner`, `office` and `due_on`."""
    late = bool(today and getattr(task, "done_at", None) is None and task.due_on and task.due_on < today)
    return {"owner": task.owner, "office": task.office, "due_on": task.due_on, "late": late}


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """Draw a form field's control in our dress, tied to its hint and its error."""
    kind = _kind(field)
    classes = WIDGETS.get(kind, "govuk-input")
    described = [f"{field.id_for_label}-hint"] if field.help_text else []
    if faults(field):
        described.append(f"{field.id_for_label}-error")
        classes = f"{classes} {classes}--error"
    own = field.field.widget.attrs.get("class", "")
    attrs: dict[str, str | bool] = {"class": f"{classes} {own}".strip(), **({"aria-describedby": " ".join(described)} if described else {})}
    return field.as_widget(attrs=attrs)


@register.filter
def kind_of(field: BoundField) -> str:
    """Tell the template how to draw a field: radios, checkboxes, checkbox, select, textarea, file or input."""
    return _kind(field)


@register.filter
def by_programme(policies: Iterable[Policy]) -> list[tuple[Text, list[Policy]]]:
    """Part policies by their programme, in the order given: two programmes number theirs alike."""
    found: dict[str, tuple[Text, list[Policy]]] = {}
    for policy in policies:
        programme = programme_of(policy.id)
        found.setdefault(programme.id, (programme.name, []))[1].append(policy)
    return list(found.values())


@register.filter
def faults(field: BoundField) -> list[str]:
    """Give what is wrong with a field in words; where nothing was written, which field that is, unless its form says it better.

    A file that was chosen is gone with any mistake of its form, since no browser sends it twice: who does not choose it again would send without.
    """
    nothing = str(Field.default_error_messages["required"])
    chosen = _kind(field) in ("radios", "checkboxes", "select", "file")
    missing = (_("Chưa chọn “%(label)s”.") if chosen else _("Chưa ghi “%(label)s”.")) % {"label": str(field.label).rstrip(":")}
    found = [missing if str(fault) == nothing else str(fault) for fault in field.errors]
    gone = _kind(field) == "file" and field.data and field.form.errors and not found
    return [str(_("Chọn lại “%(label)s”: tệp đã chọn mất đi khi trang có chỗ phải sửa.") % {"label": str(field.label).rstrip(":")})] if gone else found


@register.simple_tag(takes_context=True)
def bar(context: Context) -> list[navigation.Link]:
    """Give the navigation of the officer who is signed in; nothing for others."""
    request: HttpRequest | None = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return []
    return navigation.links(roles_here(request), request.path)


@register.simple_tag
def demo() -> bool:
    """Say whether this is the demonstration."""
    return bool(settings.DEMO)


@register.simple_tag(takes_context=True)
def here(context: Context) -> str:
    """Give the address of this page with its query, for the language switch."""
    request: HttpRequest | None = context.get("request")
    return request.get_full_path() if request and request.method == "GET" else request.path if request else "/"


@register.simple_tag
def programme_name() -> str:
    """Name the programme this installation carries out."""
    return gettext("Hỗ trợ người dân và doanh nghiệp gặp khó khăn do COVID-19")


@register.simple_tag(takes_context=True)
def another_programme(context: Context) -> Programme | None:
    """Give the programme a page of the law is about where it is not the one this installation carries out: the foot names no other's articles."""
    shown = context.get("programme")
    return shown if isinstance(shown, Programme) and shown.id != PROGRAMME else None


def _language() -> str:
    return (get_language() or "vi").split("-")[0]


def _day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _kind(field: BoundField) -> str:
    kind = getattr(field.field.widget, "input_type", None) or type(field.field.widget).__name__.lower()
    several = type(field.field.widget).__name__
    if several == "RadioSelect":
        return "radios"
    if several == "CheckboxSelectMultiple":
        return "checkboxes"
    return kind if kind in {"checkbox", "select", "textarea", "file"} else "input"
