"""Every read of other systems by officers: those they answer for or hold in their place, and what could not be told to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q

from ansinh.delivery.cases.queries import Page, page
from ansinh.delivery.offices.scope import within
from ansinh.delivery.systems.clients import clients
from ansinh.delivery.systems.models_exchange import Subscription, SystemLook, SystemSearch, Webhook

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer
    from ansinh.delivery.systems.models import ApiClient

MOST = 100


@dataclass(frozen=True)
class Connection:
    """A system with where it is told, what waits for it, what could not be told, and when it last asked for somebody."""

    client: ApiClient
    addresses: tuple[Subscription, ...]
    queued: int
    dead: int
    searched_at: datetime | None


def connections(*, seen_by: Officer) -> list[Connection]:
    """Give the systems of the officer, by name, at most a hundred."""
    rows = list(clients(seen_by=seen_by)[:MOST])
    addresses: dict[uuid.UUID, list[Subscription]] = {}
    for one in Subscription.objects.filter(client__in=rows, ended_at=None).order_by("made_at"):
        addresses.setdefault(one.client_id, []).append(one)
    waiting = within(Webhook.objects.filter(subscription__client__in=rows), seen_by).exclude(state=Webhook.State.SENT).order_by()
    counted = waiting.values_list("subscription__client").annotate(queued=Count("pk", filter=Q(state="queued")), dead=Count("pk", filter=Q(state="dead")))
    counts = {client: (queued, dead) for client, queued, dead in counted}
    asked = dict(within(SystemSearch.objects.filter(client__in=rows), seen_by).order_by().values_list("client").annotate(last=Max("at")))
    return [Connection(row, tuple(addresses.get(row.pk, ())), *counts.get(row.pk, (0, 0)), asked.get(row.pk)) for row in rows]


def looked_at_by_systems(person: uuid.UUID, *, seen_by: Officer) -> list[SystemLook]:
    """Give which systems were answered with a person of the officer's place, and what for, the latest first."""
    return list(within(SystemLook.objects.filter(person=person).select_related("client"), seen_by).order_by("-at")[:MOST])


def given_up(*, seen_by: Officer, after: str = "", before: str = "") -> Page[Webhook]:
    """Give the messages that could not be told to the systems of the officer, the latest first."""
    rows = within(Webhook.objects.filter(state=Webhook.State.DEAD), seen_by).filter(subscription__client__in=clients(seen_by=seen_by).order_by())
    return page(rows.select_related("subscription__client__owner", "filing"), ["-ended_at", "id"], after=after, before=before)
