"""Messages to other systems leave in bounded rounds: taken, tried, marked; a failed one waits longer each time, then lies before its owner."""

from __future__ import annotations

import secrets
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import orjson
from django.db import connection
from django.utils import timezone

from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours
from ansinh.delivery.offices.scope import NATION, acting, actor_of, within
from ansinh.delivery.systems.clients import answers_for
from ansinh.delivery.systems.gateways import Reply
from ansinh.delivery.systems.models_exchange import Occasion, Webhook
from ansinh.delivery.systems.searching import answer_later
from ansinh.delivery.systems.signing import headers_of
from ansinh.delivery.systems.subscriptions import secret_of

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer
    from ansinh.delivery.systems.gateways import Sender

ROUND = 100
AT_ONCE = 8
"""Systems that are called at the same time; one that is slow holds up no other."""
LEASE = timedelta(minutes=5)
"""How long a message that was taken is left alone: a worker that dies leaves it to the next."""
WAITS = (5, 30, 120, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600)
"""Seconds after each failed try; after the last one a human must look. A day in all."""
GONE = 410

TAKE = """
    UPDATE systems_webhook w SET attempts = attempts + 1, next_at = %(lease)s WHERE w.id IN (
        SELECT d.id FROM systems_webhook d WHERE d.state = 'queued' AND d.next_at <= %(at)s ORDER BY d.next_at LIMIT %(most)s FOR UPDATE SKIP LOCKED)
    RETURNING w.id"""


def send_due(sender: Sender, *, at: datetime, most: int = ROUND) -> int:
    """Try the messages that are due, at most `most`, each in no transaction of ours; give how many were taken.

    Two senders at once never take the same; after a crash a message is tried again with the same id. Where one fails, the others for that address
    wait for the next round without a try of their own.
    """
    with acting(NATION):
        with connection.cursor() as cursor:
            cursor.execute(TAKE, {"at": at, "lease": at + LEASE, "most": most})
            taken = [row[0] for row in cursor.fetchall()]
        rows = Webhook.objects.select_related("subscription__client__office", "filing", "search").filter(pk__in=taken).order_by("pk")
        by_address: dict[uuid.UUID, list[tuple[Webhook, bytes]]] = defaultdict(list)
        for row in rows:
            by_address[row.subscription_id].append((row, _body(row)))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        tried = list(pool.map(lambda queue: _sent(queue, sender, at), by_address.values()))
    with acting(NATION):
        for row, reply in (one for queue in tried for one in queue):
            _mark(row, reply, at)
    return len(taken)


def send_again(webhook: uuid.UUID, *, by: Officer, at: datetime) -> Webhook:
    """Put a message that was given up back into the queue, with all its tries.

    Raises `NotYours` for who neither owns the system nor answers for its office, `AlreadyDone` when it is not given up.
    """
    with acting(by), act(actor_of(by), "systems.send_again", at=at, province=by.office.province) as deed:
        held = within(Webhook.objects.select_for_update(of=("self",)).select_related("subscription__client__office"), by).get(pk=webhook)
        client = held.subscription.client
        if by.pk != client.owner_id and not answers_for(by, client.office, at):
            raise NotYours("webhook_not_yours", f"Hệ thống này do {client.owner} chịu trách nhiệm.", f"{client.owner} answers for this system.")
        if held.state != Webhook.State.DEAD:
            raise AlreadyDone("webhook_not_dead", f"Tin này {held.get_state_display().lower()}.", f"This message is {held.state}.")
        deed.province = held.province
        held.state, held.attempts, held.next_at, held.ended_at = Webhook.State.QUEUED, 0, at, None
        held.save(update_fields=["state", "attempts", "next_at", "ended_at"])
        deed.event("webhook", held, before={"state": "dead", "fault": held.last_fault}, after={"state": "queued", "client_id": client.client_id})
    return held


def wait_after(attempts: int, chance: float) -> timedelta | None:
    """Give how long to wait after so many failed tries, spread by `chance` (0 to 1) over four fifths to six fifths; nothing when they are used up."""
    return timedelta(seconds=WAITS[attempts - 1] * (0.8 + 0.4 * chance)) if attempts <= len(WAITS) else None


def _body(row: Webhook) -> bytes:
    if row.occasion == Occasion.ON_SEARCH and row.search is not None:
        return orjson.dumps(answer_later(row.search))
    data = {"code": row.filing.code if row.filing else "", "state": row.told_state}
    return orjson.dumps({"type": row.occasion, "timestamp": timezone.localtime(row.made_at).isoformat(), "data": data})


def _sent(queue: Sequence[tuple[Webhook, bytes]], sender: Sender, at: datetime) -> list[tuple[Webhook, Reply | None]]:
    """Try the messages for one address in order; after one that failed the others were not tried."""
    done: list[tuple[Webhook, Reply | None]] = []
    failed = False
    for row, body in queue:
        subscription = row.subscription
        if failed:
            done.append((row, None))
            continue
        if subscription.ended_at is not None or subscription.client.revoked_at is not None:
            done.append((row, Reply(GONE, "the subscription or the client has ended")))
            continue
        reply = sender.post(subscription.url, body, headers_of(secret_of(subscription), f"msg_{row.pk.hex}", int(at.timestamp()), body))
        failed = not reply.accepted
        done.append((row, reply))
    return done


def _mark(row: Webhook, reply: Reply | None, at: datetime) -> None:
    """Write down what came of it, unless a second sender was quicker."""
    if reply is None:
        changes: dict[str, object] = {"attempts": row.attempts - 1, "next_at": at + timedelta(seconds=WAITS[0])}
    else:
        wait = None if reply.status == GONE else wait_after(row.attempts, secrets.SystemRandom().random())
        changes = {"last_status": reply.status, "last_fault": reply.fault[:200]}
        if reply.accepted:
            changes |= {"state": Webhook.State.SENT, "ended_at": at}
        elif wait is None:
            changes |= {"state": Webhook.State.DEAD, "ended_at": at}
        else:
            changes |= {"next_at": at + wait}
    Webhook.objects.filter(pk=row.pk, state=Webhook.State.QUEUED).update(**changes)
