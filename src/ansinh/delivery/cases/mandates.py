"""Mandates: the head of an office has a named officer answer for steps that registers vouch for, and looks at those that were drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from psycopg.types.range import DateRange

from ansinh.delivery.cases.given import demand_basis, demand_head, demand_in_order, ended_on, has_ended
from ansinh.delivery.cases.models_mandates import Completion, Mandate
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.policy.load import load_programme, programme_names

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from ansinh.delivery.cases.models import Task
    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Office, Officer
    from ansinh.policy.programme import Policy

SHORTEST_REMARK = 10
MOST_SHOWN = 100


@dataclass(frozen=True)
class Held:
    """A mandate in force, with what was completed under it, drawn, looked at and found wrong."""

    mandate: Mandate
    completed: int
    drawn: int
    looked_at: int
    wrong: int


def mandate_of(task: Task, *, on: date) -> Mandate | None:
    """Give the mandate under which a step's owner answers for it on a day."""
    return Mandate.objects.filter(office=task.office_id, officer=task.owner_id, policy=task.dossier.policy, held__contains=on).first()


def policies_of(office: Office) -> list[Policy]:
    """Give the policies that have a step of this office which may complete by itself."""
    found = []
    for name in programme_names():
        for policy in load_programme(name).policies:
            steps = policy.procedures[-1].steps
            if any(step.by_itself and (step.office_kind, step.level) == (office.kind, office.level) for step in steps):
                found.append(policy)
    return found


def give(officer: Officer, policy: str, *, most_vnd: int, basis: str, since: date, until: date | None, by: Officer, at: datetime) -> Mandate:
    """Have a colleague answer for a policy's steps that need no human act; `until` is the last day.

    Raises `NotYours` for anybody but the head of the office, `Refused` for herself, another office's officer, a policy of which no step of
    this office completes by itself, a basis that is none, days in the wrong order, or a mandate that stands already.
    """
    demand_head(by, by.office_id, at)
    _demand_possible(officer, policy, most_vnd, basis, by=by)
    demand_in_order(since, until)
    office = by.office
    with act(actor_of(by), "cases.give_mandate", at=at, province=office.province) as deed:
        try:
            with transaction.atomic():
                mandate = Mandate.objects.create(
                    province=office.province, district=office.district, commune=office.commune, office=office, officer=officer, policy=policy, most_vnd=most_vnd,
                    basis=basis.strip()[:120], held=DateRange(since, until, "[]"), given_by=by, given_at=at,
                )  # fmt: skip
        except IntegrityError as error:
            raise Refused("mandate_twice", f"{officer} đã được giao chính sách này.", f"{officer} has this mandate already.") from error
        said = {"officer": officer.full_name, "policy": policy, "most_vnd": most_vnd, "basis": mandate.basis, "since": since.isoformat()}
        deed.event("mandate", mandate, after={**said, "until": until.isoformat() if until else None})
    return mandate


def take_back(mandate_id: uuid.UUID, *, by: Officer, at: datetime) -> Mandate:
    """End a mandate from today on. Raises `NotYours` for anybody but the head of the office, `AlreadyDone` when it has ended."""
    with act(actor_of(by), "cases.end_mandate", at=at, province=by.office.province) as deed:
        mandate = within(Mandate.objects.select_for_update(of=("self",)), by).get(pk=mandate_id)
        demand_head(by, mandate.office_id, at)
        if has_ended(mandate.held, local_day(at)):
            raise AlreadyDone("mandate_ended", "Việc giao này đã hết hiệu lực.", "This mandate has ended.")
        _end(deed, mandate)
    return mandate


def look_again(completion_id: uuid.UUID, *, finding: str, remark: str, by: Officer, at: datetime) -> Completion:
    """Say what was found of a step that completed by itself; a wrong one ends the mandate at once.

    Raises `NotYours` for anybody but the head of the office, and for whoever holds the mandate; `AlreadyDone` when it was looked at,
    `Refused` for a wrong one of which is not said what is wrong.
    """
    if finding not in Completion.Finding.values:
        raise Refused("finding_unknown", "Chọn Đúng hoặc Sai.", "Choose right or wrong.")
    if finding == Completion.Finding.WRONG and len(remark.strip()) < SHORTEST_REMARK:
        raise Refused("remark_missing", "Ghi rõ sai ở đâu (ít nhất 10 ký tự).", "Say what is wrong (at least 10 characters).")
    with act(actor_of(by), "cases.look_again", at=at, province=by.office.province) as deed:
        row = within(Completion.objects.select_for_update(of=("self",)).select_related("mandate__officer"), by).get(pk=completion_id)
        demand_head(by, row.mandate.office_id, at)
        if row.mandate.officer_id == by.pk:
            raise NotYours("own_completion", "Không tự kiểm tra việc của mình.", "Nobody looks at her own.")
        if row.finding:
            raise AlreadyDone("looked_at", "Việc này đã được kiểm tra.", "This has been looked at.")
        row.finding, row.remark, row.found_by, row.found_at = finding, remark.strip()[:500], by, at
        row.save(update_fields=["finding", "remark", "found_by", "found_at"])
        deed.event("completion", row, after={"finding": str(finding), "remark": row.remark})
        if finding == Completion.Finding.WRONG and not has_ended(row.mandate.held, local_day(at)):
            _end(deed, row.mandate)
    return row


def mandates(office: Office, *, on: date) -> list[Held]:
    """Give the mandates of an office in force on a day or to come, with their figures."""
    drawn = Q(completions__review_by__isnull=False)
    looked, wrong = ~Q(completions__finding=""), Q(completions__finding=Completion.Finding.WRONG)
    done = Count("completions")
    rows = Mandate.objects.filter(office=office).exclude(held__fully_lt=DateRange(on, None)).exclude(held__isempty=True).select_related("officer")
    rows = rows.annotate(
        done=done, drawn=Count("completions", filter=drawn), looked=Count("completions", filter=drawn & looked), wrong=Count("completions", filter=wrong)
    )
    return [Held(row, row.done, row.drawn, row.looked, row.wrong) for row in rows.order_by("policy", "held")]


def to_look_at(office: Office) -> list[Completion]:
    """Give the completions of an office that were drawn and not looked at yet, the first due first; at most `MOST_SHOWN`."""
    rows = Completion.objects.filter(mandate__office=office, review_by__isnull=False, finding="")
    return list(rows.select_related("mandate__officer", "task__dossier").order_by("review_by", "made_at")[:MOST_SHOWN])


def _demand_possible(officer: Officer, policy: str, most_vnd: int, basis: str, *, by: Officer) -> None:
    if officer.pk == by.pk:
        raise Refused("mandate_self", "Không tự giao cho mình.", "Nobody gives it to herself.")
    if officer.office_id != by.office_id or not officer.is_active:
        raise Refused("mandate_elsewhere", f"{officer} không làm việc ở đơn vị này.", f"{officer} does not work in this office.")
    if policy not in {known.id for known in policies_of(by.office)}:
        raise Refused("mandate_policy", "Chính sách này không có bước tự hoàn thành ở đơn vị.", "No step of this policy completes by itself in this office.")
    if most_vnd <= 0:
        raise Refused("mandate_limit", "Ghi mức tối đa cho một người, lớn hơn 0.", "Give the most for one claim, above 0.")
    demand_basis(basis)


def _end(deed: Act, mandate: Mandate) -> None:
    on = local_day(deed.at)
    before, mandate.held = mandate.held, ended_on(mandate.held, on)
    mandate.save(update_fields=["held"])
    deed.event("mandate", mandate, before={"until": before.upper.isoformat() if before.upper else None}, after={"ended_on": on.isoformat()})
