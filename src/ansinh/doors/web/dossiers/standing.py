"""Where a dossier stands, for the page: its steps, who has it, what must be settled, what the reader may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.procedure import clock_of, post_by, procedure_of
from ansinh.delivery.cases.signing import may_sign, signer_of
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import places_by_code
from ansinh.delivery.offices.refusals import NobodyAnswers
from ansinh.doors.web.asking import officer_of, roles_here, today
from ansinh.doors.web.deadlines import Asked, Left, asked_by_ministry, left
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from django.http import HttpRequest

    from ansinh.delivery.cases.models import Dossier, Task
    from ansinh.delivery.offices.models import Officer
    from ansinh.policy.programme import Policy
    from ansinh.policy.workflow import Step


@dataclass(frozen=True)
class Passed:
    """A step of the procedure with the last task it had: `state` is done, here or ahead."""

    step: Step
    task: Task | None
    state: str


@dataclass(frozen=True)
class Standing:
    """A dossier as its page shows it."""

    dossier: Dossier
    policy: Policy
    place: str
    tasks: list[Task]
    task: Task | None
    step: Step | None
    steps: list[Passed]
    left: Left | None
    asked: Asked | None
    sums: queries.Sums
    mine: bool
    corrects: bool
    answers: bool
    used: int
    allowed: int
    over: bool
    signer: Officer | None

    @property
    def last(self) -> bool:
        """Whether the next act is the decision."""
        return bool(self.step and self.step.action == "approve")

    @property
    def first(self) -> bool:
        """Whether it stands at the first step."""
        return bool(self.step and self.steps and self.steps[0].step.id == self.step.id)

    @property
    def posted_on(self) -> date | None:
        """The day the list was last posted publicly."""
        return max((task.posted_on for task in self.tasks if task.posted_on), default=None)

    @property
    def must_post(self) -> bool:
        """Whether the list still has to be posted publicly before it can go on."""
        return bool(self.step and self.step.posts and self.task and self.task.posted_on is None)

    @property
    def posted_until(self) -> datetime | None:
        """Until when the list is still posted, so that the step cannot end yet."""
        until = self.task.posted_until if self.task else None
        return until if until and until > timezone.now() else None

    @property
    def blocked(self) -> bool:
        """Whether something has to be done, or to be waited for, before the step can end."""
        return bool(self.sums.unsettled or self.must_post or self.posted_until or self.over)

    @property
    def post_by(self) -> date | None:
        """The last day on which the list is posted in time."""
        return post_by(self.step.posts, self.task) if self.step and self.step.posts and self.task else None


def standing(request: HttpRequest, key: uuid.UUID) -> Standing:
    """Read where a dossier of the reader's scope stands; raises `DoesNotExist` out of scope."""
    officer = officer_of(request)
    dossier = queries.dossier(key, seen_by=officer)
    tasks = queries.tasks_of(dossier, seen_by=officer)
    task = next((task for task in tasks if task.done_at is None), None)
    steps = procedure_of(dossier).steps
    step = next((step for step in steps if task and step.id == task.step), None)
    mine = bool(task and task.owner_id == officer.pk)
    over = bool(mine and task and task.action == "approve" and not may_sign(task, by=officer, at=timezone.now()))
    code = dossier.commune or dossier.district or dossier.province
    place = places_by_code([code]).get(code)
    return Standing(
        dossier=dossier, policy=load_programme(dossier.programme).policy(dossier.policy), place=place.name if place else code, tasks=tasks, task=task, step=step,
        steps=_passed(steps, tasks, dossier), left=left(task.due_on, today()) if task else None,
        asked=asked_by_ministry(task, dossier, today()) if task else None, sums=queries.sums_of(dossier, seen_by=officer),
        mine=mine, corrects=mine and dossier.submitted_by_id == officer.pk,
        answers=bool(task and task.waiting and dossier.office_id == officer.office_id and Role.LISTER in roles_here(request)),
        used=sum(clock_of(one).used(today(), vietnam_calendar()) for one in tasks), allowed=sum(step.working_days for step in steps),
        over=over, signer=_signer(task, officer) if over and task else None,
    )  # fmt: skip


def _signer(task: Task, officer: Officer) -> Officer | None:
    try:
        return signer_of(task, by=officer, at=timezone.now())
    except NobodyAnswers:
        return None


def _passed(steps: tuple[Step, ...], tasks: list[Task], dossier: Dossier) -> list[Passed]:
    latest = {task.step: task for task in tasks}
    places = [step.id for step in steps]
    here = places.index(dossier.step) if dossier.step in places else 0
    passed = []
    for place, step in enumerate(steps):
        done = dossier.state == "decided" or place < here
        passed.append(Passed(step, latest.get(step.id) if done or place == here else None, "done" if done else "here" if place == here else "ahead"))
    return passed


def task_named(request: HttpRequest, found: Standing) -> Task:
    """Give the task of this dossier that the form was made for: a second click means the first one's task, not the next.

    Raises `DoesNotExist` for a task of another dossier.
    """
    named: Any = request.POST.get("task", "")
    for task in found.tasks:
        if str(task.pk) == named:
            return task
    raise found.dossier.tasks.model.DoesNotExist
