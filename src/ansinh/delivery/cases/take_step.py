"""A dossier moves on: its task's owner forwards or returns it, and the next named owner has it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.cases.draws import hold_draws
from ansinh.delivery.cases.models import Claim, Dossier, Task
from ansinh.delivery.cases.models_inbox import BulkItem
from ansinh.delivery.cases.procedure import clock_of, handed, local_day, local_time, open_task, posting_until, procedure_of, step_after, step_of
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.policy.calendar import vietnam_calendar

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer


SHORTEST_REASON = 10
"""Letters; what is returned must say what to put right."""


def forward(task_id: uuid.UUID, *, by: Officer, at: datetime) -> Task:
    """End a step and hand the dossier to the next one's owner; give that owner's task.

    Raises `AlreadyDone` when the step has ended, `Refused` while a claim in it cannot go on, `NotYours` for anybody but
    the owner, `NobodyAnswers` when the next office has named nobody.
    """
    with act(actor_of(by), "cases.forward", at=at, province=by.office.province) as deed:
        return pass_on(deed, own_task(task_id, by=by, at=at))


def pass_on(deed: Act, task: Task) -> Task:
    """End a step that is locked and hand the dossier on, within an act; give the next owner's task. Raises `Refused` while a claim in it cannot go on."""
    deed.province, dossier = task.province, task.dossier
    following = step_after(dossier, task.step)
    if following is None:
        raise Refused("last_step", "Đây là bước cuối: phê duyệt hoặc trả lại.", "This is the last step: approve or return.")
    hold_draws(dossier.pk, at=deed.at)
    demand_settled(dossier)
    if held := posting_holds(task, at=deed.at):
        raise held
    return _hand_on(deed, task, following.id, Task.Outcome.FORWARDED, reason="")


def posting_holds(task: Task, *, at: datetime) -> Refused | None:
    """Say why a list may not go on for being posted: not at all yet, or not for as long as its step names; nothing where it may."""
    if task.action == "list" and step_of(task.dossier, task.step).posts and task.posted_on is None:
        return Refused(
            "not_posted",
            "Danh sách phải được niêm yết công khai trước khi chuyển. In danh sách và ghi ngày niêm yết.",
            "The list must be posted publicly first. Print it and record the day of posting.",
        )
    if task.posted_until is not None and at < task.posted_until:
        until = local_time(task.posted_until)
        return Refused(
            "posting_runs",
            f"Danh sách đang niêm yết đến {until:%H:%M %d/%m/%Y}, để mọi người xem và có ý kiến. Chuyển được từ lúc đó.",
            f"The list is posted until {until:%d/%m/%Y %H:%M}, for everybody to see and object. It can go on from then.",
        )
    return None


def send_back(task_id: uuid.UUID, *, by: Officer, at: datetime, reason: str) -> Task:
    """Return a dossier to whoever submitted it, saying what is to be put right; give the submitter's new task."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(
            "reason_missing",
            "Ghi rõ lý do trả lại và việc cần sửa (ít nhất 10 ký tự).",
            "Say why it is returned and what to put right (at least 10 characters).",
        )
    with act(actor_of(by), "cases.return", at=at, province=by.office.province) as deed:
        task = own_task(task_id, by=by, at=at)
        deed.province = task.province
        first = procedure_of(task.dossier).steps[0]
        if task.step == first.id:
            raise Refused("first_step", "Hồ sơ đang ở bước đầu, không trả lại được nữa.", "The dossier is at its first step and cannot be returned further.")
        return _hand_on(deed, task, first.id, Task.Outcome.RETURNED, reason=reason.strip()[:500])


def post_list(task_id: uuid.UUID, *, by: Officer, at: datetime, posted_on: date, goes_on: bool = False) -> Task:
    """Record the day the list was posted publicly at the commune; the step does not end before the days of posting are over.

    They count from the day it is recorded, since from then on the site shows it too; a correction of the day leaves them, posting anew does not.
    `goes_on`: the owner hands the list on now, for the moment at which its days are over and nothing stands in its way.
    """
    with act(actor_of(by), "cases.post_list", at=at, province=by.office.province) as deed:
        task = own_task(task_id, by=by, at=at)
        posting = step_of(task.dossier, task.step).posts
        if posting is None:
            raise Refused("step_posts_nothing", "Bước này không có niêm yết.", "This step posts nothing.")
        if not task.received_on <= posted_on <= local_day(at):
            raise Refused("posted_when", "Ngày niêm yết phải từ ngày nhận hồ sơ đến hôm nay.", "The day of posting must lie between arrival and today.")
        before, task.posted_on = task.posted_on, posted_on
        if before is None or task.posted_until is None or posted_on > before:
            task.posted_until = posting_until(posting, local_day(at))
        task.goes_on_by = by if goes_on else None
        task.save(update_fields=["posted_on", "posted_until", "goes_on_by"])
        told = {"posted_on": posted_on, "posted_until": task.posted_until, "goes_on": goes_on}
        deed.event("dossier", task.dossier, before={"posted_on": before}, after=told)
        return task


def let_go_on(task_id: uuid.UUID, *, by: Officer, at: datetime, goes_on: bool) -> Task:
    """Say of a posted list that it goes on by itself when its days are over, or take that back. Raises `Refused` for one that is not posted."""
    with act(actor_of(by), "cases.let_go_on", at=at, province=by.office.province) as deed:
        task = own_task(task_id, by=by, at=at)
        deed.province = task.province
        if task.posted_until is None:
            raise Refused("not_posted_yet", "Danh sách chưa niêm yết. Ghi ngày niêm yết trước.", "The list is not posted yet. Record the day of posting first.")
        before, task.goes_on_by = task.goes_on_by, by if goes_on else None
        task.save(update_fields=["goes_on_by"])
        deed.event("dossier", task.dossier, before={"goes_on": before is not None}, after={"goes_on": goes_on})
        return task


def own_task(task_id: uuid.UUID, *, by: Officer, at: datetime) -> Task:
    """Lock an open task of the officer's own; the lock makes two at once into one after the other."""
    task = within(Task.objects.select_for_update(of=("self",)).select_related("dossier", "owner", "office", "done_by"), by).get(pk=task_id)
    if task.done_at is not None:
        raise AlreadyDone(
            "step_ended",
            f"Bước này đã được {task.done_by} thực hiện lúc {local_time(task.done_at):%H:%M %d/%m/%Y} ({task.get_outcome_display().lower()}).",
            f"This step was ended by {task.done_by} on {local_time(task.done_at):%d/%m/%Y %H:%M} ({task.outcome}).",
        )
    if task.owner_id != by.pk:
        raise NotYours(
            "not_owner", f"Việc này của {task.owner}. Chỉ người được giao mới thực hiện được.", f"This task is {task.owner}'s. Only its owner can do it."
        )
    demand(by, [step_of(task.dossier, task.step).role], policy=task.dossier.policy, on=local_day(at))
    if BulkItem.objects.filter(task=task, held=True).exists():
        raise Refused(
            "held",
            "Hồ sơ này đã có lệnh xử lý, đang chờ rời cơ quan. Hoàn tác ở “Việc của tôi” rồi mới làm việc khác được.",
            "This dossier was acted on and waits to leave the office. Undo that in “My work” before anything else.",
        )
    return task


def demand_settled(dossier: Dossier) -> None:
    """Raise `Refused` while a claim is neither fit to go on nor excluded with a reason."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FILTER (WHERE outcome = 'ineligible'), count(*) FILTER (WHERE outcome = 'undetermined'),
                   count(*) FILTER (WHERE outcome = 'eligible' AND NOT draw_held), count(*) FILTER (WHERE outcome = 'eligible' AND draw_held)
            FROM cases_claim WHERE dossier_id = %s AND state = 'in_review'""",
            [dossier.pk],
        )
        ineligible, undetermined, drawn, fit = cursor.fetchone()
    if ineligible + undetermined + drawn:
        raise Refused(
            "claims_unsettled",
            f"Còn {ineligible} người chưa đủ điều kiện, {undetermined} người thiếu thông tin, {drawn} người đã có hồ sơ khác. Bổ sung hoặc loại kèm lý do, rồi chuyển phần còn lại.",
            f"{ineligible} claims fail a condition, {undetermined} lack facts, {drawn} have another claim. Complete them or exclude them with a reason, then hand on the rest.",
        )
    if not fit and not Claim.objects.filter(dossier=dossier, state=Claim.State.EXCLUDED).exists():
        raise Refused("nothing_left", "Hồ sơ không còn ai để xét.", "The dossier has no claim left.")


def end(task: Task, *, at: datetime, by_id: uuid.UUID | None, outcome: str, reason: str = "") -> None:
    """End a task; what was asked for and never came is asked for no longer."""
    if task.waiting:
        task.answered_on = local_day(at)
    task.done_at, task.done_by_id, task.outcome, task.reason = at, by_id, outcome, reason
    task.due_on = clock_of(task).due_on(vietnam_calendar())
    task.save(update_fields=["done_at", "done_by", "outcome", "reason", "answered_on", "due_on"])


def prepared_by(dossier: Dossier) -> set[Officer]:
    """Give those who submitted a dossier or ended a step of it: none of them decides it."""
    return {dossier.submitted_by, *(done.done_by for done in dossier.tasks.exclude(done_by=None).select_related("done_by") if done.done_by)}


def _hand_on(deed: Act, task: Task, to_step: str, outcome: str, *, reason: str) -> Task:
    dossier, by_id = task.dossier, deed.actor.officer
    before = {"step": task.step, "owner": task.owner.full_name}
    end(task, at=deed.at, by_id=by_id, outcome=outcome, reason=reason)
    step = step_of(dossier, to_step)
    submitter = dossier.submitted_by if outcome == Task.Outcome.RETURNED else None
    never = prepared_by(dossier) if step.action == "approve" else set()
    following = open_task(dossier, step, at=deed.at, owner=submitter, never=never)
    dossier.step = to_step
    dossier.save(update_fields=["step"])
    deed.event("dossier", dossier, before=before, after={"outcome": str(outcome), "reason": reason, **handed(following)})
    return following
