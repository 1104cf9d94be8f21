"""What an amount may and may not do: never fall when a harm grows, never pass the law's cap, always stand above zero."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.policy.cases import worked_cases
from ansinh.policy.determine import Outcome, PolicyAnswer, determine
from ansinh.policy.load import load_programme

DAYS = st.sampled_from([date(2021, 8, 10), date(2021, 11, 5), date(2021, 11, 6), date(2022, 2, 1)])
COUNT = st.integers(0, 400)
HARMS = {
    "nq68-04": ["leave_days", "children_under_6"], "nq68-05": ["stoppage_days", "children_under_6"], "nq68-06": ["children_under_6"], "nq68-08": ["f0_days", "f1_days"],
    "nq68-09a": ["unit_stop_days"], "nq68-10": ["business_stop_days"], "nq68-12": ["lost_work_days"], "nq68-11": ["loan_workers", "loan_months"], "nq68-03": ["trainees", "training_months"],
}  # fmt: skip
CAPS = {
    "nq68-05": 1_000_000,
    "nq68-04": 3_710_000,
    "nq68-06": 3_710_000,
    "nq68-08": 66 * 80_000 + 1_000_000,
    "nq68-09a": 3_710_000,
    "nq68-09b": 3_710_000,
    "nq68-10": 3_000_000,
    "nq68-12": 1_500_000,
}
SUPPLEMENTED = {"nq68-04", "nq68-05", "nq68-06"}


def eligible_case(policy: str) -> dict[str, Any]:
    cases = [case for case in worked_cases("nq68", policy) if case.outcome == "eligible"]
    return dict(max(cases, key=lambda case: (policy == "nq68-08" and len(case.facts), -case.line)).facts)  # of 08 the one that was isolated and ill


def answer(policy: str, facts: dict[str, Any], on: date) -> PolicyAnswer:
    return determine(facts, load_programme(), as_of=on, policies=[policy]).policies[0]


@pytest.mark.parametrize(("policy", "harm"), [(policy, harm) for policy, harms in HARMS.items() for harm in harms])
def test_an_amount_never_falls_when_a_harm_grows(policy: str, harm: str) -> None:
    facts = eligible_case(policy)

    @given(COUNT, COUNT, DAYS)
    def holds(one: int, other: int, on: date) -> None:
        less, more = (answer(policy, {**facts, harm: days}, on).amount for days in sorted((one, other)))
        assert less is not None
        assert more is not None
        assert less <= more

    holds()


@pytest.mark.parametrize("policy", CAPS)
@given(data=st.data())
def test_no_amount_is_above_the_cap_and_none_of_the_eligible_gets_nothing(policy: str, data: st.DataObject) -> None:
    facts = eligible_case(policy)
    facts |= {harm: data.draw(COUNT) for harm in HARMS.get(policy, [])}
    facts |= {name: data.draw(st.booleans()) for name in ("pregnant", "severe_disability", "elderly_decree20")}
    got = answer(policy, facts, data.draw(DAYS))
    extra = 1_000_000 * (facts["pregnant"] + facts.get("children_under_6", 0)) if policy in SUPPLEMENTED else 0
    if got.outcome is Outcome.ELIGIBLE:
        assert 0 < (got.amount or 0) <= CAPS[policy] + extra
    else:
        assert not got.amount


@given(st.dictionaries(st.sampled_from([name for name, fact in load_programme().facts.items() if fact.type == "bool"]), st.booleans()), DAYS)
def test_of_the_exclusive_group_at_most_one_is_drawn_and_it_is_the_largest(told: dict[str, bool], on: date) -> None:
    facts: dict[str, Any] = {}
    for policy in ("nq68-04", "nq68-05", "nq68-06", "nq68-09a", "nq68-09b", "nq68-12"):
        facts |= eligible_case(policy)
    whole = determine({**facts, **told}, load_programme(), as_of=on)
    group = {policy.id for policy in load_programme().policies if "one_cash" in policy.groups}
    drawn = [draw for draw in whole.draws if draw.policy in group]
    eligible = [one.amount or 0 for one in whole.policies if one.policy in group and one.outcome is Outcome.ELIGIBLE]
    assert [draw.amount for draw in drawn] == ([max(eligible)] if eligible else [])
    others = {one.policy for one in whole.policies if one.policy not in group and one.outcome is Outcome.ELIGIBLE}
    assert {draw.policy for draw in whole.draws} - group == others


def test_among_equal_amounts_the_lower_number_is_drawn() -> None:
    facts = {**eligible_case("nq68-09a"), **eligible_case("nq68-09b"), **eligible_case("nq68-06"), "pregnant": False}
    whole = determine(facts, load_programme(), as_of=date(2021, 8, 10))
    assert [draw.policy for draw in whole.draws] == ["nq68-06"]


@pytest.mark.parametrize("policy", sorted(SUPPLEMENTED))
def test_a_supplement_nobody_has_told_counts_zero_and_stays_open(policy: str) -> None:
    facts = eligible_case(policy)
    del facts["pregnant"], facts["children_under_6"]
    got = answer(policy, facts, date(2021, 8, 10))
    assert got.outcome is Outcome.ELIGIBLE
    assert got.amount == CAPS[policy]
    assert [part.component.id for part in got.open] == ["pregnant", "children"]


def test_versions_of_each_policy_follow_each_other_without_gap_from_the_first_day_of_the_law() -> None:
    for policy in load_programme().policies:
        starts = [version.starts for version in policy.versions]
        assert starts[0] == date(2021, 7, 7)
        assert starts == sorted(set(starts))
        assert policy.version_on(date(2021, 11, 5)).starts == date(2021, 7, 7)
