"""The package of 2020 beside its figures: who draws how much a month, at most how long, and one kind of support a person."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ansinh.policy.determine import determine
from ansinh.policy.load import load_programme

ON = date(2020, 7, 15)
ASKS = {"requests_support": True}
LEAVE = {
    **ASKS, "has_labour_contract": True, "leave_within_contract": True, "leave_start": date(2020, 4, 1), "si_month_before": True, "employer_cannot_pay": True,
}  # fmt: skip
BUSINESS = {
    **ASKS, "business_registered": True, "business_revenue_year": 99_999_999, "business_stopped_by_authority": True, "business_stop_start": date(2020, 4, 1),
}  # fmt: skip
ENDED = {**ASKS, "contract_ended_on": date(2020, 4, 30), "entitled_to_ui": False, "si_month_before": True, "income_below_near_poor": True}
FREE = {**ASKS, "free_worker_listed_job": True, "lost_job": True, "income_below_near_poor": True, "residence_lawful": True}


def amount(policy: str, facts: dict[str, Any]) -> int | None:
    return determine(facts, load_programme("nq42"), as_of=ON, policies=[policy]).policies[0].amount


@pytest.mark.parametrize("months", range(6))
@pytest.mark.parametrize(
    ("policy", "facts", "counted", "a_month"),
    [
        ("nq42-01", LEAVE, "leave_months", 1_800_000),
        ("nq42-02", BUSINESS, "business_stop_months", 1_000_000),
        ("nq42-03", ENDED, "months_without_income", 1_000_000),
        ("nq42-04", FREE, "months_without_income", 1_000_000),
    ],
)
def test_each_month_counts_and_three_at_most(policy: str, facts: dict[str, Any], counted: str, a_month: int, months: int) -> None:
    assert amount(policy, {**facts, counted: months}) == a_month * min(months, 3)


@pytest.mark.parametrize(
    ("policy", "fact", "expected"),
    [("nq42-05", "merit_allowance", 1_500_000), ("nq42-06", "social_allowance", 1_500_000), ("nq42-07", "poor_household", 750_000)],
)
def test_who_is_on_a_list_draws_three_months_at_once(policy: str, fact: str, expected: int) -> None:
    assert amount(policy, {**ASKS, fact: True}) == expected
    assert amount(policy, {**ASKS, fact: False}) == 0
    assert amount(policy, ASKS) is None


def test_a_business_of_a_hundred_million_a_year_is_too_large() -> None:
    assert amount("nq42-02", {**BUSINESS, "business_stop_months": 1, "business_revenue_year": 100_000_000}) == 0


def test_a_person_draws_one_kind_of_support_and_it_is_the_highest() -> None:
    everything = {**LEAVE, **FREE, "leave_months": 1, "months_without_income": 2, "merit_allowance": True, "social_allowance": True, "poor_household": True}
    answer = determine(everything, load_programme("nq42"), as_of=ON)
    assert [(draw.policy, draw.amount) for draw in answer.draws] == [("nq42-04", 2_000_000)]
    assert answer.total == 2_000_000


def test_the_household_business_draws_beside_its_owner() -> None:
    answer = determine({**BUSINESS, **FREE, "business_stop_months": 3, "months_without_income": 1}, load_programme("nq42"), as_of=ON)
    assert {draw.policy: draw.amount for draw in answer.draws} == {"nq42-02": 3_000_000, "nq42-04": 1_000_000}


def test_figures_recalled_are_marked_and_say_what_must_be_confirmed() -> None:
    programme = load_programme("nq42")
    parts = [part for policy in programme.policies for part in (*policy.versions[0].conditions, *policy.versions[0].components)]
    assert {part.verified for part in parts} == {True, False}
    assert all(part.note["vi"] and part.note["en"] for part in parts if not part.verified)
    assert not any(policy.procedure_on(ON).verified for policy in programme.policies)


def test_each_policy_has_its_office_its_steps_and_its_article() -> None:
    for policy in load_programme("nq42").policies:
        procedure = policy.procedure_on(ON)
        assert procedure.steps[-1].role == "approver"
        assert procedure.filed_at["vi"]
        assert procedure.filed_at["en"]
        assert all("QĐ 15/2020/QĐ-TTg" in step.cite for step in procedure.steps)
