"""The law's procedure, met with offices and people: which step comes next, where, with whom, until when."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from ansinh.delivery.cases.models import Task
from ansinh.delivery.cases.pacing import places_of
from ansinh.delivery.cases.sums_to_sign import limited
from ansinh.delivery.offices.queries import office_for, who_answers
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.clock import Pause, StepClock
from ansinh.policy.load import load_programme
from ansinh.policy.programme import HARDEST

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from ansinh.delivery.cases.models import Dossier
    from ansinh.delivery.offices.models import Officer
    from ansinh.policy.workflow import Posting, Procedure, Step


def procedure_of(dossier: Dossier) -> Procedure:
    """Give the procedure of the dossier's policy in the version of its day."""
    return load_programme(dossier.programme).policy(dossier.policy).procedure_on(dossier.as_of)


def step_of(dossier: Dossier, step_id: str) -> Step:
    """Give one step of the dossier's procedure."""
    return next(step for step in procedure_of(dossier).steps if step.id == step_id)


def step_after(dossier: Dossier, step_id: str) -> Step | None:
    """Give the step that follows, nothing after the last."""
    steps = procedure_of(dossier).steps
    place = [step.id for step in steps].index(step_id)
    return steps[place + 1] if place + 1 < len(steps) else None


def local_day(at: datetime) -> date:
    """Give the calendar day of a moment, in the country's time."""
    return timezone.localtime(at).date()


def local_time(at: datetime) -> datetime:
    """Give a moment in the country's time, for words to people."""
    return timezone.localtime(at)


def open_task(dossier: Dossier, step: Step, *, at: datetime, owner: Officer | None = None, never: Collection[Officer] = (), since: date | None = None) -> Task:
    """Hand a step to the one who answers for it, due in the law's working days counted from the day after arrival: today, or `since`.

    Raises `NobodyAnswers` when the office has named nobody: work is never handed to nobody.
    """
    office = office_for(dossier, kind=step.office_kind, level=step.level) if owner is None else owner.office
    received_on = since or local_day(at)
    if owner is None:
        wanted = limited(dossier, office.pk, on=local_day(at)) if step.action == "approve" else None
        owner = who_answers(office, role=step.role, policy=dossier.policy, at=at, never=never, wanted=wanted)
    tier, aim_on = places_of(dossier.policy, dossier.province, received_on=received_on, on=local_day(at), programme=dossier.programme)
    return Task.objects.create(
        province=dossier.province, district=dossier.district, commune=dossier.commune, dossier=dossier, step=step.id, action=step.action,
        office=office, owner=owner, received_on=received_on, working_days=step.working_days,
        due_on=vietnam_calendar().due_on(received_on, step.working_days), opened_at=at,
        behind=HARDEST - load_programme(dossier.programme).policy(dossier.policy).hardship, tier=tier, aim_on=aim_on,
    )  # fmt: skip


def posting_until(posting: Posting, posted_on: date) -> datetime:
    """Give the moment at which a list that is posted on a day has been posted long enough."""
    last = vietnam_calendar().due_on(posted_on, posting.working_days)
    return timezone.make_aware(datetime.combine(last, time(posting.until_hour)))


def post_by(posting: Posting, task: Task) -> date:
    """Give the last day on which a list is posted in time for its step; the day it came where even that is too late."""
    day, calendar = task.due_on or task.received_on, vietnam_calendar()
    while task.due_on and day > task.received_on and calendar.due_on(day, posting.working_days) > task.due_on:
        day -= timedelta(1)
    return day


def clock_of(task: Task) -> StepClock:
    """Give the clock of a task: its arrival, its limit, what was asked for and came, the day it was done."""
    pauses = (Pause(task.asked_on, task.answered_on),) if task.asked_on else ()
    return StepClock(task.received_on, task.working_days, pauses, local_day(task.done_at) if task.done_at else None)


def handed(task: Task) -> dict[str, object]:
    """Give what the log says of a task: step, owner, office, due day."""
    due_on = task.due_on.isoformat() if task.due_on else None
    return {"task": str(task.pk), "step": task.step, "owner": task.owner.full_name, "office": task.office.name, "due_on": due_on}
