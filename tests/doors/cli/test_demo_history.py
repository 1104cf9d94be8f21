"""The demonstration's history: exact to the đồng, made by the true verbs, and taken up again wherever it was cut off."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.doors.cli import demo_plan
from ansinh.doors.cli.demo_plan import AMOUNTS, FREE, LEAVE, PRAISED_VND, PlannedList

if TYPE_CHECKING:
    from ansinh.delivery.cases.models import Dossier

FEW = {"30": PlannedList("30", 1, FREE, 2, {"free": 7}), "27": PlannedList("27", 2, LEAVE, 0, {"full": 3, "child": 2, "two": 1, "half": 1})}
WORTH = {"30": 7 * 1_500_000, "27": 3 * 3_710_000 + 2 * 4_710_000 + 5_710_000 + 1_855_000}


@given(st.integers(600_000, 40_000_000))
def test_every_sum_of_five_thousands_is_split_into_people_exactly(units: int) -> None:
    found = demo_plan.exact(units * demo_plan.UNIT_VND)
    assert sum(AMOUNTS[kind] * count for kind, count in found.items()) == units * demo_plan.UNIT_VND
    assert min(found.values()) >= 0


@pytest.mark.parametrize("vnd", [1_855_001, 740_000, 10_000])
def test_a_sum_that_no_people_make_is_refused(vnd: int) -> None:
    with pytest.raises(ValueError, match="cannot be made"):
        demo_plan.exact(vnd)


def test_the_plan_holds_the_five_provinces_sums_to_the_dong_and_every_province() -> None:
    plan = demo_plan.planned()
    for province, vnd in PRAISED_VND.items():
        assert sum(AMOUNTS[kind] * count for of in plan if of.province == province for kind, count in of.kinds.items()) == vnd
    assert len({of.province for of in plan}) == 63
    assert len({of.name for of in plan}) == len(plan)


def test_nobody_stands_on_two_lists() -> None:
    numbers = [row["Số CCCD"] for of in demo_plan.planned() for row in csv.DictReader(io.StringIO(demo_plan.content(of).decode("utf-8-sig")))]
    assert len(set(numbers)) == len(numbers) > 90_000


def carried(of: PlannedList) -> Dossier:
    """Take a list as far as it is planned."""
    from ansinh.delivery.offices.scope import NATION, acting
    from ansinh.doors.cli.demo_accounts import open_funds
    from ansinh.doors.cli.demo_history import carry_out

    with acting(NATION):
        open_funds()
    dossier = carry_out(of)
    with acting(NATION):
        dossier.refresh_from_db()
    return dossier


def paid(province: str) -> tuple[int, int]:
    """Give how many people of a province were paid, and how much."""
    from django.db.models import Count, Sum

    from ansinh.delivery.offices.scope import NATION, acting
    from ansinh.delivery.payments.models import Instruction

    with acting(NATION):
        found = Instruction.objects.filter(province=province, state="paid").aggregate(people=Count("pk"), vnd=Sum("amount_vnd"))
    return found["people"], found["vnd"] or 0


@pytest.mark.parametrize("province", FEW)
def test_a_list_is_paid_to_the_dong_and_a_second_run_changes_nothing(own_db: str, province: str) -> None:
    first = carried(FEW[province])
    assert paid(province) == (sum(FEW[province].kinds.values()), WORTH[province])
    assert carried(FEW[province]).pk == first.pk
    assert paid(province)[1] == WORTH[province]


@pytest.mark.parametrize("verb", ["submit.submit", "take_step.forward", "decide.approve", "instruct.instruct", "files.make_files", "settle.settle"])
def test_a_list_cut_off_before_any_verb_is_taken_up_again(own_db: str, verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from ansinh.doors.cli import demo_history

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    module, name = verb.split(".")
    with monkeypatch.context() as planted:
        planted.setattr(getattr(demo_history, module), name, killed)
        with pytest.raises(KeyboardInterrupt):
            carried(FEW["30"])
    carried(FEW["30"])
    assert paid("30") == (7, WORTH["30"])


def test_dossiers_stop_with_the_owner_they_are_planned_to_stop_with(own_db: str) -> None:
    from ansinh.delivery.cases.models import Task
    from ansinh.delivery.offices.scope import NATION, acting

    for number, until, role in ((1, "list", "lister"), (2, "appraise", "appraiser"), (3, "approve", "approver"), (4, "returned", "lister")):
        of = PlannedList("22", number, FREE, 3, {"free": 2}, until=until)
        for _twice in range(2):
            dossier = carried(of)
        with acting(NATION):
            task = Task.objects.select_related("owner").get(dossier=dossier, done_at=None)
        assert task.owner.username.endswith(f".{role}")
        assert not task.owner.has_usable_password()
    with acting(NATION):
        assert [told.reason for told in dossier.tasks.filter(outcome="returned")] == [
            "Danh sách thiếu xác nhận của tổ dân phố; bổ sung xác nhận rồi chuyển lại."
        ]


def test_money_that_came_back_waits_for_repair(own_db: str) -> None:
    from ansinh.delivery.offices.scope import NATION, acting
    from ansinh.delivery.payments.models import Repair

    carried(PlannedList("22", 1, FREE, 3, {"free": 5}, failing=2))
    assert paid("22") == (3, 4_500_000)
    with acting(NATION):
        assert Repair.objects.filter(done_at=None).count() == 2


def test_the_history_waits_once_in_the_queue_behind_all_other_work_and_does_nothing_without_a_demonstration(own_db: str) -> None:
    from django.db import connection

    from ansinh.delivery.cases.models import Dossier
    from ansinh.delivery.offices.scope import NATION, acting
    from ansinh.doors.cli.demo_jobs import go_on, make_history

    go_on()
    go_on()
    with connection.cursor() as cursor:
        cursor.execute("SELECT priority FROM procrastinate_jobs WHERE task_name LIKE '%%make_history'")
        assert cursor.fetchall() == [(-50,)]
    make_history(turn=0)
    with acting(NATION):
        assert not Dossier.objects.exists()
