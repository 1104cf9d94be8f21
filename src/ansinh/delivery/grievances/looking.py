"""The third wall: beneath the queries the database shows a sensitive grievance to its owner, to who decided it and to supervisors alone."""

from __future__ import annotations

from contextlib import contextmanager
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

TELL = "SELECT set_config('ansinh.officer', %s, true), set_config('ansinh.watches', %s, true), set_config('ansinh.sensitive', %s, true)"


def look_as(officer: Officer, *, on: date) -> bool:
    """Tell the database, for this transaction, who looks and whether she supervises on that day; every read of the room does this first.

    Give whether she supervises.
    """
    watches = Role.SUPERVISOR.value in roles_of(officer, on=on)
    _tell(str(officer.pk), "yes" if watches else "", "")
    return watches


@contextmanager
def seeing_all(place: Scope) -> Iterator[None]:
    """Act for the person herself, or for the system, within a place: sensitive ones are seen. What was told before holds again afterwards."""
    with acting(place):
        before = _told()
        _tell("", "", "all")
        yield
        _tell(*before)


def _tell(officer: str, watches: str, sensitive: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TELL, [officer, watches, sensitive])


def _told() -> tuple[str, str, str]:
    names = ("officer", "watches", "sensitive")
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"coalesce(current_setting('ansinh.{name}', true), '')" for name in names))
        officer, watches, sensitive = cursor.fetchone()
    return officer, watches, sensitive
