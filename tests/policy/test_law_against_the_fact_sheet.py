"""The law read a second time, by hand and without the engine: random people must get the same answer from both readings.

Three-valued logic here is `None` for unknown, joined by `every` and `either`; each function is one policy as the decrees
have it (Decision 23/2021/QĐ-TTg, as amended by Decision 33/2021/QĐ-TTg on 6 November 2021).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from ansinh.policy.determine import determine, determine_rows
from ansinh.policy.load import load_programme

AMENDED = date(2021, 11, 6)
FIRST, LAST = date(2021, 5, 1), date(2021, 12, 31)
ONE_CASH = ("nq68-04", "nq68-05", "nq68-06", "nq68-09a", "nq68-09b", "nq68-12")
Facts = Mapping[str, Any]
Answer = tuple[bool | None, int | None]


def every(*parts: bool | None) -> bool | None:
    return False if False in parts else None if None in parts else True


def either(*parts: bool | None) -> bool | None:
    return True if True in parts else None if None in parts else False


def told(test: Callable[..., Any], *values: Any) -> Any:
    return None if None in values else test(*values)


def inside(day: date | None, first: date = FIRST, last: date = LAST) -> bool | None:
    return told(lambda at: first <= at <= last, day)


def at_least(value: int | None, least: int) -> bool | None:
    return told(lambda number: number >= least, value)


def opposite(value: bool | None) -> bool | None:
    return None if value is None else not value


def settled(holds: bool | None, amount: int | None) -> Answer:
    if holds is False:
        return False, 0
    return (None, None) if holds is None or amount is None else (True, amount)


def policy_01(f: Facts, _on: date) -> Answer:
    amount = told(lambda fund, rate: (2 * fund * rate + 10_000) // 20_000, f.get("wage_fund"), f.get("accident_fund_rate_bp"))
    return settled(opposite(f.get("on_state_budget")), amount)


def policy_02(f: Facts, on: date) -> Answer:
    month, percent = (date(2021, 1, 1), 90) if on >= AMENDED else (date(2021, 4, 1), 85)
    before, now = f.get("si_workers_baseline"), f.get("si_workers_now")
    fewer = False if before == 0 else told(lambda b, n: n * 100 <= b * percent, before, now)
    paid = told(lambda day: day >= month, f.get("si_paid_through"))
    return settled(every(fewer, paid), told(lambda fund: (fund * 44 + 100) // 200, f.get("wage_fund")))


def policy_03(f: Facts, _on: date) -> Answer:
    now = f.get("revenue_last_quarter")

    def fell(then: int | None) -> bool | None:
        return False if then == 0 else told(lambda a, b: a * 10 <= b * 9, now, then)

    drop = either(fell(f.get("revenue_same_quarter_2019")), fell(f.get("revenue_same_quarter_2020")))
    people, months, fee = f.get("trainees"), f.get("training_months"), f.get("training_fee_month")
    amount = told(lambda p, m, c: p * min(m, 6) * min(c, 1_500_000), people, months, fee)
    return settled(every(at_least(f.get("ui_months_paid"), 12), drop, f.get("training_plan")), amount)


def stopped(f: Facts, on: date) -> bool | None:
    return either(*(f.get(name) for name in (ALTERNATIVES if on >= AMENDED else ALTERNATIVES[:1])))


def supplements(f: Facts) -> int:
    return 1_000_000 * (f.get("pregnant") is True) + 1_000_000 * (f.get("children_under_6") or 0)


def policy_04(f: Facts, on: date) -> Answer:
    days = f.get("leave_days")
    holds = every(
        f.get("requests_support"), f.get("has_labour_contract"), stopped(f, on), inside(f.get("leave_start")), at_least(days, 15), f.get("leave_within_contract"), f.get("si_month_before"),
    )  # fmt: skip
    return settled(holds, told(lambda number: (3_710_000 if number >= 30 else 1_855_000) + supplements(f), days))


def policy_05(f: Facts, _on: date) -> Answer:
    holds = every(
        f.get("requests_support"), f.get("has_labour_contract"), f.get("stoppage_by_order"), inside(f.get("stoppage_start")), at_least(f.get("stoppage_days"), 14), f.get("si_month_before"),
    )  # fmt: skip
    return settled(holds, 1_000_000 + supplements(f))


def policy_06(f: Facts, on: date) -> Answer:
    barred = (opposite(f.get(name)) for name in ("entitled_to_ui", "left_unlawfully", "draws_pension"))
    return settled(
        every(f.get("requests_support"), stopped(f, on), inside(f.get("contract_ended_on")), *barred, f.get("si_month_before")), 3_710_000 + supplements(f)
    )


def policy_08(f: Facts, on: date) -> Answer:
    due: list[bool | None] = []
    starts: list[date] = []
    amount = 0
    for kind, most in (("f0", 45), ("f1", 21)):
        start, days = f.get(f"{kind}_start"), f.get(f"{kind}_days")
        holds = every(inside(start, date(2021, 4, 27)), at_least(days, 1))
        due.append(holds)
        if holds and start and days:
            amount += 80_000 * min(days, most, (LAST - start).days + 1)
            starts.append(start)
    if starts:
        born, first = f.get("date_of_birth"), min(starts)
        child = born is not None and (born.year + 16, born.month, born.day) > (first.year, first.month, first.day)
        others = on >= AMENDED and True in (f.get("elderly_decree20"), f.get("severe_disability"))
        amount += 1_000_000 * (child or others)
    return settled(every(f.get("requests_support"), either(*due)), amount)


def policy_09a(f: Facts, _on: date) -> Answer:
    return settled(
        every(f.get("requests_support"), f.get("performing_artist_grade4"), inside(f.get("unit_stop_start")), at_least(f.get("unit_stop_days"), 15)), 3_710_000
    )


def policy_09b(f: Facts, _on: date) -> Answer:
    return settled(every(f.get("requests_support"), f.get("guide_card"), f.get("guide_contract_or_member")), 3_710_000)


def policy_10(f: Facts, on: date) -> Answer:
    taxed = f.get("business_tax_registered")
    known = taxed if on >= AMENDED else every(f.get("business_registered"), taxed)
    stop = every(f.get("business_stopped_by_authority"), inside(f.get("business_stop_start")), at_least(f.get("business_stop_days"), 15))
    return settled(every(f.get("requests_support"), known, stop), 3_000_000)


def policy_11(f: Facts, on: date) -> Answer:
    kind, until = f.get("loan_kind"), date(2022, 3, 31)
    days = every(at_least(f.get("workers_stopped_days"), 15), inside(f.get("workers_stop_start"), FIRST, until))
    sector = told(lambda name: name != "other", f.get("business_sector"))
    ways = {"stoppage": days, "recovery": f.get("employer_stopped_by_authority"), "recovery_sector": sector}
    way = ways[kind] if kind else False if set(ways.values()) == {False} else None
    people, months = f.get("loan_workers"), f.get("loan_months")
    debt = True if on >= AMENDED else opposite(f.get("bad_debt"))
    wage = {"I": 4_420_000, "II": 3_920_000, "III": 3_430_000, "IV": 3_070_000}.get(f.get("wage_region"))  # type: ignore[arg-type]
    amount = told(lambda w, p, m: w * p * min(m, 3), wage, people, months)
    return settled(every(way, debt, at_least(people, 1), at_least(months, 1)), amount)


def policy_12(f: Facts, _on: date) -> Answer:
    return settled(every(f.get("requests_support"), f.get("informal_worker")), 1_500_000)


BY_HAND: dict[str, Callable[[Facts, date], Answer]] = {
    "nq68-01": policy_01, "nq68-02": policy_02, "nq68-03": policy_03, "nq68-04": policy_04, "nq68-05": policy_05, "nq68-06": policy_06,
    "nq68-08": policy_08, "nq68-09a": policy_09a, "nq68-09b": policy_09b, "nq68-10": policy_10, "nq68-11": policy_11, "nq68-12": policy_12,
}  # fmt: skip
OUTCOMES = {True: "eligible", False: "ineligible", None: "undetermined"}

DAYS = [
    date(2021, 4, 26),
    date(2021, 4, 27),
    date(2021, 4, 30),
    FIRST,
    date(2021, 6, 15),
    date(2021, 7, 5),
    date(2021, 12, 31),
    date(2022, 1, 1),
    date(2022, 3, 31),
    date(2022, 4, 1),
]
MONTHS = [date(2020, 12, 1), date(2021, 1, 1), date(2021, 3, 1), date(2021, 4, 1), date(2021, 5, 1)]
ALTERNATIVES = (
    "employer_stopped_by_authority",
    "employer_in_directive16_area",
    "employer_rearranged_production",
    "employer_limited_by_res128",
    "worker_isolated_or_locked_down",
)
NUMBERS = {
    "children_under_6": [0, 1, 2, 3], "leave_days": [0, 1, 14, 15, 16, 29, 30, 31, 200], "stoppage_days": [0, 13, 14, 15, 90], "f0_days": [0, 1, 14, 44, 45, 46, 60],
    "f1_days": [0, 1, 14, 20, 21, 22, 28], "unit_stop_days": [0, 14, 15, 60], "business_stop_days": [0, 14, 15, 90], "lost_work_days": [0, 30], "wage_fund": [1_000, 2_250, 324_459_950],
    "accident_fund_rate_bp": [30, 50], "si_workers_baseline": [0, 1, 7, 10, 20, 100, 333], "si_workers_now": [0, 1, 6, 7, 9, 17, 18, 85, 86, 90, 91, 283, 284, 299, 300],
    "ui_months_paid": [0, 11, 12, 40], "revenue_last_quarter": [0, 9, 10, 900, 901, 90_000_000], "revenue_same_quarter_2019": [0, 1, 10, 1_000, 100_000_000, 100_000_001],
    "revenue_same_quarter_2020": [0, 10, 1_001, 99_999_999], "trainees": [1, 20], "training_months": [1, 6, 7], "training_fee_month": [800_000, 1_500_000, 2_000_000],
    "loan_workers": [0, 1, 50], "loan_months": [0, 1, 3, 4], "workers_stopped_days": [14, 15, 30],
}  # fmt: skip
CODES = {
    "province": ["01", "30", "38", "79"], "loan_kind": ["stoppage", "recovery", "recovery_sector"], "wage_region": ["I", "II", "III", "IV"],
    "business_sector": ["transport", "aviation", "tourism", "accommodation", "labour_export", "other"],
}  # fmt: skip


def values(fact: str, kind: str, on: date) -> list[Any]:
    if kind == "bool":
        return [True, False]
    if fact == "date_of_birth":
        return [date(1980, 2, 29), date(2005, 4, 27), date(2005, 6, 15), date(2005, 6, 16), date(2005, 7, 5), date(2005, 12, 31), date(2021, 5, 1)]
    if kind == "date":
        return [day for day in (MONTHS if fact == "si_paid_through" else DAYS) if day <= on]
    return NUMBERS.get(fact) or CODES.get(fact) or sorted(load_programme().facts[fact].codes)


def some_day(dice: random.Random) -> date:
    return dice.choice([date(2021, 7, 7), date(2021, 11, 5), AMENDED, date(2022, 4, 20), date(2021, 7, 7) + timedelta(dice.randrange(280))])


def somebody(dice: random.Random, on: date, *, unknown: float = 0.2) -> dict[str, Any]:
    """Draw a person who is often close to eligible: most yes-or-no facts lean to the side that helps."""
    helps = {"entitled_to_ui": False, "left_unlawfully": False, "draws_pension": False, "bad_debt": False, "on_state_budget": False}
    known: dict[str, Any] = {}
    for fact, definition in load_programme().facts.items():
        if dice.random() < unknown:
            continue
        known[fact] = helps.get(fact, True) if definition.type == "bool" and dice.random() < 0.75 else dice.choice(values(fact, definition.type, on))
    return known


@pytest.mark.parametrize("seed", range(20))
def test_random_people_get_the_same_answer_from_the_files_and_from_a_reading_by_hand(seed: int) -> None:
    dice, programme = random.Random(seed), load_programme()  # noqa: S311 - people, not secrets, come from this seed
    for _person in range(60):
        on = some_day(dice)
        facts = somebody(dice, on, unknown=dice.choice([0.02, 0.1, 0.5]))
        answer = determine(facts, programme, as_of=on)
        got = {one.policy: (str(one.outcome), one.amount) for one in answer.policies}
        by_hand = {policy: read(facts, on) for policy, read in BY_HAND.items()}
        assert got == {policy: (OUTCOMES[holds], amount) for policy, (holds, amount) in by_hand.items()}, (on, facts)
        draws = {policy: amount for policy, (holds, amount) in by_hand.items() if holds}
        cash = [policy for policy in ONE_CASH if policy in draws]
        largest = max(cash, key=lambda policy: (draws[policy], -ONE_CASH.index(policy)), default=None)
        draws = {policy: amount for policy, amount in draws.items() if policy not in cash or policy == largest}
        assert {draw.policy: draw.amount for draw in answer.draws} == draws
        assert answer.total == sum(amount or 0 for policy, amount in draws.items() if policy not in {"nq68-01", "nq68-02", "nq68-03", "nq68-11"})


@pytest.mark.parametrize("policy", BY_HAND)
def test_a_list_gets_the_answers_its_rows_would_get_one_by_one(policy: str) -> None:
    dice, programme = random.Random(policy), load_programme()  # noqa: S311 - people, not secrets, come from this seed
    for on in (date(2021, 8, 10), AMENDED):
        rows = [somebody(dice, on, unknown=dice.choice([0.02, 0.3])) for _row in range(200)]
        short = determine_rows(rows, programme, policy, as_of=on)
        for row, got in zip(rows, short, strict=True):
            full = determine(row, programme, as_of=on, policies=[policy]).policies[0]
            assert (got.outcome, got.amount, got.failed, set(got.missing)) == (full.outcome, full.amount, full.failed, set(full.missing))


@pytest.mark.parametrize("policy", BY_HAND)
def test_missing_names_exactly_the_facts_without_which_the_policy_may_stay_open(policy: str) -> None:
    """A fact matters if, with everything else known in some way, the policy stays undetermined without it."""
    dice, read = random.Random(policy), BY_HAND[policy]  # noqa: S311 - people, not secrets, come from this seed
    vocabulary = load_programme().facts
    for _person in range(12):
        on = some_day(dice)
        facts = somebody(dice, on, unknown=dice.choice([0.1, 0.4, 0.9]))
        named = set(determine(facts, load_programme(), as_of=on, policies=[policy]).policies[0].missing)
        matters = set()
        for completion in range(150):
            none_of_these = dict.fromkeys(ALTERNATIVES, False) if completion % 2 else {}
            whole = {**somebody(dice, on, unknown=0.0), **none_of_these, **facts}
            for fact in vocabulary.keys() - facts.keys() - matters:
                if read({name: value for name, value in whole.items() if name != fact}, on)[0] is None:
                    matters.add(fact)
        assert named == matters, (on, facts)
