"""What the entries of a register say of one claim: facts of the law, some of them of a month or a day that the claim itself names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ansinh.papers.registers.kinds import KINDS

if TYPE_CHECKING:
    from ansinh.policy.programme import Programme

EVENTS = ("leave_start", "stoppage_start", "contract_ended_on")
"""The first day of what a claim is about, before which the month of insurance counts."""
INSURED = "si_month_before"


def values_told(
    register: str, entries: Iterable[Mapping[str, Any]], *, programme: Programme, claim: Mapping[str, object], dated: date, as_of: date
) -> dict[str, list[object]]:
    """Give, for each fact that `register` may vouch for, the different values its entries of one subject tell.

    `entries` are what `checking` kept of each line; `claim` the facts of the claim; `dated` the snapshot's day. A fact of several
    values vouches for none of them. What the snapshot is too old to know is left out.
    """
    may = {name for name, fact in programme.facts.items() if register in fact.vouched_by}
    held = list(entries)
    told: dict[str, list[object]] = {}
    for entry in held:
        for name, value in _of_entry(register, entry, as_of=as_of):
            if name in may and value is not None and value not in told.setdefault(name, []):
                told[name].append(value)
    if INSURED in may:
        insured = _insured(held, claim, dated)
        if insured is not None:
            told[INSURED] = [insured]
    return {name: values for name, values in told.items() if values}


def _of_entry(register: str, entry: Mapping[str, Any], *, as_of: date) -> Iterable[tuple[str, object]]:
    until = entry.get("valid_until")
    stands = until is None or date.fromisoformat(until) >= as_of
    yield from ((name, stands) for name in KINDS[register].says)
    yield from (entry.get("facts") or {}).items()


def month_before(claim: Mapping[str, object]) -> date | None:
    """Give the first day of the month just before what a claim is about; nothing where the claim does not say when it began."""
    for name in EVENTS:
        told = claim.get(name)
        if isinstance(told, str | date) and told != "not_applicable":
            day = told if isinstance(told, date) else date.fromisoformat(told)
            return (day.replace(day=1) - timedelta(1)).replace(day=1)
    return None


def insured_in(entry: Mapping[str, Any], month: date, dated: date) -> bool | None:
    """Tell whether an entry's span holds a month; nothing for an entry without a span, or a month the snapshot cannot know yet."""
    begins, ends = entry.get("insured_from"), entry.get("insured_through")
    if begins is None or month > dated:
        return None
    return date.fromisoformat(begins) <= month and (ends is None or month <= date.fromisoformat(ends))


def _insured(entries: Iterable[Mapping[str, Any]], claim: Mapping[str, object], dated: date) -> bool | None:
    month = month_before(claim)
    told = [found for entry in entries if (found := insured_in(entry, month, dated)) is not None] if month else []
    return any(told) if told else None
