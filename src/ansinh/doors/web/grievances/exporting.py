"""The complaints that the list shows, as a table to take away: who answers, until when, what became of them; no word of the person who complains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from ansinh.delivery.grievances import queries
from ansinh.delivery.offices.queries import places_by_code
from ansinh.doors.web import states
from ansinh.doors.web.asking import officer_of, today
from ansinh.doors.web.grievances.seeing import kept_of, shown, wanted
from ansinh.doors.web.grievances.words import CHANNELS
from ansinh.doors.web.sheets import taken_away

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST_TAKEN = 20_000


@login_required
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the complaints of the filters as xlsx or csv, the newest first, `MOST_TAKEN` at most."""
    found = queries.grievances(wanted(kept_of(request)), seen_by=officer_of(request), on=today(), size=MOST_TAKEN).rows
    names = {code: place.name for code, place in places_by_code({row.commune or row.district or row.province for row in found}).items()}
    words = states.STATES["grievance"]
    heads = [
        _("Đơn"),
        pgettext("đơn thư", "Nội dung"),
        _("Nhận ngày"),
        _("Nhận thế nào?"),
        _("Địa bàn"),
        _("Hồ sơ"),
        _("Người giải quyết"),
        _("Đơn vị"),
        _("Hạn trả lời"),
        _("Còn hay quá"),
        _("Tình trạng"),
        _("Xong ngày"),
    ]
    lines: list[list[Any]] = [
        [
            row.number, str(item["kind"]), row.filed_on.isoformat(), str(CHANNELS[row.channel]), names.get(row.commune or row.district or row.province, ""),
            row.dossier.number if row.dossier else "", str(row.owner), row.office.name, row.due_on.isoformat(), "" if row.ended_at else item["left"].words,
            str(words[row.state].label), timezone.localtime(row.ended_at).date().isoformat() if row.ended_at else "",
        ]
        for item in shown(found)
        for row in [item["grievance"]]
    ]  # fmt: skip
    stamp = _("Lập lúc %(at)s") % {"at": f"{timezone.localtime():%H:%M %d/%m/%Y}"}
    return taken_away(kind, "don-thu", [heads, *lines], stamp, names_from=1)
