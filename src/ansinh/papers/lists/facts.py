"""A row of a list as facts of the law's vocabulary: what the row says or the list as such attests, nothing supposed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from ansinh.papers.lists.people import Row
from ansinh.policy.facts import NOT_APPLICABLE

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


_IN_COLUMNS: dict[str, dict[str, str]] = {
    "nq68-04": {"leave_start": "period_start", "leave_days": "period_days"},
    "nq68-05": {"stoppage_start": "period_start", "stoppage_days": "period_days"},
    "nq68-06": {"contract_ended_on": "period_start"},
    "nq68-10": {"business_stop_start": "period_start", "business_stop_days": "period_days"},
    "nq68-12": {"lost_work_days": "period_days"},
}
_OF_INSURED = {"pregnant": "pregnant", "children_under_6": "children_under_6"}


def in_columns(facts: Mapping[str, object], policy: str) -> tuple[Facts, Facts]:
    """Part facts into the fields of a row that a list for `policy` has a column for, and further facts that no column tells.

    A fact that does not apply to the person stays a further fact, and so does one told to be unknown (None). Of somebody both treated and isolated the treatment takes the columns.
    """
    places = {"date_of_birth": "date_of_birth", **_IN_COLUMNS.get(policy, {})}
    if policy in {"nq68-04", "nq68-05", "nq68-06"}:
        places |= _OF_INSURED
    fields: Facts = {}
    if policy == "nq68-08":
        group = next((name for name in ("f0", "f1") if _told(facts.get(f"{name}_start")) or _told(facts.get(f"{name}_days"))), None)
        if group:
            fields["group"] = group.upper()
            places |= {f"{group}_start": "period_start", f"{group}_days": "period_days"}
    further = {name: value for name, value in facts.items() if not (name in places and _told(value))}
    return {**fields, **{field: facts[name] for name, field in places.items() if _told(facts.get(name))}}, further


def _told(value: object) -> bool:
    return value is not None and value != NOT_APPLICABLE


_OF_POLICY: dict[str, Callable[[Row], Facts]] = {
    "nq68-04": _leave,
    "nq68-05": _stoppage,
    "nq68-06": _ended,
    "nq68-08": _health,
    "nq68-10": _business,
    "nq68-12": _free_worker,
}
