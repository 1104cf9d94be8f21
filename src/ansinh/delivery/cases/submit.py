"""A list that was read and put right becomes one dossier of claims: matched, determined, drawn and stored in one transaction.

Rows pass in blocks through Python only to be asked what the law says; everything else is sets in the database. The
dossier's number is taken last, so that offices of a province do not wait for each other's long lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.answer_again import answer_dossier
from ansinh.delivery.cases.answering import Answering
from ansinh.delivery.cases.models import Dossier, Upload, UploadRow
from ansinh.delivery.cases.numbers import next_number
from ansinh.delivery.cases.procedure import handed, local_day, open_task, procedure_of
from ansinh.delivery.cases.storing import store_claims
from ansinh.delivery.cases.work import Progress, Work
from ansinh.delivery.evidence.record import Act, act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import actor_of
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer
    from ansinh.policy.programme import Programme

RECORDED = 65_536
"""Claims whose events are written together."""
CLAIMS = """
    SELECT id, province, district, commune, NULL::jsonb, jsonb_build_object('state', state, 'outcome', outcome, 'amount_vnd', amount_vnd)
    FROM cases_claim WHERE dossier_id = %(dossier)s AND "order" >= %(start)s AND "order" < %(end)s"""


def submit(upload: Upload, *, by: Officer, at: datetime, queued: bool = False, tell: Callable[[Progress], None] | None = None) -> Dossier:
    """Make the dossier of an upload and hand it to the first step's owner; a second call gives the same dossier. `tell` hears how far that is.

    Raises `Refused` while a row still waits for a human decision, or of a `queued` submission that was taken back meanwhile; `NobodyAnswers` when no one
    answers for the first step; `Stopped` when an officer asked for it: then `stop.stopped` has to follow, in a transaction that holds nothing of this.
    """
    demand(by, [Role.LISTER], policy=upload.policy, on=local_day(at))
    with act(actor_of(by), "cases.submit", at=at, province=upload.province) as deed:
        held = Upload.objects.select_for_update(of=("self",)).select_related("office").get(pk=upload.pk)
        if held.state == Upload.State.SUBMITTED:
            return Dossier.objects.get(upload=held)
        _demand_ready(held, queued=queued)
        programme, work = load_programme(held.programme), Work(held.pk, tell)
        dossier = _open(deed, held, programme, by=by, work=work)
        held.state = Upload.State.SUBMITTED
        held.save(update_fields=["state"])
        work.ending()
        return dossier


def _demand_ready(upload: Upload, *, queued: bool) -> None:
    if upload.state != Upload.State.SUBMITTING and (queued or upload.state != Upload.State.READ):
        raise AlreadyDone(
            "not_submittable", f"Lần gửi này {upload.get_state_display().lower()}, chưa nộp được.", f"This upload is {upload.state} and cannot be submitted."
        )
    waiting = upload.rows.filter(state=UploadRow.State.UNDECIDED).count()
    if waiting:
        raise Refused(
            "rows_undecided",
            f"Còn {waiting} dòng cần quyết định: sửa, xác nhận hoặc để riêng kèm lý do, rồi nộp.",
            f"{waiting} rows still need a decision: put them right, confirm them or set them aside with a reason, then submit.",
        )
    if not upload.rows.filter(state=UploadRow.State.READY).exists():
        raise Refused("nothing_to_submit", "Danh sách không có dòng nào để nộp.", "The list has no row to submit.")


def _open(deed: Act, upload: Upload, programme: Programme, *, by: Officer, work: Work) -> Dossier:
    as_of, policy = local_day(deed.at), programme.policy(upload.policy)
    dossier = Dossier(
        province=upload.province, district=upload.district, commune=upload.commune, office=upload.office, programme=programme.id, policy=policy.id,
        law_version=programme.law_version, as_of=as_of, channel=upload.channel, upload=upload, submitted_by=by, submitted_at=deed.at,
        claims=upload.rows.filter(state=UploadRow.State.READY).count(), amount_vnd=0,
    )  # fmt: skip
    first = procedure_of(dossier).steps[0]
    dossier.step, dossier.number = first.id, str(dossier.pk)[:30]
    dossier.save(force_insert=True)
    answering = Answering(programme, policy.id, upload.province, upload.commune, as_of, upload.attested)
    dossier.claims, dossier.amount_vnd = store_claims(dossier, upload, answering, group=next(iter(policy.groups), ""), work=work)
    dossier.amount_vnd += answer_dossier(dossier, deed=deed)
    owner = by if first.level == by.office.level and first.action == "list" else None
    task = open_task(dossier, first, at=deed.at, owner=owner, since=upload.filed_on)
    for start in range(1, dossier.claims + 1, RECORDED):
        work.at("e", start - 1, dossier.claims)
        deed.events_of("claim", CLAIMS, {"dossier": dossier.pk, "start": start, "end": start + RECORDED})
    year = as_of.year
    dossier.number = f"{dossier.province}-{year}-{next_number(f'dossier/{dossier.province}/{year}'):06d}"
    dossier.save(update_fields=["number", "claims", "amount_vnd"])
    told = {"number": dossier.number, "claims": dossier.claims, "amount_vnd": dossier.amount_vnd, "law_version": programme.law_version}
    deed.event("dossier", dossier, after={**told, **handed(task)})
    return dossier
