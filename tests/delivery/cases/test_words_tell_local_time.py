"""Refusals that name a moment name it as the clock on the officer's wall showed it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ansinh.delivery.cases import receive, take_step
from ansinh.delivery.offices.refusals import AlreadyDone
from ansinh.delivery.offices.scope import acting
from delivery.casework import person, posted_long_enough, submitted, task_of, town

pytestmark = pytest.mark.django_db
NIGHT = datetime(2021, 8, 9, 18, 30, tzinfo=UTC)
"""Half past one in the morning of 10 August, at home."""


def test_a_file_already_in_work_is_said_with_the_local_hour_and_day_it_came() -> None:
    here = town()
    with acting(here.lister):
        receive.receive(b"x", "a.xlsx", policy="nq68-12", by=here.lister, at=NIGHT)
        with pytest.raises(AlreadyDone) as refusal:
            receive.receive(b"x", "a.xlsx", policy="nq68-12", by=here.lister, at=NIGHT)
    assert "01:30 10/08/2021" in refusal.value.message["vi"]
    assert "10/08/2021 01:30" in refusal.value.message["en"]


def test_a_step_already_ended_is_said_with_the_local_hour_and_day_it_ended() -> None:
    here = town()
    here.at = NIGHT
    task = task_of(submitted(here, [person(1)]))
    with acting(here.lister):
        take_step.post_list(task.pk, by=here.lister, at=here.later(), posted_on=date(2021, 8, 10))
        posted_long_enough(task, at=here.at)
        take_step.forward(task.pk, by=here.lister, at=here.later())
        ended = here.at
        with pytest.raises(AlreadyDone) as refusal:
            take_step.forward(task.pk, by=here.lister, at=here.later())
    assert f"01:{ended.minute:02d} 10/08/2021" in refusal.value.message["vi"]
    assert f"10/08/2021 01:{ended.minute:02d}" in refusal.value.message["en"]
