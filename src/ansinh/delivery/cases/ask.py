"""Something is missing: it is asked for once, precisely, in writing, and the clock of the step stands until it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.models import Task
from ansinh.delivery.cases.procedure import clock_of, local_day, procedure_of
from ansinh.delivery.cases.take_step import own_task
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.policy.calendar import vietnam_calendar

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer

SHORTEST, LONGEST = 10, 500


def ask(task_id: uuid.UUID, *, by: Officer, at: datetime, what: str) -> Task:
    """Ask the submitter for what is missing; the step's clock stands from today. A step that is late already stays late.

    Raises `Refused` for a second request in the same step, at the first step where the owner is the submitter, or for words that name
    nothing; `NotYours` for anybody but the owner.
    """
    what = _words(
        what, "Ghi rõ thiếu gì, của ai, nộp ở đâu (ít nhất 10 ký tự).", "Say what is missing, whose, and where to hand it in (at least 10 characters)."
    )
    with act(actor_of(by), "cases.ask", at=at, province=by.office.province) as deed:
        task = own_task(task_id, by=by, at=at)
        deed.province = task.province
        if task.step == procedure_of(task.dossier).steps[0].id:
            raise Refused("asks_herself", "Hồ sơ đang ở người lập danh sách: bổ sung trực tiếp.", "The dossier is with its submitter: complete it directly.")
        if task.asked_on is not None:
            raise Refused(
                "asked_once",
                f"Bước này đã yêu cầu bổ sung ngày {task.asked_on:%d/%m/%Y}. Mỗi bước chỉ được yêu cầu một lần; giải quyết theo những gì đã có.",
                f"This step already asked on {task.asked_on:%d/%m/%Y}. Each step may ask once; decide by what is there.",
            )
        task.asked_on, task.asked = local_day(at), what
        _restart(task)
        deed.event("dossier", task.dossier, after={"asked": what, "of": task.dossier.submitted_by.full_name})
        return task


def answer(task_id: uuid.UUID, *, by: Officer, at: datetime, words: str) -> Task:
    """Say that what was asked for has come, and how; the clock goes on the working day after. A lister of the submitting office may.

    Raises `AlreadyDone` when it was answered or the step has ended, `NotYours` for anybody else.
    """
    words = _words(words, "Ghi rõ đã bổ sung gì (ít nhất 10 ký tự).", "Say what was handed in (at least 10 characters).")
    with act(actor_of(by), "cases.answer", at=at, province=by.office.province) as deed:
        task = within(Task.objects.select_for_update(of=("self",)).select_related("dossier__submitted_by", "owner", "office"), by).get(pk=task_id)
        deed.province = task.province
        if not task.waiting:
            raise AlreadyDone("answered", "Yêu cầu này không còn chờ trả lời.", "This request no longer waits for an answer.")
        if by.office_id != task.dossier.office_id:
            raise NotYours("not_asked", "Yêu cầu này gửi cho đơn vị lập danh sách.", "This was asked of the office that made the list.")
        demand(by, [Role.LISTER], policy=task.dossier.policy, on=local_day(at))
        task.answered_on, task.answer, task.answered_by = local_day(at), words, by
        _restart(task)
        deed.event("dossier", task.dossier, after={"answer": words, "due_on": task.due_on})
        return task


def take_back(task: Task, *, deed: Act) -> None:
    """Take a request of a locked open step back, within an act, before anybody answered; the clock goes on as if it never stood.

    Raises `AlreadyDone` where nothing is asked for any more.
    """
    if not task.waiting:
        raise AlreadyDone("answered", "Yêu cầu này không còn chờ trả lời.", "This request no longer waits for an answer.")
    before, task.asked_on, task.asked = task.asked, None, ""
    _restart(task)
    deed.event("dossier", task.dossier, before={"asked": before}, after={"due_on": task.due_on})


def _restart(task: Task) -> None:
    task.due_on = clock_of(task).due_on(vietnam_calendar())
    task.save(update_fields=["asked_on", "asked", "answered_on", "answer", "answered_by", "due_on"])


def _words(text: str, vi: str, en: str) -> str:
    if not SHORTEST <= len(text.strip()) <= LONGEST:
        raise Refused("words_missing", vi, en)
    return text.strip()
