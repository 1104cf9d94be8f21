"""Retention periods: the ministry confirms in writing how long each kind is kept, two officers for each; what a file proposes erases nothing by itself."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from ansinh.delivery.cases.models_retention import RetentionPeriod
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Level, Office, Role
from ansinh.delivery.offices.queries import roles_of
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting, actor_of, within
from ansinh.policy.personal_data import MOST_MONTHS, personal_data

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import date, datetime

    from ansinh.delivery.offices.models import Officer
    from ansinh.policy.personal_data import PersonalData

ENDS = "ends"
"""The kind that is no kind: the programme's last day, from which all periods run."""
PROPOSING = (Role.ADMINISTRATOR, Role.ANALYST, Role.CHIEF)
ANSWERING = (Role.CHIEF,)
"""Whoever answers for the ministry: its head, or who stands in."""
SHORTEST = 10
MOST_SHOWN = 200
NATIONAL = "00"


def in_force(programme: str) -> PersonalData | None:
    """Give what a programme says of personal data, each period and the last day as the ministry confirmed them; the rest as its file has it."""
    told = personal_data(programme)
    if told is None:
        return None
    with acting(NATION):
        rows = list(RetentionPeriod.objects.filter(programme=programme, stands=True).order_by("answered_at", "pk"))
    for row in rows:
        told = with_period(told, row)
    return told


def with_period(told: PersonalData, row: RetentionPeriod) -> PersonalData:
    """Give what a programme says with one period, or its last day, as a proposal has it."""
    if row.ends_on is not None:
        return dataclasses.replace(told, ends_on=row.ends_on, ends_cite=row.basis, ends_verified=True)
    kept = tuple(dataclasses.replace(one, months=row.months or one.months, cite=row.basis, verified=True) if one.kind == row.kind else one for one in told.kept)
    return dataclasses.replace(told, kept=kept)


def periods(programme: str, *, seen_by: Officer) -> list[RetentionPeriod]:
    """Give what was proposed and answered of a programme, the newest first."""
    rows = within(RetentionPeriod.objects.filter(programme=programme), seen_by)
    return list(rows.select_related("proposed_by", "answered_by").order_by("-proposed_at", "-pk")[:MOST_SHOWN])


def period(key: uuid.UUID, *, seen_by: Officer) -> RetentionPeriod:
    """Give one proposal; raises `DoesNotExist` out of scope."""
    return within(RetentionPeriod.objects.select_related("proposed_by", "answered_by"), seen_by).get(pk=key)


def propose(programme: str, kind: str, *, months: int | None, ends_on: date | None, basis: str, by: Officer, at: datetime) -> RetentionPeriod:
    """Propose how long a kind is kept (`months` after the programme's last day), or for `ends` that day, on a written basis. It erases nothing yet.

    Raises `NotYours` outside the ministry's administrators, analysts and head, `Refused` for an unknown kind, a period that is none or a basis
    that says nothing, `AlreadyDone` while another proposal of the kind waits.
    """
    _demand_ministry(by, PROPOSING, at)
    _demand_told(programme, kind, months, ends_on, basis)
    with act(actor_of(by), "cases.propose_retention", at=at, province=NATIONAL) as deed:
        try:
            with transaction.atomic():
                made = RetentionPeriod.objects.create(
                    province=NATIONAL, programme=programme, kind=kind, months=None if kind == ENDS else months, ends_on=ends_on if kind == ENDS else None,
                    basis=basis.strip()[:200], proposed_by=by, proposed_at=at,
                )  # fmt: skip
        except IntegrityError as error:
            raise AlreadyDone("retention_waits", "Một đề xuất cho loại này đang chờ trả lời.", "A proposal for this kind waits for an answer.") from error
        deed.event("retention_period", made, after=_said(made))
        return made


def answer(key: uuid.UUID, *, stands: bool, because: str, by: Officer, at: datetime) -> RetentionPeriod:
    """Confirm a proposed period, or not, and why; from the next night on what is over by it is erased. The head of the ministry does, never who proposed it.

    Raises `NotYours` for anybody else, `AlreadyDone` the second time, `Refused` for a reason that says nothing.
    """
    _demand_ministry(by, ANSWERING, at)
    if len(because.strip()) < SHORTEST:
        raise Refused(
            "retention_reason", f"Ghi đã đối chiếu văn bản nào (ít nhất {SHORTEST} ký tự).", f"Say which document was looked at ({SHORTEST} characters)."
        )
    with act(actor_of(by), "cases.answer_retention", at=at, province=NATIONAL) as deed:
        held = within(RetentionPeriod.objects.select_for_update(of=("self",)).select_related("proposed_by"), by).get(pk=key)
        if held.answered_at is not None:
            raise AlreadyDone("retention_answered", "Đề xuất này đã được trả lời.", "This proposal was answered already.")
        if held.proposed_by_id == by.pk:
            raise NotYours("own_proposal", "Người đề xuất không tự xác nhận; cần người thứ hai.", "Whoever proposes does not confirm; a second officer must.")
        held.answered_by, held.answered_at, held.stands, held.because = by, at, stands, because.strip()[:200]
        held.save(update_fields=["answered_by", "answered_at", "stands", "because"])
        deed.event("retention_period", held, after={**_said(held), "stands": stands, "reason": held.because, "proposed_by": held.proposed_by.full_name})
        return held


def _said(row: RetentionPeriod) -> dict[str, object]:
    return {"programme": row.programme, "kind": row.kind, "months": row.months, "ends_on": row.ends_on.isoformat() if row.ends_on else None, "basis": row.basis}


def may(by: Officer, roles: Collection[Role], *, on: date) -> bool:
    """Whether an officer of the ministry holds one of the roles on a day, herself or as a deputy."""
    return (by.office.kind, by.office.level) == (Office.Kind.MINISTRY, Level.NATIONAL) and bool(set(roles) & roles_of(by, on=on))


def _demand_ministry(by: Officer, roles: Collection[Role], at: datetime) -> None:
    if not may(by, roles, on=local_day(at)):
        names = ", ".join(str(role.label).lower() for role in roles)
        raise NotYours("ministry_only", f"Việc này của Bộ: {names}.", f"This is for the ministry: {', '.join(roles)}.")


def _demand_told(programme: str, kind: str, months: int | None, ends_on: date | None, basis: str) -> None:
    told = personal_data(programme)
    if told is None or kind not in {ENDS, *(one.kind for one in told.kept)}:
        raise Refused("kind_unlimited", f"Chương trình không giữ loại dữ liệu “{kind[:20]}”.", f"The programme keeps no data of the kind “{kind[:20]}”.")
    if kind == ENDS and ends_on is None:
        raise Refused("ends_missing", "Ghi ngày cuối của chương trình.", "Give the programme's last day.")
    if kind != ENDS and (months is None or not 1 <= months <= MOST_MONTHS):
        raise Refused("months_missing", f"Ghi số tháng, từ 1 đến {MOST_MONTHS}.", f"Give the months, 1 to {MOST_MONTHS}.")
    if len(basis.strip()) < SHORTEST:
        raise Refused("basis_missing", "Ghi căn cứ: số, ngày, cơ quan ban hành văn bản.", "Give the basis: number, day and issuer of the document.")
