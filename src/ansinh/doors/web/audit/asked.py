"""What an inspector asks of the log: from when to when, what, who, where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ansinh.doors.web.asking import asked, today

if TYPE_CHECKING:
    from django.http import HttpRequest

SPAN = timedelta(30)
LONGEST = timedelta(366)


@dataclass(frozen=True)
class Asked:
    """The filters in force; `begins` and `ends` are days, both inside."""

    begins: date
    ends: date
    verb: str
    who: str
    place: str

    @property
    def since(self) -> datetime:
        """The first moment."""
        return timezone.make_aware(datetime.combine(self.begins, time.min))

    @property
    def until(self) -> datetime:
        """The first moment after."""
        return timezone.make_aware(datetime.combine(self.ends + timedelta(1), time.min))

    @property
    def kept(self) -> dict[str, str]:
        """The filters as an address carries them."""
        return {"tu": self.begins.isoformat(), "den": self.ends.isoformat(), "viec": self.verb, "ai": self.who, "noi": self.place}

    @property
    def shown(self) -> dict[str, Any]:
        """The filters as the form shows them."""
        return {"begins": self.begins.isoformat(), "ends": self.ends.isoformat(), "verb": self.verb, "who": self.who, "place": self.place}


def asked_of(request: HttpRequest) -> Asked:
    """Read the filters: the last thirty days where none are told, never more than a year; what cannot be read counts as not told."""
    ends = _day(asked(request, "den")) or today()
    begins = _day(asked(request, "tu")) or ends - SPAN
    place = asked(request, "noi")
    return Asked(max(min(begins, ends), ends - LONGEST), ends, asked(request, "viec"), asked(request, "ai"), place)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
