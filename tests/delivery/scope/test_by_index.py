"""What the database asks for each row of a large list, it finds by an index: also where the table was empty when it made its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.db import connection, transaction

from ansinh.delivery.offices.scope import NATION, acting
from delivery.notices.sending import NOON

if TYPE_CHECKING:
    import testbed

CALLED = ("notices_unreachable", "payments_demand_refunds", "systems_tell")
"""Not triggers themselves: what triggers call for each row."""


@pytest.mark.django_db
def test_whatever_asks_a_table_for_each_row_reads_no_table_whole() -> None:
    """Setting a function anew (`CREATE OR REPLACE`) forgets this: set it again in the same migration."""
    with connection.cursor() as cursor:
        cursor.execute(
            r"""SELECT DISTINCT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = 'public'
            LEFT JOIN pg_trigger t ON t.tgfoid = p.oid AND t.tgtype & 1 = 1
            WHERE (t.oid IS NOT NULL AND p.prosrc ~* '\m(from|join)\s+[a-z]+_[a-z]' AND p.proname NOT LIKE 'procrastinate%%' OR p.proname = ANY (%s))
                AND NOT 'enable_seqscan=off' = ANY (coalesce(p.proconfig, '{}')) ORDER BY 1""",
            [list(CALLED)],
        )
        assert cursor.fetchall() == []


def test_a_long_queue_is_filled_without_reading_it_for_every_row_of_it(own_db: str, databases: testbed.Databases, django_db_blocker: Any) -> None:
    """A table that was cleared away looks to PostgreSQL as if reading it whole cost nothing; the plan of that moment then serves every row."""
    with psycopg.connect(databases.owner_of(own_db), autocommit=True) as owner:
        owner.execute("VACUUM (ANALYZE) notices_notice")
    with django_db_blocker.unblock(), transaction.atomic(), acting(NATION), connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO notices_notice (id, province, district, commune, subject, kind, occasion, channel, address, name, text_vi, text_en, state, made_at, lane)
            SELECT ansinh_key(), '30', '291', '10630', gen_random_uuid(), 'approved', gen_random_uuid(), 'sms', '09' || lpad(n::text, 8, '3'), 'Hoa', 'a', 'a',
                'queued', %s, 'bulk' FROM generate_series(1, 500) n""",
            [NOON],
        )
        cursor.execute("SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'notices_notice'")
        assert cursor.fetchone() == (0,)
