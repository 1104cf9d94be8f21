"""The outbox: providers and their state, what waits in each lane, whom nothing reached; who runs it tries again, who owns a person says what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ansinh.delivery.cases.queries import page as paged
from ansinh.delivery.notices import providers, queries
from ansinh.delivery.notices.kinds import kind_of
from ansinh.delivery.notices.models import Undelivered
from ansinh.delivery.notices.retry import send_failed_again, try_provider
from ansinh.delivery.notices.undelivered import settle
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import chief_of
from ansinh.doors.web.asking import asked, beside, cursors, demand_any, officer_of, roles_here
from ansinh.doors.web.notices.words import CHANNELS, LANES, OUTCOMES, fault_in_words

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.offices.models import Officer

RUNNERS = (Role.ADMINISTRATOR, Role.SUPERVISOR)
LOOKERS = (*RUNNERS, Role.CHIEF, Role.LISTER)


@login_required
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show who is still to be told, and to who runs the system how the outbox runs."""
    demand_any(request, LOOKERS)
    officer, own = officer_of(request), asked(request, "xem") == "toi"
    page = paged(queries.unsettled(seen_by=officer, own=own), ["due_on", "id"], **cursors(request))
    chief = chief_of(officer.office, at=timezone.now())
    context: dict[str, Any] = {
        "undelivered": [_shown(row, officer, chief) for row in page.rows], "own": own, "outcomes": OUTCOMES.items(), "runs": Role.ADMINISTRATOR in roles_here(request),
        **beside(request, page, {"xem": "toi" if own else ""}),
    }  # fmt: skip
    if set(RUNNERS) & roles_here(request):
        context |= _running(officer)
    return render(request, "notices/outbox.html", context)


@login_required
@require_POST
def try_again(request: HttpRequest, provider: str) -> HttpResponse:
    """Let a provider be tried at once."""
    demand_any(request, (Role.ADMINISTRATOR,))
    if provider not in {one.name for one in providers.load(settings.NOTICE_PROVIDERS).providers}:
        messages.error(request, _("Không có nhà cung cấp tên này trong cấu hình."))
        return redirect("outbox")
    try_provider(provider, by=officer_of(request), at=timezone.now())
    messages.success(request, _("Tin tiếp theo sẽ thử %(name)s ngay.") % {"name": provider})
    return redirect("outbox")


@login_required
@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """Queue again what no provider took."""
    demand_any(request, (Role.ADMINISTRATOR,))
    count = send_failed_again(by=officer_of(request), at=timezone.now())
    messages.success(request, _("Đã đưa %(count)s thông báo vào hàng chờ gửi lại.") % {"count": count})
    return redirect("outbox")


@login_required
@require_POST
def settled(request: HttpRequest, undelivered: uuid.UUID) -> HttpResponse:
    """Note what was done about a person whom nothing reached."""
    demand_any(request, LOOKERS)
    row = settle(undelivered, request.POST.get("outcome", ""), by=officer_of(request), at=timezone.now())
    messages.success(request, _("Đã ghi về %(name)s: %(outcome)s.") % {"name": row.notice.name, "outcome": str(OUTCOMES[row.outcome]).lower()})
    return redirect("outbox")


def _shown(row: Undelivered, officer: Officer, chief: Officer | None) -> dict[str, Any]:
    """Give one person to be told, and whether the reader may say what she did."""
    return {
        "row": row, "notice": row.notice, "channel": CHANNELS[row.notice.channel], "hers": kind_of(row.notice.kind).hers,
        "late": row.due_on < timezone.localdate(), "may": officer.pk == row.owner_id or (chief == officer and row.office_id == officer.office_id),
    }  # fmt: skip


def _running(officer: Officer) -> dict[str, Any]:
    """Give how the outbox runs: providers, queues, and a fault of the settings in its own words."""
    now = timezone.now()
    try:
        read, fault = providers.load(settings.NOTICE_PROVIDERS), ""
    except providers.ProvidersFault as broken:
        read, fault = providers.Settings(), str(broken)
    served = {one.channel for one in read.providers}
    return {
        "settings_fault": fault, "quiet": read.is_quiet(timezone.localtime(now).time()), "quiet_from": read.quiet[0], "quiet_to": read.quiet[1], "running": True,
        "standings": [
            {"on": one, "channel": CHANNELS[one.named.channel], "word": one.word(now), "fault": fault_in_words(one.state.last_fault) if one.state and one.state.last_fault else ""}
            for one in queries.standings(sorted(read.providers, key=lambda named: (list(CHANNELS).index(named.channel), named.priority)))
        ],
        "queues": [
            {"on": one, "channel": CHANNELS[one.channel], "lane": LANES[one.lane], "served": one.channel in served, "counted": queries.COUNTED}
            for one in queries.waiting(seen_by=officer) if one.waiting
        ],
    }  # fmt: skip
