"""What an act on many dossiers will do before it is done: how many people, under which policies, how much; what is left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.cases.inbox import in_order
from ansinh.delivery.cases.models import Task
from ansinh.delivery.cases.models_inbox import BulkItem
from ansinh.delivery.cases.procedure import local_day, procedure_of, step_after, step_of
from ansinh.delivery.cases.take_step import posting_holds
from ansinh.delivery.offices.models_signing import SigningLimit
from ansinh.delivery.offices.queries import holds
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import within
from ansinh.delivery.offices.signing import ToSign, signs

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

MOST_TASKS_AT_ONCE = 200
SUMS = """
    SELECT dossier_id, count(*) FILTER (WHERE state = 'in_review' AND outcome = 'eligible'),
        coalesce(sum(amount_vnd) FILTER (WHERE state = 'in_review' AND outcome = 'eligible'), 0)::bigint,
        coalesce(max(amount_vnd) FILTER (WHERE state = 'in_review' AND outcome = 'eligible'), 0),
        count(*) FILTER (WHERE state = 'excluded'), count(*) FILTER (WHERE state = 'in_review' AND NOT (outcome = 'eligible' AND draw_held)), count(*)
    FROM cases_claim WHERE dossier_id = ANY(%s) GROUP BY dossier_id"""


@dataclass(frozen=True)
class Sums:
    """The claims of a dossier: fit ones and what they and the largest come to in đồng, excluded ones, those that nobody settled, all."""

    fit: int = 0
    fit_vnd: int = 0
    largest_vnd: int = 0
    excluded: int = 0
    unsettled: int = 0
    people: int = 0


@dataclass(frozen=True)
class Line:
    """A dossier that the act takes: people approved or returned, đồng, people refused by it."""

    task: Task
    claims: int
    amount_vnd: int
    refused: int


@dataclass(frozen=True)
class LeftOut:
    """A dossier that the act does not take, and why."""

    task: Task
    why: Refused


@dataclass(frozen=True)
class ByPolicy:
    """What the act does under one policy."""

    programme: str
    policy: str
    dossiers: int
    claims: int
    amount_vnd: int
    refused: int


@dataclass(frozen=True)
class Preview:
    """What an act will do."""

    lines: list[Line]
    left_out: list[LeftOut]

    @property
    def claims(self) -> int:
        """People who are approved, go on or go back."""
        return sum(line.claims for line in self.lines)

    @property
    def amount_vnd(self) -> int:
        """What theirs comes to."""
        return sum(line.amount_vnd for line in self.lines)

    @property
    def refused(self) -> int:
        """People whom approval refuses."""
        return sum(line.refused for line in self.lines)

    @property
    def above(self) -> int:
        """Dossiers left out because they are above what the officer may sign."""
        return sum(one.why.code == "over_limit" for one in self.left_out)

    @property
    def policies(self) -> list[ByPolicy]:
        """The same by policy."""
        found: dict[tuple[str, str], list[Line]] = {}
        for line in self.lines:
            found.setdefault((line.task.dossier.programme, line.task.dossier.policy), []).append(line)
        return [
            ByPolicy(*of, len(lines), sum(line.claims for line in lines), sum(line.amount_vnd for line in lines), sum(line.refused for line in lines))
            for of, lines in sorted(found.items())
        ]


def preview(tasks: Collection[uuid.UUID], action: str, *, by: Officer, at: datetime) -> Preview:
    """Say what `approve`, `forward` or `return` of these tasks would do, without doing anything, in the order of the inbox; tasks out of scope are not there. At most `MOST_TASKS_AT_ONCE`."""
    rows = (
        within(Task.objects.filter(pk__in=list(tasks)[:MOST_TASKS_AT_ONCE]), by).select_related("dossier__office", "owner").prefetch_related("dossier__tasks")
    )
    found = list(in_order(rows, on=local_day(at)))
    sums = _sums([task.dossier_id for task in found])
    held = set(BulkItem.objects.filter(task__in=found, held=True).values_list("task_id", flat=True))
    above = _above(found, sums, by=by, at=at) if action == "approve" else set()
    roles: dict[tuple[str, str], bool] = {}
    lines: list[Line] = []
    left_out: list[LeftOut] = []
    for task in found:
        of = sums.get(task.dossier_id, Sums())
        why = _not_hers(task, held, by=by) or _no_role(task, roles, by=by, at=at) or _not_so(task, of, above, action, by=by, at=at)
        why = why or _elsewhere(task, lines)
        if why:
            left_out.append(LeftOut(task, why))
        elif action == "approve":
            lines.append(Line(task, of.fit, of.fit_vnd, of.excluded))
        elif action == "forward":
            lines.append(Line(task, of.fit + of.excluded, of.fit_vnd, 0))
        else:
            lines.append(Line(task, of.people, of.fit_vnd, 0))
    return Preview(lines, left_out)


def _sums(dossiers: list[uuid.UUID]) -> dict[uuid.UUID, Sums]:
    with connection.cursor() as cursor:
        cursor.execute(SUMS, [dossiers])
        return {dossier: Sums(*counts) for dossier, *counts in cursor.fetchall()}


def _not_hers(task: Task, held: Collection[uuid.UUID], *, by: Officer) -> Refused | None:
    if task.done_at is not None:
        return AlreadyDone("step_ended", "Bước này đã xong.", "This step has ended.")
    if task.owner_id != by.pk:
        return NotYours("not_owner", f"Việc này của {task.owner}.", f"This task is {task.owner}'s.")
    if task.pk in held:
        return AlreadyDone("held", "Đã có lệnh xử lý, đang chờ rời cơ quan.", "Already acted on; it waits to leave the office.")
    return None


def _no_role(task: Task, known: dict[tuple[str, str], bool], *, by: Officer, at: datetime) -> Refused | None:
    role, policy = step_of(task.dossier, task.step).role, task.dossier.policy
    if (role, policy) not in known:
        known[role, policy] = holds(by, [role], policy=policy, on=local_day(at))
    return None if known[role, policy] else NotYours("role_missing", "Ông/bà không còn được phân công việc này.", "You are no longer assigned to this work.")


def _not_so(task: Task, of: Sums, above: Collection[uuid.UUID], action: str, *, by: Officer, at: datetime) -> Refused | None:
    if action == "approve":
        return _not_approved(task, of, above, by=by)
    return _not_forwarded(task, of, at=at) if action == "forward" else _not_returned(task)


def _not_forwarded(task: Task, of: Sums, *, at: datetime) -> Refused | None:
    """Say why a dossier cannot go on as far as casework knows; what later rooms hold is found when it leaves, and told beside it."""
    if step_after(task.dossier, task.step) is None:
        return Refused("last_step", "Đây là bước cuối: phê duyệt hoặc trả lại.", "This is the last step: approve or return.")
    if of.unsettled:
        return Refused("claims_unsettled", f"Còn {of.unsettled} người chưa giải quyết.", f"{of.unsettled} people are not settled.")
    if not of.fit and not of.excluded:
        return Refused("nothing_left", "Hồ sơ không còn ai để xét.", "The dossier has no claim left.")
    return posting_holds(task, at=at)


def _not_approved(task: Task, of: Sums, above: Collection[uuid.UUID], *, by: Officer) -> Refused | None:
    if task.action != "approve":
        return Refused("not_approval", "Bước này chưa phải bước phê duyệt.", "This step is not the approval.")
    handled = {done.done_by_id for done in task.dossier.tasks.all() if done.done_at is not None}
    if by.pk in {task.dossier.submitted_by_id, *handled}:
        return NotYours("four_eyes", "Ông/bà đã lập hoặc thẩm định hồ sơ này.", "You prepared or appraised this dossier.")
    if of.unsettled:
        return Refused("claims_unsettled", f"Còn {of.unsettled} người chưa giải quyết.", f"{of.unsettled} people are not settled.")
    if not of.fit and not of.excluded:
        return Refused("nothing_left", "Hồ sơ không còn ai để xét.", "The dossier has no claim left.")
    if task.pk in above:
        return Refused("over_limit", "Vượt mức ông/bà được ký. Mở hồ sơ để chuyển người được ký.", "Above what you may sign. Open it to hand it to who may.")
    return None


def _above(tasks: list[Task], sums: dict[uuid.UUID, Sums], *, by: Officer, at: datetime) -> set[uuid.UUID]:
    """Give the approvals among the officer's tasks that are above what she may sign; one question where her office has limits."""
    on = local_day(at)
    mine = [task for task in tasks if task.action == "approve" and task.owner_id == by.pk and task.dossier_id in sums]
    if not mine or not SigningLimit.objects.filter(office=by.office_id, held__contains=on).exists():
        return set()
    wanted = [ToSign(sums[task.dossier_id].largest_vnd, sums[task.dossier_id].fit_vnd) for task in mine]
    may = signs(by, wanted, policies=[task.dossier.policy for task in mine], on=on)
    return {task.pk for task, signed in zip(mine, may, strict=True) if not signed}


def _not_returned(task: Task) -> Refused | None:
    if task.step == procedure_of(task.dossier).steps[0].id:
        return Refused("first_step", "Hồ sơ đang ở bước đầu, không trả lại được nữa.", "The dossier is at its first step and cannot be returned further.")
    return None


def _elsewhere(task: Task, lines: list[Line]) -> Refused | None:
    """Say so where the dossier is of another province: one act stands in one province's chain of evidence."""
    if lines and lines[0].task.province != task.province:
        return Refused("another_province", "Hồ sơ của tỉnh khác; làm ở một lượt riêng.", "A dossier of another province; act on it apart.")
    return None
