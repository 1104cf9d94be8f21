"""A second factor that an officer lost is taken off her account by somebody else of her office; she sets up a new one when she signs in next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.cases.accounts import PASSWORDS, colleague, demand_another, told_of
from ansinh.delivery.cases.given import demand_basis
from ansinh.delivery.cases.tell_officer import tell_officer
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.refusals import AlreadyDone
from ansinh.delivery.offices.scope import SYSTEM, actor_of

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer


def reset_second_factor(officer_id: uuid.UUID, *, basis: str, by: Officer | None, at: datetime) -> Officer:
    """Take an officer's second factor and its spare codes off, end all that she is signed in with, and tell her by a notice.

    `by` is nobody for who runs the machine. Raises `NotYours` for anybody but the head or the administrator of her office, and for herself;
    `AlreadyDone` for an account that is closed or has none; `Refused` for a basis that says nothing, and for whoever gave her a password these days.
    """
    demand_basis(basis)
    with act(actor_of(by) if by else SYSTEM, "cases.reset_second_factor", at=at, province="00") as deed:
        officer = colleague(officer_id, by, at)
        if by is not None:
            demand_another(officer, PASSWORDS, by=by, at=at)
        with connection.cursor() as cursor:  # who signs in belongs to a door, so its table is asked, not its code
            cursor.execute("DELETE FROM mfa_authenticator WHERE user_id = %s", [officer.pk])
            if not cursor.rowcount:
                raise AlreadyDone("second_factor_none", f"{officer} chưa đặt xác thực hai lớp.", f"{officer} has no second factor.")
        officer.signed_out_at = at
        officer.save(update_fields=["signed_out_at"])
        told_of(deed, officer, basis)
        tell_officer(officer, "account_factor", by=by, basis=basis, at=at)
    return officer


def with_second_factor(officers: Collection[Officer]) -> set[uuid.UUID]:
    """Tell which of these officers have a second factor."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT user_id FROM mfa_authenticator WHERE user_id = ANY (%s)", [[officer.pk for officer in officers]])
        return {row[0] for row in cursor.fetchall()}
