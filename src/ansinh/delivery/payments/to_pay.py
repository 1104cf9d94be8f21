"""Where the money of each signed decision stands: what a payer has to do next, what waits for a statement, what is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import CharField, Q
from django.db.models.expressions import RawSQL

from ansinh.delivery.cases.models import Decision
from ansinh.delivery.cases.queries import Page, page
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import policies_held
from ansinh.delivery.offices.scope import within

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet

    from ansinh.delivery.offices.models import Officer

PAGE = 50
MOST_WAITING = 10


class Stage(models.TextChoices):
    """What of a decision's money comes first; the earliest thing that somebody has to do."""

    DRAW = "draw", "Chờ lập lệnh chi"
    FILE = "file", "Chờ lập tệp chi"
    BACK = "back", "Có tiền bị trả lại"
    SENT = "sent", "Chờ sao kê"
    DONE = "done", "Đã chi xong"


STAGE = """CASE
    WHEN NOT EXISTS (SELECT FROM payments_instruction i WHERE i.decision_id = cases_decision.id)
        THEN CASE WHEN EXISTS (SELECT FROM cases_claim c WHERE c.dossier_id = cases_decision.dossier_id AND c.state = 'approved') THEN 'draw' ELSE 'done' END
    WHEN EXISTS (SELECT FROM cases_revision w JOIN cases_revisionitem p ON p.revision_id = w.id JOIN cases_claim a ON a.id = p.claim_id AND a.state = 'approved'
        CROSS JOIN LATERAL payments_standing(a.id) s
        WHERE w.decision_id = cases_decision.id AND w.state = 'signed' AND s.attempt > 0 AND NOT s.in_repair AND s.out_vnd < a.amount_vnd) THEN 'draw'
    WHEN EXISTS (SELECT FROM payments_instruction i WHERE i.decision_id = cases_decision.id AND i.state = 'ready') THEN 'file'
    WHEN cases_decision.id IN (SELECT f.decision_id FROM payments_repair r JOIN payments_instruction f ON f.id = r.instruction_id WHERE r.done_at IS NULL) THEN 'back'
    WHEN EXISTS (SELECT FROM payments_instruction i WHERE i.decision_id = cases_decision.id AND i.state = 'sent') THEN 'sent'
    ELSE 'done' END"""


def decisions_matching(*, seen_by: Officer, stage: str | Collection[str] = "", text: str = "") -> QuerySet[Decision]:
    """Select decisions of the scope with something to pay, each with its `stage`; at one stage or several; `text` is part of its number or its dossier's."""
    rows = within(Decision.objects.filter(approved__gt=0), seen_by).select_related("dossier", "office")
    rows = rows.annotate(stage=RawSQL(STAGE, [], output_field=CharField()))  # noqa: S611 - text of ours
    wanted = {*([stage] if isinstance(stage, str) else stage)} & set(Stage.values)
    rows = rows.filter(stage__in=wanted) if wanted else rows
    said = text.strip()
    return rows.filter(Q(number__contains=said) | Q(dossier__number__contains=said)) if said else rows


def stage_of(decision: Decision, *, seen_by: Officer) -> str:
    """Give the stage of one decision of the scope; done where there is nothing to pay."""
    found = decisions_matching(seen_by=seen_by).filter(pk=decision.pk).first()
    return str(found.stage) if found else Stage.DONE.value  # type: ignore[attr-defined] # annotated


def decisions(*, seen_by: Officer, stage: str = "", text: str = "", after: str = "", before: str = "") -> Page[Decision]:
    """Give them, the latest first."""
    return page(decisions_matching(seen_by=seen_by, stage=stage, text=text), ["-id"], after=after, before=before, size=PAGE)


def waiting_for(*, seen_by: Officer, on: date) -> list[Decision]:
    """Give decisions whose money waits for a payer's act, the oldest first: of the policies she pays for, none that she signed.

    `MOST_WAITING` and one, which tells that there are more.
    """
    policies = policies_held(seen_by, Role.PAYER, on=on)
    rows = decisions_matching(seen_by=seen_by, stage=[Stage.DRAW, Stage.FILE]).exclude(signed_by=seen_by)
    rows = rows if "" in policies else rows.filter(dossier__policy__in=policies)
    return list(rows.order_by("pk")[: MOST_WAITING + 1])
