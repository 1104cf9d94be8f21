"""Roles that nobody holds at once: asked before somebody is named or stands in; beneath it the database refuses whoever goes past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Officer, Role
from ansinh.delivery.offices.models_incompatible import Incompatibility
from ansinh.delivery.offices.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from psycopg.types.range import DateRange, TimestamptzRange

MOST_SHOWN = 200
OURS = ("quy tắc của hệ thống", "a rule of this system")
COLUMNS = "c.who, c.held_by, c.asked, c.held, c.policy, c.since, c.until, c.basis, c.rule"


@dataclass(frozen=True)
class Clash:
    """Two roles that meet in one officer: who, what was asked for, what she holds since when (of a colleague where she stands in), and the rule."""

    who: Officer
    held_by: Officer
    asked: str
    held: str
    policy: str
    since: date | None
    until: date | None
    basis: str
    rule: Incompatibility

    def refusal(self) -> Refused:
        """Say who holds what since when, why the two do not go together, and what to do."""
        since = f"{self.since:%d/%m/%Y}" if self.since else "trước"
        until = f"{self.until:%d/%m/%Y}" if self.until else ""
        stands_in = self.who.pk != self.held_by.pk
        cite = self.rule.cite
        return Refused(
            "roles_incompatible",
            f"{self.who} {f'làm thay {self.held_by}, người ' if stands_in else ''}đang giữ nhiệm vụ “{Role(self.held).label}” từ {since}"
            f"{f' đến trước {until}' if until else ''} ({self.basis}). Một người không giữ cả “{Role(self.held).label}” và “{Role(self.asked).label}”: {self.rule.why_vi} "
            f"({cite or OURS[0]}). Ghi ngày thôi nhiệm vụ kia trước, hoặc giao cho người khác. Đơn vị chỉ có một người thì người đứng đầu làm bước chưa có ai được giao, "
            "hoặc đề nghị cơ quan cấp trên cử người.",
            f"{self.who}{f', standing in for {self.held_by},' if stands_in else ''} holds the role {self.held} since {since}{f', until before {until}' if until else ''} ({self.basis}). "
            f"Nobody holds both {self.held} and {self.asked}: {self.rule.why_en} ({cite or OURS[1]}). End the other role first, or name somebody else. "
            "Where an office has one person only, its head does the step that nobody is named for, or the office above sends somebody.",
        )


def demand_compatible(officer: Officer, role: str, *, policy: str, held: DateRange) -> None:
    """Raise `Refused` where the officer, or whoever stands in for her, holds a role meanwhile that does not go with this one."""
    asked = {"officer": officer.pk, "role": role, "policy": policy, "held": held, "but": new_key()}
    _refuse("offices_clashes(%(officer)s, %(role)s, %(policy)s, %(held)s, %(but)s)", asked)


def demand_compatible_deputy(officer: Officer, deputy: Officer, *, away: TimestamptzRange) -> None:
    """Raise `Refused` where standing in would bring the deputy to a role that does not go with one of hers, not even by standing in."""
    asked = {"officer": officer.pk, "deputy": deputy.pk, "away": away}
    _refuse("offices_clashes_of_deputy(%(officer)s, %(deputy)s, %(away)s)", asked)


def clashes_now(officer: Officer, *, on: date) -> dict[str, Clash]:
    """Give for each role that cannot be given to the officer from a day on, under all policies, one that it does not go with. One question for all roles."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT {COLUMNS} FROM unnest(%(roles)s::text[]) r (role),
                LATERAL offices_clashes(%(officer)s, r.role, '', daterange(%(on)s, NULL), %(but)s) c ORDER BY c.asked, c.since DESC""",  # noqa: S608 - our own words
            {"officer": officer.pk, "roles": Role.values, "on": on, "but": new_key()},
        )
        return {clash.asked: clash for clash in _clashes(cursor.fetchall())}


def rules() -> list[Incompatibility]:
    """Give every pair of roles that nobody holds at once."""
    return list(Incompatibility.objects.order_by("role", "other"))


def held_together(*, on: date) -> list[Clash]:
    """Give the pairs that officers hold today although they must not, from before the rule was there; at most `MOST_SHOWN`."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT {COLUMNS} FROM offices_assignment g, LATERAL offices_clashes(g.officer_id, g.role, g.policy, g.held, g.id) c
                WHERE g.held @> %(on)s AND (c.until IS NULL OR c.until > %(on)s) AND (c.since IS NULL OR c.since <= %(on)s) AND c.held > g.role
                ORDER BY c.who, c.asked LIMIT {MOST_SHOWN}""",  # noqa: S608 - our own words
            {"on": on},
        )
        return _clashes(cursor.fetchall())


def _refuse(clashes: str, asked: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM {clashes} c ORDER BY c.since LIMIT 1", asked)  # noqa: S608 - our own words
        found = _clashes(cursor.fetchall())
    if found:
        raise found[0].refusal()


def _clashes(rows: Sequence[tuple[Any, ...]]) -> list[Clash]:
    who = Officer.objects.in_bulk({key for row in rows for key in row[:2]})
    rule = Incompatibility.objects.in_bulk({row[-1] for row in rows})
    return [Clash(who[one], who[by], asked, held, policy, since, until, basis, rule[key]) for one, by, asked, held, policy, since, until, basis, key in rows]
