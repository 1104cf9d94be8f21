"""What a simulated year comes to: days from filing to decision by policy, against the law's, with steps that complete by themselves and without."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

from django.db import connection

from ansinh.delivery.offices.scope import NATION, acting
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ansinh.doors.cli.year.asked import Asked
    from ansinh.doors.cli.year.world import World

DAYS = """
    SELECT d.policy, d.province, (SELECT received_on FROM cases_task t WHERE t.dossier_id = d.id ORDER BY t.opened_at, t.id LIMIT 1), n.decided_on, d.as_of,
        EXISTS (SELECT FROM cases_completion c JOIN cases_task t ON t.id = c.task_id WHERE t.dossier_id = d.id)
    FROM cases_dossier d JOIN cases_decision n ON n.dossier_id = d.id ORDER BY d.number"""
COUNTS = """
    SELECT (SELECT count(*) FROM cases_dossier), (SELECT count(*) FROM cases_claim), (SELECT count(*) FROM cases_decision),
        (SELECT count(*) FROM cases_claim WHERE state = 'approved'), (SELECT count(*) FROM cases_completion), (SELECT count(*) FROM cases_escalation),
        (SELECT count(*) FROM evidence_event), (SELECT count(*) FROM cases_task WHERE outcome = 'returned'),
        (SELECT count(*) FROM cases_task WHERE done_at IS NOT NULL AND (done_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date > due_on), (SELECT count(*) FROM cases_task WHERE done_at IS NOT NULL)"""
COUNTED = ("dossiers", "claims", "decisions", "approved", "completed_by_themselves", "escalations", "events", "returned", "steps_late", "steps_done")
NINE_TENTHS = 0.9


@dataclass(frozen=True)
class PolicyDays:
    """Working days from filing to decision under one policy: what the law allows, and what dossiers took; nothing where none was decided so."""

    policy: str
    statutory: int
    decided: int
    median: float | None
    nine_tenths: float | None
    by_itself: bool
    with_mandates: tuple[int, float | None] = (0, None)
    without: tuple[int, float | None] = (0, None)


@dataclass
class Year:
    """The whole outcome: what was asked for, the root of the log, counts, deeds and refusals, days by policy, who disappeared."""

    asked: dict[str, Any]
    root: str
    counts: dict[str, int] = field(default_factory=dict)
    deeds: dict[str, int] = field(default_factory=dict)
    policies: list[PolicyDays] = field(default_factory=list)
    disappeared: dict[str, object] | None = None
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Give it as plain values."""
        return asdict(self)


def root_of(heads: Mapping[str, tuple[int, str]]) -> str:
    """Give one hash over the ends of all provinces' chains: the same log, the same root."""
    text = "\n".join(f"{province} {sequence} {chain}" for province, (sequence, chain) in sorted(heads.items()))
    return hashlib.sha256(text.encode()).hexdigest()


def year_of(world: World, heads: Mapping[str, tuple[int, str]], *, disappeared: dict[str, object] | None, seconds: float) -> Year:
    """Gather the figures of a world that has come to its end."""
    with acting(NATION), connection.cursor() as cursor:
        cursor.execute(COUNTS)
        counts = dict(zip(COUNTED, map(int, cursor.fetchone()), strict=True))
        cursor.execute(DAYS)
        rows = cursor.fetchall()
    asked = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in asdict(world.asked).items()}
    return Year(asked, root_of(heads), counts, dict(sorted(world.counted.items())), _by_policy(world, rows), disappeared, round(seconds, 1))


def _by_policy(world: World, rows: Sequence[tuple[str, str, date, date, date, bool]]) -> list[PolicyDays]:
    calendar, law = vietnam_calendar(), load_programme("nq68")
    found = []
    for policy in law.policies:
        of = [(province, calendar.working_days_between(filed, decided)) for name, province, filed, decided, *_ in rows if name == policy.id]
        steps = policy.procedures[-1].steps
        if not of:
            continue
        until = next(place for place, step in enumerate(steps) if step.action == "approve")
        days = sorted(days for _province, days in of)
        here = [days for province, days in of if province in world.staff.mandated]
        there = [days for province, days in of if province in world.staff.whole and province not in world.staff.mandated]
        found.append(
            PolicyDays(
                policy.id, sum(step.working_days for step in steps[: until + 1]), len(days), median(days), days[int(len(days) * NINE_TENTHS)],
                any(step.by_itself for step in steps), (len(here), _middle(here)), (len(there), _middle(there)),
            )
        )  # fmt: skip
    return found


def _middle(days: Sequence[int]) -> float | None:
    return median(days) if days else None


def table_of(year: Year) -> str:
    """Write the days by policy as a table for a page of documents."""
    lines = [
        "| policy | law's days | decided | median | nine of ten within | with mandates: decided, median | without: decided, median |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in year.policies:
        with_, without = (f"{count}, {'–' if middle is None else f'{middle:g}'}" for count, middle in (row.with_mandates, row.without))
        mark = " *" if row.by_itself else ""
        lines.append(f"| {row.policy}{mark} | {row.statutory} | {row.decided} | {row.median:g} | {row.nine_tenths:g} | {with_} | {without} |")
    return "\n".join(lines)


def figures_for(asked: Asked, year: Year) -> str:
    """Say what came of a year in a few lines."""
    counts = year.counts
    return (
        f"seed {asked.seed}, {asked.days} days from {asked.first.isoformat()}: {counts['claims']:,} claims in {counts['dossiers']:,} dossiers, {counts['decisions']:,} decided, "
        f"{counts['steps_late']:,} of {counts['steps_done']:,} steps late, {counts['returned']:,} returned, {counts['completed_by_themselves']:,} by themselves, "
        f"{counts['events']:,} events, {year.seconds:g} s\nroot {year.root}"
    )
