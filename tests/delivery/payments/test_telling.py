"""People hear of their money: that it comes, by which way and when; that it was handed over; why it did not come and who puts it right; what is theirs again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from ansinh.delivery.evidence.models import Event
from ansinh.delivery.notices.length import without_marks
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting
from ansinh.delivery.payments.models import Channel, PaymentFile, Refund, Statement
from ansinh.delivery.payments.tell import SENT, tell_refund, tell_sent, tell_settled
from delivery.casework import person
from delivery.payments.paying import banked, corrected, filed, instructions, open_repair, refiled, told
from delivery.payments.test_later_decisions import part
from delivery.payments.test_refunds import given_back, refunds, to_come_back
from delivery.revising import decided, revoked

if TYPE_CHECKING:
    from delivery.casework import Town

pytestmark = pytest.mark.django_db


def messages(kind: str) -> list[Notice]:
    with acting(NATION):
        return list(Notice.objects.filter(kind=kind).order_by("pk"))


def of_files(here: Town) -> int:
    with acting(NATION):
        return sum(tell_sent(file.pk, actor=SYSTEM, at=here.later()) for file in PaymentFile.objects.order_by("pk"))


def of_statements(here: Town) -> int:
    with acting(NATION):
        return sum(tell_settled(row.pk, actor=SYSTEM, at=here.later()) for row in Statement.objects.order_by("pk"))


def queued(task: str) -> int:
    return int(ProcrastinateJob.objects.filter(task_name=f"ansinh.delivery.payments.jobs.{task}").count())


def test_whoever_is_paid_by_bank_hears_once_from_which_day_and_nothing_of_her_account() -> None:
    here, decision = decided([banked(1)])
    filed(here, decision)
    assert [of_files(here), of_files(here)] == [1, 0]
    (one,) = messages("payment_sent")
    (paid,) = instructions(decision)
    assert one.text_vi == (
        f"An Sinh: 1.500.000 đồng hỗ trợ của {paid.claim.full_name}, hồ sơ {paid.claim.receipt}, được chuyển vào tài khoản đã đăng ký từ ngày {next_day(here)}."
    )
    assert "VND 1,500,000" in one.text_en
    assert paid.account_number not in one.text_vi + one.text_en
    assert (one.subject, one.occasion, one.address, one.channel) == (paid.claim_id, paid.pk, paid.claim.phone, "sms")
    assert len(without_marks(one.text_vi)) <= 160, "one part of a text message"
    assert queued("tell_of_file") == 1
    with acting(NATION):
        assert Event.objects.filter(subject_kind="payment_file", after={"notices": 1}).count() == 1


def next_day(here: Town) -> str:
    with acting(NATION):
        made = PaymentFile.objects.get().made_at
    day = made.date() + timedelta(1)
    while day.weekday() > 4:  # no holiday lies in these weeks
        day += timedelta(1)
    return f"{day:%d/%m/%Y}"


@pytest.mark.parametrize(("way", "office"), [("cash", "UBND xã An Bình chi tiền mặt"), ("post", "đã giao Bưu điện tỉnh Hải Dương chi trả")])
def test_whoever_is_paid_by_hand_hears_who_pays_her_and_later_that_she_had_it(way: str, office: str) -> None:
    here, decision = decided([person(1)])
    filed(here, decision, otherwise=way)
    of_files(here)
    (coming,) = messages("payment_sent")
    assert office in coming.text_vi
    assert "mang giấy tờ tùy thân" in coming.text_vi
    assert of_statements(here) == 0
    told(here, (instructions(decision)[0], "paid"), account="")
    assert [of_statements(here), of_statements(here)] == [1, 0]
    (had,) = messages("paid")
    assert "theo sổ chi trả" in had.text_vi
    assert "ngày 10/08/2021" in had.text_vi
    assert decision.office.name in had.text_vi


def test_a_bank_tells_its_customers_itself_that_the_money_came() -> None:
    here, decision = decided([banked(1)])
    filed(here, decision)
    told(here, (instructions(decision)[0], "paid"))
    assert of_statements(here) == 0
    assert queued("tell_of_statement") == 1


def test_whose_account_was_wrong_hears_why_what_to_bring_and_who_puts_it_right_and_hears_again_when_it_is_sent_again() -> None:
    here, decision = decided([banked(1)])
    filed(here, decision)
    of_files(here)
    told(here, (instructions(decision)[0], "AC04"))
    assert of_statements(here) == 1
    (one,) = messages("payment_failed")
    repair = open_repair(decision)
    assert "chưa trả được. Tài khoản đã đóng. Người sửa: " in one.text_vi
    assert f"{repair.owner.full_name}" in one.text_vi
    assert f"{repair.owner.office.name}, hạn {repair.due_on:%d/%m/%Y}." in one.text_vi
    assert one.text_vi.endswith("hoặc chọn nhận tiền mặt.")
    assert "The account is closed. Being put right by" in one.text_en
    corrected(here, repair)
    refiled(here, decision)
    assert of_files(here) == 1
    assert len(messages("payment_sent")) == 2


def test_what_she_can_do_nothing_about_asks_nothing_of_her() -> None:
    here, decision = decided([banked(1)])
    filed(here, decision)
    told(here, (instructions(decision)[0], "AM04"))
    assert of_statements(here) == 1
    (one,) = messages("payment_failed")
    assert "chưa trả được. Người sửa: " in one.text_vi
    assert "số dư" not in one.text_vi
    assert "mang" not in one.text_vi


def test_without_a_telephone_only_what_one_must_act_upon_becomes_a_letter() -> None:
    here, decision = decided([banked(1, phone="")])
    filed(here, decision)
    assert of_files(here) == 0
    told(here, (instructions(decision)[0], "AC01"))
    assert of_statements(here) == 1
    assert [one.channel for one in messages("payment_failed")] == ["letter"]


def test_whose_support_was_revoked_meanwhile_is_not_asked_for_another_account() -> None:
    here, decision = decided([banked(1)])
    filed(here, decision)
    revoked(here, decision)
    told(here, (instructions(decision)[0], "AC04"))
    assert of_statements(here) == 0


def test_who_has_money_back_hears_it_and_hears_when_it_was_given() -> None:
    here, decision, recovery = to_come_back()
    part(here, recovery, 400_000, "PT 15")
    told(here, (instructions(decision)[0], "AC04"), title="KQ-2")
    part(here, recovery, 300_000, "PT 16")
    assert of_statements(here) == 2, "both that are open; the later one is told of as soon as it is entered, too"
    assert queued("tell_of_refund") == 1
    owed = messages("refund_owed")
    assert ["400.000 đồng" in owed[0].text_vi, "300.000 đồng" in owed[1].text_vi] == [True, True]
    first = refunds()[0]
    assert f"{first.owner.full_name}" in owed[0].text_vi
    assert f"hết ngày {first.due_on:%d/%m/%Y}" in owed[0].text_vi
    given_back(here, first)
    assert queued("tell_of_refund") == 2
    with acting(NATION):
        assert [tell_refund(row.pk, actor=SYSTEM, at=here.later()) for row in Refund.objects.order_by("pk")] == [1, 0]
    (given,) = messages("refund_given")
    assert "đã nhận lại 400.000 đồng" in given.text_vi
    assert decision.office.name in given.text_vi


def test_every_way_of_payment_has_its_words() -> None:
    assert set(SENT) == set(Channel)
