"""What a province's group does first stands first in its officers' queues, from the day the group changes; the ministry's day never moves the law's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ansinh.delivery.cases import escalate, jobs, pacing
from ansinh.delivery.cases.inbox import inbox
from ansinh.delivery.cases.jobs import keep_order
from ansinh.delivery.cases.measures import impose
from ansinh.delivery.cases.models import Task
from ansinh.delivery.cases.models_inbox import InboxFilter
from ansinh.delivery.cases.models_pace import Escalation, Pace
from ansinh.delivery.cases.pacing import to_reorder
from ansinh.delivery.cases.preview import preview
from ansinh.delivery.cases.register_plan import Told, register_plan
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.models import Office, Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.groups import groups_of
from delivery.casework import Town, officer, person, submitted, task_of, town

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg

    from ansinh.delivery.offices.models import Officer

DAY = date(2021, 8, 6)
ACT = "Công văn 123/UBND-VX ngày 5/8/2021"
FOOD, CASH, LOAN = "nq68-12", "nq68-10", "nq68-11"
PLAN = Told("plan", "2434/KH-UBND", date(2021, 7, 28), "UBND tỉnh Hải Dương", "Lưu Văn Bản, Phó Chủ tịch", "Thực hiện Nghị quyết 68/NQ-CP")


def analyst(here: Town) -> Officer:
    return officer("analyst.province", here.offices["province"], Role.ANALYST)


def tasks(here: Town, *policies: str) -> list[Task]:
    bank = Office.objects.get(kind=Office.Kind.POLICY_BANK, level="province", province=here.province)
    officer(f"bank.{here.province}", bank, Role.APPROVER)
    return [task_of(submitted(here, [person(number)], policy=policy)) for number, policy in enumerate(policies, 1)]


def tiers(*of: Task) -> list[int]:
    with acting(NATION):
        known = dict(Task.objects.filter(pk__in=[task.pk for task in of]).values_list("pk", "tier"))
    return [known[task.pk] for task in of]


def said(here: Town) -> list[Any]:
    """Give what the log says of the province's queue, in order."""
    with acting(NATION):
        return list(Event.objects.filter(subject_kind="queue", province=here.province).order_by("at", "id").values_list("after", flat=True))


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Run the job that keeps the order at a minute past midnight of a day of August."""

    def run(day: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: datetime(2021, 8, day - 1, 17, 1, tzinfo=UTC))
        keep_order.func(timestamp=0)

    return run


@pytest.mark.django_db
def test_a_measure_that_holds_today_reorders_the_open_tasks_of_its_province_at_once_and_the_log_says_how_many() -> None:
    here, far = town(), town("26734", "760", "79")
    by, (food, cash), (other,) = analyst(here), tasks(here, FOOD, CASH), tasks(far, CASH)
    assert (tiers(food, cash), groups_of()["30"]) == ([0, 0], "b"), "in group B both come first"
    with acting(by):
        impose("30", "16", begins=DAY, document=ACT, by=by, at=here.later())
    assert tiers(food, cash, other) == [0, 1, other.tier], "the other province keeps its own"
    assert [event["tasks"] for event in said(here)] == [1]
    assert task_of(submitted(here, [person(9)], policy=CASH)).tier == 1, "one that opens afterwards stands in the same order"
    with acting(by):
        impose("30", "16", begins=DAY, document="Công văn 124 nhắc lại", by=by, at=here.later())
    assert len(said(here)) == 1, "what changes nothing is not told"


@pytest.mark.django_db
def test_a_measure_entered_for_a_later_day_reorders_in_the_night_it_begins_and_not_before(night: Callable[[int], None]) -> None:
    here = town()
    by, (food, cash) = analyst(here), tasks(here, FOOD, CASH)
    with acting(by):
        impose("30", "16", begins=date(2021, 8, 12), document=ACT, by=by, at=here.later())
    for day, expected in ((11, [0, 0]), (12, [0, 1]), (12, [0, 1])):
        night(day)
        assert tiers(food, cash) == expected, day
    assert said(here) == [{"group": "c", "plan_on": None, "tasks": 1}], "once, however often the job runs"


@pytest.mark.django_db
def test_a_night_that_was_missed_is_made_good(night: Callable[[int], None]) -> None:
    here = town()
    by, (_food, cash) = analyst(here), tasks(here, FOOD, CASH)
    night(7)
    with acting(by):
        impose("30", "16", begins=date(2021, 8, 12), document=ACT, by=by, at=here.later())
    night(16)
    assert tiers(cash) == [1]
    with acting(NATION):
        Pace.objects.update(set_at=datetime(2021, 8, 15, 15, 0, tzinfo=UTC))
        assert to_reorder(on=date(2021, 8, 16), programme="nq68") == ["30"], "until it is looked at once more"
    night(16)
    with acting(NATION):
        assert to_reorder(on=date(2021, 8, 16), programme="nq68") == [], "after an hour without another task it is left in peace"


@pytest.mark.django_db
def test_many_tasks_are_put_in_order_in_parts_and_none_is_left_though_the_job_dies_in_between(
    night: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = town()
    by, of = analyst(here), tasks(here, *[CASH] * 5)
    monkeypatch.setattr(pacing, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(jobs, "MOST_REORDERED", 2)
    with acting(by):
        impose("30", "16", begins=DAY, document=ACT, by=by, at=here.later())
    assert sorted(tiers(*of)) == [0, 0, 0, 1, 1], "whoever enters a measure waits for one part"
    with acting(NATION):
        assert "30" in to_reorder(on=DAY, programme="nq68"), "what is left is not forgotten, whatever time passes"
    night(7)
    assert tiers(*of) == [1] * 5
    assert [event["tasks"] for event in said(here)] == [2, 2, 1]


def test_a_task_that_somebody_holds_is_not_waited_for_and_follows_within_the_hour(
    own_db: str, owner_connection: psycopg.Connection[object], night: Callable[[int], None]
) -> None:
    here = town()
    by, (one, two) = analyst(here), tasks(here, CASH, CASH)
    with owner_connection.transaction():
        owner_connection.execute("SELECT set_config('ansinh.level', 'national', true)")
        owner_connection.execute("SELECT id FROM cases_task WHERE id = %s FOR UPDATE", [one.pk])
        with acting(by):
            impose("30", "16", begins=DAY, document=ACT, by=by, at=here.later())
        assert tiers(one, two) == [0, 1]
    with acting(NATION):
        Pace.objects.update(set_at=datetime(2021, 8, 5, 16, 30, tzinfo=UTC))
    night(6)
    assert tiers(one, two) == [1, 1]


@pytest.mark.django_db
def test_what_is_due_comes_by_its_day_the_rest_by_the_group_and_what_waits_last() -> None:
    here = town()
    of = dict(zip(("late", "today", "food", "cash", "loan", "asked"), tasks(here, LOAN, CASH, FOOD, CASH, LOAN, FOOD), strict=True))
    days = {"late": -2, "today": 0, "food": 9, "cash": 2, "loan": 1}
    with acting(NATION):
        for name, ahead in days.items():
            Task.objects.filter(pk=of[name].pk).update(due_on=DAY + timedelta(ahead), received_on=DAY - timedelta(9), owner=here.lister)
        Task.objects.filter(pk=of["asked"].pk).update(due_on=None, asked_on=DAY, asked="Thiếu giấy xác nhận", owner=here.lister)
    by = analyst(here)
    with acting(by):
        impose("30", "16", begins=DAY, document=ACT, by=by, at=here.later())

    def shown() -> list[str]:
        with acting(here.lister):
            found = inbox(InboxFilter(officer=here.lister), seen_by=here.lister, on=DAY).rows
        names = {task.pk: name for name, task in of.items()}
        return [names[task.pk] for task in found]

    assert shown() == ["late", "today", "food", "cash", "loan", "asked"], "food before what is due sooner, nothing before what is due now"
    with acting(by):
        impose("30", "lifted", begins=DAY, document="Đính chính công văn 123", by=by, at=here.later())
    assert shown() == ["late", "today", "cash", "food", "loan", "asked"], "in group A cash and food are one tier, by their days"


@pytest.mark.django_db
def test_in_group_a_the_ministry_asks_for_ten_working_days_of_the_plan_and_the_laws_day_stays(night: Callable[[int], None]) -> None:
    here = town()
    by, (cash, loan) = analyst(here), tasks(here, CASH, LOAN)
    asked = vietnam_calendar().due_on(PLAN.issued_on, 10)
    assert asked == date(2021, 8, 11)
    law = asked + timedelta(days=5)
    with acting(NATION):
        Task.objects.filter(pk__in=[cash.pk, loan.pk]).update(due_on=law)
    with acting(by):
        impose("30", "lifted", begins=DAY, document=ACT, by=by, at=here.later())
        register_plan("30", PLAN, b"%PDF-1.7 a plan", "ke-hoach.pdf", by=by, at=here.later())

    def of(task: Task) -> tuple[object, ...]:
        with acting(NATION):
            row = Task.objects.get(pk=task.pk)
        return row.aim_on, row.due_on, row.queue_on, row.earlier_aim

    night(9)
    assert of(cash) == (asked, law, asked, asked)
    assert of(loan) == (None, law, law, None), "loans have no such day"
    with acting(NATION):
        Task.objects.filter(pk=cash.pk).update(due_on=asked - timedelta(1))
    assert of(cash) == (asked, asked - timedelta(1), asked - timedelta(1), None), "the law's day counts where it is earlier"
    with acting(by):
        impose("30", "15", begins=date(2021, 8, 10), document=ACT, by=by, at=here.later())
    night(10)
    assert of(cash)[0] is None, "with the group goes its day"


@pytest.mark.django_db
def test_a_task_that_came_after_the_ministrys_day_has_none() -> None:
    here = town()
    by = analyst(here)
    with acting(by):
        impose("30", "lifted", begins=DAY, document=ACT, by=by, at=here.later())
        register_plan("30", PLAN, b"%PDF-1.7 a plan", "ke-hoach.pdf", by=by, at=here.later())
    before = task_of(submitted(here, [person(1)], policy=CASH))
    here.later(days=10)
    after = task_of(submitted(here, [person(2)], policy=CASH))
    assert (before.aim_on, after.aim_on) == (date(2021, 8, 11), None)
    with acting(NATION), pytest.raises(IntegrityError, match="task_aim_after_arrival"), transaction.atomic():
        Task.objects.filter(pk=after.pk).update(aim_on=date(2021, 8, 11))


@pytest.mark.django_db
def test_of_the_ministrys_day_the_owner_is_reminded_once_and_nobody_above_is_told_before_the_laws_day_passes() -> None:
    here = town()
    (cash,) = tasks(here, CASH)
    with acting(NATION):
        Task.objects.filter(pk=cash.pk).update(due_on=date(2021, 8, 20), aim_on=date(2021, 8, 11))

    def told(day: int) -> dict[str, int]:
        with acting(NATION):
            escalate.escalate("30", at=datetime(2021, 8, day, 1, tzinfo=UTC))
            rows = Escalation.objects.filter(task=cash)
            return {rung: sum(row.rung == rung for row in rows) for rung in rows.values_list("rung", flat=True)}

    assert told(9) == {}
    assert told(10) == {"aim": 1}
    assert told(18) == {"aim": 1}, "a week past the ministry's day"
    assert told(19) == {"aim": 1, "reminder": 1}
    assert set(told(23)) == {"aim", "reminder", "chief"}


@pytest.mark.django_db
def test_the_preview_of_an_act_on_many_stands_in_the_order_of_the_inbox() -> None:
    here = town()
    made = tasks(here, LOAN, CASH, FOOD)
    mine = [task.pk for task in made]
    on = here.at.date()
    with acting(NATION):
        Task.objects.filter(pk__in=mine).update(owner=here.lister)
        for task, (tier, days) in zip(made, ((2, -1), (1, 3), (0, 9)), strict=True):
            Task.objects.filter(pk=task.pk).update(tier=tier, received_on=on - timedelta(9), due_on=on + timedelta(days))
    with acting(here.lister):
        found = preview(mine, "return", by=here.lister, at=here.at)
        ordered = [task.pk for task in inbox(InboxFilter(officer=here.lister), seen_by=here.lister, on=on).rows if task.pk in mine]
    shown = [one.task.pk for one in (*found.lines, *found.left_out)]
    assert shown == ordered == [made[0].pk, made[2].pk, made[1].pk], "what is late first, then by tier although it is due later"
