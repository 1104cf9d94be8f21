"""Working days against a slow second count and against the fact sheet of holidays of 2021 and 2022."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.policy.calendar import vietnam_calendar

DAYS = st.dates(date(2020, 1, 10), date(2034, 1, 1))
LIMITS = st.integers(1, 60)


def slow_due(received_on: date, working_days: int) -> date:
    """Walk day by day, counting every working day after the arrival."""
    calendar, counted, day = vietnam_calendar(), 0, received_on
    while counted < working_days:
        day = date.fromordinal(day.toordinal() + 1)
        if calendar.is_working_day(day):
            counted += 1
    return day


@given(DAYS, LIMITS)
def test_a_step_is_due_on_its_last_working_day_and_the_day_of_arrival_never_counts(received_on: date, limit: int) -> None:
    due = vietnam_calendar().due_on(received_on, limit)
    assert due == slow_due(received_on, limit)
    assert due > received_on
    assert vietnam_calendar().is_working_day(due)


@given(DAYS, LIMITS)
def test_the_days_between_arrival_and_due_day_are_the_limit(received_on: date, limit: int) -> None:
    calendar = vietnam_calendar()
    assert calendar.working_days_between(received_on, calendar.due_on(received_on, limit)) == limit


@given(DAYS, st.integers(0, 800))
def test_the_count_between_two_days_is_that_of_a_walk(start: date, ahead: int) -> None:
    calendar, end = vietnam_calendar(), start + timedelta(ahead)
    walked = sum(calendar.is_working_day(start + timedelta(step)) for step in range(1, ahead + 1))
    assert calendar.working_days_between(start, end) == walked
    assert calendar.working_days_between(end, start) == -walked


@given(DAYS, LIMITS)
def test_a_longer_limit_and_a_later_arrival_are_never_due_earlier(received_on: date, limit: int) -> None:
    calendar = vietnam_calendar()
    assert calendar.due_on(received_on, limit + 1) > calendar.due_on(received_on, limit)
    assert calendar.due_on(received_on + timedelta(1), limit) >= calendar.due_on(received_on, limit)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_nobody_works_on_saturday_and_sunday(day: date) -> None:
    assert not (day.weekday() > 4 and vietnam_calendar().is_working_day(day))


OFF = [
    *(date(2021, month, day) for month, day in ((1, 1), (2, 10), (2, 16), (4, 21), (4, 30), (5, 3), (9, 2), (9, 3))),
    *(date(2022, month, day) for month, day in ((1, 3), (1, 31), (2, 1), (2, 2), (2, 3), (2, 4), (4, 11), (5, 2), (5, 3), (9, 1), (9, 2))),
]
WORKED = [date(2021, 5, 4), date(2021, 9, 1), date(2021, 9, 6), date(2021, 12, 24), date(2021, 12, 31), date(2022, 1, 28), date(2022, 2, 7), date(2022, 5, 4)]


@pytest.mark.parametrize("day", OFF)
def test_the_holidays_of_the_fact_sheet_are_days_off(day: date) -> None:
    assert not vietnam_calendar().is_working_day(day)


@pytest.mark.parametrize("day", WORKED)
def test_the_days_beside_them_are_worked(day: date) -> None:
    assert vietnam_calendar().is_working_day(day)


def test_no_other_weekday_of_the_time_of_the_relief_is_off() -> None:
    first = date(2021, 5, 1)
    off = [day for ahead in range(500) if (day := first + timedelta(ahead)).weekday() < 5 and not vietnam_calendar().is_working_day(day)]
    assert off == [day for day in OFF if day >= first]


def test_three_working_days_from_the_eve_of_the_national_day() -> None:
    assert vietnam_calendar().due_on(date(2021, 9, 1), 3) == date(2021, 9, 8)


@pytest.mark.parametrize("limit", [0, -1, 10**6])
def test_a_limit_that_is_none_is_refused(limit: int) -> None:
    with pytest.raises(ValueError, match="working days"):
        vietnam_calendar().due_on(date(2021, 8, 2), limit)
