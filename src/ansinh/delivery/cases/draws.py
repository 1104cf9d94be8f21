"""Holding and releasing draws for the claims of a dossier: sets of rows, in one order, so that two offices never block each other for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

HOLD = """
    INSERT INTO registry_draw (id, programme, policy, exclusive_group, identity, holder, claim, province, district, commune, held_at)
    SELECT ansinh_key(), d.programme, c.policy, c.exclusive_group, c.identity, coalesce(k.holder, c.identity), c.id, c.province, c.district, c.commune, %(at)s
    FROM cases_claim c JOIN cases_dossier d ON d.id = c.dossier_id LEFT JOIN registry_holders_of(ARRAY(
        SELECT o.identity FROM cases_claim o WHERE o.dossier_id = %(dossier)s AND (%(claim)s::uuid IS NULL OR o.id = %(claim)s)
            AND o.state = 'in_review' AND o.outcome = 'eligible' AND NOT o.draw_held)) k ON k.identity = c.identity
    WHERE c.dossier_id = %(dossier)s AND (%(claim)s::uuid IS NULL OR c.id = %(claim)s)
      AND c.state = 'in_review' AND c.outcome = 'eligible' AND NOT c.draw_held
    ORDER BY c.identity COLLATE "C", c."order"
    ON CONFLICT (holder, programme, slot) WHERE released_at IS NULL DO NOTHING"""

MARK = """
    UPDATE cases_claim c SET draw_held = true FROM registry_draw r
    WHERE r.claim = c.id AND r.released_at IS NULL AND r.identity = c.identity AND c.dossier_id = %(dossier)s
      AND (%(claim)s::uuid IS NULL OR c.id = %(claim)s) AND NOT c.draw_held AND c.state = 'in_review' AND c.outcome = 'eligible'"""


def hold_draws(dossier: uuid.UUID, *, at: datetime, claim: uuid.UUID | None = None) -> int:
    """Take the draw of every eligible claim that has none yet, where nobody else holds it; give how many were taken."""
    values = {"dossier": dossier, "claim": claim, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(HOLD, values)
        cursor.execute(MARK, values)
        return int(cursor.rowcount)


def release_draws(dossier: uuid.UUID, *, at: datetime, claim: uuid.UUID | None = None) -> int:
    """Give back the draws of claims that are excluded or no longer eligible, so that another claim of the person may take them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE registry_draw r SET released_at = %(at)s FROM cases_claim c
            WHERE r.claim = c.id AND r.released_at IS NULL AND c.dossier_id = %(dossier)s AND (%(claim)s::uuid IS NULL OR c.id = %(claim)s)
              AND (c.state IN ('excluded', 'refused') OR c.outcome <> 'eligible' OR r.identity <> c.identity)""",
            {"dossier": dossier, "claim": claim, "at": at},
        )
        cursor.execute(
            """
            UPDATE cases_claim c SET draw_held = false
            WHERE c.draw_held AND c.dossier_id = %(dossier)s AND (%(claim)s::uuid IS NULL OR c.id = %(claim)s)
              AND NOT EXISTS (SELECT FROM registry_draw r WHERE r.claim = c.id AND r.released_at IS NULL)""",
            {"dossier": dossier, "claim": claim},
        )
        return int(cursor.rowcount)
