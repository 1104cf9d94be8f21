"""What a dossier's decision would come to: its largest fit claim and all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.offices.signing import ToSign, limits_here

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from ansinh.delivery.cases.models import Dossier


def to_sign(dossier: uuid.UUID) -> ToSign:
    """Give what the fit claims of a dossier come to, in đồng."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT coalesce(max(amount_vnd), 0), coalesce(sum(amount_vnd), 0)::bigint FROM cases_claim
               WHERE dossier_id = %s AND state = 'in_review' AND outcome = 'eligible' AND draw_held""",
            [dossier],
        )
        return ToSign(*cursor.fetchone())


def limited(dossier: Dossier, office: uuid.UUID, *, on: date) -> ToSign | None:
    """Give what the dossier comes to where somebody in the office signs up to a limit only; nothing where nobody does, and nothing is counted."""
    return to_sign(dossier.pk) if limits_here(office, policy=dossier.policy, on=on) else None
