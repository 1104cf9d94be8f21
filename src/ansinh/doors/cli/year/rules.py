"""What must hold at the end of every simulated day, each rule with the rows that break it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from ansinh.delivery.cases.models import Dossier, Task
from ansinh.delivery.evidence import verify
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.doors.cli.year.slow_clock import slow_due_on
from ansinh.doors.cli.year.world import moment
from ansinh.policy.load import load_programme, programme_names

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import date

    from ansinh.doors.cli.year.world import World

MOST_NAMED = 5

OWNED = """
    SELECT d.number, count(t.id), min(o.username) FROM cases_dossier d LEFT JOIN cases_task t ON t.dossier_id = d.id AND t.done_at IS NULL
    LEFT JOIN offices_officer o ON o.id = t.owner_id
    GROUP BY d.id HAVING count(t.id) <> CASE d.state WHEN 'in_progress' THEN 1 ELSE 0 END OR bool_or(t.id IS NOT NULL AND NOT o.is_active)"""

ENTITLED = """
    SELECT d.number, t.step, o.username FROM cases_task t JOIN cases_dossier d ON d.id = t.dossier_id JOIN offices_officer o ON o.id = t.owner_id
    JOIN unnest(%(actions)s::text[], %(roles)s::text[]) AS r (action, role) ON r.action = t.action
    WHERE t.done_at IS NULL AND NOT EXISTS (
        SELECT FROM offices_assignment g WHERE g.office_id = t.office_id AND g.held @> %(on)s AND g.policy IN ('', d.policy)
            AND (g.role = r.role OR g.role = 'chief') AND (g.officer_id = t.owner_id OR EXISTS (
                SELECT FROM offices_absence a WHERE a.officer_id = g.officer_id AND a.deputy_id = t.owner_id AND a.away @> %(at)s)))"""

PRESENT = """
    SELECT d.number, o.username FROM cases_task t JOIN cases_dossier d ON d.id = t.dossier_id JOIN offices_officer o ON o.id = t.owner_id
    JOIN offices_absence a ON a.officer_id = t.owner_id AND a.away @> %(at)s WHERE t.done_at IS NULL AND (t.action <> 'approve' OR EXISTS (
        SELECT FROM offices_assignment g JOIN offices_officer p ON p.id = g.officer_id AND p.is_active
        WHERE g.office_id = t.office_id AND g.held @> %(on)s AND g.policy IN ('', d.policy) AND g.role IN ('approver', 'chief')
            AND p.id NOT IN (t.owner_id, d.submitted_by_id) AND NOT EXISTS (SELECT FROM offices_absence b WHERE b.officer_id = p.id AND b.away @> %(at)s)
            AND NOT EXISTS (SELECT FROM cases_task x WHERE x.dossier_id = d.id AND x.done_by_id = p.id)))"""
"""A decision stays with somebody who is away only where everybody else who may sign has prepared it: four eyes go before speed."""

RULES: Mapping[str, str] = {
    "an open dossier has exactly one open task with an owner in service, a decided one has none": OWNED,
    "who owns a step holds its role that day, or stands in for somebody who does": ENTITLED,
    "nobody who is away owns an open step that somebody else may do": PRESENT,
    "a claim is in exactly one state, and in one that its dossier can have": """
        SELECT c.receipt, c.state, d.state FROM cases_claim c JOIN cases_dossier d ON d.id = c.dossier_id WHERE d.id = ANY (%(changed)s)
        AND ((d.state = 'decided') <> (c.state IN ('approved', 'refused')) OR c.state NOT IN ('in_review', 'excluded', 'approved', 'refused'))""",
    "a dossier holds as many claims as were submitted": """
        SELECT d.number, d.claims, count(c.id) FROM cases_dossier d LEFT JOIN cases_claim c ON c.dossier_id = d.id WHERE d.id = ANY (%(changed)s)
        GROUP BY d.id HAVING count(c.id) <> d.claims""",
    "a decision says what its claims say": """
        SELECT n.number, n.approved, n.amount_vnd FROM cases_decision n JOIN cases_claim c ON c.dossier_id = n.dossier_id WHERE n.dossier_id = ANY (%(changed)s)
        GROUP BY n.id HAVING n.approved <> count(*) FILTER (WHERE c.state = 'approved') OR n.refused <> count(*) FILTER (WHERE c.state = 'refused')
            OR n.amount_vnd <> coalesce(sum(c.amount_vnd) FILTER (WHERE c.state = 'approved'), 0)""",
    "nothing is decided by who prepared it": """
        SELECT n.number FROM cases_decision n JOIN cases_dossier d ON d.id = n.dossier_id
        WHERE n.signed_by_id = d.submitted_by_id
            OR EXISTS (SELECT FROM cases_task t WHERE t.dossier_id = d.id AND t.done_by_id = n.signed_by_id AND t.outcome <> 'approved')""",
    "an approved claim holds its draw": """
        SELECT c.receipt FROM cases_claim c WHERE c.state = 'approved' AND c.dossier_id = ANY (%(changed)s)
        AND NOT EXISTS (SELECT FROM registry_draw r WHERE r.claim = c.id AND r.identity = c.identity AND r.released_at IS NULL)""",
    "nobody draws twice of one exclusive group or policy": """
        SELECT holder, programme, slot FROM registry_draw WHERE released_at IS NULL AND claim IN (SELECT id FROM cases_claim WHERE dossier_id = ANY (%(changed)s))
        GROUP BY holder, programme, slot HAVING count(*) > 1""",
    "the numbers of decisions have no gap": """
        SELECT office_id, year, count(*) FROM cases_decision GROUP BY office_id, year
        HAVING count(*) <> max(split_part(number, '/', 1)::integer) OR count(DISTINCT number) <> count(*)""",
    "the numbers of dossiers have no gap": """
        SELECT province, split_part(number, '-', 2), count(*) FROM cases_dossier GROUP BY 1, 2
        HAVING count(*) <> max(split_part(number, '-', 3)::integer) OR count(DISTINCT number) <> count(*)""",
    "a claim has one live instruction at most, of its own amount, and only once approved": """
        SELECT c.receipt, count(*) FROM payments_instruction i JOIN cases_claim c ON c.id = i.claim_id WHERE i.state <> 'failed' AND c.dossier_id = ANY (%(changed)s)
        GROUP BY c.id HAVING count(*) > 1 OR c.state <> 'approved' OR bool_or(i.amount_vnd <> c.amount_vnd)""",
    "the ledger says what the instructions say": """
        SELECT i.id, i.state FROM payments_instruction i LEFT JOIN payments_entry e ON e.instruction_id = i.id
        WHERE i.decision_id IN (SELECT id FROM cases_decision WHERE dossier_id = ANY (%(changed)s)) GROUP BY i.id
        HAVING (i.state = 'paid') <> (coalesce(sum((e.credit = 'paid')::integer - (e.debit = 'paid')::integer), 0) = 1)""",
    "once drawn, instructions and what awaits repair come to the decided sum": """
        SELECT n.number, n.amount_vnd FROM cases_decision n JOIN payments_instruction i ON i.decision_id = n.id LEFT JOIN payments_repair r ON r.instruction_id = i.id
        WHERE n.dossier_id = ANY (%(changed)s)
        GROUP BY n.id HAVING sum(i.amount_vnd) FILTER (WHERE i.state <> 'failed' OR r.done_at IS NULL AND r.id IS NOT NULL) IS DISTINCT FROM n.amount_vnd""",
}
"""Rules of claims and money look at the dossiers of `changed`, so that a day costs what happened in it; all others at everything."""

CHANGED = """
    SELECT id FROM cases_dossier WHERE submitted_at >= %(since)s OR decided_at >= %(since)s
    UNION SELECT dossier_id FROM cases_task WHERE opened_at >= %(since)s OR done_at >= %(since)s OR asked_on >= %(day)s OR answered_on >= %(day)s
    UNION SELECT n.dossier_id FROM cases_decision n JOIN payments_instruction i ON i.decision_id = n.id WHERE i.made_at >= %(since)s OR i.settled_on >= %(day)s"""


class Violated(Exception):
    """A rule that does not hold: on which day, which, and the first rows that break it."""

    def __init__(self, day: date, rule: str, rows: list[Any]) -> None:
        """Say it."""
        super().__init__(f"{day.isoformat()}: “{rule}” does not hold: {rows[:MOST_NAMED]}")
        self.day, self.rule, self.rows = day, rule, rows


def demand_all(world: World, *, everything: bool = False) -> int:
    """Hold every rule at the end of the world's day over what changed in it, or over everything; give how many dossiers were looked at.

    Raises `Violated` for the first that does not hold.
    """
    actions, roles = zip(*_roles().items(), strict=True)
    since, at = moment(world.day, 0), moment(world.day, 23, 59, 59)
    with acting(NATION), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '600s'")
        cursor.execute("SELECT id FROM cases_dossier" if everything else CHANGED, None if everything else {"since": since, "day": world.day})
        changed = [key for (key,) in cursor.fetchall()]
        values: dict[str, Any] = {"changed": changed, "at": at, "on": world.day, "actions": list(actions), "roles": list(roles)}
        for rule, query in RULES.items():
            cursor.execute(query, {name: value for name, value in values.items() if f"%({name})s" in query})
            rows = cursor.fetchmany(MOST_NAMED)
            if rows:
                raise Violated(world.day, rule, rows)
    _demand_nothing_lost(world)
    _demand_clock(world, changed)
    return len(changed)


def demand_evidence(day: date) -> dict[str, tuple[int, str]]:
    """Follow every province's chain from its beginning and recompute every hash; give the heads. Raises `Violated`."""
    with acting(NATION), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '600s'")
        verdict = verify.check(verify.records())
    if verdict.faults:
        raise Violated(day, "the log verifies", verdict.faults)
    return verdict.heads


def _demand_nothing_lost(world: World) -> None:
    """Compare what was handed in, as it was noted then, with what is in progress and what is decided now."""
    with acting(NATION):
        held = dict(Dossier.objects.values_list("pk", "claims"))
        states = set(Dossier.objects.values_list("state", flat=True).distinct())
    lost = [(str(key), count) for key, count in world.submitted.items() if held.get(key) != count]
    if lost or len(held) != len(world.submitted) or states - {"in_progress", "decided"}:
        raise Violated(world.day, "what was submitted is in progress or decided", lost or [(len(world.submitted), len(held))])


def _demand_clock(world: World, changed: list[uuid.UUID]) -> None:
    """Reckon the due day of every step of these dossiers a second time, slowly."""
    with acting(NATION):
        tasks = Task.objects.filter(dossier__in=changed)
        rows = list(tasks.values_list("dossier__number", "step", "received_on", "working_days", "asked_on", "answered_on", "due_on"))
    wrong = [
        (number, step, due)
        for number, step, received, days, asked, answered, due in rows
        if slow_due_on(received, days, asked_on=asked, answered_on=answered) != due
    ]
    if wrong:
        raise Violated(world.day, "each due day is what a slow second clock finds", wrong)


def _roles() -> dict[str, str]:
    """Give the role that does each action, as the programmes' procedures have it."""
    steps = (step for name in programme_names() for policy in load_programme(name).policies for procedure in policy.procedures for step in procedure.steps)
    return {step.action: step.role for step in steps}
