"""Somebody who comes back: her closed account is opened again by her office, with a password for one time and no role but those given anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from ansinh.delivery.cases.accounts import SECOND_FACTORS, VALID, demand_another, one_time_password, told_of
from ansinh.delivery.cases.assign import assign, demand_gives
from ansinh.delivery.cases.given import demand_basis
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.queries import Page, page
from ansinh.delivery.cases.tell_officer import tell_officer
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Assignment, Officer
from ansinh.delivery.offices.refusals import AlreadyDone
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.policy.names import spelt

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

MOST_HELD = 50


@dataclass(frozen=True)
class Closed:
    """A closed account, with the event of its closing where the log has one."""

    officer: Officer
    closing: Event | None


def reopen_account(officer_id: uuid.UUID, roles: Collection[tuple[str, str]], *, basis: str, by: Officer, at: datetime) -> tuple[Officer, str]:
    """Open a closed account again and have her hold these roles, each with its policy or none, from today on; give her and her one-time password.

    What she held before stays ended. She is told by a notice. Raises as `assign` does, `AlreadyDone` when the account is open, and `Refused` for
    whoever took her second factor away these days.
    """
    demand_basis(basis)
    password = one_time_password()
    with transaction.atomic():
        with act(actor_of(by), "cases.reopen_account", at=at, province=by.office.province) as deed:
            officer = to_reopen(officer_id, by=by, at=at, lock=True)
            demand_another(officer, SECOND_FACTORS, by=by, at=at)
            officer.set_password(password)
            officer.is_active, officer.one_time_until, officer.signed_out_at = True, at + VALID, at
            officer.save(update_fields=["password", "is_active", "one_time_until", "signed_out_at"])
            told_of(deed, officer, basis)
            tell_officer(officer, "account_reopened", by=by, basis=basis, at=at)
        for role, policy in dict.fromkeys(roles):
            assign(officer, role, policy=policy, since=local_day(at), until=None, basis=basis, by=by, at=at)
    return officer, password


def to_reopen(officer_id: uuid.UUID, *, by: Officer, at: datetime, lock: bool = False) -> Officer:
    """Give a closed account of the office. Raises `NotYours` as `demand_gives` does, and `AlreadyDone` when it is open."""
    rows = Officer.objects.select_for_update(of=("self",)) if lock else Officer.objects.all()
    officer = rows.get(pk=officer_id)
    demand_gives(officer, by, at)
    if officer.is_active:
        raise AlreadyDone("account_open", f"Tài khoản của {officer} đang mở.", f"The account of {officer} is open.")
    return officer


def held_before(officer: Officer) -> list[tuple[str, str]]:
    """Give the roles, each with its policy or none, that an officer ever held in her office."""
    rows = Assignment.objects.filter(officer=officer, office=officer.office_id).order_by("role", "policy").values_list("role", "policy")
    return list(rows.distinct()[:MOST_HELD])


def closed_accounts(*, seen_by: Officer, text: str = "", after: str = "", before: str = "") -> Page[Officer]:
    """Give the closed accounts of an officer's own office by name; `text` is part of a name, with or without marks."""
    return page(closed_matching(seen_by=seen_by, text=text), ["full_name", "pk"], after=after, before=before)


def closed_matching(*, seen_by: Officer, text: str = "") -> QuerySet[Officer]:
    """Select what `closed_accounts` gives, in no order."""
    rows = Officer.objects.filter(office=seen_by.office_id, is_active=False)
    return rows.filter(full_name__regex=spelt(text)) if text else rows


def with_closing(officers: Sequence[Officer], *, seen_by: Officer) -> list[Closed]:
    """Put beside each closed account who closed it last, when and on which basis: one question."""
    rows = within(Event.objects.filter(subject__in=[one.pk for one in officers], verb="cases.close_account", subject_kind="officer"), seen_by)
    last = {row.subject: row for row in rows.order_by("at", "act", "position")}
    return [Closed(one, last.get(one.pk)) for one in officers]
