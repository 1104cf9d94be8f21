"""What is missing is asked for once and stops the clock; what is late is told to ever higher people, each once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from ansinh.delivery.cases import ask, escalate, take_step
from ansinh.delivery.cases.models import Dossier, Task
from ansinh.delivery.cases.models_pace import Escalation
from ansinh.delivery.cases.procedure import clock_of
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.models import Officer, Role
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.clock import Rung
from delivery.casework import Town, officer, person, posted_long_enough, submitted, task_of, town

WHAT = "Thiếu căn cước của bà Nguyễn Thị Hoa 1; nộp tại UBND xã"

pytestmark = pytest.mark.django_db


def noon(day: int, month: int = 8) -> datetime:
    """Noon of a day of 2021 in Việt Nam."""
    return datetime(2021, month, day, 5, 0, tzinfo=UTC)


@pytest.fixture
def here() -> Town:
    """A town whose offices have chiefs."""
    made = town()
    made.officers["head"] = officer("head.291", made.offices["district"], Role.CHIEF)
    made.officers["lead"] = officer("lead.30", made.offices["province"], Role.CHIEF)
    return made


@pytest.fixture
def dossier(here: Town) -> Dossier:
    """A dossier that came to the district on Friday 6 August; its step is due on Tuesday 10 August."""
    made = submitted(here, [person(1), person(2)])
    with acting(here.lister):
        take_step.post_list(task_of(made).pk, by=here.lister, at=here.later(), posted_on=date(2021, 8, 6))
        posted_long_enough(task_of(made), at=here.at)
        take_step.forward(task_of(made).pk, by=here.lister, at=here.later())
    return made


def asked(here: Town, dossier: Dossier, at: datetime) -> Task:
    with acting(here.appraiser):
        return ask.ask(task_of(dossier).pk, by=here.appraiser, at=at, what=WHAT)


def answered(dossier: Dossier, by: Officer, at: datetime) -> Task:
    with acting(by):
        return ask.answer(task_of(dossier).pk, by=by, at=at, words="Đã nộp bản chụp căn cước tại bộ phận một cửa")


def test_asking_stops_the_clock_and_the_answer_starts_it_on_the_next_working_day(here: Town, dossier: Dossier) -> None:
    assert task_of(dossier).due_on == date(2021, 8, 10)
    task = asked(here, dossier, noon(9))
    assert (task.due_on, task.waiting) == (None, True)
    task = answered(dossier, here.lister, noon(20))
    assert (task.due_on, task.waiting) == (date(2021, 8, 24), False)
    assert clock_of(task).used(date(2021, 8, 23), vietnam_calendar()) == 1
    with acting(NATION):
        told = [event.after for event in Event.objects.filter(subject=dossier.pk, verb__in=["cases.ask", "cases.answer"]).order_by("at")]
    assert told[0]["asked"] == WHAT
    assert told[1]["due_on"] == "2021-08-24"


def test_each_step_asks_once_and_says_what(here: Town, dossier: Dossier) -> None:
    with pytest.raises(Refused) as refusal, acting(here.appraiser):
        ask.ask(task_of(dossier).pk, by=here.appraiser, at=noon(9), what="thiếu")
    assert refusal.value.code == "words_missing"
    asked(here, dossier, noon(9))
    answered(dossier, here.lister, noon(10))
    with pytest.raises(Refused) as refusal:
        asked(here, dossier, noon(11))
    assert refusal.value.code == "asked_once"


def test_asking_for_papers_after_the_due_day_hides_no_delay(here: Town, dossier: Dossier) -> None:
    task = asked(here, dossier, noon(12))
    assert task.due_on == date(2021, 8, 10)
    assert clock_of(task).rung(date(2021, 8, 13), vietnam_calendar()) is Rung.PROVINCE


def test_who_holds_the_dossier_asks_and_the_submitting_office_answers_nobody_else(here: Town, dossier: Dossier) -> None:
    with pytest.raises(NotYours), acting(here.chair):
        ask.ask(task_of(dossier).pk, by=here.chair, at=noon(9), what=WHAT)
    with pytest.raises(AlreadyDone):
        answered(dossier, here.lister, noon(9))
    asked(here, dossier, noon(9))
    for other in (here.appraiser, here.chair):
        with pytest.raises(NotYours):
            answered(dossier, other, noon(10))


def test_the_submitter_asks_nothing_of_herself(here: Town) -> None:
    made = submitted(here, [person(7)])
    with pytest.raises(Refused) as refusal, acting(here.lister):
        ask.ask(task_of(made).pk, by=here.lister, at=noon(6), what=WHAT)
    assert refusal.value.code == "asks_herself"


def test_a_step_that_goes_on_without_the_answer_waits_for_it_no_longer(here: Town, dossier: Dossier) -> None:
    waiting = asked(here, dossier, noon(9))
    with acting(here.appraiser):
        take_step.forward(waiting.pk, by=here.appraiser, at=noon(11))
    with acting(NATION):
        task = Task.objects.get(pk=waiting.pk)
    assert (task.waiting, task.answered_on, task.answer) == (False, date(2021, 8, 11), "")
    assert task.due_on is not None


def test_the_database_refuses_a_clock_that_stands_for_no_reason(dossier: Dossier) -> None:
    for change in ("due_on = NULL", "asked = 'x'", "asked_on = received_on", "answered_on = received_on"):
        with acting(NATION), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE cases_task SET " + change + " WHERE done_at IS NULL")  # noqa: S608 - the words above


def climbed(at: datetime) -> dict[str, str]:
    """Run a morning's ladder; give whom each rung of the open step was told."""
    with acting(NATION):
        for province in escalate.provinces_with_open_steps():
            escalate.escalate(province, at=at)
        return {row.rung: row.told.username if row.told else "" for row in Escalation.objects.select_related("told").filter(task__done_at=None)}


def test_the_provinces_with_open_steps_are_told_by_one_look_into_the_index_each(here: Town, dossier: Dossier) -> None:
    there = town("26734", "760", "79")
    for number in (1, 2):
        submitted(there, [person(number)])
    with acting(NATION):
        assert escalate.provinces_with_open_steps() == ["30", "79"]
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute(f"EXPLAIN (ANALYZE) {escalate.OPEN_IN}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert ("Seq Scan" in plan, "Sort" in plan, plan.count("using task_open_by_province")) == (False, False, 2), plan
        assert "Index Cond: ((province)::text > " in plan, plan
    with acting(here.lister):
        assert escalate.provinces_with_open_steps() == ["30"], "whoever sees one province alone is told of that one"


def test_the_ladder_is_climbed_by_working_days_each_rung_once_and_ends_when_the_step_is_done(here: Town, dossier: Dossier) -> None:
    assert climbed(noon(6)) == {}
    assert climbed(noon(9)) == {"reminder": "appraiser.291"}
    assert climbed(noon(10)) == {"reminder": "appraiser.291"}
    late = {"reminder": "appraiser.291", "chief": "head.291"}
    assert climbed(noon(11)) == late
    assert climbed(noon(11) + timedelta(hours=3)) == late
    assert climbed(noon(13)) == {**late, "province": "lead.30"}
    assert climbed(noon(17)) == {**late, "province": "lead.30", "ministry": ""}
    assert climbed(noon(17)) == {**late, "province": "lead.30", "ministry": ""}
    with acting(NATION):
        assert Event.objects.filter(subject=dossier.pk, verb="cases.escalate").count() == 4
    with acting(here.appraiser):
        take_step.forward(task_of(dossier).pk, by=here.appraiser, at=noon(17))
    assert climbed(noon(18)) == {"reminder": "chair.30"}


@pytest.mark.parametrize("ahead", range(40))
def test_the_rungs_of_one_statement_are_those_of_the_clock(ahead: int) -> None:
    on, calendar = date(2021, 8, 20) + timedelta(ahead), vietnam_calendar()
    by_day = escalate.thresholds(on)
    for back in range(-12, 25):
        task = Task(received_on=on - timedelta(back + 9), working_days=2)
        clock = clock_of(task)
        due = clock.due_on(calendar)
        assert due is not None
        reached = [rung for rung, day in by_day.items() if due <= day and task.received_on < on]
        told = clock.rung(on, calendar)
        # on a day off after the due day nothing new is told; the reminder was, the day before
        assert (reached or ["none"])[-1] == ("reminder" if told is Rung.NONE and due < on else told)


def test_who_is_waited_for_is_no_delay_of_the_office(here: Town, dossier: Dossier) -> None:
    asked(here, dossier, noon(9))
    assert climbed(noon(20)) == {}
