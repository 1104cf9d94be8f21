"""Whoever runs the system tries a provider again before its time, or sends again what failed while all of them were out of order."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.utils import timezone

from ansinh.delivery.evidence.record import act
from ansinh.delivery.notices import health
from ansinh.delivery.notices.kinds import lane_for
from ansinh.delivery.notices.models import Notice, Undelivered
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.scope import NATION, acting, actor_of, within

if TYPE_CHECKING:
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

MOST = 10_000
PROVIDERS = uuid.UUID("6f0b7c52-6d0e-5c1a-9a3e-3a1c5a4b7d10")
"""Under which a provider's name becomes a key of the log."""

EVENT = "SELECT %(subject)s::uuid, '00', '', '', NULL::jsonb, jsonb_build_object('provider', %(provider)s::text)"
SENT_AGAIN = """
    SELECT u.id, u.province, u.district, u.commune, jsonb_build_object('state', 'failed'), jsonb_build_object('outcome', 'reachable', 'notice', u.notice_id)
    FROM notices_undelivered u WHERE u.id = ANY (%(chosen)s)"""


def try_provider(name: str, *, by: Officer, at: datetime) -> None:
    """Let a provider that is out of order be tried by the next message. Raises `NotYours` for who is no administrator."""
    demand(by, [Role.ADMINISTRATOR], policy="", on=timezone.localtime(at).date())
    with acting(NATION), act(actor_of(by), "notices.try_provider", at=at, province="00") as deed:
        health.retry_now(name, at=at)
        deed.events_of("provider", EVENT, {"subject": uuid.uuid5(PROVIDERS, name), "provider": name})


def send_failed_again(*, by: Officer, at: datetime) -> int:
    """Queue again what no provider took, in the officer's place, at most `MOST`; give how many. What nobody receives stays before its owner.

    Raises `NotYours` for who is no administrator.
    """
    demand(by, [Role.ADMINISTRATOR], policy="", on=timezone.localtime(at).date())
    with acting(by), act(actor_of(by), "notices.send_failed_again", at=at, province=by.office.province) as deed:
        rows = within(Undelivered.objects.select_for_update(skip_locked=True).filter(settled_at=None, permanent=False), by)
        chosen = list(rows.order_by("due_on", "pk").values_list("pk", flat=True)[:MOST])
        if chosen:
            deed.events_of("undelivered", SENT_AGAIN, {"chosen": chosen})
        again = Notice.objects.filter(undelivered__in=chosen, state=Notice.State.FAILED)
        again.update(state=Notice.State.QUEUED, attempts=0, passed=[], next_at=None, unsure_since=None, ended_at=None, lane=lane_for(len(chosen)))
        Undelivered.objects.filter(pk__in=chosen).update(settled_at=at, settled_by=by, outcome=Undelivered.Outcome.REACHABLE)
    return len(chosen)
