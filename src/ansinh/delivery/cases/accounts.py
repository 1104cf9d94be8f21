"""Accounts of officers: the head or the administrator of an office opens them, gives a new one-time password, and closes them with all that they hold.

It stands here and not beside the officers, as `assign` does: only from this floor of rooms on is there a log to write it in.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from ansinh.delivery.cases.assign import demand_gives, end_row, lacking_in, lacking_since
from ansinh.delivery.cases.given import demand_basis, ended_on, has_ended
from ansinh.delivery.cases.hand_over import MAY_RECORD, HandedOver, hand_over, rehearse
from ansinh.delivery.cases.procedure import local_day, local_time
from ansinh.delivery.cases.tell_officer import tell_officer
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Assignment, Officer
from ansinh.delivery.offices.queries import roles_of
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import SYSTEM, actor_of, within

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import datetime

    from ansinh.delivery.cases.roles import Unheld
    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Office

USERNAME = re.compile(r"[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*")
SHORTEST_USERNAME, LONGEST_USERNAME, SHORTEST_NAME = 3, 60, 3
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Those that nobody takes for another when she reads them from paper."""
GROUPS, IN_A_GROUP = 4, 4
VALID = timedelta(days=3)
"""How long a one-time password may be used; ours, no law says it."""
NOT_ALONE = timedelta(days=7)
"""So long nobody gives an officer a password and takes her second factor away as well; ours, no law says it."""
PASSWORDS = ("cases.open_account", "cases.reopen_account", "cases.new_password")
SECOND_FACTORS = ("cases.reset_second_factor",)

TOLD = """SELECT o.id, f.province, f.district, f.commune, NULL::jsonb, jsonb_build_object('officer', o.full_name, 'username', o.username, 'office', f.name, 'basis', %(basis)s::text)
    FROM offices_officer o JOIN offices_office f ON f.id = o.office_id WHERE o.id = %(of)s"""


@dataclass(frozen=True)
class Person:
    """Whom an account is for: how she signs in, her name, how she is addressed, her title and the office's ways to reach her."""

    username: str
    full_name: str
    salutation: str = ""
    title: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Closing:
    """What happens when an account is closed now: what she holds, which open tasks go to whom, which roles nobody holds afterwards."""

    officer: Officer
    held: tuple[Assignment, ...]
    handed: HandedOver
    then: tuple[Unheld, ...]


def open_account(person: Person, office: Office, *, basis: str, by: Officer | None, at: datetime) -> tuple[Officer, str]:
    """Open an account in an office; give the officer, who holds no role yet, and her one-time password, which is kept nowhere in the clear.

    `by` is nobody for who runs the machine. Raises `NotYours` for anybody but the head or the administrator of the office, `Refused` for a name to
    sign in that is none or taken, a name of a person that is none, or a basis that says nothing.
    """
    if by is not None and (by.office_id != office.pk or not roles_of(by, on=local_day(at)) & MAY_RECORD):
        raise NotYours(
            "accounts_not", "Chỉ người đứng đầu hoặc quản trị của đơn vị mở tài khoản được.", "Only the head or the administrator of the office opens accounts."
        )
    _demand_person(person)
    demand_basis(basis)
    password = one_time_password()
    with act(actor_of(by) if by else SYSTEM, "cases.open_account", at=at, province=office.province) as deed:
        if Officer.objects.filter(username__iexact=person.username).exists():
            raise _taken(person.username)
        try:
            with transaction.atomic():
                made = Officer.objects.create_user(
                    person.username, password, full_name=" ".join(person.full_name.split()), salutation=person.salutation, title=person.title.strip()[:100],
                    phone=person.phone.strip()[:15], email=person.email.strip(), office=office, one_time_until=at + VALID,
                )  # fmt: skip
        except IntegrityError as error:
            raise _taken(person.username) from error
        told_of(deed, made, basis)
    return made, password


def new_password(officer_id: uuid.UUID, *, basis: str, by: Officer, at: datetime) -> tuple[Officer, str]:
    """Give an officer who lost her password a one-time one; what is signed in with the old one is signed out.

    She is told by a notice. Raises as `assign` does, for who has left, and `Refused` for whoever took her second factor away these days.
    """
    demand_basis(basis)
    with act(actor_of(by), "cases.new_password", at=at, province=by.office.province) as deed:
        officer = colleague(officer_id, by, at)
        demand_another(officer, SECOND_FACTORS, by=by, at=at)
        password = one_time_password()
        officer.set_password(password)
        officer.one_time_until = at + VALID
        officer.save(update_fields=["password", "one_time_until"])
        told_of(deed, officer, basis)
        tell_officer(officer, "account_password", by=by, basis=basis, at=at)
    return officer, password


def close_account(officer_id: uuid.UUID, *, basis: str, by: Officer, at: datetime) -> Officer:
    """Close the account of somebody who leaves: she signs in no more, her roles end today, her open tasks go to whoever answers, at once.

    Raises `NotYours` for anybody but the head or the administrator of her office, and for herself; `AlreadyDone` when it is closed; `Refused`
    for a basis that says nothing.
    """
    demand_basis(basis)
    on = local_day(at)
    with transaction.atomic():
        with act(actor_of(by), "cases.close_account", at=at, province=by.office.province) as deed:
            officer = colleague(officer_id, by, at)
            for row in held_by(officer, at):
                end_row(deed, row, on)
            officer.is_active, officer.one_time_until = False, None
            officer.save(update_fields=["is_active", "one_time_until"])
            told_of(deed, officer, basis)
        hand_over(officer.pk, at=at, reason=f"tài khoản đã đóng, {local_time(at):%H:%M %d/%m/%Y}")
    return officer


def preview_close(officer_id: uuid.UUID, *, by: Officer, at: datetime) -> Closing:
    """Give what `close_account` would do now, by doing it and taking all back. Raises as it does."""
    with transaction.atomic():
        officer = colleague(officer_id, by, at)
        held, before = held_by(officer, at), lacking_in(officer.office, at)
        for row in held:
            Assignment.objects.filter(pk=row.pk).update(held=ended_on(row.held, local_day(at)))
        Officer.objects.filter(pk=officer.pk).update(is_active=False)
        officer.is_active = False
        handed, then = rehearse(officer, at=at), lacking_since(before, officer.office, at)
        officer.is_active = True
        transaction.set_rollback(True)
    return Closing(officer, held, handed, then)


def demand_another(officer: Officer, verbs: Collection[str], *, by: Officer, at: datetime) -> None:
    """Raise `Refused` where `by` did one of these acts to the account within `NOT_ALONE`: with both, one person could sign in as her."""
    if within(Event.objects.filter(subject=officer.pk, verb__in=verbs, officer=by.pk, at__gt=at - NOT_ALONE), by).exists():
        raise Refused(
            "account_needs_another",
            f"Trong {NOT_ALONE.days} ngày, một người không vừa cấp mật khẩu vừa gỡ xác thực hai lớp của cùng một tài khoản. Đề nghị người đứng đầu hoặc quản trị khác của "
            "đơn vị làm; không có ai khác thì người vận hành hệ thống làm.",
            f"Within {NOT_ALONE.days} days nobody gives an account a password and takes its second factor away as well. Ask another head or administrator of the office; where "
            "there is none, whoever runs the system.",
        )


def choose_password(officer: Officer) -> None:
    """Note that an officer has chosen a password of her own."""
    officer.one_time_until = None
    officer.save(update_fields=["one_time_until"])


def colleague(officer_id: uuid.UUID, by: Officer | None, at: datetime) -> Officer:
    """Give an officer in service, locked. Raises as `demand_gives` does, unless `by` is nobody, and `AlreadyDone` for a closed account."""
    officer = Officer.objects.select_for_update(of=("self",)).get(pk=officer_id)
    if by is not None:
        demand_gives(officer, by, at)
    if not officer.is_active:
        raise AlreadyDone("account_closed", f"Tài khoản của {officer} đã đóng.", f"The account of {officer} is closed.")
    return officer


def held_by(officer: Officer, at: datetime) -> tuple[Assignment, ...]:
    """Give what an officer holds or will hold, by role."""
    rows = Assignment.objects.select_related("office").filter(officer=officer).order_by("role", "policy")
    return tuple(row for row in rows if not has_ended(row.held, local_day(at)))


def _demand_person(person: Person) -> None:
    if not (SHORTEST_USERNAME <= len(person.username) <= LONGEST_USERNAME and USERNAME.fullmatch(person.username)):
        raise Refused(
            "username_none",
            "Tên đăng nhập gồm chữ thường không dấu và số, có thể có dấu chấm hoặc gạch nối ở giữa, từ 3 ký tự: xa.anbinh.hanh.",
            "A name to sign in has small letters without marks and digits, with points or hyphens between them, at least 3: xa.anbinh.hanh.",
        )
    if len(person.full_name.strip()) < SHORTEST_NAME or not person.full_name.replace(" ", "").isalpha():
        raise Refused("full_name_none", "Ghi họ và tên, chỉ gồm chữ.", "Give the whole name, in letters.")


def _taken(username: str) -> Refused:
    return Refused("username_taken", f"Tên đăng nhập “{username}” đã có người dùng. Chọn tên khác.", f"The name “{username}” is taken. Choose another.")


def one_time_password() -> str:
    """Make a one-time password: 79 bits, in groups that can be read out."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(IN_A_GROUP)) for _group in range(GROUPS))


def told_of(deed: Act, officer: Officer, basis: str) -> None:
    """Say in the log whose account a deed is about, and on which basis."""
    deed.province = officer.office.province or "00"
    deed.events_of("officer", TOLD, {"of": officer.pk, "basis": basis.strip()[:120]})
