"""Programs are told by which group a task is ordered and the ministry's day beside the law's, and that the clock stands where it does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ansinh.delivery.cases.ask import ask
from ansinh.delivery.cases.models import Task
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import forwarded, person, submitted, task_of, town
from doors.api.calling import Program

pytestmark = pytest.mark.django_db


def test_the_open_task_of_a_dossier_tells_its_place_in_the_order_and_the_ministrys_day() -> None:
    here = town()
    dossier = submitted(here, [person(1)])
    task = task_of(dossier)
    aim = task.received_on + timedelta(1)
    with acting(NATION):
        Task.objects.filter(pk=task.pk).update(tier=2, aim_on=aim)
    program = Program(here.lister)
    for told in (program.get(f"/dossiers/{dossier.pk}").json()["task"], program.get("/dossiers").json()["dossiers"][0]["task"]):
        assert (told["tier"], told["aim_on"], told["due_on"]) == (2, f"{aim:%Y-%m-%d}", f"{task.due_on:%Y-%m-%d}")
    forwarded(here, dossier)
    assert program.get(f"/dossiers/{dossier.pk}").json()["task"]["aim_on"] is None, "no plan, no day"


def test_a_dossier_whose_clock_stands_is_listed_without_a_day() -> None:
    here = town()
    dossier = submitted(here, [person(1)])
    forwarded(here, dossier)
    with acting(here.appraiser):
        ask(task_of(dossier).pk, what="Thiếu căn cước của bà Hoa, nộp tại UBND xã", by=here.appraiser, at=here.later())
    answer = Program(here.appraiser).get("/dossiers")
    assert answer.status_code == 200
    assert answer.json()["dossiers"][0]["task"]["due_on"] is None
