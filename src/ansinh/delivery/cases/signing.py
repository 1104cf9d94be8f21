"""Up to what an officer signs: the head gives and ends limits; what is above one goes to whoever may sign it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange

from ansinh.delivery.cases.given import demand_basis, demand_head, demand_in_order, ended_on, has_ended
from ansinh.delivery.cases.procedure import handed, local_day, step_of
from ansinh.delivery.cases.queries import Page, page
from ansinh.delivery.cases.sums_to_sign import limited, to_sign
from ansinh.delivery.cases.take_step import own_task, prepared_by
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.models_signing import SigningLimit
from ansinh.delivery.offices.queries import assignments_on, roles_of, who_answers
from ansinh.delivery.offices.refusals import AlreadyDone, NobodyAnswers, Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.delivery.offices.signing import signs
from ansinh.policy.load import load_programme, programme_names
from ansinh.policy.names import spelt

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from django.db.models import QuerySet

    from ansinh.delivery.cases.models import Task
    from ansinh.delivery.offices.models import Office, Officer
    from ansinh.delivery.offices.signing import ToSign
    from ansinh.policy.programme import Policy

WATCHES = frozenset({Role.SUPERVISOR.value})


def policies_signed_by(office: Office) -> list[Policy]:
    """Give the policies that an office decides."""
    steps = {
        policy.id: policy
        for name in programme_names()
        for policy in load_programme(name).policies
        for step in policy.procedures[-1].steps
        if step.action == "approve" and (step.office_kind, step.level) == (office.kind, office.level)
    }
    return list(steps.values())


def give_limit(officer: Officer, policy: str, *, most: ToSign, basis: str, since: date, until: date | None, by: Officer, at: datetime) -> SigningLimit:
    """Let a colleague who approves sign up to these amounts only; `until` is the last day, an empty policy means all.

    Raises `NotYours` for anybody but the head of the office, `Refused` for herself, for who heads the office or approves nothing in it, for
    amounts or days in the wrong order, a basis that is none, or a limit that stands already.
    """
    demand_head(by, by.office_id, at)
    _demand_possible(officer, policy, by=by, on=since)
    if not 0 < most.claim_vnd <= most.decision_vnd:
        raise Refused(
            "limits_in_order",
            "Mức một người phải lớn hơn 0 và không quá mức một quyết định.",
            "The limit of a claim must be above 0 and not above that of a decision.",
        )
    demand_in_order(since, until)
    demand_basis(basis)
    office = by.office
    with act(actor_of(by), "cases.give_limit", at=at, province=office.province) as deed:
        try:
            with transaction.atomic():
                limit = SigningLimit.objects.create(
                    province=office.province, district=office.district, commune=office.commune, office=office, officer=officer, policy=policy,
                    most_claim_vnd=most.claim_vnd, most_decision_vnd=most.decision_vnd, basis=basis.strip()[:120], held=DateRange(since, until, "[]"),
                    given_by=by, given_at=at,
                )  # fmt: skip
        except IntegrityError as error:
            raise Refused(
                "limit_twice",
                f"{officer} đã có mức ký cho việc này trong thời gian đó. Thôi mức cũ trước.",
                f"{officer} has a limit for this already in that time. End it first.",
            ) from error
        said = {"officer": officer.full_name, "policy": policy, "most_claim_vnd": most.claim_vnd, "most_decision_vnd": most.decision_vnd, "basis": limit.basis}
        deed.event("signing_limit", limit, after={**said, "since": since.isoformat(), "until": until.isoformat() if until else None})
    return limit


def end_limit(limit_id: uuid.UUID, *, by: Officer, at: datetime) -> SigningLimit:
    """End a limit from today on. Raises `NotYours` for anybody but the head of the office, `AlreadyDone` when it has ended."""
    on = local_day(at)
    with act(actor_of(by), "cases.end_limit", at=at, province=by.office.province) as deed:
        limit = within(SigningLimit.objects.select_for_update(of=("self",)).select_related("officer"), by).get(pk=limit_id)
        demand_head(by, limit.office_id, at)
        before = limit.held
        if has_ended(before, on):
            raise AlreadyDone("limit_ended", "Mức ký này đã thôi.", "This limit has ended.")
        limit.held = ended_on(before, on)
        limit.save(update_fields=["held"])
        deed.event("signing_limit", limit, before={"until": before.upper.isoformat() if before.upper else None}, after={"ended_on": on.isoformat()})
    return limit


def hand_to_signer(task_id: uuid.UUID, *, by: Officer, at: datetime) -> Task:
    """Give an approval above the officer's limit to whoever may sign it; its due day stays. Give the task with its new owner.

    Raises `NotYours` for anybody but its owner, `Refused` for one that she may sign herself or that is no approval, `NobodyAnswers` where
    nobody may.
    """
    with act(actor_of(by), "cases.hand_to_signer", at=at, province=by.office.province) as deed:
        task = own_task(task_id, by=by, at=at)
        deed.province = task.province
        if task.action != "approve" or may_sign(task, by=by, at=at):
            raise Refused("within_limit", "Hồ sơ này trong mức ký của ông/bà.", "This dossier is within your limit.")
        before, task.owner = task.owner, signer_of(task, by=by, at=at)
        task.save(update_fields=["owner"])
        deed.event("dossier", task.dossier, before={"owner": before.full_name}, after={"reason": "vượt mức ký", **handed(task)})
    return task


def may_sign(task: Task, *, by: Officer, at: datetime) -> bool:
    """Say whether a dossier's sum is within what the officer signs."""
    wanted = limited(task.dossier, task.office_id, on=local_day(at))
    return wanted is None or signs(by, [wanted], policies=[task.dossier.policy], on=local_day(at))[0]


def signer_of(task: Task, *, by: Officer, at: datetime) -> Officer:
    """Give who may sign a dossier above an officer's limit; raises `NobodyAnswers`."""
    never = {by, *prepared_by(task.dossier)}
    role = step_of(task.dossier, task.step).role
    return who_answers(task.office, role=role, policy=task.dossier.policy, at=at, never=never, wanted=to_sign(task.dossier_id))


def demand_may_sign(task: Task, *, by: Officer, at: datetime) -> None:
    """Raise `Refused` for a sum above the officer's limit, with whom it must go to."""
    if may_sign(task, by=by, at=at):
        return
    try:
        vi, en = (f"Chuyển cho {(to := signer_of(task, by=by, at=at))} ký.", f"Hand it to {to}, who may.")
    except NobodyAnswers as nobody:
        vi, en = nobody.message["vi"], nobody.message["en"]
    raise Refused("over_limit", f"Hồ sơ vượt mức ông/bà được ký. {vi}", f"This dossier is above what you may sign. {en}")


def signing_limits(*, seen_by: Officer, on: date, who: str = "", past: bool = False, after: str = "", before: str = "") -> Page[SigningLimit]:
    """Give the limits an officer may see, the newest first: of her office, of her whole scope where she supervises; `past` shows those that ended too."""
    return page(limits_seen(seen_by=seen_by, on=on, who=who, past=past), ["-given_at", "-id"], after=after, before=before)


def limits_seen(*, seen_by: Officer, on: date, who: str = "", past: bool = False) -> QuerySet[SigningLimit]:
    """Select those limits, in no order."""
    rows = within(SigningLimit.objects.select_related("officer", "office", "given_by"), seen_by)
    if not WATCHES & roles_of(seen_by, on=on):
        rows = rows.filter(office=seen_by.office_id)
    if not past:
        rows = rows.exclude(held__isempty=True).exclude(held__fully_lt=DateRange(on, None))
    return rows.filter(officer__full_name__regex=spelt(who)) if who else rows


def approvers_of(office: Office, *, on: date) -> list[Officer]:
    """Give the colleagues who approve in an office on a day and do not head it, by name."""
    heads = assignments_on(on).filter(office=office, role=Role.CHIEF).values("officer")
    rows = assignments_on(on).filter(office=office, role=Role.APPROVER).exclude(officer__in=heads).select_related("officer")
    return sorted({row.officer for row in rows}, key=lambda one: one.full_name)


def _demand_possible(officer: Officer, policy: str, *, by: Officer, on: date) -> None:
    if officer.pk == by.pk:
        raise Refused("limit_self", "Không tự đặt mức ký cho mình.", "Nobody sets her own limit.")
    if officer not in approvers_of(by.office, on=on):
        raise Refused(
            "limit_of_no_approver",
            f"{officer} không phê duyệt ở đơn vị này vào ngày đó, hoặc là người đứng đầu.",
            f"{officer} approves nothing in this office on that day, or heads it.",
        )
    if policy and policy not in {known.id for known in policies_signed_by(by.office)}:
        raise Refused("limit_policy", "Đơn vị không phê duyệt chính sách này.", "This office does not decide this policy.")
