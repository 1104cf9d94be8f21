"""What providers tell later: a message that arrived is known to have, one that never will lies before an officer."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.notices.models import Notice, ProviderState
from ansinh.delivery.notices.undelivered import open_undelivered
from ansinh.delivery.offices.scope import NATION, acting

if TYPE_CHECKING:
    from datetime import datetime

    from ansinh.delivery.notices.gateways import Provider, Receipts
    from ansinh.delivery.notices.providers import Named

PATIENCE = timedelta(minutes=2)
"""How long a row of receipts waits for a message that nobody has written down yet; then it belonged to none of ours."""

APPLY = """
    WITH told AS (
        SELECT h.notice_id, bool_and(r.arrived) AS arrived, bool_or(r.permanent AND NOT r.arrived) AS permanent, max(r.fault) AS fault
        FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(reference text, arrived boolean, permanent boolean, fault text)
        JOIN notices_handover h ON h.provider = %(provider)s AND h.reference = r.reference GROUP BY h.notice_id)
    UPDATE notices_notice n SET state = CASE WHEN told.arrived THEN 'delivered' WHEN told.permanent THEN 'bounced' ELSE 'failed' END, ended_at = %(at)s, fault = told.fault
    FROM told WHERE n.id = told.notice_id AND n.provider = %(provider)s AND (n.state = 'sent' OR n.state = 'delivered' AND NOT told.arrived)
    RETURNING n.id, n.state"""
KNOWN = "SELECT reference FROM notices_handover WHERE provider = %s AND reference = ANY (%s)"


def collect(named: Named, provider: Provider, *, at: datetime) -> int:
    """Ask a provider for receipts and apply them; give how many messages changed. The same receipt twice changes nothing. Raises `OSError` when it cannot be asked."""
    changed = 0

    def keep(came: Receipts) -> frozenset[str]:
        nonlocal changed
        count, unknown = _apply(named.name, came, at)
        changed += count
        return unknown

    state = ProviderState.objects.filter(pk=named.name).first()
    provider.collect(state.cursor if state else "", keep)
    return changed


def _apply(name: str, came: Receipts, at: datetime) -> tuple[int, frozenset[str]]:
    """Apply some receipts in one transaction; give how many changed something, and which are to be told again."""
    rows = [{"reference": row.reference, "arrived": row.arrived, "permanent": row.permanent, "fault": row.fault} for row in came.rows]
    with acting(NATION), connection.cursor() as cursor:
        ProviderState.objects.bulk_create([ProviderState(name=name, filled_at=at)], ignore_conflicts=True)
        state = ProviderState.objects.select_for_update().get(pk=name)
        cursor.execute(KNOWN, [name, [row.reference for row in came.rows]])
        unknown = frozenset(row.reference for row in came.rows) - {row[0] for row in cursor.fetchall()}
        cursor.execute(APPLY, {"rows": json.dumps(rows), "provider": name, "at": at})
        changed = cursor.fetchall()
        open_undelivered([key for key, became in changed if became != Notice.State.DELIVERED], at=at)
        waited = state.held_since is not None and at - state.held_since > PATIENCE
        if unknown and not waited:
            state.held_since = state.held_since or at
        else:
            state.held_since, state.cursor, unknown = None, came.cursor or state.cursor, frozenset()
        state.save(update_fields=["held_since", "cursor"])
    return len(changed), unknown
