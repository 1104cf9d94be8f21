"""Single claims are taken out of a dossier with a reason, or back in, while the rest goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.cases.draws import hold_draws, release_draws
from ansinh.delivery.cases.models import Claim
from ansinh.delivery.cases.take_step import own_task
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import actor_of
from ansinh.policy.explanations import not_met
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import datetime

    from ansinh.delivery.cases.models import Dossier
    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer


SHORTEST_REASON = 5
"""Letters; a full stop is no reason."""


def exclude(task_id: uuid.UUID, claims: Collection[uuid.UUID], *, by: Officer, at: datetime, reason: str, article: str = "") -> int:
    """Propose that claims be refused, for a reason that the person will read; give how many. Their draws are free again."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused("reason_missing", "Ghi rõ lý do loại: người dân sẽ đọc lý do này.", "Give the reason: the person will read it.")
    with act(actor_of(by), "cases.exclude", at=at, province=by.office.province) as deed:
        task = own_task(task_id, by=by, at=at)
        deed.province = task.province
        rows = Claim.objects.filter(dossier=task.dossier, pk__in=claims, state=Claim.State.IN_REVIEW)
        changed = list(rows.values_list("pk", flat=True))
        rows.update(state=Claim.State.EXCLUDED, state_reason=reason.strip()[:300], state_article=article[:100])
        release_draws(task.dossier.pk, at=at)
        _record(deed, changed, before="in_review")
        return len(changed)


def exclude_by_law(task_id: uuid.UUID, *, by: Officer, at: datetime) -> int:
    """Exclude every claim that fails a condition of the law, each with its own failed condition and article as the reason; give how many."""
    with act(actor_of(by), "cases.exclude", at=at, province=by.office.province) as deed:
        task = own_task(task_id, by=by, at=at)
        deed.province = task.province
        changed: list[uuid.UUID] = []
        for failed, reason, article in _reasons(task.dossier):
            with connection.cursor() as cursor:
                cursor.execute(
                    """
                    UPDATE cases_claim c SET state = 'excluded', state_reason = %s, state_article = %s
                    WHERE dossier_id = %s AND state = 'in_review' AND outcome = 'ineligible'
                      AND (SELECT failed[1] FROM cases_determination d WHERE d.claim_id = c.id ORDER BY made_at DESC, id DESC LIMIT 1) = %s
                    RETURNING id""",
                    [reason[:300], article[:100], task.dossier.pk, failed],
                )
                changed += [row[0] for row in cursor.fetchall()]
        release_draws(task.dossier.pk, at=at)
        _record(deed, changed, before="in_review")
        return len(changed)


def include(task_id: uuid.UUID, claim: uuid.UUID, *, by: Officer, at: datetime) -> Claim:
    """Take an excluded claim back in; its draw is taken again where nobody holds it meanwhile."""
    with act(actor_of(by), "cases.include", at=at, province=by.office.province) as deed:
        task = own_task(task_id, by=by, at=at)
        deed.province = task.province
        row = Claim.objects.select_for_update().get(pk=claim, dossier=task.dossier)
        if row.state != Claim.State.EXCLUDED:
            raise Refused("not_excluded", f"Người này {row.get_state_display().lower()}, không phải đã loại.", f"This claim is {row.state}, not excluded.")
        row.state, row.state_reason, row.state_article = Claim.State.IN_REVIEW, "", ""
        row.save(update_fields=["state", "state_reason", "state_article"])
        hold_draws(task.dossier.pk, at=at, claim=row.pk)
        deed.event("claim", row, before={"state": "excluded"}, after={"state": "in_review"})
        row.refresh_from_db()
        return row


def _reasons(dossier: Dossier) -> list[tuple[str, str, str]]:
    """Give each first failed condition among the claims, with its words and article."""
    policy = load_programme(dossier.programme).policy(dossier.policy)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT d.failed[1] FROM cases_determination d JOIN cases_claim c ON c.id = d.claim_id WHERE c.dossier_id = %s AND c.outcome = 'ineligible' AND cardinality(d.failed) > 0",
            [dossier.pk],
        )
        found = [row[0] for row in cursor.fetchall()]
    reasons = []
    for condition_id in found:
        condition = policy.condition_on(dossier.as_of, condition_id)
        reasons.append((condition_id, not_met(condition)["vi"], condition.cite))
    return reasons


def _record(deed: Act, changed: Collection[uuid.UUID], *, before: str) -> None:
    if changed:
        deed.events_of(
            "claim",
            """SELECT id, province, district, commune, jsonb_build_object('state', %(before)s::text),
                jsonb_build_object('state', state, 'reason', state_reason, 'article', state_article) FROM cases_claim WHERE id = ANY (%(changed)s)""",
            {"before": before, "changed": list(changed)},
        )
