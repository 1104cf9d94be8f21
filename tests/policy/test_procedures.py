"""The procedure of each policy as the fact sheet has it: who acts, in which order, within how many working days, until when."""

from __future__ import annotations

from datetime import date

import pytest

from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.load import load_programme, programme_names
from ansinh.policy.programme import NotInForce

CASH_END = date(2022, 1, 31)
CHAIN = [("people_committee", "district", "appraise", 2), ("people_committee", "province", "approve", 2)]
EXPECTED = {
    "nq68-01": (None, [("social_insurance", "province", "apply", 5)]),
    "nq68-02": (date(2022, 6, 30), [("social_insurance", "province", "approve", 5)]),
    "nq68-03": (
        date(2022, 6, 30),
        [("social_insurance", "province", "confirm", 2), ("labour", "province", "approve", 7), ("social_insurance", "province", "pay", 3)],
    ),
    "nq68-04": (CASH_END, [("social_insurance", "district", "confirm", 2), *CHAIN]),
    "nq68-05": (CASH_END, [("social_insurance", "district", "confirm", 2), *CHAIN]),
    "nq68-06": (CASH_END, [("job_centre", "province", "confirm", 2), ("labour", "province", "appraise", 2), ("people_committee", "province", "approve", 2)]),
    "nq68-08": (date(2022, 3, 31), [("people_committee", "commune", "list", 2), *CHAIN]),
    "nq68-09a": (CASH_END, [("culture", "province", "appraise", 2), ("people_committee", "province", "approve", 2)]),
    "nq68-09b": (CASH_END, [("tourism", "province", "appraise", 2), ("people_committee", "province", "approve", 2)]),
    "nq68-10": (CASH_END, [("people_committee", "commune", "list", 3), ("tax", "district", "confirm", 2), *CHAIN]),
    "nq68-11": (date(2022, 3, 25), [("policy_bank", "province", "approve", 4)]),
    "nq68-12": (None, [("people_committee", "commune", "list", 3), *CHAIN]),
}


@pytest.mark.parametrize("policy", EXPECTED)
def test_a_procedure_has_its_steps_limits_and_last_day(policy: str) -> None:
    procedure = load_programme().policy(policy).procedure_on(date(2021, 8, 10))
    last, steps = EXPECTED[policy]
    assert procedure.last_filing_on == last
    assert [(step.office_kind, step.level, step.action, step.working_days) for step in procedure.steps] == steps
    assert procedure.working_days == sum(days for *_rest, days in steps)
    assert not procedure.verified
    assert all(step.cite and step.name["vi"] and step.name["en"] for step in procedure.steps)


def test_every_policy_has_been_looked_at() -> None:
    assert [policy.id for policy in load_programme().policies] == list(EXPECTED)


def test_communes_post_the_lists_of_free_workers_and_household_businesses() -> None:
    posting = {policy.id for policy in load_programme().policies for step in policy.procedure_on(date(2021, 8, 10)).steps if step.posts}
    assert posting == {"nq68-10", "nq68-12"}


def test_nobody_who_lists_or_verifies_also_approves() -> None:
    for policy in (policy for name in programme_names() for policy in load_programme(name).policies):
        for step in policy.procedures[-1].steps:
            assert (step.role == "approver") == (step.action == "approve")


def test_a_free_worker_waits_seven_working_days_at_most() -> None:
    received, calendar = date(2021, 8, 27), vietnam_calendar()
    dues = []
    for step in load_programme().policy("nq68-12").procedure_on(received).steps:
        received = calendar.due_on(received, step.working_days)
        dues.append(received)
    assert dues == [date(2021, 9, 1), date(2021, 9, 7), date(2021, 9, 9)]


def test_before_the_law_there_is_no_procedure() -> None:
    with pytest.raises(NotInForce) as refusal:
        load_programme().policy("nq68-12").procedure_on(date(2021, 7, 6))
    assert refusal.value.begins == date(2021, 7, 7)
    assert "07/07/2021" in refusal.value.message["vi"]
