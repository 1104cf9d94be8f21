"""Which law a page asks for: the programme, the policy, the day; what does not exist is not found."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.dateparse import parse_date
from django.utils.translation import gettext

from ansinh.doors.web.asking import asked, today
from ansinh.doors.web.public.forms import words
from ansinh.policy.cases import WorkedCase, worked_cases
from ansinh.policy.load import LawFault, load_programme, programme_names
from ansinh.policy.programme import NotInForce

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ansinh.policy.programme import Policy, Programme

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A day asked for: the day shown, what was typed, and what is wrong with it, if anything."""

    day: date
    typed: str = ""
    fault: str = ""


def programmes() -> list[Programme]:
    """Give every programme that can be read, the one this installation carries out first."""
    first = load_programme().id
    found = [known for name in programme_names() if (known := _readable(name))]
    return sorted(found, key=lambda programme: (programme.id != first, programme.id))


def programme_named(name: str) -> Programme:
    """Give a programme by its name; what is not there, or cannot be read, is not found."""
    found = _readable(name) if name in programme_names() else None
    if found is None:
        raise Http404(name)
    return found


def policy_named(programme: Programme, policy: str) -> Policy:
    """Give a policy of a programme; one it has not is not found."""
    try:
        return programme.policy(policy)
    except KeyError:
        raise Http404(policy) from None


def day_asked(request: HttpRequest, programme: Programme, *, name: str = "ngay", otherwise: date | None = None) -> Asked:
    """Read the day of the query string; without one it is `otherwise`, else today. A day that cannot be is answered with the nearest and a word why."""
    typed = asked(request, name)
    fallback = otherwise or max(today(), programme.starts)
    if not typed:
        return Asked(fallback)
    try:
        day = parse_date(typed)
    except ValueError:
        day = None
    if day is None:
        return Asked(fallback, typed, gettext("Không đọc được ngày này. Viết năm-tháng-ngày, ví dụ 2021-08-10."))
    if day < programme.starts:
        return Asked(programme.starts, typed, words(NotInForce(words(programme.name), day, programme.starts).message))
    return Asked(day, typed)


@cache
def cases_of(programme: str, policy: str) -> tuple[WorkedCase, ...]:
    """Give the worked cases of a policy, read once."""
    return worked_cases(programme, policy)


def _readable(name: str) -> Programme | None:
    """Read a programme; one at fault is left out of the pages and told to whoever keeps the server."""
    try:
        return load_programme(name)
    except LawFault:
        logger.exception("The programme %s cannot be read and is left out of the pages", name)
        return None
