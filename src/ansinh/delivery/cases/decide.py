"""The authority decides: every fit claim of a dossier approved, every excluded one refused, under one number, by one who prepared nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.cases.draws import hold_draws
from ansinh.delivery.cases.jobs import follow_decision
from ansinh.delivery.cases.models import Decision, Dossier, Task
from ansinh.delivery.cases.numbers import new_code, next_number
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.signing import demand_may_sign
from ansinh.delivery.cases.take_step import demand_settled, end, own_task
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.offices.scope import actor_of

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer


def approve(task_id: uuid.UUID, *, by: Officer, at: datetime) -> Decision:
    """Sign the decision on a dossier; give it with its number.

    Raises `NotYours` for anybody who prepared or appraised it, `AlreadyDone` when it was signed before, `Refused` while a
    claim is unsettled or the sum is above what she may sign. Two at once: the second waits for the first and is told so.
    """
    with act(actor_of(by), "cases.approve", at=at, province=by.office.province) as deed:
        task = own_task(task_id, by=by, at=at)
        deed.province = task.province
        dossier = task.dossier
        if task.action != "approve":
            raise Refused("not_approval", "Bước này chưa phải bước phê duyệt.", "This step is not the approval.")
        others = [done.done_by_id for done in dossier.tasks.filter(done_at__isnull=False).order_by("done_at")]
        if by.pk in {dossier.submitted_by_id, *others}:
            raise NotYours(
                "four_eyes", "Người đã lập hoặc thẩm định hồ sơ không được phê duyệt hồ sơ đó.", "Whoever prepared or appraised a dossier cannot approve it."
            )
        hold_draws(dossier.pk, at=at)
        demand_settled(dossier)
        demand_may_sign(task, by=by, at=at)
        approved, refused, amount_vnd = _settle_claims(deed, dossier)
        _end(task, dossier, deed)
        decision = _sign(deed, task, by=by, approved=approved, refused=refused, amount_vnd=amount_vnd, appraised_by=others[-1] if others else None)
        follow_decision.defer(decision=str(decision.pk))
        return decision


def _settle_claims(deed: Act, dossier: Dossier) -> tuple[int, int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '120s'")
        cursor.execute("SET LOCAL enable_indexscan = off")  # claims lie by identity, not by their place: read them page by page, each once
        cursor.execute(
            """
            UPDATE cases_claim SET state = CASE state WHEN 'in_review' THEN 'approved' ELSE 'refused' END
            WHERE dossier_id = %s AND state IN ('in_review', 'excluded')""",
            [dossier.pk],
        )
        deed.events_of(
            "claim",
            """SELECT id, province, district, commune, CASE state WHEN 'approved' THEN '{"state": "in_review"}'::jsonb ELSE '{"state": "excluded"}'::jsonb END,
                jsonb_build_object('state', state, 'amount_vnd', amount_vnd) FROM cases_claim WHERE dossier_id = %(dossier)s AND state IN ('approved', 'refused')""",
            {"dossier": dossier.pk},
        )
        cursor.execute(
            """SELECT count(*) FILTER (WHERE state = 'approved'), count(*) FILTER (WHERE state = 'refused'),
                coalesce(sum(amount_vnd) FILTER (WHERE state = 'approved'), 0) FROM cases_claim WHERE dossier_id = %s""",
            [dossier.pk],
        )
        approved, refused, amount_vnd = cursor.fetchone()
        cursor.execute("SET LOCAL enable_indexscan = on")
    return approved, refused, int(amount_vnd)


def _end(task: Task, dossier: Dossier, deed: Act) -> None:
    end(task, at=deed.at, by_id=deed.actor.officer, outcome=Task.Outcome.APPROVED)
    dossier.state, dossier.decided_at = Dossier.State.DECIDED, deed.at
    dossier.save(update_fields=["state", "decided_at"])


def _sign(deed: Act, task: Task, *, by: Officer, approved: int, refused: int, amount_vnd: int, appraised_by: uuid.UUID | None) -> Decision:
    dossier, decided_on = task.dossier, local_day(deed.at)
    number = next_number(f"decision/{task.office_id}/{decided_on.year}")
    decision = Decision.objects.create(
        province=dossier.province, district=dossier.district, commune=dossier.commune, number=f"{number}/QĐ-{task.office.symbol}", year=decided_on.year,
        office=task.office, dossier=dossier, signed_by=by, prepared_by_id=dossier.submitted_by_id, appraised_by_id=appraised_by,
        signed_at=deed.at, decided_on=decided_on, approved=approved, refused=refused, amount_vnd=amount_vnd, verification=new_code(),
    )  # fmt: skip
    deed.event(
        "decision", decision, after={"number": decision.number, "dossier": dossier.number, "approved": approved, "refused": refused, "amount_vnd": amount_vnd}
    )
    deed.event("dossier", dossier, before={"state": "in_progress", "step": task.step}, after={"state": "decided", "decision": decision.number})
    return decision
