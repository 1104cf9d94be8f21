"""Dossiers: seen, moved on, decided."""

from __future__ import annotations

import uuid
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from ansinh.delivery.cases.exclude import exclude, exclude_by_law
from ansinh.delivery.cases.models import Claim, Decision, Dossier, Task
from ansinh.delivery.cases.take_step import post_list, send_back
from ansinh.delivery.grievances.forward import forward
from ansinh.delivery.intake.employers.listed import approve
from ansinh.delivery.offices.queries import roles_of
from ansinh.delivery.offices.scope import acting, within
from ansinh.delivery.registry.need import Where, needs_whole
from ansinh.doors.api.access import caller
from ansinh.doors.api.idempotency import once
from ansinh.doors.api.shapes import ClaimOut, ClaimPage, DecisionOut, DossierOut, DossierPage, ExcludedOut, ExcludeIn, PostedIn, ReasonIn, TaskOut

router = Router()
PAGE = 100


@router.get("/dossiers", response=DossierPage)
def dossiers(request: HttpRequest, after: uuid.UUID | None = None, state: Literal["", "in_progress", "decided"] = "") -> DossierPage:
    """List the dossiers in scope, the oldest first, a hundred a page."""
    with acting(caller(request)):
        rows = within(Dossier.objects.select_related("decision").order_by("pk"), caller(request))
        rows = rows.filter(pk__gt=after) if after else rows
        rows = rows.filter(state=state) if state else rows
        page = list(rows[: PAGE + 1])
        tasks = {task.dossier_id: task for task in Task.objects.filter(dossier__in=page[:PAGE], done_at=None).select_related("owner", "office")}
        return DossierPage(dossiers=[_dossier(row, tasks.get(row.pk)) for row in page[:PAGE]], next=str(page[PAGE - 1].pk) if len(page) > PAGE else None)


@router.get("/dossiers/{dossier}", response=DossierOut)
def dossier(request: HttpRequest, dossier: uuid.UUID) -> DossierOut:
    """Show one dossier and who has it."""
    with acting(caller(request)):
        row = within(Dossier.objects.select_related("decision"), caller(request)).get(pk=dossier)
        return _dossier(row, row.tasks.filter(done_at=None).select_related("owner", "office").first())


@router.get("/dossiers/{dossier}/claims", response=ClaimPage)
def claims(request: HttpRequest, dossier: uuid.UUID, after: int = 0) -> ClaimPage:
    """List a dossier's claims by their order, a hundred a page; days of birth for who lists or confirms, years for all."""
    with acting(caller(request)):
        row = within(Dossier.objects.all(), caller(request)).get(pk=dossier)
        page = list(Claim.objects.filter(dossier=row, order__gt=after).order_by("order")[: PAGE + 1])
        whole = needs_whole(Where.PROGRAM, roles_of(caller(request), on=timezone.localdate()))
        shown = [_claim(claim, whole=whole) for claim in page[:PAGE]]
        return ClaimPage(claims=shown, next=page[PAGE - 1].order if len(page) > PAGE else None)


@router.post("/tasks/{task}/post", response=TaskOut)
@once
def posted(request: HttpRequest, task: uuid.UUID, given: PostedIn) -> tuple[int, dict[str, Any]]:
    """Record when the list was posted publicly."""
    return 200, _task(post_list(task, by=caller(request), at=timezone.now(), posted_on=given.posted_on))


@router.post("/tasks/{task}/forward", response=TaskOut)
@once
def forwarded(request: HttpRequest, task: uuid.UUID) -> tuple[int, dict[str, Any]]:
    """End a step; the answer names the next owner and the day it is due."""
    return 200, _task(forward(task, by=caller(request), at=timezone.now()))


@router.post("/tasks/{task}/return", response=TaskOut)
@once
def returned(request: HttpRequest, task: uuid.UUID, given: ReasonIn) -> tuple[int, dict[str, Any]]:
    """Return a dossier to whoever submitted it."""
    return 200, _task(send_back(task, by=caller(request), at=timezone.now(), reason=given.reason))


@router.post("/tasks/{task}/exclude", response=ExcludedOut)
@once
def excluded(request: HttpRequest, task: uuid.UUID, given: ExcludeIn) -> tuple[int, dict[str, Any]]:
    """Take single claims out, with a reason the person will read."""
    return 200, {"excluded": exclude(task, given.claims, by=caller(request), at=timezone.now(), reason=given.reason, article=given.article)}


@router.post("/tasks/{task}/exclude-by-law", response=ExcludedOut)
@once
def excluded_by_law(request: HttpRequest, task: uuid.UUID) -> tuple[int, dict[str, Any]]:
    """Take every claim out that fails a condition, each with its own reason and article."""
    return 200, {"excluded": exclude_by_law(task, by=caller(request), at=timezone.now())}


@router.post("/tasks/{task}/approve", response=DecisionOut)
@once
def approved(request: HttpRequest, task: uuid.UUID) -> tuple[int, dict[str, Any]]:
    """Sign the decision."""
    return 200, _decision(approve(task, by=caller(request), at=timezone.now()))


def _decision(row: Decision) -> dict[str, Any]:
    return {"id": row.pk, "number": row.number, "approved": row.approved, "refused": row.refused, "amount_vnd": row.amount_vnd, "decided_on": row.decided_on}


def _task(row: Task) -> dict[str, Any]:
    return {
        "id": row.pk,
        "step": row.step,
        "action": row.action,
        "owner": str(row.owner),
        "office": row.office.name,
        "received_on": row.received_on,
        "due_on": row.due_on,
        "tier": row.tier,
        "aim_on": row.aim_on,
    }


def _claim(row: Claim, *, whole: bool) -> ClaimOut:
    names = ("id", "order", "receipt", "full_name", "outcome", "amount_vnd", "state", "state_reason")
    born = row.date_of_birth
    return ClaimOut(**{name: getattr(row, name) for name in names}, date_of_birth=born if whole else None, birth_year=born.year if born else None)


def _dossier(row: Dossier, task: Task | None) -> DossierOut:
    names = ("id", "number", "policy", "state", "step", "claims", "amount_vnd", "submitted_at")
    decision = getattr(row, "decision", None)
    return DossierOut(
        **{name: getattr(row, name) for name in names}, task=TaskOut(**_task(task)) if task else None, decision=decision.number if decision else None
    )
