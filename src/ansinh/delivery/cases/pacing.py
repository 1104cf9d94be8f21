"""The order that the open tasks of a province stand in: what its group does first, and by which day the ministry wants it done.

The law knows one day, `due_on`, and nothing here moves it. What the ministry asks stands beside it: `tier` says which policies go first
in the province's group, `aim_on` by when, where the group has such a day and the province a plan to count it from.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection

from ansinh.delivery.cases.models_pace import Pace
from ansinh.delivery.cases.plans import plan_days
from ansinh.delivery.offices.groups import groups_on
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.load import load_programme
from ansinh.policy.playbook import playbook

if TYPE_CHECKING:
    from datetime import date

    from ansinh.delivery.evidence.record import Act

AGAIN = timedelta(hours=1)
"""For so long after a change a province is looked at again: for tasks that somebody held, or that a longer act opened meanwhile."""
MOST_AT_ONCE = 20_000
"""Tasks of one statement and transaction: whoever enters a measure waits for no more, the job goes on with the rest."""
UPDATE = """
    WITH meant AS (
        SELECT t.id, r.tier, CASE WHEN r.aim_on >= t.received_on THEN r.aim_on END AS aim_on
        FROM cases_task t JOIN cases_dossier d ON d.id = t.dossier_id
        JOIN unnest(%(policies)s::text[], %(tiers)s::smallint[], %(aims)s::date[]) AS r (policy, tier, aim_on) ON r.policy = d.policy
        WHERE t.province = %(province)s AND t.done_at IS NULL AND d.programme = %(programme)s
          AND (t.tier, t.aim_on) IS DISTINCT FROM (r.tier, CASE WHEN r.aim_on >= t.received_on THEN r.aim_on END)
        LIMIT %(most)s FOR UPDATE OF t SKIP LOCKED)
    UPDATE cases_task t SET tier = m.tier, aim_on = m.aim_on FROM meant m WHERE t.id = m.id"""
"""Waits for no officer: whoever is just ending a task keeps it, so that it can never come to a deadlock."""


class Order(NamedTuple):
    """A province's group on a day, and the day of its plan where it has one."""

    group: str
    plan_on: date | None

    def tier(self, policy: str, *, programme: str) -> int:
        """Give the place of a policy, 0 first."""
        book = playbook(programme)
        return book.tier(self.group, policy) if book else 0

    def aim_on(self, policy: str, *, programme: str) -> date | None:
        """Give the ministry's day for a policy: so many working days after the plan's; nothing without one or the other."""
        book = playbook(programme)
        aim = book.aim_of(self.group, policy) if book else None
        return vietnam_calendar().due_on(self.plan_on, aim.within_working_days) if aim and self.plan_on else None


def orders_on(on: date, *, programme: str, province: str = "") -> dict[str, Order]:
    """Give the order of each province on a day, or of one; empty for a programme without a playbook."""
    if playbook(programme) is None:
        return {}
    plans = plan_days(programme)
    groups = groups_on(on, programme, province=province)
    return {code: Order(group, plans.get(code)) for code, group in groups.items() if province in ("", code)}


def places_of(policy: str, province: str, *, received_on: date, on: date, programme: str) -> tuple[int, date | None]:
    """Give tier and ministry's day of a task that opens on a day; a day before its arrival is none."""
    order = orders_on(on, programme=programme, province=province).get(province)
    if order is None:
        return 0, None
    aim_on = order.aim_on(policy, programme=programme)
    return order.tier(policy, programme=programme), aim_on if aim_on and aim_on >= received_on else None


def reorder(deed: Act, province: str, *, on: date, programme: str) -> int:
    """Put the open tasks of a province in the order of a day, by one statement; give how many changed, at most `MOST_AT_ONCE`.

    Twice changes nothing more. The log has one event: the group, the plan's day, how many tasks. Tasks beyond the most, and those that
    somebody is just working on, are left for the next time: the province is named by `to_reorder` until an hour has passed and none is left.
    """
    order = orders_on(on, programme=programme, province=province).get(province)
    if order is None:
        return 0
    kept, new = Pace.objects.get_or_create(province=province, programme=programme, defaults={"group": order.group, "plan_on": order.plan_on, "set_at": deed.at})
    kept = Pace.objects.select_for_update(of=("self",)).get(pk=kept.pk)
    before = None if new else _said(Order(kept.group, kept.plan_on))
    changed = _update(province, order, programme)
    if (kept.group, kept.plan_on) != order:
        kept.group, kept.plan_on, kept.set_at = *order, deed.at
    kept.settled = not changed and kept.set_at <= deed.at - AGAIN
    kept.save(update_fields=["group", "plan_on", "set_at", "settled"])
    if changed or before not in (None, _said(order)):
        deed.event("queue", kept, before=before, after={**_said(order), "tasks": changed})
    return changed


def to_reorder(*, on: date, programme: str) -> list[str]:
    """Name the provinces whose tasks stand in another order than that of the day, or of which not all may stand in it yet."""
    kept = {row.province: row for row in Pace.objects.filter(programme=programme)}
    return [
        province
        for province, order in sorted(orders_on(on, programme=programme).items())
        if (row := kept.get(province)) is None or (row.group, row.plan_on) != order or not row.settled
    ]


def _update(province: str, order: Order, programme: str) -> int:
    policies = [policy.id for policy in load_programme(programme).policies]
    told: dict[str, Any] = {
        "province": province, "programme": programme, "policies": policies, "most": MOST_AT_ONCE,
        "tiers": [order.tier(policy, programme=programme) for policy in policies],
        "aims": [order.aim_on(policy, programme=programme) for policy in policies],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(UPDATE, told)
        return int(cursor.rowcount)


def _said(order: Order) -> dict[str, object]:
    return {"group": order.group, "plan_on": order.plan_on.isoformat() if order.plan_on else None}
