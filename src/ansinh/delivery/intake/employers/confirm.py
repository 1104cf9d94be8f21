"""The insurance agency confirms workers whom an employer named: an officer one by one or all at once, or its register by an exact match; a worker's "not true" comes first.

The check on forwarding lives here and not in casework, which is a lower room; doors call this room's `forward`, and a trigger refuses whoever goes past it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.cases.answer_again import attest
from ansinh.delivery.cases.answering import row_of
from ansinh.delivery.cases.exclude import exclude
from ansinh.delivery.cases.models import Claim, Task
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.take_step import own_task
from ansinh.delivery.evidence.record import act
from ansinh.delivery.intake.models import Filing
from ansinh.delivery.intake.models_employers import NamedWorker
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import who_answers
from ansinh.delivery.offices.refusals import AlreadyDone, NobodyAnswers, Refused
from ansinh.delivery.offices.scope import NATION, acting, actor_of
from ansinh.delivery.registry.keeping import demand_words
from ansinh.delivery.registry.registers.vouch import entries_of
from ansinh.papers.lists.facts import facts_of
from ansinh.papers.registers.telling import insured_in, month_before
from ansinh.policy.names import fold

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from ansinh.delivery.cases.models import Dossier
    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer
    from ansinh.delivery.registry.registers.vouch import Entries

CONFIRM = "confirm"
REGISTER = "si_register"
CONFIRMS = {"si_month_before": True}
"""What the insurance agency says of a worker by confirming her."""


def workers_of(dossier: Dossier) -> dict[uuid.UUID, NamedWorker]:
    """Give the workers named by employers in a dossier, by claim; nothing for a dossier that no employer filed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT claim, worker FROM intake_workers_of(%s)", [dossier.pk])
        pairs = dict(cursor.fetchall())
    found = NamedWorker.objects.select_related("row__filing", "owner", "confirmed_by", "settled_by").in_bulk(list(pairs.values()))
    return {claim: found[worker] for claim, worker in pairs.items() if worker in found}


def confirm(task_id: uuid.UUID, claims: Collection[uuid.UUID] | None, *, by: Officer, at: datetime) -> int:
    """Confirm workers of a dossier, all who are under review where `claims` is nothing; give how many are new. Whoever said "not true" is left out.

    Raises as `own_task` does: the step is its owner's.
    """
    with act(actor_of(by), "intake.confirm_workers", at=at, province=by.office.province) as deed:
        task = _own(task_id, by=by, at=at)
        deed.province = task.province
        open_claims = Claim.objects.filter(dossier=task.dossier, state=Claim.State.IN_REVIEW)
        wanted = set((open_claims if claims is None else open_claims.filter(pk__in=claims)).values_list("pk", flat=True))
        named = workers_of(task.dossier)
        workers = [worker for claim, worker in named.items() if claim in wanted and not worker.disputed and not worker.confirmed_at]
        for worker in workers:
            _confirmed(worker, by, NamedWorker.How.OFFICER, at)
        NamedWorker.objects.bulk_update(workers, ["confirmed_at", "confirmed_by", "confirmed_how"], batch_size=500)
        _vouch(task, wanted & {claim for claim, worker in named.items() if worker.confirmed_at and not worker.disputed}, by, deed)
        if workers:
            deed.event("dossier", task.dossier, after={"confirmed": len(workers), "rows": [worker.row.order for worker in workers][:200]})
        return len(workers)


def settle(task_id: uuid.UUID, claim: uuid.UUID, *, stands: bool, because: str, by: Officer, at: datetime) -> NamedWorker:
    """End a worker's "not true": what the employer filed stands, and she is confirmed, or her claim is taken out with the reason.

    Raises `AlreadyDone` where nothing waits, `Refused` for a reason that says nothing, and as `own_task` does.
    """
    demand_words(because, "reason")
    with act(actor_of(by), "intake.settle_denial", at=at, province=by.office.province) as deed:
        task = _own(task_id, by=by, at=at)
        deed.province = task.province
        worker = workers_of(task.dossier)[claim]
        if not worker.disputed:
            raise AlreadyDone("denial_settled", "Ý kiến này đã được giải quyết.", "This was settled already.")
        worker.settled_at, worker.settled_by, worker.settled_because = at, by, because.strip()[:200]
        if stands and not worker.confirmed_at:
            _confirmed(worker, by, NamedWorker.How.OFFICER, at)
        worker.save()
        deed.event(
            "filing", worker.row.filing, after={"row": worker.row.order, "settled": "stands" if stands else "excluded", "reason": worker.settled_because}
        )
        if not stands:
            exclude(task_id, [claim], by=by, at=at, reason=f"Người lao động báo không đúng; cơ quan BHXH đã xác minh: {worker.settled_because}")
        return worker


def confirm_by_register(filing: Filing, *, at: datetime) -> int:
    """Confirm the workers of a filing whom the insurance register knows exactly: number, name, employer, the month before. Give how many.

    It is done in the name of the officer who holds the role that day, as the register says, and recorded so; where nobody does, nothing is.
    """
    with acting(NATION):
        try:
            holder = who_answers(filing.office, role=Role.VERIFIER, policy=filing.policy, at=at)
        except NobodyAnswers:
            return 0
    with acting(NATION), act(actor_of(holder), "intake.confirm_by_register", at=at, province=filing.province) as deed:
        workers = list(NamedWorker.objects.select_for_update(of=("self",)).select_related("row").filter(row__filing=filing, confirmed_at=None, denied_at=None))
        identities = {_identity(worker.row.data): worker for worker in workers if worker.row.data.get("id_kind")}
        known = entries_of(identities, programme=filing.programme) if identities else {}
        matched = []
        for identity, worker in identities.items():
            snapshot = _matches(known.get(identity, []), worker.row.data, filing)
            if snapshot is not None:
                _confirmed(worker, holder, NamedWorker.How.REGISTER, at)
                worker.snapshot = snapshot
                matched.append(worker)
        NamedWorker.objects.bulk_update(matched, ["confirmed_at", "confirmed_by", "confirmed_how", "snapshot"], batch_size=500)
        if matched:
            snapshots = sorted({str(worker.snapshot) for worker in matched})
            deed.event(
                "filing",
                filing,
                after={"confirmed_by_register": len(matched), "register": REGISTER, "snapshots": snapshots, "in_the_name_of": holder.full_name},
            )
        return len(matched)


def demand_confirmed(task: Task) -> None:
    """Raise `Refused` where the step confirms and a worker whom an employer named is neither confirmed nor taken out, or said "not true" unanswered."""
    if task.action != CONFIRM:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT intake_unconfirmed(%s)", [task.dossier_id])
        left = int(cursor.fetchone()[0])
    if left:
        raise Refused(
            "workers_unconfirmed",
            f"Còn {left} người lao động chưa được xác nhận hoặc báo không đúng chưa giải quyết. Xác nhận từng người hoặc tất cả, rồi chuyển.",
            f"{left} workers are not confirmed yet, or said “not true” and wait. Confirm them one by one or all, then hand on.",
        )


def _own(task_id: uuid.UUID, *, by: Officer, at: datetime) -> Task:
    task = own_task(task_id, by=by, at=at)
    if task.action != CONFIRM:
        raise Refused("step_confirms_nothing", "Bước này không phải bước xác nhận.", "This step confirms nothing.")
    return task


def _vouch(task: Task, claims: Collection[uuid.UUID], by: Officer, deed: Act) -> None:
    """Answer the claims of confirmed workers again with what the confirmation says; who confirmed stands beside it."""
    who = {"officer": str(by.pk), "source": f"{by}, {by.office.name}", "dated": local_day(deed.at).isoformat()}
    attest(task.dossier, claims, CONFIRMS, who=who, deed=deed)


def _confirmed(worker: NamedWorker, by: Officer, how: str, at: datetime) -> None:
    worker.confirmed_at, worker.confirmed_by, worker.confirmed_how = at, by, how


def _identity(data: Mapping[str, object]) -> str:
    return f"{data['id_kind']}:{data['id_number']}"


def _matches(entries: Sequence[Entries], data: Mapping[str, object], filing: Filing) -> uuid.UUID | None:
    """Give the snapshot in which a worker stands, by her number and name, with this employer in the month before; nothing otherwise."""
    claim = facts_of(row_of(data), filing.policy, province=filing.province)
    month = month_before(claim)
    for held in entries:
        if held.register != REGISTER or month is None:
            continue
        for told in held.told:
            same = told.get("tax_code") == filing.filer_reference and fold(str(told.get("full_name") or "")) == fold(str(data.get("full_name") or ""))
            if same and insured_in(told, month, held.dated):
                return held.snapshot
    return None
