"""The ministry orders provinces in writing; each answers by its day, is reminded until it does, and is asked again where that will not do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, transaction

from ansinh.delivery.cases import orders
from ansinh.delivery.cases.models_orders import OrderAnswer, OrderedProvince, OrderReminder
from ansinh.delivery.cases.orders import Enclosed, Words
from ansinh.delivery.cases.orders_due import orders_of, remind, waiting
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.evidence.verify import check, records
from ansinh.delivery.offices.models import Officer, Role
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, officer, town
from delivery.planning import PDF, planners

if TYPE_CHECKING:
    from ansinh.delivery.cases.models_orders import MinistryOrder

pytestmark = pytest.mark.django_db
REPORT = Words("2622/LĐTBXH-VP", "Báo cáo chi trả lao động tự do", "Báo cáo kết quả chi trả chính sách 12 đến hết ngày 12/8/2021.", 5, "nq68-12")
TEXT = "Tỉnh đã chi trả cho 1.200 người, còn 300 người chờ quyết định."


def ordered(here: Town, far: Town, ministry: Officer) -> MinistryOrder:
    """Order both provinces to report."""
    with acting(ministry):
        return orders.issue(REPORT, [here.province, far.province], Enclosed(PDF, "cv.pdf"), by=ministry, at=here.later())


def test_an_order_goes_to_whoever_heads_each_province_and_is_answered_taken_or_asked_again() -> None:
    here, far = town(), town("26734", "760", "79")
    by, ministry = planners(here)
    head = officer("head.30", here.offices["province"], Role.CHIEF)
    order = ordered(here, far, ministry)
    assert order.due_on == date(2021, 8, 13), "five working days after Friday the 6th"
    with acting(by):
        mine = orders_of("30", seen_by=by)[0]
        assert (mine.owner, mine.due_on) == (head, order.due_on)
        assert orders_of("79", seen_by=by) == [], "each province sees its own"
        first = orders.answer(mine.pk, TEXT, Enclosed(PDF, "bc.pdf"), by=by, at=here.later())
        with pytest.raises(AlreadyDone):
            orders.answer(mine.pk, TEXT, by=by, at=here.later())
        with pytest.raises(NotYours):
            orders.accept(first.pk, by=by, at=here.later())
    with acting(ministry):
        assert orders_of("79", seen_by=ministry)[0].owner == far.chair, "nobody else heads it"
        assert waiting(seen_by=ministry, on=local_day(here.at)).unread == 1
        with pytest.raises(Refused):
            orders.ask_again(first.pk, remark="", working_days=2, by=ministry, at=here.later())
        orders.ask_again(first.pk, remark="Thiếu số liệu theo huyện.", working_days=2, by=ministry, at=here.later())
        with pytest.raises(AlreadyDone):
            orders.accept(first.pk, by=ministry, at=here.later())
    with acting(by):
        second = orders.answer(mine.pk, TEXT, by=by, at=here.later())
    with acting(ministry):
        orders.accept(second.pk, by=ministry, at=here.later())
        row = orders_of("30", seen_by=ministry)[0]
        assert (row.state, [found.finding for found in row.answers.all()]) == ("accepted", ["accepted", "again"])
        with pytest.raises(DatabaseError, match="stands as it was"), transaction.atomic():
            OrderedProvince.objects.filter(pk=row.pk).update(state="open")
        with pytest.raises(DatabaseError, match="stands as it was given"), transaction.atomic():
            OrderAnswer.objects.filter(pk=first.pk).update(text="khác")
    assert waiting(seen_by=by, on=local_day(here.at)) == waiting(seen_by=here.lister, on=local_day(here.at))
    with acting(NATION):
        assert set(Event.objects.filter(subject_kind="order_answer").values_list("province", "verb")) == {
            ("30", "cases.answer_order"),
            ("30", "cases.find_order_answer"),
        }


@pytest.mark.parametrize("wrong", [{"number": ""}, {"title": " "}, {"text": ""}, {"working_days": 0}, {"working_days": 61}, {"policy": "nq68-99"}])
def test_an_order_without_words_days_or_provinces_is_refused(wrong: dict[str, str]) -> None:
    here = town()
    _by, ministry = planners(here)
    with acting(ministry):
        with pytest.raises(Refused):
            orders.issue(replace(REPORT, **wrong), ["30"], by=ministry, at=here.later())  # type: ignore[arg-type] # words and figures
        for provinces in ([], ["99"], ["30", "99"]):
            with pytest.raises(Refused):
                orders.issue(REPORT, provinces, by=ministry, at=here.later())
        with pytest.raises(Refused):
            orders.issue(REPORT, ["30"], Enclosed(b"MZ", "cv.pdf"), by=ministry, at=here.later())
        assert not OrderedProvince.objects.exists()


def test_only_the_ministry_orders_and_only_the_province_answers() -> None:
    here, far = town(), town("26734", "760", "79")
    by, ministry = planners(here)
    order = ordered(here, far, ministry)
    for who in (by, here.chair, far.lister):
        with acting(who), pytest.raises(NotYours):
            orders.issue(REPORT, ["30"], by=who, at=here.later())
    with acting(NATION):
        mine = OrderedProvince.objects.get(order=order, province="30")
    for who, refusal in ((far.chair, OrderedProvince.DoesNotExist), (here.lister, OrderedProvince.DoesNotExist), (ministry, NotYours)):
        with acting(who), pytest.raises(refusal):
            orders.answer(mine.pk, TEXT, by=who, at=here.later())


def test_reminders_climb_once_each_and_stop_when_answered_and_a_head_who_left_is_replaced() -> None:
    here, far = town(), town("26734", "760", "79")
    by, ministry = planners(here)
    ordered(here, far, ministry)

    def told_on(day: date) -> list[tuple[str, str]]:
        """Remind on the morning of a day, twice, and give the new reminders by province and rung."""
        with acting(NATION):
            before = set(OrderReminder.objects.values_list("pk", flat=True))
        at = here.at + (day - local_day(here.at))
        remind(at=at)
        assert remind(at=at) == 0, "once each"
        with acting(NATION):
            return sorted(OrderReminder.objects.exclude(pk__in=before).values_list("province", "rung"))

    assert told_on(date(2021, 8, 11)) == []
    assert told_on(date(2021, 8, 12)) == [("30", "reminder"), ("79", "reminder")]
    with acting(by):
        mine = orders_of("30", seen_by=by)[0]
        orders.answer(mine.pk, TEXT, by=by, at=here.at + timedelta(6, hours=1))
    new_head = officer("head.79", far.offices["province"], Role.CHIEF)
    Officer.objects.filter(pk=far.chair.pk).update(is_active=False)
    assert told_on(date(2021, 8, 16)) == [("79", "chief")]
    assert told_on(date(2021, 8, 20)) == [("79", "ministry")]
    with acting(NATION):
        last = OrderReminder.objects.select_related("told", "of__owner").get(rung="ministry")
        assert (last.told, last.of.owner) == (ministry, new_head)
        assert waiting(seen_by=new_head, on=date(2021, 8, 20)).late == 1
        assert check(records()).faults == [], "acts told in several provinces stand in one chain"
    late = here.at + timedelta(14)
    with acting(new_head):
        given = orders.answer(last.of_id, TEXT, by=new_head, at=late)
        assert local_day(given.answered_at) > given.due_on, "a late answer is taken and shows"
