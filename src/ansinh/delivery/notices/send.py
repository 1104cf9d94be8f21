"""Messages leave in bounded batches: taken, handed to a provider, marked; a provider that fails leaves them queued or failed, never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.notices.models import Notice

if TYPE_CHECKING:
    from datetime import datetime

    from ansinh.delivery.notices.gateways import Provider

BATCH = 500


def send(provider: Provider, *, at: datetime, batch: int = BATCH) -> int:
    """Send at most `batch` queued text messages through `provider`; give how many were taken. Letters wait to be printed.

    Two senders at once never take the same message; after a crash the batch is queued again, so a provider sees each
    message's key and must not deliver the same key twice.
    """
    taken = list(Notice.objects.select_for_update(skip_locked=True).filter(state=Notice.State.QUEUED, channel=Notice.Channel.SMS).order_by("pk")[:batch])
    for notice in taken:
        accepted = provider.send(str(notice.pk), notice.address, notice.text_vi)
        notice.state, notice.sent_at = (Notice.State.SENT, at) if accepted else (Notice.State.FAILED, None)
    Notice.objects.bulk_update(taken, ["state", "sent_at"])
    return len(taken)
