"""The amounts of a list beside what the law says of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from ansinh.papers.lists.facts import facts_of
from ansinh.papers.lists.people import Row
from ansinh.papers.lists.problems import Problem, problem
from ansinh.policy.money import vnd

if TYPE_CHECKING:
    from ansinh.policy.determine import RowAnswer
    from ansinh.policy.programme import Programme

CASH_POLICIES = frozenset({"nq68-04", "nq68-05", "nq68-06", "nq68-08", "nq68-09a", "nq68-09b", "nq68-10", "nq68-12"})


def check_amounts(rows: Sequence[Row], column: str | None, policy: str | None, *, today: date) -> list[Problem]:
    """Name each row whose amount is not what `policy` gives on `today`, and each whose facts cannot be.

    `column` is the letter of the amounts. Rows of which the law cannot yet say anything, for want of facts, are left.
    """
    from ansinh.policy.load import load_programme  # noqa: PLC0415 - a list without a policy needs no law

    if policy not in CASH_POLICIES:
        return []
    programme = load_programme("nq68")
    if today < programme.starts or column is None:
        return []
    problems: list[Problem] = []
    as_a_child = partial(_amount_as_a_child, programme=programme, policy=policy, today=today)
    for row, answer in zip(rows, _answers(rows, programme, policy, today, problems), strict=True):
        if answer is None or answer.amount is None or row.amount is None or row.amount == answer.amount or row.amount == as_a_child(row):
            continue
        told = {"value": vnd(row.amount), "told": vnd(answer.amount), "value_en": vnd(row.amount, "en"), "told_en": vnd(answer.amount, "en")}
        row.problems.append("amount_differs_from_law")
        problems.append(problem("amount_differs_from_law", row.sheet, row.row, column, **told))
    return problems


def _amount_as_a_child(row: Row, *, programme: Programme, policy: str, today: date) -> int | None:
    """Give what the law gives if the person is a child, where the list leaves that open; None where it does not."""
    from ansinh.policy.determine import FactError, determine_rows  # noqa: PLC0415 - as above

    facts = facts_of(row, policy, province=None)
    if "date_of_birth" in facts or row.period_start is None:
        return None
    try:
        return determine_rows([{**facts, "date_of_birth": row.period_start}], programme, policy, as_of=today)[0].amount
    except FactError:
        return None


def _answers(rows: Sequence[Row], programme: Programme, policy: str, today: date, problems: list[Problem]) -> list[RowAnswer | None]:
    """Ask the law of all rows at once; where a fact of a row cannot be, one by one, and that row has no answer."""
    from ansinh.policy.determine import FactError, determine_rows  # noqa: PLC0415 - as above

    facts = [facts_of(row, policy, province=None) for row in rows]
    try:
        return list(determine_rows(facts, programme, policy, as_of=today))
    except FactError:
        answers: list[RowAnswer | None] = []
    for row, known in zip(rows, facts, strict=True):
        try:
            answers.extend(determine_rows([known], programme, policy, as_of=today))
        except FactError as fault:
            answers.append(None)
            if "birth_in_future" not in row.problems:
                row.problems.append("fact_impossible")
                problems.append(problem("fact_impossible", row.sheet, row.row, None, value=fault.message["vi"], value_en=fault.message["en"]))
    return answers
