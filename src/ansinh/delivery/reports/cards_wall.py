"""Whose cards a transaction may see: a person's own, those of the office she heads; all of them only while they are counted."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import roles_of
from ansinh.delivery.offices.scope import acting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ansinh.delivery.offices.models import Officer
    from ansinh.delivery.offices.scope import Scope

WATCHING = frozenset({Role.CHIEF.value, Role.APPROVER.value, Role.SUPERVISOR.value, Role.ANALYST.value})
"""Who sees the cards of offices and places of her scope."""
NAMES = ("cards", "cards_of", "cards_office")


@dataclass(frozen=True)
class Reader:
    """Who looks: an officer, whether she heads her office today, whether she may look at offices and places of her scope."""

    officer: Officer
    heads: bool
    watches: bool

    @property
    def own(self) -> str:
        """Her key, as cards carry it."""
        return str(self.officer.pk)

    @property
    def headed(self) -> str:
        """The key of the office she heads; empty for none."""
        return str(self.officer.office_id) if self.heads else ""


def reader_of(officer: Officer, *, on: date) -> Reader:
    """Tell the database, for this transaction, who looks at cards on that day; every read of cards does this first."""
    roles = roles_of(officer, on=on)
    reader = Reader(officer, Role.CHIEF.value in roles, bool(WATCHING & roles))
    _tell("", reader.own, reader.headed)
    return reader


@contextmanager
def counting(place: Scope) -> Iterator[None]:
    """Act for the system within a place while cards are counted: then every one is seen and may be written."""
    with acting(place):
        before = _told()
        _tell("count", "", "")
        yield
        _tell(*before)


def _tell(*values: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"set_config('ansinh.{name}', %s, true)" for name in NAMES), values)


def _told() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"coalesce(current_setting('ansinh.{name}', true), '')" for name in NAMES))
        return tuple(cursor.fetchone())
