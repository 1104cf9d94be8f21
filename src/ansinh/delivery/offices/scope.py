"""Who sees what: an officer's office reaches a place, and every transaction tells the database so.

Two walls: queries filter by `within`, and beneath them row-level security reads the same scope from the transaction's
settings. Without `acting` a transaction sees no row of any case.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.db import connection, transaction

from ansinh.delivery.offices.models import Level, Office, Officer

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from django.db.models import Model, QuerySet

    Rows = TypeVar("Rows", bound=Model)


@dataclass(frozen=True)
class Scope:
    """A level and the code of the place it stands for; `none` sees nothing."""

    level: str
    place: str

    def filters(self) -> dict[str, str]:
        """Give the columns and values that rows in scope have; raises `PermissionError` for a scope that sees nothing."""
        if self.level == Level.NATIONAL:
            return {}
        if self.level in (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE):
            return {str(self.level): self.place}
        message = f"scope {self.level!r} sees no rows"
        raise PermissionError(message)


@dataclass(frozen=True)
class Actor:
    """Who acts: an officer, or the system in its own name where no officer does."""

    officer: uuid.UUID | None
    name: str
    office: uuid.UUID | None
    scope: Scope


NATION = Scope(Level.NATIONAL, "")
SYSTEM = Actor(None, "Hệ thống", None, NATION)


def scope_of(officer: Officer) -> Scope:
    """Give the scope of an officer's office."""
    return scope_of_office(officer.office)


def scope_of_office(office: Office) -> Scope:
    """Give how far an office's place reaches."""
    place = {Level.PROVINCE: office.province, Level.DISTRICT: office.district, Level.COMMUNE: office.commune}
    return Scope(office.level, place.get(Level(office.level), ""))


def actor_of(officer: Officer) -> Actor:
    """Give the officer as the one who acts."""
    return Actor(officer.id, officer.full_name, officer.office_id, scope_of(officer))


def within(rows: QuerySet[Rows], seen_by: Officer | Scope) -> QuerySet[Rows]:
    """Keep the rows that an officer, or a scope, may see."""
    scope = seen_by if isinstance(seen_by, Scope) else scope_of(seen_by)
    return rows.filter(**scope.filters())


def enter(scope: Scope) -> None:
    """Tell the database, for this transaction only, which rows may be seen and written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ansinh.level', %s, true), set_config('ansinh.place', %s, true)", [scope.level, scope.place])


@contextmanager
def acting(who: Officer | Actor | Scope) -> Iterator[None]:
    """Open a transaction in which the database shows only the rows in scope; within another, the scope before is restored at the end."""
    scope = who if isinstance(who, Scope) else who.scope if isinstance(who, Actor) else scope_of(who)
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        before = None if outermost else _entered()
        enter(scope)
        yield
        if before:  # the end of a transaction of our own forgets the scope by itself
            enter(before)


def _entered() -> Scope:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('ansinh.level', true), ''), coalesce(current_setting('ansinh.place', true), '')")
        level, place = cursor.fetchone()
    return Scope(level, place)
