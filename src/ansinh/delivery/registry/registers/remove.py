"""Entries of register versions that nobody needs any more are removed by night; the version itself stays: its source, day, hash, counts and file.

Whatever a claim took from it stays with the claim: the value, the register, the source and the day.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import F

from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting
from ansinh.delivery.registry.models_registers import RegisterSnapshot

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

KEPT_VERSIONS = 2
"""Of each register and place: the one in use and the one before, to compare with and to go back to."""
KEPT_DAYS = 90
"""After a newer version took its place: so long may a decision be complained of (Law on Complaints 02/2011/QH13, article 9)."""
BATCH = 50_000
"""Entries removed in one transaction."""

OVER = """
    WITH taken AS (
        SELECT s.id, lead(s.taken_over_at) OVER same AS replaced_at, row_number() OVER (PARTITION BY s.programme, s.register, s.province, s.district, s.commune
            ORDER BY s.taken_over_at DESC) AS place
        FROM registry_registersnapshot s WHERE s.taken_over_at IS NOT NULL
        WINDOW same AS (PARTITION BY s.programme, s.register, s.province, s.district, s.commune ORDER BY s.taken_over_at)),
    over AS (
        SELECT s.id FROM registry_registersnapshot s JOIN taken t USING (id)
        WHERE s.state = 'superseded' AND s.emptied_at IS NULL AND t.place > %(versions)s AND t.replaced_at < %(before)s
        UNION ALL
        SELECT s.id FROM registry_registersnapshot s WHERE s.state = 'refused' AND s.emptied_at IS NULL AND coalesce(s.answered_at, s.loaded_at) < %(before)s),
    unsettled AS (
        SELECT d.id, d.upload_id FROM cases_dossier d WHERE EXISTS (SELECT FROM over)
        AND (d.state <> 'decided' OR EXISTS (SELECT FROM grievances_grievance g WHERE g.dossier_id = d.id AND g.state = 'filed'))),
    relied AS (
        SELECT v.value->>'snapshot' AS snapshot FROM unsettled u JOIN cases_claim c ON c.dossier_id = u.id
        JOIN cases_determination n ON n.claim_id = c.id CROSS JOIN LATERAL jsonb_each(n.vouched) v WHERE n.vouched <> '{}' AND jsonb_typeof(v.value) = 'object'
        UNION
        SELECT w.snapshot::text FROM intake_namedworker w JOIN intake_filingrow r ON r.id = w.row_id JOIN intake_filing f ON f.id = r.filing_id
        WHERE w.snapshot IN (SELECT id FROM over) AND (f.state = 'filed' OR f.upload_id IN (SELECT upload_id FROM unsettled)))
    SELECT id FROM over WHERE id::text NOT IN (SELECT snapshot FROM relied WHERE snapshot IS NOT NULL) ORDER BY id LIMIT %(most)s"""
"""Claims are a later room, so its tables are asked, not its code: what an open claim or an open complaint relies on stays."""
MOST_VERSIONS = 100


def over(*, at: datetime) -> list[uuid.UUID]:
    """Give versions whose entries nobody needs any more, the oldest first; a bounded number.

    A version stays whole while it is in use, is the last before it, was replaced less than `KEPT_DAYS` ago, or a claim not decided yet, or
    one that a complaint is open about, relies on it. One that was put away unused stays for as many days.
    """
    values: dict[str, Any] = {"versions": KEPT_VERSIONS, "before": at - timedelta(days=KEPT_DAYS), "most": MOST_VERSIONS}
    with acting(NATION), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '300s'")
        cursor.execute(OVER, values)
        return [row[0] for row in cursor.fetchall()]


def remove_entries(snapshot: uuid.UUID, *, at: datetime, most: int = BATCH) -> int:
    """Remove at most so many entries of one version that is over; give how many went (none once it is empty). Running it again goes on.

    The database itself refuses to remove entries of a version in use.
    """
    with acting(NATION), act(SYSTEM, "registry.remove_entries", at=at, province="00") as deed:
        row = RegisterSnapshot.objects.select_for_update(of=("self",)).get(pk=snapshot)
        if row.emptied_at is not None:
            return 0
        deed.province = row.province
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '300s'")
            cursor.execute("SELECT registry_remove_entries(%s, %s)", [snapshot, most])
            gone = int(cursor.fetchone()[0])
        ended: dict[str, Any] = {} if gone == most else {"emptied_at": at}
        RegisterSnapshot.objects.filter(pk=snapshot).update(removed=F("removed") + gone, **ended)
        deed.event("snapshot", row, before={"removed": row.removed}, after={"removed": row.removed + gone, "of": row.entries, "register": row.register})
        return gone
