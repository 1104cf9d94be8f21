"""Who may sign what sum: the limits in force in an office, and whether a sum is above one. By standing in, the limit is that of the colleague."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q

from ansinh.delivery.offices.models_signing import SigningLimit

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date

    from ansinh.delivery.offices.models import Officer


@dataclass(frozen=True)
class ToSign:
    """What a decision comes to, in đồng: its largest claim and all of them."""

    claim_vnd: int
    decision_vnd: int


def limits_here(office: uuid.UUID, *, policy: str, on: date) -> dict[uuid.UUID, SigningLimit]:
    """Give for each officer of an office the limit in force on a day; one for the policy comes before one for all."""
    rows = SigningLimit.objects.filter(Q(policy="") | Q(policy=policy), office=office, held__contains=on).order_by("policy")
    return {row.officer_id: row for row in rows}


def above(limit: SigningLimit | None, wanted: ToSign) -> bool:
    """Say whether a sum is above a limit; nothing is above none."""
    return limit is not None and (wanted.claim_vnd > limit.most_claim_vnd or wanted.decision_vnd > limit.most_decision_vnd)


def signs(officer: Officer, wanted: Sequence[ToSign], *, policies: Sequence[str], on: date) -> list[bool]:
    """Say of each sum under its policy whether the officer may sign it in her office on a day, herself or for whom she stands in. One question for all."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT offices_may_sign(%(officer)s, %(office)s, w.policy, %(on)s, w.claim, w.decision)
               FROM unnest(%(policies)s::text[], %(claims)s::bigint[], %(decisions)s::bigint[]) WITH ORDINALITY AS w (policy, claim, decision, place) ORDER BY w.place""",
            {
                "officer": officer.pk, "office": officer.office_id, "on": on, "policies": list(policies), "claims": [one.claim_vnd for one in wanted],
                "decisions": [one.decision_vnd for one in wanted],
            },
        )  # fmt: skip
        return [bool(may) for (may,) in cursor.fetchall()]
