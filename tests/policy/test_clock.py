"""The clock of a step against a slow second one that walks from day to day, and against stories told by hand."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from ansinh.policy.calendar import WorkingCalendar, calendar_of, vietnam_calendar
from ansinh.policy.clock import Pause, Rung, StepClock, Turn

SEQUENCES = 100_000
ONE_DAY = timedelta(1)
TET = date(2022, 1, 31)


class SlowClock:
    """Walks day by day: each evening it asks where the papers were and whether the day counts."""

    def __init__(self, told: StepClock, calendar: WorkingCalendar) -> None:
        """Keep what was told."""
        self.told, self.calendar = told, calendar

    def evening(self, day: date) -> tuple[bool, bool, bool]:
        """Whether papers were there, whether the step was done, whether the day counts."""
        arrived = [self.told.received_on, *(pause.answered_on for pause in self.told.pauses if pause.answered_on)]
        asked = [pause.asked_on for pause in self.told.pauses]
        here = day >= self.told.received_on
        for pause in self.told.pauses:
            if pause.asked_on <= day and (pause.answered_on is None or pause.answered_on > day):
                here = False
        done = self.told.done_on is not None and self.told.done_on <= day
        counts = here and day not in arrived and day not in asked and self.calendar.is_working_day(day) and (not done or day == self.told.done_on)
        return here, done, counts

    def walk(self, until: date) -> tuple[Turn, int]:
        """Whose turn it is on that evening, and how many days were used."""
        used, day = 0, self.told.received_on
        while day <= until:
            used += self.evening(day)[2]
            day += ONE_DAY
        here, done, _counts = self.evening(until)
        turn = Turn.NOBODY if until < self.told.received_on or done else Turn.OFFICE if here else Turn.APPLICANT
        return turn, used

    def due_on(self) -> date | None:
        """The evening on which the last allowed day is used, as if the step were never done."""
        open_ = SlowClock(StepClock(self.told.received_on, self.told.working_days, self.told.pauses), self.calendar)
        used, day, last = 0, self.told.received_on, self.told.received_on + timedelta(400)
        while day <= last:
            used += open_.evening(day)[2]
            if used == self.told.working_days:
                return day
            day += ONE_DAY
        return None

    def rung(self, on: date) -> Rung:
        """How far up, by counting the working days after the due day one by one."""
        due = self.due_on()
        if due is None or (self.told.done_on and self.told.done_on <= on):
            return Rung.NONE
        late = sum(self.calendar.is_working_day(due + timedelta(ahead)) for ahead in range(1, (on - due).days + 1))
        if late >= 5:
            return Rung.MINISTRY
        if late >= 3:
            return Rung.PROVINCE
        if late >= 1:
            return Rung.CHIEF
        ahead = sum(self.calendar.is_working_day(on + timedelta(further)) for further in range(1, (due - on).days + 1))
        return Rung.REMINDER if on <= due and ahead <= 1 and on > self.told.received_on else Rung.NONE


def drawn(dice: random.Random) -> StepClock:
    """A step with up to three pauses, around Tet and the spring holidays often."""
    day = received = dice.choice((date(2021, 7, 7), date(2021, 8, 27), date(2022, 1, 10), date(2022, 4, 1))) + timedelta(dice.randrange(30))
    pauses: list[Pause] = []
    for _number in range(dice.choice((0, 0, 0, 1, 1, 2, 3))):
        asked = day + timedelta(dice.randrange(6))
        answered = None if dice.random() < 0.15 else asked + timedelta(dice.randrange(9))
        pauses.append(Pause(asked, answered))
        if answered is None:
            return StepClock(received, dice.randrange(1, 8), tuple(pauses))
        day = answered
    done = day + timedelta(dice.randrange(15)) if dice.random() < 0.5 else None
    return StepClock(received, dice.randrange(1, 8), tuple(pauses), done)


def test_the_quick_clock_tells_what_the_slow_one_walks_in_a_hundred_thousand_sequences() -> None:
    dice, calendar = random.Random(11), vietnam_calendar()  # noqa: S311 - chance for a test
    for number in range(SEQUENCES):
        clock = drawn(dice)
        slow, on = SlowClock(clock, calendar), clock.received_on + timedelta(dice.randrange(-1, 25))
        assert (clock.turn(on), clock.used(on, calendar)) == slow.walk(on), (clock, on)
        if not number % 4:
            assert (clock.due_on(calendar), clock.rung(on, calendar)) == (slow.due_on(), slow.rung(on)), (clock, on)


def test_papers_that_come_on_friday_start_the_clock_on_monday() -> None:
    clock = StepClock(date(2021, 8, 6), 2)
    assert clock.due_on(vietnam_calendar()) == date(2021, 8, 10)
    assert [clock.used(date(2021, 8, day), vietnam_calendar()) for day in (6, 7, 8, 9, 10, 11)] == [0, 0, 0, 1, 2, 3]


def test_tet_stands_still_and_a_holiday_decreed_later_moves_the_due_day() -> None:
    clock = StepClock(date(2022, 1, 28), 2)
    assert clock.due_on(vietnam_calendar()) == date(2022, 2, 8)
    decreed = calendar_of({*vietnam_calendar().holidays, date(2022, 2, 7)})
    assert clock.due_on(decreed) == date(2022, 2, 9)


def test_what_is_asked_for_stops_the_clock_and_its_arrival_starts_it_the_working_day_after() -> None:
    calendar = vietnam_calendar()
    asked = StepClock(date(2021, 8, 2), 2, (Pause(date(2021, 8, 4)),))
    assert (asked.turn(date(2021, 8, 20)), asked.used(date(2021, 8, 20), calendar), asked.due_on(calendar)) == (Turn.APPLICANT, 1, None)
    came = StepClock(date(2021, 8, 2), 2, (Pause(date(2021, 8, 4), date(2021, 8, 11)),))
    assert (came.turn(date(2021, 8, 11)), came.used(date(2021, 8, 11), calendar), came.due_on(calendar)) == (Turn.OFFICE, 1, date(2021, 8, 12))


def test_asking_for_papers_hides_nothing_of_a_step_that_is_late_already() -> None:
    calendar = vietnam_calendar()
    clock = StepClock(date(2021, 8, 2), 2, (Pause(date(2021, 8, 6)),))
    assert clock.due_on(calendar) == date(2021, 8, 4)
    assert clock.rung(date(2021, 8, 12), calendar) is Rung.MINISTRY


def test_the_ladder_climbs_by_working_days_and_ends_when_the_step_is_done() -> None:
    calendar, due = vietnam_calendar(), date(2021, 8, 6)
    clock = StepClock(date(2021, 8, 4), 2)
    assert clock.due_on(calendar) == due
    days = {4: Rung.NONE, 5: Rung.REMINDER, 6: Rung.REMINDER, 7: Rung.NONE, 8: Rung.NONE, 9: Rung.CHIEF, 10: Rung.CHIEF, 11: Rung.PROVINCE, 13: Rung.MINISTRY}
    assert {day: clock.rung(date(2021, 8, day), calendar) for day in days} == days
    assert StepClock(date(2021, 8, 4), 2, done_on=date(2021, 8, 11)).rung(date(2021, 8, 11), calendar) is Rung.NONE


@pytest.mark.parametrize(
    "made",
    [
        lambda: StepClock(TET, 0),
        lambda: StepClock(TET, 2, (Pause(TET - ONE_DAY),)),
        lambda: StepClock(TET, 2, (Pause(TET), Pause(TET + ONE_DAY))),
        lambda: StepClock(TET, 2, (Pause(TET, TET - ONE_DAY),)),
        lambda: StepClock(TET, 2, (Pause(TET),), done_on=TET + ONE_DAY),
        lambda: StepClock(TET, 2, done_on=TET - ONE_DAY),
    ],
)
def test_a_clock_that_cannot_be_is_refused(made: object) -> None:
    with pytest.raises(ValueError, match=r"at least one working day|the pause of|cannot be done"):
        made()  # type: ignore[operator]
