"""Which dossier an event is about: whatever was done to a dossier, a claim, a step, a decision or a letter leads to the dossier it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection

CONCERNED = """
    SELECT s.id, d.id, d.number FROM unnest(%s::uuid[]) AS s(id)
    CROSS JOIN LATERAL (
        SELECT s.id AS dossier UNION ALL SELECT c.dossier_id FROM cases_claim c WHERE c.id = s.id UNION ALL SELECT t.dossier_id FROM cases_task t WHERE t.id = s.id
        UNION ALL SELECT q.dossier_id FROM cases_decision q WHERE q.id = s.id
    ) f JOIN cases_dossier d ON d.id = f.dossier"""


class Concerned(NamedTuple):
    """A dossier as one names it."""

    key: uuid.UUID
    number: str


def dossiers_of(subjects: Collection[uuid.UUID]) -> dict[uuid.UUID, Concerned]:
    """Give the dossier each subject belongs to, by the subject; what belongs to none, or lies outside the transaction's scope, is left out. One query."""
    if not subjects:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(CONCERNED, [list(subjects)])
        return {subject: Concerned(key, number) for subject, key, number in cursor.fetchall()}
