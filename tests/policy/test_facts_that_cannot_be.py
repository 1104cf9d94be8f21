"""A fact outside the vocabulary, of the wrong type, or impossible is refused by its name, in both languages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ansinh.policy.determine import FactError, determine, determine_rows
from ansinh.policy.load import load_programme

ON = date(2021, 8, 10)
CANNOT_BE: list[tuple[str, Any]] = [
    ("no_such_fact", True), ("no_such_fact", None), ("requests_support", 1), ("requests_support", "true"), ("leave_days", True), ("leave_days", "15"), ("leave_days", 15.0),
    ("leave_days", -1), ("wage_fund", -1), ("wage_fund", 10**16), ("leave_start", "20210701"), ("leave_start", "2021-W26-4"), ("leave_start", "2021-7-1"), ("leave_start", "2021-02-29"),
    ("leave_start", "2021-07-01T00:00"), ("leave_start", 20210701), ("leave_start", "2021-08-11"), ("date_of_birth", "2021-08-11"), ("province", 79), ("province", "1"), ("province", "99"),
    ("loan_kind", "gift"), ("wage_region", "V"), ("si_paid_through", "2021-04-30"),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "value"), CANNOT_BE)
def test_what_cannot_be_is_refused_by_name_in_both_languages(fact: str, value: object) -> None:
    for ask in (
        lambda: determine({fact: value}, load_programme(), as_of=ON),
        lambda: determine_rows([{fact: value}], load_programme(), "nq68-12", as_of=ON),
    ):
        with pytest.raises(FactError) as refusal:
            ask()
        assert refusal.value.fact == fact
        assert all(fact in refusal.value.message[language] for language in ("vi", "en"))


def test_a_fact_that_nobody_knows_is_the_same_as_one_not_told() -> None:
    told = determine(dict.fromkeys(load_programme().facts), load_programme(), as_of=ON)
    assert told == determine({}, load_programme(), as_of=ON)


def test_every_province_of_2021_is_known() -> None:
    assert len(load_programme().facts["province"].codes) == 63
    assert {"01", "30", "38", "79", "96"} <= load_programme().facts["province"].codes
