"""Dates: from the programme's first day on, each day has one version of each policy, of each of its conditions and of its procedure."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from ansinh.policy.proofs.ask import Somebody, anybody
from ansinh.policy.proofs.case import Case
from ansinh.policy.proofs.findings import Finding, Verdict
from ansinh.policy.proofs.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ansinh.policy.programme import Component, Condition, Policy, Programme, Text, Version
    from ansinh.policy.proofs.witness import Facts


def dates(programme: Programme, policy: Policy) -> Iterator[Finding]:
    """Ask of a policy whether its versions, parts and procedures follow each other."""
    faults = [
        *_in_a_row(policy, [version.starts for version in policy.versions], programme.starts, {"vi": "chính sách", "en": "the policy"}),
        *_in_a_row(policy, [procedure.starts for procedure in policy.procedures], programme.starts, {"vi": "trình tự", "en": "the procedure"}),
        *_gaps(programme, policy),
    ]
    yield from faults or [Finding("dates_follow", Verdict.PROVED, policy.id, programme.starts)]


def _in_a_row(policy: Policy, starts: Sequence[date], first: date, what: Text) -> Iterator[Finding]:
    if starts[0] > first:
        last = starts[0] - timedelta(1)
        about = {"vi": f"{what['vi']} chưa có trước {starts[0]:%d/%m/%Y}", "en": f"{what['en']} has none before {starts[0].isoformat()}"}
        yield Finding("dates_follow", Verdict.REFUTED, policy.id, first, last, about)
    for before, after in pairwise(starts):
        if after <= before:
            about = {"vi": f"{what['vi']} có hai phiên bản ngày {after:%d/%m/%Y}", "en": f"{what['en']} has two versions on {after.isoformat()}"}
            yield Finding("dates_follow", Verdict.REFUTED, policy.id, after, after, about)


def _gaps(programme: Programme, policy: Policy) -> Iterator[Finding]:
    """Find conditions and components that end and come back: between the two nobody is asked, or given, what the law says."""
    versions = policy.versions
    for key in ("conditions", "components"):
        for name in dict.fromkeys(part.id for version in versions for part in getattr(version, key)):
            stands = [name in {part.id for part in getattr(version, key)} for version in versions]
            for at in range(1, len(versions)):
                if stands[at - 1] and not stands[at] and any(stands[at:]):
                    back = next(later for later in range(at, len(versions)) if stands[later])
                    part = next(part for part in getattr(versions[at - 1], key) if part.id == name)
                    yield _gap(programme, policy, versions[at], versions[back].starts - timedelta(1), part)


def _gap(programme: Programme, policy: Policy, version: Version, last: date, part: Condition | Component) -> Finding:
    """Tell of a gap, with somebody to whom it matters where a condition is missing in it."""
    case = Case(programme, Period(policy, version, version.starts, last))
    about = {"vi": f"{part.id} không có từ {version.starts:%d/%m/%Y} đến {last:%d/%m/%Y}", "en": f"{part.id} does not stand from {version.starts} to {last}"}
    rule, run = getattr(part, "rule", None), part.run
    found = anybody(case.world, case.promise.eligible, case.person.term(rule).false) if rule is not None else None

    def slips_through(facts: Facts, _turned: Facts) -> bool:
        return run(facts) is False and case.amount(facts) is not None

    witness = case.witness(found, slips_through, lambda facts, _turned: case.says(facts)) if isinstance(found, Somebody) else None
    return case.finding("dates_follow", Verdict.REFUTED, about, part.cite, witness)
