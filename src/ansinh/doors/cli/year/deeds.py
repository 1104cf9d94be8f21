"""What an officer does with the steps that are hers: each when her mood lets her, by the true verbs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ansinh.delivery.cases import ask, bulk, decide, exclude, take_step
from ansinh.delivery.cases.models import Claim, Decision, Task
from ansinh.delivery.cases.preview import MOST_TASKS_AT_ONCE, preview
from ansinh.delivery.cases.procedure import procedure_of, step_of
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import who_answers
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.doors.cli.year.staff import Mood
from ansinh.doors.cli.year.world import moment
from ansinh.policy.calendar import vietnam_calendar

if TYPE_CHECKING:
    import random
    import uuid
    from datetime import date, datetime

    from ansinh.delivery.offices.models import Officer
    from ansinh.doors.cli.year.world import World

WAITS = {Mood.PROMPT: (1, 1, 1, 2), Mood.STEADY: (1, 2, 2, 2), Mood.SLOW: (2, 2, 3, 5), Mood.CARELESS: (1, 1, 2, 2)}
"""On which working day after its arrival somebody does a step. Ours: most end on the last day in time, as work with a limit does."""
RETURNS = {Mood.PROMPT: 0.02, Mood.STEADY: 0.02, Mood.SLOW: 0.03, Mood.CARELESS: 0.25}
"""How often what somebody handed on comes back."""
ASKS = 0.04
"""How often a step asks for something that is missing."""
TOGETHER = 3
"""From so many decisions on one day on they are signed by one act."""
WRONGLY = 0.5
"""How often somebody careless leaves out a person who has a claim, and that person complains."""
RETURNED = "Danh sách thiếu xác nhận của tổ dân phố; bổ sung xác nhận rồi chuyển lại."
ASKED = "Thiếu giấy xác nhận của đơn vị cho hai người ở cuối danh sách; gửi bản chụp."
ANSWERED = "Đã gửi bản chụp giấy xác nhận của hai người đó."
UNSETTLED = "Thiếu thông tin hoặc đã có hồ sơ khác"
LEFT_OUT = "Có hợp đồng lao động từ tháng 6 theo xác minh"


@dataclass(frozen=True)
class Standing:
    """An open step as somebody sees it in the morning."""

    task: uuid.UUID
    owner: uuid.UUID
    action: str
    opened_on: date
    waiting: bool


def standing(world: World) -> list[Standing]:
    """Give all open steps, the first due first."""
    with acting(NATION):
        rows = Task.objects.filter(done_at=None).order_by("queue_on", "pk").values_list("pk", "owner_id", "action", "opened_at", "asked_on", "answered_on")
        return [
            Standing(key, owner, action, opened.astimezone(moment(world.day, 0).tzinfo).date(), asked is not None and answered is None)
            for key, owner, action, opened, asked, answered in rows
        ]


def meant_for_today(world: World) -> list[Standing]:
    """Choose what is done today: each step has its day from the moment somebody saw it first; who is missing does nothing."""
    found = []
    for one in standing(world):
        member = world.staff.members.get(one.owner)
        if member is None or member.gone or (member.missing_until and world.day < member.missing_until):
            continue
        if one.task not in world.meant:
            chance = world.named(f"wait/{one.task}")
            ahead = chance.choice(WAITS[member.mood]) - 1  # a step that came yesterday is on its first working day
            world.meant[one.task] = world.later(ahead) if ahead else world.day
        if world.meant[one.task] <= world.day and one.opened_on < world.day and not one.waiting:
            found.append(one)
    return found


def do(world: World, todo: list[Standing], *, afternoon: bool) -> None:
    """Do one half of the day's steps: each at a moment of its own, decisions of one officer by one act where they are many."""
    decisions: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for one in todo:
        if one.action == "approve":
            decisions[one.owner].append(one.task)
    together = {owner for owner, tasks in decisions.items() if len(tasks) >= TOGETHER}
    for turn, one in enumerate(todo):
        if one.action == "approve" and one.owner in together:
            continue
        at = moment(world.day, (13 if afternoon else 8) + turn % 3, 10 + turn * 11 % 50, turn * 13 % 60)
        _do_one(world, one.task, at)
    for turn, owner in enumerate(sorted(together, key=str)):
        _decide_together(world, world.staff.members[owner].officer, decisions[owner], moment(world.day, 16 if afternoon else 11, turn % 40, turn % 60))


def _do_one(world: World, key: uuid.UUID, at: datetime) -> None:
    with acting(NATION):
        task = Task.objects.select_related("dossier", "owner__office").get(pk=key)
    if task.done_at is not None:
        return
    chance, by = world.named(f"do/{key}"), task.owner
    with acting(by):
        first = task.step == procedure_of(task.dossier).steps[0].id
        if not first and _was_careless(world, task, chance):
            with world.trying("returned"):
                take_step.send_back(key, by=by, at=at, reason=RETURNED)
            return
        if not first and task.action != "approve" and task.asked_on is None and chance.random() < ASKS:
            with world.trying("asked for papers"):
                ask.ask(key, by=by, at=at, what=ASKED)
            return
        if _still_posted(world, task, at):
            return
        _settle(world, task, at)
        _end(world, task, at)


def post_new(world: World) -> None:
    """Let lists be posted in the evening of the day they came, so that their days are over when the step is due; who is missing posts none."""
    with acting(NATION):
        new = list(Task.objects.filter(done_at=None, action="list", posted_on=None).select_related("dossier", "owner__office").order_by("pk"))
    for turn, task in enumerate(new):
        member = world.staff.members.get(task.owner_id)
        there = member is not None and not member.gone and not (member.missing_until and world.day < member.missing_until)
        if there and step_of(task.dossier, task.step).posts:
            with acting(task.owner):
                _post(world, task, moment(world.day, 17, turn % 60))


def _post(world: World, task: Task, at: datetime) -> None:
    goes_on = task.province in world.staff.mandated
    if goes_on:
        _settle(world, task, at)
    with world.trying("list posted"):
        posted = take_step.post_list(task.pk, by=task.owner, at=at, posted_on=world.day, goes_on=goes_on)
        task.posted_on, task.posted_until = posted.posted_on, posted.posted_until


def _still_posted(world: World, task: Task, at: datetime) -> bool:
    """Post what was not posted yet; say whether the list is to stay up, and mean the step for the day after its days are over."""
    if step_of(task.dossier, task.step).posts and task.posted_on is None:
        _post(world, task, at)
    if task.posted_until is None or at >= task.posted_until:
        return False
    world.meant[task.pk] = vietnam_calendar().due_on(task.posted_until.astimezone(at.tzinfo).date(), 1)
    return True


def _was_careless(world: World, task: Task, chance: random.Random) -> bool:
    """Draw whether what the one before handed on is found wanting. A dossier that was returned once is put right."""
    before = list(task.dossier.tasks.filter(done_at__isnull=False).order_by("done_at").values_list("done_by_id", "outcome"))
    if not before or any(outcome == Task.Outcome.RETURNED for _by, outcome in before):
        return False
    member = world.staff.members.get(before[-1][0])
    return chance.random() < (RETURNS[member.mood] if member else 0)


def _settle(world: World, task: Task, at: datetime) -> None:
    """Take out whoever the law does not find eligible; somebody careless takes out one more, who has a claim and complains later."""
    waiting = Claim.objects.filter(dossier=task.dossier_id, state="in_review")
    if waiting.exclude(outcome="eligible", draw_held=True).exists():
        with world.trying("people taken out"):
            exclude.exclude_by_law(task.pk, by=task.owner, at=at)
            rest = list(waiting.exclude(outcome="eligible", draw_held=True).order_by("order").values_list("pk", flat=True))
            if rest:
                exclude.exclude(task.pk, rest, by=task.owner, at=at, reason=UNSETTLED)
    if _leaves_out_wrongly(world, task):
        one = waiting.filter(outcome="eligible").order_by("order").first()
        if one:
            with world.trying("people taken out wrongly"):
                exclude.exclude(task.pk, [one.pk], by=task.owner, at=at, reason=LEFT_OUT)
                world.complaints.append((world.later(12), one.receipt))


def _leaves_out_wrongly(world: World, task: Task) -> bool:
    member = world.staff.members.get(task.owner_id)
    careless = member is not None and member.mood is Mood.CARELESS and task.action == "appraise"
    return careless and task.dossier.claims > TOGETHER and world.named(f"wrongly/{task.pk}").random() < WRONGLY


def _end(world: World, task: Task, at: datetime) -> None:
    """Hand the dossier on or decide it; what is refused for today is tried on the next working day."""
    before = world.counted["decided"]
    if task.action == "approve":
        with world.trying("decided"):
            decision = decide.approve(task.pk, by=task.owner, at=at)
        if world.counted["decided"] > before:
            world.decided.append((world.later(1), decision.pk))
    else:
        with world.trying("handed on"):
            take_step.forward(task.pk, by=task.owner, at=at)
    world.meant[task.pk] = world.later(1)


def _decide_together(world: World, by: Officer, tasks: list[uuid.UUID], at: datetime) -> None:
    """Sign many by one act: seen first, held ten minutes, then carried out; what the act leaves out is done one by one."""
    for start in range(0, len(tasks), MOST_TASKS_AT_ONCE):
        some = tasks[start : start + MOST_TASKS_AT_ONCE]
        with acting(by):
            shown = preview(some, "approve", by=by, at=at)
        if shown.lines:
            held = None
            with world.trying("decided together"), acting(by):
                expected = bulk.Expected(len(shown.lines), shown.claims, shown.amount_vnd)
                held = bulk.hold([line.task.pk for line in shown.lines], "approve", by=by, at=at, expected=expected)
            if held is not None:
                bulk.carry_out(held.pk, at=at + bulk.WAIT)
                _note(world, [line.task.dossier_id for line in shown.lines])
        for line in shown.left_out:
            _do_one(world, line.task.pk, at + timedelta(minutes=1))


def _note(world: World, dossiers: list[uuid.UUID]) -> None:
    with acting(NATION):
        made = list(Decision.objects.filter(dossier__in=dossiers).order_by("pk").values_list("pk", flat=True))
    world.counted["decided"] += len(made)
    world.decided += [(world.later(1), key) for key in made]


def answer_requests(world: World) -> None:
    """Let listers hand in what was asked for, one to four days after it was."""
    with acting(NATION):
        open_ = list(Task.objects.filter(done_at=None, asked_on__isnull=False, answered_on=None).select_related("dossier__office").order_by("pk"))
    for turn, task in enumerate(open_):
        if (world.day - task.asked_on).days < 1 + world.named(f"answer/{task.pk}").randrange(4):  # type: ignore[operator] # asked, as selected
            continue
        at = moment(world.day, 10, turn % 60, turn * 7 % 60)
        with world.trying("papers handed in"):
            with acting(NATION):
                lister = who_answers(task.dossier.office, role=Role.LISTER, policy=task.dossier.policy, at=at)
            with acting(lister):
                ask.answer(task.pk, by=lister, at=at, words=ANSWERED)
