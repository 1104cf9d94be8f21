"""The amounts of a list beside what the law says of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ansinh.papers.lists.people import Row
from ansinh.papers.lists.problems import Problem

CASH_POLICIES = frozenset({"nq68-04", "nq68-05", "nq68-06", "nq68-08", "nq68-09a", "nq68-09b", "nq68-10", "nq68-12"})


def check_amounts(rows: Sequence[Row], column: str | None, policy: str | None, *, today: date) -> list[Problem]:
    """Name each row whose amount is not what the law gives on `today`; rows the law cannot settle yet are left."""
    return []
