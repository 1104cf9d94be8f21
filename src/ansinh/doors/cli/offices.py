"""`ansinh offices`: the first account of an office, who holds which role, from which day to which, and which two nobody holds at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from ansinh.doors.cli.database import database, load_rooms

if TYPE_CHECKING:
    from datetime import datetime

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def offices() -> None:
    """Accounts and roles of officers."""


@offices.command("open")
@click.argument("username")
@click.argument("full_name")
@click.option("--kind", required=True, help="of her office: people_committee, labour, ministry, …")
@click.option("--place", default="", help="code of its province, district or commune; left out: the country")
@click.option("--title", default="", help="as it stands on papers")
@click.option("--basis", required=True, help="the written act that names the person: number, day")
def open_(username: str, full_name: str, kind: str, place: str, title: str, basis: str) -> None:
    """Open the account USERNAME for FULL_NAME in an office and tell its one-time password, once. For the first officer; later accounts are opened on the office's page."""
    load_rooms()
    from django.utils import timezone  # noqa: PLC0415 - only after the rooms are loaded

    from ansinh.delivery.cases.accounts import Person, open_account  # noqa: PLC0415 - as above
    from ansinh.delivery.offices.models import Office  # noqa: PLC0415 - as above
    from ansinh.delivery.offices.refusals import Refused  # noqa: PLC0415 - as above

    try:
        with database():
            office = (
                Office.objects.filter(kind=kind, place__code=place, place__map_year=2021).first()
                if place
                else Office.objects.filter(kind=kind, level="national").first()
            )
            if office is None:
                message = f"không có cơ quan “{kind}” ở “{place}” / no office of this kind there"
                raise click.BadParameter(message, param_hint="--kind, --place")
            made, password = open_account(Person(username, full_name, title=title), office, basis=basis, by=None, at=timezone.now())
    except Refused as refusal:
        raise click.ClickException(f"{refusal.message['vi']} / {refusal.message['en']}") from refusal
    click.echo(f"{made.username}: {made.full_name}, {office.name}\n{password}")


@offices.command()
@click.argument("username")
@click.argument("role")
@click.option("--policy", default="", help="one policy, as nq68-12; left out: all")
@click.option("--from", "since", type=DAY, help="first day; left out: today")
@click.option("--until", type=DAY, help="last day; left out: open")
@click.option("--basis", required=True, help="the written act that names the person: number, day")
def assign(username: str, role: str, policy: str, since: datetime | None, until: datetime | None, basis: str) -> None:
    """Have the officer USERNAME hold ROLE in her office. For the first head of an office; later roles are given on the office's page."""
    load_rooms()
    from django.utils import timezone  # noqa: PLC0415 - only after the rooms are loaded

    from ansinh.delivery.cases.assign import assign as give  # noqa: PLC0415 - as above
    from ansinh.delivery.offices.models import Officer  # noqa: PLC0415 - as above
    from ansinh.delivery.offices.refusals import Refused  # noqa: PLC0415 - as above

    try:
        with database():
            officer = Officer.objects.filter(username=username, is_active=True).first()
            if officer is None:
                message = f"không có cán bộ “{username}” / no officer “{username}”"
                raise click.BadParameter(message, param_hint="USERNAME")
            first = since.date() if since else timezone.localdate()
            made = give(officer, role, policy=policy, since=first, until=until.date() if until else None, basis=basis, by=None, at=timezone.now())
    except Refused as refusal:
        raise click.ClickException(f"{refusal.message['vi']} / {refusal.message['en']}") from refusal
    click.echo(f"{made.officer.username}: {made.role} {made.policy} {made.held.lower} – {made.held.upper or ''}".rstrip())


@offices.command(name="second-factor")
@click.argument("username")
@click.option("--basis", required=True, help="the written act or request: number, day")
def second_factor(username: str, basis: str) -> None:
    """Take a lost second factor off the account USERNAME and end its sessions. For who has nobody else in her office to do it on its page."""
    load_rooms()
    from django.utils import timezone  # noqa: PLC0415 - only after the rooms are loaded

    from ansinh.delivery.cases.reset_second_factor import reset_second_factor  # noqa: PLC0415 - as above
    from ansinh.delivery.offices.models import Officer  # noqa: PLC0415 - as above
    from ansinh.delivery.offices.refusals import Refused  # noqa: PLC0415 - as above

    try:
        with database():
            officer = Officer.objects.filter(username=username).first()
            if officer is None:
                message = f"không có cán bộ “{username}” / no officer “{username}”"
                raise click.BadParameter(message, param_hint="USERNAME")
            reset_second_factor(officer.pk, basis=basis, by=None, at=timezone.now())
    except Refused as refusal:
        raise click.ClickException(f"{refusal.message['vi']} / {refusal.message['en']}") from refusal
    click.echo(f"{username}: đã gỡ xác thực hai lớp / second factor taken off")


@offices.command()
@click.option("--json", "as_json", is_flag=True, help="one JSON document on standard output")
def apart(*, as_json: bool) -> None:
    """Tell which roles nobody holds at once and why, and who does today, from before the rule. Fails when somebody does."""
    load_rooms()
    from django.utils import timezone  # noqa: PLC0415 - only after the rooms are loaded

    from ansinh.delivery.offices.incompatible import held_together, rules  # noqa: PLC0415 - as above

    with database():
        pairs: list[dict[str, Any]] = [
            {
                "roles": [one.role, one.other],
                "why": one.why_en,
                "vi": one.why_vi,
                "cite": one.cite or None,
                "verified": one.verified,
                "deputies": one.for_deputies,
            }
            for one in rules()
        ]
        found: list[dict[str, Any]] = [
            {"officer": one.who.username, "roles": [one.asked, one.held], "since": str(one.since)} for one in held_together(on=timezone.localdate())
        ]
    if as_json:
        click.echo(json.dumps({"pairs": pairs, "held_together": found}, ensure_ascii=False))
    else:
        for pair in pairs:
            click.echo(f"{' / '.join(pair['roles']):<26} {pair['vi']} / {pair['why']} ({pair['cite'] or 'của hệ thống / ours'})")
        for one in found:
            click.echo(f"!! {one['officer']}: {' / '.join(one['roles'])}")
    if found:
        raise click.exceptions.Exit(1)
