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
    from ansinh.doors.cli.year.staff import Staff
    from ansinh.doors.cli.year.world import World
    from ansinh.policy.programme import Policy

DAYS = """
    SELECT d.policy, d.province, (SELECT received_on FROM cases_task t WHERE t.dossier_id = d.id ORDER BY t.opened_at, t.id LIMIT 1), n.decided_on,
        EXISTS (SELECT FROM cases_completion c JOIN cases_task t ON t.id = c.task_id WHERE t.dossier_id = d.id)
            OR EXISTS (SELECT FROM cases_task t WHERE t.dossier_id = d.id AND t.outcome = 'forwarded' AND t.goes_on_by_id = t.done_by_id)
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
    """Working days from filing to decision under one policy: what the law allows, and what dossiers took.

    `may` says whether a step of it may complete by itself, or goes on by itself after its list was posted; `by_itself` are the dossiers in which one did, `by_hand` those of the provinces that do
    every policy but give no mandate: how many, and their median (nothing where there is none).
    """

    policy: str
    statutory: int
    decided: int
    median: float | None
    nine_tenths: float | None
    may: bool
    by_itself: tuple[int, float | None] = (0, None)
    by_hand: tuple[int, float | None] = (0, None)


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


def _by_policy(world: World, rows: Sequence[tuple[str, str, date, date, bool]]) -> list[PolicyDays]:
    calendar, law = vietnam_calendar(), load_programme("nq68")
    found = []
    for policy in law.policies:
        of = [(province, calendar.working_days_between(filed, decided), itself) for name, province, filed, decided, itself in rows if name == policy.id]
        if of:
            found.append(_of_policy(policy, of, world.staff))
    return found


def _of_policy(policy: Policy, of: Sequence[tuple[str, int, bool]], staff: Staff) -> PolicyDays:
    steps = policy.procedures[-1].steps
    until = next(place for place, step in enumerate(steps) if step.action == "approve")
    days = sorted(days for _province, days, _itself in of)
    itself = [days for _province, days, completed in of if completed]
    hand = [days for province, days, _itself in of if province in staff.whole and province not in staff.mandated]
    return PolicyDays(
        policy.id, sum(step.working_days for step in steps[: until + 1]), len(days), median(days), days[int(len(days) * NINE_TENTHS)],
        any(step.by_itself or step.posts for step in steps), (len(itself), _middle(itself)), (len(hand), _middle(hand)),
    )  # fmt: skip


def _middle(days: Sequence[int]) -> float | None:
    return median(days) if days else None


def table_of(year: Year) -> str:
    """Write the days by policy as a table for a page of documents."""
    lines = [
        (
            "| policy | law's days | decided | median | nine of ten within | a step by itself: how many, median, less than the law's by "
            "| provinces without mandates: how many, median | less than theirs by |"
        ),
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in year.policies:
        itself, hand = (f"{count}, {'–' if middle is None else f'{middle:g}'}" if row.may else "" for count, middle in (row.by_itself, row.by_hand))
        itself += f", {1 - row.by_itself[1] / row.statutory:.0%}" if row.may and row.by_itself[1] is not None else ""
        cut = f"{1 - row.by_itself[1] / row.by_hand[1]:.0%}" if row.may and row.by_itself[1] is not None and row.by_hand[1] else ""
        lines.append(f"| {row.policy} | {row.statutory} | {row.decided} | {row.median:g} | {row.nine_tenths:g} | {itself} | {hand} | {cut} |")
    return "\n".join(lines)


def figures_for(asked: Asked, year: Year) -> str:
    """Say what came of a year in a few lines."""
    counts = year.counts
    return (
        f"seed {asked.seed}, {asked.days} days from {asked.first.isoformat()}: {counts['claims']:,} claims in {counts['dossiers']:,} dossiers, {counts['decisions']:,} decided, "
        f"{counts['steps_late']:,} of {counts['steps_done']:,} steps late, {counts['returned']:,} returned, {counts['completed_by_themselves']:,} by themselves, "
        f"{counts['events']:,} events, {year.seconds:g} s\nroot {year.root}"
    )
