"""Which dossier an instruction to pay belongs to, for who reads the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.cases.concerned import Concerned

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection

PAID_FOR = """
    SELECT i.id, d.id, d.number FROM unnest(%s::uuid[]) AS s(id)
    JOIN payments_instruction i ON i.id = s.id JOIN cases_claim c ON c.id = i.claim_id JOIN cases_dossier d ON d.id = c.dossier_id"""


def dossiers_paid_for(instructions: Collection[uuid.UUID]) -> dict[uuid.UUID, Concerned]:
    """Give the dossier of each instruction, by the instruction; what lies outside the transaction's scope is left out. One query, none for nothing."""
    if not instructions:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(PAID_FOR, [list(instructions)])
        return {instruction: Concerned(key, number) for instruction, key, number in cursor.fetchall()}
