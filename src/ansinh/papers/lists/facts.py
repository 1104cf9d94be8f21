"""A row of a list as facts of the law's vocabulary: what the row says or the list as such attests, nothing supposed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ansinh.papers.lists.people import Row

Facts = dict[str, object]

CHILD_YEARS = 16
"""Under this age on the first day a patient or isolated person is a child (QĐ 23/2021/QĐ-TTg, ch. VII)."""


def facts_of(row: Row, policy: str, *, province: str | None) -> Facts:
    """Give the facts a row of a list for `policy` tells; `province` is the GSO code (2 digits) of the place that lists.

    Being on the list is asking for the support. Facts the list does not tell are left out and so stay unknown.
    """
    facts: Facts = {"requests_support": True, "province": province, "date_of_birth": _birth(row)}
    of_policy = _OF_POLICY.get(policy)
    if of_policy:
        facts.update(of_policy(row))
    if policy in {"nq68-04", "nq68-05", "nq68-06"}:
        facts.update(pregnant=row.pregnant, children_under_6=row.children_under_6)
    return {name: value for name, value in facts.items() if value is not None}


def _birth(row: Row) -> date | None:
    """Give the birth date; of a year or month alone its first day, unless the day would decide who is a child."""
    born = row.date_of_birth
    if born is None or row.birth_precision == "day" or row.period_start is None:
        return born
    decided = row.period_start.year - CHILD_YEARS
    open_month = row.birth_precision == "year" or born.month == row.period_start.month
    return None if born.year == decided and open_month else born


def _leave(row: Row) -> Facts:
    return {"has_labour_contract": True, "leave_start": row.period_start, "leave_days": row.period_days}


def _stoppage(row: Row) -> Facts:
    return {"has_labour_contract": True, "stoppage_start": row.period_start, "stoppage_days": row.period_days}


def _ended(row: Row) -> Facts:
    return {"has_labour_contract": True, "contract_ended_on": row.period_start}


def _health(row: Row) -> Facts:
    """Give the days of treatment or isolation under the group the row belongs to; none when the group is not known."""
    if row.group is None:
        return {}
    prefix = row.group.lower()
    return {f"{prefix}_start": row.period_start, f"{prefix}_days": row.period_days}


def _business(row: Row) -> Facts:
    return {"business_stop_start": row.period_start, "business_stop_days": row.period_days}


def _free_worker(row: Row) -> Facts:
    return {"informal_worker": True, "lost_work_days": row.period_days}


_OF_POLICY: dict[str, Callable[[Row], Facts]] = {
    "nq68-04": _leave,
    "nq68-05": _stoppage,
    "nq68-06": _ended,
    "nq68-08": _health,
    "nq68-10": _business,
    "nq68-12": _free_worker,
}
