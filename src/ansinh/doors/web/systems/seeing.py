"""The systems that call here, who answers for each, and the messages that could not be told to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ansinh.delivery.offices.models import Role
from ansinh.delivery.systems import queries
from ansinh.delivery.systems.clients import answers_for, in_force
from ansinh.delivery.systems.models import Ability
from ansinh.delivery.systems.models_exchange import Occasion
from ansinh.delivery.systems.send import send_again
from ansinh.doors.web.asking import beside, cursors, demand_any, officer_of, today
from ansinh.doors.web.systems.words import ABILITIES, OCCASIONS, STATES_OF_FILINGS, fault_in_words

if TYPE_CHECKING:
    import uuid
    from typing import Any

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.systems.models import ApiClient
    from ansinh.delivery.systems.models_exchange import Webhook

LOOKERS = (Role.ADMINISTRATOR, Role.CHIEF, Role.SUPERVISOR)


@login_required
@require_safe
def systems(request: HttpRequest) -> HttpResponse:
    """Show the systems of the reader's place, and first what lies before their owners."""
    demand_any(request, LOOKERS)
    officer = officer_of(request)
    page = queries.given_up(seen_by=officer, **cursors(request))
    context = {
        "connections": [{"on": one, "state": _state(one.client), "abilities": [ABILITIES[Ability(word)] for word in one.client.abilities]} for one in queries.connections(seen_by=officer)],
        "given_up": [_told(row, request) for row in page.rows], **beside(request, page, {}),
    }  # fmt: skip
    return render(request, "systems/systems.html", context)


@login_required
@require_POST
def again(request: HttpRequest, webhook: uuid.UUID) -> HttpResponse:
    """Send a message again that was given up."""
    demand_any(request, LOOKERS)
    row = send_again(webhook, by=officer_of(request), at=timezone.now())
    messages.success(request, _("Đã đưa tin vào hàng chờ. Hệ thống %(name)s sẽ được báo lại trong ít giây.") % {"name": row.subscription.client.name})
    return redirect("systems")


def _told(row: Webhook, request: HttpRequest) -> dict[str, Any]:
    """Give a message in words, and whether the reader may send it again."""
    client, officer = row.subscription.client, officer_of(request)
    about = STATES_OF_FILINGS.get(row.told_state, "")
    return {
        "row": row, "client": client, "occasion": OCCASIONS[Occasion(row.occasion)], "about": about, "fault": fault_in_words(row.last_fault),
        "may": client.owner_id == officer.pk or answers_for(officer, client.office, timezone.now()),
    }  # fmt: skip


def _state(client: ApiClient) -> str:
    """Give how a system stands today."""
    if client.revoked_at is not None:
        return "revoked"
    return "in_force" if in_force(client, today()) else "ahead" if today() < client.valid_from else "expired"
